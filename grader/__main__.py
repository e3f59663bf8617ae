"""`python -m grader`: the command line; a student's copy of the kit has the commands for learners only."""

import importlib
import importlib.util

whole = importlib.util.find_spec("grader.cli") is not None
importlib.import_module("grader.cli" if whole else "grader.learning.cli").app(prog_name="python -m grader")
