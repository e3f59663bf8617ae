"""The hidden checks, one module per step: ordinary pytest, run in the grader's process; `learner` asks the learner's."""
