"""The student's copy of the kit: what goes into it, how it is written, and the proof that it gives nothing away.

Doors: `writing.build` and `writing.write` make a copy, `leaks.problems` looks whether one gives anything away.
`manifest` says which folders it is made of; `recording` writes the one file that stands in for everything secret.
"""
