"""What was handed in, as bytes: folders, zips, step modules, notebooks. Nothing of it is run here.

Doors: `intake.read` makes a `submission.Submission` of one student's work, `class_folder.read_class` finds everybody's.
Notebooks are read by `lenient` and `reading`; `literate` has the cells of the source they were made from.
"""
