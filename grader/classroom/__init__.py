"""Many submissions: a class graded into a folder of reports, tables, pages; Gradescope; a cluster.

Doors: `grade.grade_class` is `python -m grader grade`; `batch` grades in parallel and goes on after a break, with the
processes of `grading_process`; `tables` and `pages` are what people read; `gradescope` makes its autograder.
"""
