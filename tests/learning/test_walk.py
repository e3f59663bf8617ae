"""A student's walk through all nine steps of a student's copy, typing nothing but what the last lines say.

Every function is written with a mistake first, and then without. What is typed at the end of a step (pictures, the
finale, the playground's first line) is typed too.
"""

import ast
import re
import shlex

import pytest

from grader import curriculum
from grader.release import writing
from grader.steps import bank, reference
from grader.steps.placing import with_function
from tests.kits import python, run_pytest

NEXT = re.compile(r"^next: (write|look at|check) (\w+)", re.MULTILINE)
CHECK = re.compile(r"^ *check it with +(.+)$", re.MULTILINE)
OTHER = re.compile(r"\b(python -m (?:exercises\.|grader see )[\w. ]*\w)")
LAST = 12  # lines that somebody reads who scrolls to the end


def source_of(function: str) -> str:
    text = reference.source(curriculum.functions()[function].step.module)
    node = next(n for n in ast.parse(text).body if isinstance(n, ast.FunctionDef) and n.name == function)
    return "\n".join(text.splitlines()[node.lineno - 1 : node.end_lineno])


class Walk:
    """A student in a copy of their own, and what they have seen last."""

    def __init__(self, folder):
        self.folder, self.typed, self.said = folder, [], ""
        writing.write(folder, writing.build(writing.Options(list(curriculum.steps()), "A course")))

    def type(self, command: str) -> None:
        self.typed.append(command)
        program, *arguments = shlex.split(command)
        run = run_pytest if program == "pytest" else python
        done = run(self.folder, *arguments)
        self.said = done.stdout
        assert "Traceback" not in done.stdout + done.stderr, (command, done.stdout[-2000:], done.stderr)

    @property
    def last(self) -> str:
        return "\n".join(self.said.splitlines()[-LAST:])

    def next(self) -> tuple[str, str]:
        """What is to be done with which function, as the last lines say it."""
        found = NEXT.search(self.last)
        return found.groups() if found else ("nothing", "")

    def write(self, function: str, source: str) -> None:
        path = self.folder / "exercises" / f"{curriculum.functions()[function].step.module}.py"
        path.write_text(with_function(path.read_text(encoding="utf-8"), function, source), encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("which", [0, 7])
def test_each_next_step_leads_on(tmp_path, which):
    walk = Walk(tmp_path / "kit")
    walk.type("pytest exercises")
    names = list(curriculum.functions())
    silent = []
    for name, following in zip(names, [*names[1:], ""], strict=True):
        assert walk.next() == ("write", name), walk.last
        command = CHECK.search(walk.last)[1]
        mistakes = bank.misconceptions(name)
        walk.write(name, mistakes[which % len(mistakes)].source)
        walk.type(command)
        assert walk.next() == ("look at", name), walk.last
        assert CHECK.search(walk.last)[1] == command
        if "Your answers are those of" not in walk.said:
            silent.append(mistakes[which % len(mistakes)].id)
        walk.write(name, source_of(name))
        walk.type(command)
        if following:
            assert walk.next() == ("write", following), walk.last
        seen = walk.said
        for other in dict.fromkeys(OTHER.findall(walk.last)):
            walk.type(other)
        walk.said = seen
    assert walk.next() == ("nothing", ""), walk.last
    assert any("exercises.step9" in command for command in walk.typed)
    print(len(walk.typed), "commands;", "explained in other words:", silent)
