"""Which file of a submission is taken for which step.

In this order of trust: a text in which something is written before one in which nothing is; the later attempt; a place
that does not say "old"; loose files before zips, and newer zips before older ones; the module's own name before one
that is nearly it; what lies nearest to the top. Where nothing is written under any name of a step, a file with another
name is taken whose text defines functions of that step. Texts are read, not run, and not parsed as Python.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from grader import curriculum
from grader.submissions import accidents, defining
from grader.submissions.found import MAX_BYTES, Found
from grader.submissions.naming import is_code, is_old, is_plain, is_test, module_of, near_module
from grader.submissions.submission import decode_source

MAX_CANDIDATES = 8  # files that are tried for one module
MAX_LOOKED_INTO = 60  # files of other names
MAX_JUDGED = 3_000_000  # characters of all files that are looked at for functions
MAX_NEAR = 500  # names that are compared with those of the steps
OF_THE_REFERENCE = "BEGIN SOLUTION"  # marks the kit's own solutions


@dataclass
class Choice:
    """What was taken for each module, why others could not be, and what to say of it.

    grades: how much each text is worth (see `defining`). ignored: the files that were not taken, and not said.
    """

    sources: dict[str, str] = field(default_factory=dict)
    grades: dict[str, int] = field(default_factory=dict)
    taken: dict[str, Found] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    ignored: list[Found] = field(default_factory=list)
    said: set[int] = field(default_factory=set)  # files that are spoken of, by their identity
    left: int = MAX_JUDGED

    def may_judge(self, text: str) -> bool:
        """Whether a text is looked at for functions: there is an end to that."""
        self.left -= len(text)
        return self.left >= 0

    def take(self, module: str, file: Found, text: str, grade: int) -> None:
        self.sources[module], self.grades[module], self.taken[module] = text, grade, file
        self.unreadable.pop(module, None)
        self.said.add(id(file))

    def lacks(self, module: str) -> bool:
        """Whether nothing is written in what was taken for a module, if anything was."""
        return self.grades.get(module) != defining.WRITTEN


def _named(files: list[Found], exact: bool) -> dict[str, list[Found]]:
    """The files with the name of a module, or nearly, for each module, best first."""
    found: dict[str, list[Found]] = {step.module: [] for step in curriculum.steps()}
    compared = 0
    for file in files:
        module = module_of(file.path.name)
        if module is None and not exact and compared < MAX_NEAR and _may_be_near(file):
            compared += 1
            module = near_module(file.path.name)
        if module:
            found[module].append(file)
    return {module: ranked(module, candidates) for module, candidates in found.items()}


def _may_be_near(file: Found) -> bool:
    name = file.path.name
    return (is_code(name) or "." not in name.rstrip(".")) and not accidents.goes_without_saying(file.path)


def ranked(module: str, files: list[Found]) -> list[Found]:
    """Files for one module, best first, as far as names, places and times say."""

    def key(file: Found) -> tuple:
        name = file.path.name
        return (
            any(map(is_old, file.path.parts)),
            file.when > 0,
            -file.when,
            module_of(name) is None,
            len(file.path.parts),
            not is_plain(name),
            file.path.parent.name != "exercises",
            -_version(name, module),
            str(file.path),
        )

    return sorted(sorted(files, key=key), key=lambda file: file.order, reverse=True)


def _version(name: str, module: str) -> int:
    """The number that somebody, or a browser, has put behind a name: 2 for "step3_loss_v2.py"."""
    digits = "".join(c if c.isdigit() else " " for c in name.replace(module, "")[:MAX_NEAR]).split()
    return int(digits[-1][:9]) if digits else 0


def _read(file: Found) -> str:
    """The text of a file. Raises ValueError where it cannot be read, or is the kit's own."""
    text = decode_source(file.read(MAX_BYTES))
    if "solutions" in file.path.parts and OF_THE_REFERENCE in text:
        raise _OfTheKit
    return text


class _OfTheKit(ValueError):
    """A file is no learner's work."""


