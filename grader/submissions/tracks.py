"""Which steps make a notebook: the core, and what lies beyond it, as the curriculum has them."""

from dataclasses import dataclass

from grader import curriculum

NAMES = ("core", "beyond")


@dataclass(frozen=True)
class Track:
    """Some steps in their order. The assignment and its notebook have the track's name."""

    name: str
    title: str
    steps: tuple[curriculum.Step, ...]

    @property
    def functions(self) -> tuple[curriculum.Function, ...]:
        return tuple(function for step in self.steps for function in step.functions)


def tracks() -> tuple[Track, ...]:
    """The tracks that have a step."""
    core = tuple(step for step in curriculum.steps() if not step.bonus)
    beyond = tuple(step for step in curriculum.steps() if step.bonus)
    made = (
        Track(NAMES[0], "A neural network, written by hand", core),
        Track(NAMES[1], "Beyond: your network learns to read", beyond),
    )
    return tuple(track for track in made if track.steps)


def find(name: str) -> Track:
    """The track of this name. Raises KeyError."""
    return {track.name: track for track in tracks()}[name]
