"""The curriculum as data: steps, functions, points and hints, read from `curriculum.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("curriculum.toml")
EXERCISES = Path(__file__).parent.parent.parent / "exercises"  # where learners write


@dataclass(frozen=True)
class Part:
    """One thing that a function returns. pairs: what each pair holds, where it is a list of pairs, one for each layer.

    name: "" where the function returns nothing else.
    """

    name: str = ""
    pairs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Function:
    """One function that a learner writes.

    returns: the parts of what comes back, where it has parts. explained: "gradient", "slope" or "".
    defaults: the arguments that a call may leave out, with what stands for them.
    """

    name: str
    arguments: tuple[str, ...]
    points: float
    hints: tuple[str, ...]
    needs: tuple[str, ...]
    returns: tuple[Part, ...]
    explained: str
    step_number: int
    defaults: tuple[tuple[str, str], ...] = ()

    @property
    def way(self) -> str:
        """The hint beside a wrong answer whose mistake has no name: how it is done, which holds whatever is wrong."""
        return self.hints[min(1, len(self.hints) - 1)]

    @property
    def step(self) -> "Step":
        """The step in which it is written."""
        return steps()[self.step_number - 1]

    @property
    def derivative_of(self) -> str:
        """The function whose derivative it is, as names have it: mse for mse_gradient; "" for all others."""
        name = self.name.rpartition("_")[0]
        return name if self.explained and name in functions() else ""


@dataclass(frozen=True)
class Step:
    """One module of exercises: its place, its file and its functions, in order."""

    number: int
    module: str
    title: str
    finale: str
    bonus: bool
    functions: tuple[Function, ...]

    @property
    def points(self) -> float:
        return sum(function.points for function in self.functions)


def _function(entry: dict, step_number: int) -> Function:
    returns = tuple(Part(part.get("name", ""), tuple(part.get("pairs", ()))) for part in entry.get("returns", ()))
    return Function(
        entry["name"],
        tuple(entry["arguments"]),
        entry["points"],
        tuple(entry["hints"]),
        tuple(entry.get("needs", ())),
        returns,
        entry.get("explained", ""),
        step_number,
        tuple(entry.get("defaults", {}).items()),
    )


def _step(number: int, data: dict) -> Step:
    functions = tuple(_function(entry, number) for entry in data["function"])
    return Step(number, data["module"], data["title"], data.get("finale", ""), data.get("bonus", False), functions)


@cache
def steps() -> tuple[Step, ...]:
    """Every step, in the order of the curriculum."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))["step"]
    return tuple(_step(number, entry) for number, entry in enumerate(data, start=1))


def explained_as(kind: str) -> tuple[str, ...]:
    """The names of the functions that `python -m grader explain` shows as a "gradient", or as a "slope"."""
    return tuple(function.name for function in functions().values() if function.explained == kind)


@cache
def functions() -> dict[str, Function]:
    """Every function by name, in the order of the curriculum."""
    return {function.name: function for step in steps() for function in step.functions}


def find_step(text: str) -> Step:
    """The step that a person means by "3", "step3", "step3_loss" or "loss". Raises ValueError with the choices."""
    for step in steps():
        if text.lower() in (str(step.number), f"step{step.number}", step.module, step.title.lower()):
            return step
    raise ValueError(f"no step {text!r}; there are {', '.join(f'{s.number} ({s.title})' for s in steps())}")


def find_steps(text: str) -> list[Step]:
    """The steps that a person means by "3", "1-4" or "1,5,loss"; none for "". Raises ValueError with the choices."""
    found = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        first, _, last = part.partition("-")
        numbers = range(find_step(first).number, find_step(last or first).number + 1)
        found += [step for step in steps() if step.number in numbers]
    return [step for step in steps() if step in found]