def choose(files: list[Found], exact: bool = False) -> Choice:
    """Choose among the files of a submission. exact: take nothing but what has the name of a module."""
    choice = Choice()
    latest = max((file.order for file in files if file.attempt), default=())
    for module, candidates in _named(files, exact).items():
        _choose_for(module, candidates, choice, latest)
    if not exact and any(choice.lacks(step.module) for step in curriculum.steps()):
        _look_into(files, choice)
    ignored = (file for file in files if id(file) not in choice.said)
    choice.ignored = sorted(ignored, key=lambda file: (len(file.path.parts), str(file.path)))
    return choice


def _choose_for(module: str, candidates: list[Found], choice: Choice, latest: tuple[str | int, ...]) -> None:
    best: tuple[int, Found, str] | None = None
    for file in candidates[:MAX_CANDIDATES]:
        try:
            text = _read(file)
        except _OfTheKit:
            continue
        except ValueError as error:
            choice.said.add(id(file))
            choice.remarks.append(f"{file.shown} {error}")
            choice.unreadable.setdefault(module, f"the file {error}")
            continue
        grade = defining.grade_of(text, module) if choice.may_judge(text) else defining.OTHER
        if best is None or grade < best[0]:
            best = (grade, file, text)
        if grade == defining.WRITTEN:
            break
    if best:
        grade, file, text = best
        choice.take(module, file, text, grade)
        if not is_plain(file.path.name):
            choice.remarks.append(f"{file.shown} was taken for {module}.py")
        choice.remarks += _said_of_attempts(module, file, candidates, latest)


def _said_of_attempts(
    module: str, file: Found, candidates: list[Found], latest: tuple[str | int, ...]
) -> Iterator[str]:
    """Which of several attempts, or of several zips, was taken. latest: the attempt that came last, of any module."""
    others = [other for other in candidates if other is not file]
    named = file.attempt or file.shown
    if any(other.order > file.order for other in others):
        yield f"{module}.py was taken from an earlier attempt ({named}): nothing in the later one counts"
    elif file.attempt and file.order < latest:
        yield f"{module}.py was taken from an earlier attempt ({named}): there is none in the last one"
    elif any(other.order < file.order for other in others):
        attempts = len({other.order for other in candidates})
        yield f"{module}.py was taken from the latest of {attempts} attempts ({named})"
    elif file.when and any(0 < other.when < file.when for other in others):
        yield f"{module}.py was taken from the newest zip ({file.shown})"
    elif file.when and any(other.when > file.when for other in others):
        yield f"{module}.py was taken from an older zip ({file.shown}): nothing in the newer one counts"


def _look_into(files: list[Found], choice: Choice) -> None:
    """Find what is missing in files of other names, by the functions that they define."""
    found: list[tuple[Found, list[curriculum.Step], str]] = []
    for file in _others(files, choice):
        try:
            text = _read(file)
        except ValueError:
            continue
        if choice.may_judge(text) and (steps := defining.steps_written(text)):
            found.append((file, steps, text))
    of_one_step = [entry for entry in found if len(entry[1]) == 1]
    nothing_yet = all(choice.lacks(step.module) for step in curriculum.steps())
    for file, steps, text in of_one_step or (found[:1] if nothing_yet else []):  # or everything is in one file
        for step in filter(lambda step: choice.lacks(step.module), steps):
            _take_for_what_it_defines(file, step, text, choice)


def _others(files: list[Found], choice: Choice) -> list[Found]:
    """The files that may hold what is missing, whatever their names are."""
    settled = {id(file) for module, file in choice.taken.items() if not choice.lacks(module)}
    found = [
        file
        for file in files
        if is_code(file.path.name)
        and not is_test(file.path.name)
        and not accidents.goes_without_saying(file.path)
        and id(file) not in settled
    ]
    return ranked("", found)[:MAX_LOOKED_INTO]


def _take_for_what_it_defines(file: Found, step: curriculum.Step, text: str, choice: Choice) -> None:
    written = defining.functions_in(text)
    names = [function.name for function in step.functions if written.get(function.name)]
    listed = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    before = choice.taken.get(step.module)
    instead = f"; nothing of that is written in {before.shown}" if before else ""
    choice.remarks = [said for said in choice.remarks if not said.endswith(f"was taken for {step.module}.py")]
    choice.remarks.append(f"{file.shown} was taken for {step.module}.py, as it defines {listed}{instead}")
    choice.take(step.module, file, text, defining.WRITTEN)
