"""The step modules as they were handed out, to begin again with.

A student's copy of the kit holds them in a folder `fresh` beside this file; the whole kit makes them from solutions/.
"""

from pathlib import Path

from grader.curriculum.contents import Step
from grader.curriculum.stubs import SOLUTIONS, make_stub

FOLDER = Path(__file__).with_name("fresh")


def stub(step: Step) -> str:
    """The text of a step module with every function unwritten."""
    if FOLDER.is_dir():
        return (FOLDER / f"{step.module}.py").read_text(encoding="utf-8")
    return make_stub((SOLUTIONS / f"{step.module}.py").read_text(encoding="utf-8"), step.module)
