"""The line in which an exception arose, as Python reads it: which calls, comparisons, loops and variables are in it."""

import ast
import re
import warnings
from collections.abc import Iterator
from functools import cached_property

from grader.checks.answer import Error


class Line:
    """What stands in the line of an error."""

    def __init__(self, error: Error):
        self.error, self.text, self.message = error, error.text, error.message

    @cached_property
    def statement(self) -> ast.stmt | None:
        """The line as a statement; None where it is only a part of one."""
        text = re.sub(r"^el(if\b)", r"\1", self.text)
        for trial in (text, f"{text} pass", text.rstrip(",")):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                try:
                    return ast.parse(trial).body[0]
                except (SyntaxError, ValueError, IndexError, RecursionError, MemoryError):
                    continue
        return None

    def _all(self) -> Iterator[ast.AST]:
        return ast.walk(self.statement) if self.statement else iter(())

    @cached_property
    def calls(self) -> list[ast.Call]:
        return [node for node in self._all() if isinstance(node, ast.Call)]

    def of(self, *kinds: type[ast.AST]) -> list:
        """The nodes of these kinds."""
        return [node for node in self._all() if isinstance(node, kinds)]

    def call_of(self, *names: str) -> ast.Call | None:
        """The first call of a function that is written so: "max", "np.zeros"."""
        return next((call for call in self.calls if ast.unparse(call.func) in names), None)

    @cached_property
    def names(self) -> list[str]:
        """The words of the line, in their order."""
        return list(dict.fromkeys(re.findall(r"[A-Za-z_]\w*", self.text)))

    def being(self, *starts: str) -> list[str]:
        """The variables of the line of which what they are begins so: "NoneType", "list of"."""
        return [name for name in self.names if self.error.kinds.get(name, "").startswith(starts)]

    def pairs(self) -> list[str]:
        """The variables of the line that are lists of pairs."""
        return [name for name in self.names if re.fullmatch(r"list of \d+ pairs", self.error.kinds.get(name, ""))]


def written(node: ast.AST, longest: int = 60) -> str:
    """A piece of the line, as it can stand in a sentence."""
    text = ast.unparse(node)
    return text if len(text) <= longest else text[: longest - 3] + "..."


def a(noun: str) -> str:
    """The noun with its article."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"
