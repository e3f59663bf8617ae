"""What learners start from: the step modules with every solution taken out.

`python -m grader stubs` writes them all to exercises/. Work that stands there is copied aside first.
"""

import re
from pathlib import Path

from grader.curriculum.files import copy_aside, is_fresh

ROOT = Path(__file__).resolve().parent.parent.parent
SOLUTIONS = ROOT / "solutions"
BEGIN, END = "BEGIN SOLUTION", "END SOLUTION"


def make_stub(source: str, module_name: str, place: str = "") -> str:
    """The learner's version of a solution module.

    Parameters: source, the module's text; module_name, such as "step1_activations"; place, where a learner writes, if
        that is not the file in exercises.
    Returns: the text with each solution replaced by a `raise` that names the function and its file, and with imports
        from `exercises` where the source has `solutions`. Everything else stays.
    Raises: ValueError if the solution markers do not pair up, or stand outside a function.

    >>> print(make_stub("def f(x):\\n    ### BEGIN SOLUTION\\n    return x\\n    ### END SOLUTION\\n", "step0_f"))
    def f(x):
        raise NotImplementedError("write f in exercises/step0_f.py")
    <BLANKLINE>
    """
    lines = []
    function = None
    where = place or f"exercises/{module_name}.py"
    begun = 0  # the line of the open BEGIN marker
    for number, line in enumerate(source.splitlines(), start=1):
        line_of_source = f"{module_name}.py, line {number}"
        if BEGIN in line:
            if begun:
                raise ValueError(f"{line_of_source}: {BEGIN} again, and the one of line {begun} has no {END}")
            if function is None:
                raise ValueError(f"{line_of_source}: {BEGIN} outside a function")
            begun = number
            indent = line[: len(line) - len(line.lstrip())]
            lines.append(f'{indent}raise NotImplementedError("write {function} in {where}")')
        elif END in line:
            if not begun:
                raise ValueError(f"{line_of_source}: {END} without {BEGIN}")
            begun = 0
        elif not begun:
            if top_level := re.match(r"(?:def (\w+)|\w)", line):
                function = top_level[1]
            lines.append(re.sub(r"^(\s*(?:>>> )?(?:from|import) )solutions\b", r"\1exercises", line))
    if begun:
        raise ValueError(f"{module_name}.py, line {begun}: {BEGIN} without {END}")
    return "\n".join(lines) + "\n"


def write_stubs(folder: Path, modules: list[str] | None = None) -> dict[Path, Path | None]:
    """Write the stubs of the steps to a folder, and copy aside whatever else stands in their place.

    Parameters: folder, where the stubs go; it exists. modules: only these, by name; None for all of them.
    Returns: the files written, and where what stood there is kept; those that were up to date are not among them.
    """
    written: dict[Path, Path | None] = {}
    for solution in sorted(SOLUTIONS.glob("step*.py")):
        if modules is not None and solution.stem not in modules:
            continue
        stub = make_stub(solution.read_text(encoding="utf-8"), solution.stem)
        path = folder / solution.name
        if is_fresh(path, stub):
            continue
        written[path] = copy_aside(path) if path.exists() else None
        path.write_bytes(stub.encode())
    return written
