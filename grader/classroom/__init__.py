"""Many submissions: a class graded into a folder of reports, tables, pages; Gradescope; a cluster.

Doors: `grade.grade_class` is `python -m grader grade`; `batch` grades in parallel and goes on after a break, with the
processes of `grading_process`; `gradescope` makes its autograder. What is graded again after a change is decided by
`regrading` and `fingerprints`, and told by `changes`. `outputs` writes what is about the class: `tables`, `pages`,
`feedback_zip`. Beside them, one module for each thing that a teacher asks for: `groups`, `late`, `anonymous`, `unnamed`
(wrong answers that a teacher names), `similar`, `clones`.
"""
