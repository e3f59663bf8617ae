"""Which step module the name of a file stands for: exactly, with what systems add to it, or nearly."""

import difflib
import re
import unicodedata
from functools import cache, lru_cache

from grader import curriculum

AGAIN = r"(?: ?\(\d+\)|-\d+)?"  # what browsers and course systems add to the name of a file that is there already
ENDINGS = re.compile(r"(?:\.(?:pyw?|py3|txt|text))*(?: ?\(\d+\)|~)?$", re.I)  # .py, .PY, .py.txt, .txt, .py (1), .py~
NEAR = 0.85  # how alike two names are for one to be a slip of the other
MAX_NAME = 200  # characters at the end of a name that are looked at
OLD = {"old", "older", "backup", "backups", "bak", "archive", "archived", "history", "previous", "prev", "earlier"}
OLD |= {"trash", "deprecated", "draft", "drafts", "alt", "sauvegarde", "ancien", "viejo", "respaldo", "before", "tmp"}


def plain_text(text: str) -> str:
    """A text as one compares names: without regard to case, width and the way accents are written."""
    return unicodedata.normalize("NFKC", text).casefold()


@cache
def _exactly() -> dict[str, re.Pattern[str]]:
    modules = [step.module for step in curriculum.steps()]
    return {module: re.compile(rf"(?:.*[_\- ])?{module}{AGAIN}\.py") for module in modules}


@lru_cache(20_000)
def module_of(name: str) -> str | None:
    """The step module that a file name stands for, also with what course systems and browsers add to it.

    "step3_loss.py", "step3_loss (1).py", "step3_loss-2.py" and "doejane_123_456_step3_loss.py" are all step3_loss.
    """
    if is_test(name):
        return None
    return next((module for module, pattern in _exactly().items() if pattern.fullmatch(name[-MAX_NAME:])), None)


def is_plain(name: str) -> bool:
    """Whether a file has the very name of a step module."""
    return name.removesuffix(".py") == module_of(name)


def is_test(name: str) -> bool:
    """Whether a file holds checks, by its name: test_step3_loss.py, step3_loss_test.py, conftest.py."""
    return re.search(r"(^|[_\- .])(tests?|conftest)([_\- .]|$)", name[-MAX_NAME:].casefold()) is not None


def is_old(text: str) -> bool:
    """Whether a name says that something newer is elsewhere: backup, old_version, step3_loss_old.py."""
    return text.endswith("~") or not OLD.isdisjoint(re.findall(r"[^\W\d_]+", text[-MAX_NAME:].casefold()))


def is_code(name: str) -> bool:
    """Whether a file may hold a module as text, by its ending."""
    return re.search(r"\.(pyw?|py3|txt|text)( ?\(\d+\)|~)?$", name, re.I) is not None


def _parts(text: str) -> list[str]:
    return [part.lstrip("0") or part for part in re.findall(r"[a-z]+|\d+", plain_text(text))]


@cache
def _modules() -> list[tuple[str, list[str]]]:
    return [(step.module, _parts(step.module)) for step in curriculum.steps()]


@lru_cache(20_000)
def near_module(name: str) -> str | None:
    """The step module whose name was meant: other case, other or no separators, a copy, a version, a small slip.

    >>> near_module("Step3-Loss.py"), near_module("step 3 loss_v2 FINAL.py.txt"), near_module("setp3_los.py")
    ('step3_loss', 'step3_loss', 'step3_loss')
    >>> near_module("step3_network.py"), near_module("test_step3_loss.py"), near_module("loss.py")
    (None, None, None)
    """
    stem = ENDINGS.sub("", name[-MAX_NAME:])
    if is_test(name) or ".bak" in name:
        return None
    parts = _parts(stem)
    best: tuple[float, str | None] = (0.0, None)
    for module, wanted in _modules():
        if "".join(wanted) in "".join(parts):
            return module
        numbers = {part for part in wanted if part.isdigit()}
        for length in range(max(1, len(wanted) - 1), len(wanted) + 2):
            for start in range(max(1, len(parts) - length + 1)):
                window = parts[start : start + length]
                if numbers == {part for part in window if part.isdigit()}:
                    best = max(best, (_alike("".join(window), "".join(wanted)), module), key=lambda pair: pair[0])
    return best[1] if best[0] >= NEAR else None


def _alike(text: str, wanted: str) -> float:
    if abs(len(text) - len(wanted)) > 3:
        return 0.0
    return difflib.SequenceMatcher(None, text, wanted, autojunk=False).ratio()
