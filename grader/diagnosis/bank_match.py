"""Mistakes that are known by name: whose answers on the questions are the learner's answers."""

from dataclasses import dataclass

from grader.diagnosis import budget, constructs, initial_weights, knowledge, sampling
from grader.diagnosis.knowledge import KnownMistake
from grader.diagnosis.observations import Observation, alike


def _does_as(known: KnownMistake, learner: list[Observation], dealt: tuple | None) -> bool:
    """The same answers; where chance decides, answers that have the same properties."""
    asked = ((i, theirs) for i, theirs in enumerate(learner) if theirs.question.expected is not None)
    if not all(alike(theirs, _observation(known, i)) for i, theirs in asked):
        return False
    with budget.paused():
        return dealt is None or dealt == known.dealt


def _observation(known: KnownMistake, number: int) -> Observation:
    with budget.paused():
        return known.observation(number)


def _begins_as(known: KnownMistake, learner: list[Observation]) -> bool:
    """The same for starting weights, which are known by their properties."""
    with budget.paused():
        structure, features = known.structure, known.features
    return structure == initial_weights.structure(learner[0]) and features.alike(initial_weights.features(learner))


@dataclass(frozen=True)
class Match:
    """A known mistake, and what may be said of it: of the code where the code is so, else of the numbers alone."""

    id: str
    did: str
    hint: str

    @property
    def said(self) -> str:
        """The whole sentence."""
        return f"Your answers are those of a function that {self.did}."


def _told(known: KnownMistake, function: str, source: str) -> tuple[int, Match] | None:
    """How much the learner's code supports an entry (0 is most), and its words; None where it has none to say."""
    if not known.construct:
        return 1, Match(
            known.id, known.did, known.hint if constructs.has_names_of(known.hint, function, source) else ""
        )
    there = constructs.stands_in(known.construct, function, source)
    if there or (there is None and not (known.numbers or known.numbers_hint)):
        return (0 if there else 1), Match(known.id, known.did, known.hint)
    if not (known.numbers or known.numbers_hint):
        return None
    match = Match(known.id, known.numbers or known.did, known.numbers_hint or known.hint)
    return (1 if there is None else 2), match


def find(
    function: str, learner: list[Observation], without: frozenset[str] = frozenset(), source: str = ""
) -> Match | None:
    """The mistake that does what the learner's function does, on every question.

    Where several do, the learner's code chooses: first those whose construct stands in it.
    without: ids of mistakes to leave out, in order to see what is said of one that nobody catalogued.
    source: the learner's module, "" where it is not known.
    """
    begins = bool(learner) and learner[0].has("initial weights")
    chance = not begins and any(s.question.expected is None for s in learner)
    dealt = sampling.features(learner) if chance else None
    best: tuple[int, Match] | None = None
    for known in knowledge.mistakes(function):
        budget.look()
        if known.id in without or not (_begins_as(known, learner) if begins else _does_as(known, learner, dealt)):
            continue
        told = _told(known, function, source)
        if told and (best is None or told[0] < best[0]):
            best = told
        if best and (best[0] == 0 or not source):
            break  # nothing better can come
    return best[1] if best else None
