"""A course for nbgrader: notebooks from the literate sources, and grading outside the kernel. See README.md here."""
