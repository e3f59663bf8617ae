"""What learners type (`cli`), and what stands behind `pytest exercises` (`local_runner`).

It needs no reference and no hidden check, and students have all of it. `watching` runs the checks when a file is saved,
`history` remembers, `hints` and `explaining` help, `github` tells points in a workflow of GitHub.
"""
