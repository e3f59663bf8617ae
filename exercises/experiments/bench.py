"""How an experiment goes: your guess, the work, a table, a figure, a question."""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from exercises.experiments.kit import Kit, NotReady
from exercises.experiments.runs import Progress, table

FIGURES = Path(__file__).resolve().parent.parent / "figures"
BAR = 30


@dataclass(frozen=True)
class Experiment:
    """What is tried, what is asked before and after, and how the results are measured, listed and drawn."""

    name: str
    title: str
    setting: str
    guess: str
    measure: Callable[[Kit, Iterable[int], Progress], Any]
    rows: Callable[[Any], tuple[list[str], list[list[str]]]]
    draw: Callable[[Kit, Any], Any]
    question: str
    seeds: int = 8

    def run(self, reference: bool = False, ask: bool = True, seeds: int | None = None) -> bool:
        """Run it, as from a notebook. Returns whether it could run; if not, a line has told why."""
        try:
            kit = Kit(reference)
            kit.rehearse()
            self._go_through(kit, reference, ask, range(seeds or self.seeds))
        except NotReady as error:
            print(as_ascii(str(error)))
            return False
        return True

    def main(self, arguments: Sequence[str] | None = None) -> None:
        """Run it from the command line; the exit code is 0, or 1 if it could not run."""
        parser = argparse.ArgumentParser(prog=f"python -m exercises.experiments.{self.name}", description=self.title)
        add_reference(parser)
        parser.add_argument("--no-question", "--yes", action="store_true", help="do not ask for a guess")
        parser.add_argument("--seeds", type=positive, default=self.seeds, help="how many starts (default: %(default)s)")
        options = parser.parse_args(arguments)
        leave(lambda: self.run(options.reference, not options.no_question, options.seeds))

    def _go_through(self, kit: Kit, reference: bool, ask: bool, seeds: range) -> None:
        print(f"{self.title}\n\n{self.setting}\n\n{self.guess}")
        guess = asked() if ask and can_ask() else ""
        print()
        try:
            with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # a rate may be far too large
                results = self.measure(kit, seeds, progress)
                shown = table(*self.rows(results))
                figure = self.draw(kit, results)
        except NotImplementedError as error:
            raise NotReady(f"first {error}") from None
        print(shown)
        print(f"\nmedian (smallest - largest) of {len(seeds)} starts")
        print(f"figure: {as_ascii(str(save(figure, f'{self.name}_reference' if reference else self.name)))}")
        if guess:
            print(f"\nYour guess was: {as_ascii(guess)}")
        print(f"\n{self.question}")


def add_reference(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reference", action="store_true", help="run on the kit's own code, not on yours")


def positive(text: str) -> int:
    """A number of at least 1 from the command line."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1 is needed")
    return number


def leave(run: Callable[[], bool]) -> None:
    """Run, and leave Python with the exit code that tells how it went."""
    try:
        sys.exit(0 if run() else 1)
    except KeyboardInterrupt:
        sys.exit("\nstopped")


def in_notebook() -> bool:
    return "ipykernel" in sys.modules


def can_ask() -> bool:
    return in_notebook() or (sys.stdin is not None and sys.stdin.isatty())


def asked() -> str:
    """What is typed in as the guess, or nothing."""
    try:
        return input("Your guess (Enter to go on without one): ").strip()
    except EOFError:
        return ""


def progress(items: Iterable[Any], what: str = "trained") -> Iterator[Any]:
    """The items, with a bar under way where somebody is watching."""
    items = list(items)
    shown = in_notebook() or sys.stdout.isatty()
    for done, item in enumerate(items):
        if shown:
            bar = "#" * (BAR * done // len(items))
            print(f"\r[{bar:<{BAR}}] {done} of {len(items)} {what}", end="", flush=True)
        yield item
    if shown:
        print("\r" + " " * (BAR + 30) + "\r", end="", flush=True)


def save(figure: Any, name: str) -> Path:
    """Write a figure into exercises/figures/. Returns its path."""
    path = FIGURES / f"{name}.png"
    try:
        FIGURES.mkdir(exist_ok=True)
        figure.savefig(path, dpi=150)
    except OSError as error:
        raise NotReady(f"cannot write {path}: {error.strerror}") from None
    return path


def as_ascii(text: str) -> str:
    """Text that every console can show."""
    return text.encode("ascii", "backslashreplace").decode("ascii")
