"""The hidden checks, one module per step: ordinary pytest in the grader's process; `learner` asks the learner's."""
