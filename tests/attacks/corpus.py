"""All cases."""

from tests.attacks import borrowing, cheating, exhausting, files, notebooks, reaching, speaking
from tests.attacks.case import Case

CASES: list[Case] = [
    *reaching.ALL,
    *cheating.ALL,
    *borrowing.ALL,
    *exhausting.ALL,
    *speaking.ALL,
    *files.ALL,
    *notebooks.ALL,
]
QUICK = [case for case in CASES if not case.slow]
SLOW = [case for case in CASES if case.slow]
