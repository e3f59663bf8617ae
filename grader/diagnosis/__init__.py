"""What a wrong answer looks like: from the bank of known mistakes, and from patterns that hold for any function.

Doors: `diagnose` and `believed` name a mistake, `of_crash` explains an exception, `is_right` says whether all is well.
`knowledge` is the one door to what is secret, `definition` and `own_text` look at a learner's text (`source`). The rest
belongs to the engine:
`observations` (what a function does on its public questions), `bank_match`, the general patterns (`containers`,
`crashes` with `crash_lines`, `crash_values` and `crash_shapes`, `places`, `heuristics`, `relations`), the patterns of
single functions (`patterns`, and `other_ways` to compute an answer, which the steps hold), and what is known by its
properties because chance decides (`initial_weights`, `sampling`, `printed_losses`).
"""

from grader.checks.answer import Diagnosis
from grader.diagnosis.engine import believed, diagnose, is_right, of_crash

__all__ = ["Diagnosis", "believed", "diagnose", "is_right", "of_crash"]
