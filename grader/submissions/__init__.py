"""What was handed in, as bytes: folders, zips, step modules, notebooks. Nothing of it is run here.

Doors: `intake.read` makes a `submission.Submission` of one student's work, `class_folder.read_class` finds everybody's,
`roster.with_roster` adds those who handed in nothing. Whose a thing is say `systems` (the names of course systems),
`exports` and `grouping`; which file counts say `accidents`, `naming`, `defining` and `choosing`; `archives` reads zips.
Notebooks are read by `lenient` and `reading`; `literate` has the cells of the source they were made from. What teachers
are told at the end is in `telling`.
"""
