"""What the grader says of a mistake that it does not know: each entry of the bank in turn is taken out of the bank.

Run it with `python -m tests.leave_one_out [FUNCTION ...] [--show]`. It prints, for every function, in how many cases a
general pattern still makes a statement about the mistake. A statement counts as useful when it says more than which
part is the first wrong one. A pattern speaks only where it holds for the questions answered.
The patterns were written with the bank at hand, so the share is an upper bound for mistakes that nobody has seen.
"""

import sys
from collections import Counter

from grader import curriculum
from grader.diagnosis import diagnose
from grader.steps import bank
from grader.steps.bank_answers import ask_entry
from grader.steps.entry import Misconception

VAGUE = {"pattern: parts", "nothing"}


def statement(entry: Misconception) -> tuple[str, str]:
    """The id and the words of what is said of an entry that is not in the bank, nor its look-alikes."""
    found = diagnose(entry.function, ask_entry(entry), without=frozenset({entry.id, *entry.look_alikes}))
    return (found.id, found.message) if found else ("nothing", "")


def main(arguments: list[str]) -> None:
    show = "--show" in arguments
    names = [name for name in arguments if name != "--show"] or list(curriculum.functions())
    total: Counter[str] = Counter()
    for name in names:
        kinds: Counter[str] = Counter()
        for entry in bank.misconceptions(name):
            kind, words = statement(entry)
            kinds[kind] += 1
            if show:
                print(f"  {entry.id} ({entry.did})\n    {kind}: {words}")
        useful = sum(count for kind, count in kinds.items() if kind not in VAGUE)
        print(f"{name:<22}{useful:4d} of {kinds.total():4d}   {dict(kinds.most_common())}")
        total += kinds
    useful = sum(count for kind, count in total.items() if kind not in VAGUE)
    print(f"{'all':<22}{useful:4d} of {total.total():4d}   {useful / total.total():.1%}")


if __name__ == "__main__":
    main(sys.argv[1:])
