"""What is taught: the steps and functions as data (`curriculum.toml`), and the stubs that learners begin with.

Doors: `steps()`, `functions()`, `find_step()` and `find_steps()` here; `stubs` makes stubs, `starters` keeps them.
"""

from grader.curriculum.contents import (
    EXERCISES,
    FILE,
    Function,
    Part,
    Step,
    explained_as,
    find_step,
    find_steps,
    functions,
    steps,
)

__all__ = [
    "EXERCISES",
    "FILE",
    "Function",
    "Part",
    "Step",
    "explained_as",
    "find_step",
    "find_steps",
    "functions",
    "steps",
]
