"""nbgrader: a course of notebooks made from the literate sources, and grading outside of the kernel.

Doors: `writing.write_course`, `checking.problems`; nbgrader itself calls `preprocessors` and `hooks`, and `collecting`
before it looks for notebooks. What travels with the notebooks is made by `manifest`: `notebook_check`, `drawing`,
`fetching`, `scoring` and the folders that students have.
"""
