"""One submission examined: workers of every level, the hidden checks on it, and the report of what they found.

Doors: `grading.grade` and `grading.grade_all` make a `report.Report`; `sandbox.isolation` says how well work can be
sealed here; `terminal.table` shows a report; `verify` proves the grader. `examiner.Examination` asks the functions of
one submission, by a `worker_client.Worker` or a sealed one; `network` trains the learner's own network.
"""
