"""What the grader believes a mistake to be, from its def, and from what it answers on its public questions.

Three sources: the def beside the contract, the bank of misconceptions (the answers equal an entry's answers), and
general patterns which hold for mistakes that nobody has catalogued. The most specific one that holds speaks; where none
holds, nothing is invented.
"""

import contextlib
from dataclasses import replace

import numpy as np

from grader import curriculum
from grader.checks import messages
from grader.checks.answer import Diagnosis, Error, LearnerFailed
from grader.diagnosis import (
    axes,
    bank_match,
    budget,
    containers,
    crashes,
    dealing,
    definition,
    heuristics,
    knowledge,
    own_text,
    parts,
    places,
    printed_losses,
)
from grader.diagnosis.observations import Ask, Finding, Observation, Pattern, look_at_all

GENERAL: tuple[tuple[str, Pattern], ...] = (
    ("kind", containers.about_kind),
    ("argument", heuristics.about_argument),
    ("crash", crashes.explain),
    ("effects", heuristics.about_effects),
    ("axes", axes.about_lost_axes),
    ("places", places.about_places),
    ("relation", heuristics.about_relation),
    ("samples", heuristics.about_samples),
    ("activations", heuristics.about_activations),
    ("parts", parts.about_parts),
)
# Where the answer has layers, what they tell says more than which question is wrong.


def diagnose(function: str, ask: Ask, without: frozenset[str] = frozenset(), source: str = "") -> Diagnosis | None:
    """What is wrong with a learner's function, or None where nothing true can be said (or nothing is wrong).

    ask: calls it. without: ids of the bank to leave out. source: the text of its module, "" where it is not known.
    Raises budget.OutOfTime where it takes too long.
    """
    with budget.of(budget.SECONDS) as limit:
        return _diagnose(function, limit.limited(ask), without, source)


def _diagnose(function: str, ask: Ask, without: frozenset[str], source: str) -> Diagnosis | None:
    if found := definition.does_not_fit(function, source):
        return found
    seen = look_at_all((question for question in knowledge.questions(function) if not question.is_rare), ask)
    if seen and definition.is_missing(seen[0].failure):
        return definition.missing(function, [source])
    if seen and definition.is_unknown(function, seen[0].failure) and (told := definition.missing(function, [source])):
        return told
    found = _named(function, seen, ask, without, source)
    return found and replace(found, of_values=not any(s.failure and not s.question.is_refused for s in seen))


def _named(function: str, seen: list[Observation], ask: Ask, without: frozenset[str], source: str) -> Diagnosis | None:
    if not seen or any(s.failure and s.failure.error is None for s in seen):
        return None  # it hangs, it ended the process, or it is not written: the outcome says that already
    if not seen[0].has("initial weights") and not _something_is_wrong(seen):
        return (
            definition.lacks_a_default(function, source)
            or _of_rare_cases(function, seen, ask)
            or own_text.counts_from_the_end(function, source)
        )
    if found := definition.in_another_order(function, source, seen, ask):
        return found
    if found := own_text.gives_none(function, source, seen):
        return found
    if entry := bank_match.find(function, seen, without, source):
        if line := crashes.of_a_condition(seen):  # many lines end in this one exception
            return _diagnosis(entry.id, line)
        return Diagnosis(entry.id, entry.said, entry.hint, short=entry.did, known=True)
    return (
        definition.lacks_a_default(function, source)
        or own_text.keeps(function, source)
        or own_text.ends_at_once(function, source)
        or own_text.compares_objects(function, source)
        or general(function, seen)
        or own_text.counts_from_the_end(function, source)
    )


def _of_rare_cases(function: str, seen: list[Observation], ask: Ask) -> Diagnosis | None:
    """What is wrong where all is right but for questions of a rare kind."""
    rare = look_at_all((question for question in knowledge.questions(function) if question.is_rare), ask)
    return general(function, [*seen, *rare]) if any(s.wrong for s in rare) else None


def _something_is_wrong(seen: list[Observation]) -> bool:
    """Whether the questions show anything at all that a check may mind."""
    if any(s.wrong or (s.answer and (s.answer.changed or s.answer.global_random)) for s in seen):
        return True
    return bool(dealing.explain(seen) or (seen[0].has("printed") and printed_losses.of_printing(seen)))


def is_right(function: str, ask: Ask) -> bool:
    """Whether a function answers its questions rightly, so that another which calls it may be judged."""
    seen = look_at_all(knowledge.questions(function), ask)
    return not any(s.wrong for s in seen) and not dealing.explain(seen)


def general(function: str, seen: list[Observation]) -> Diagnosis | None:
    """The most specific general pattern that holds."""
    own, last = knowledge.patterns(function).first, knowledge.patterns(function).last
    if _is_about_a_crash(seen) and (found := crashes.explain(seen)):
        return _diagnosis("pattern: crash", found)
    first = heuristics.about_effects if any(s.answer and s.answer.changed for s in seen) else None
    patterns: list[tuple[str, Pattern]] = [("effects", first)] if first else []
    patterns += [(pattern.__name__.replace("_", " "), pattern) for pattern in own]
    if seen[0].has("layered") and not any(s.failure for s in seen):
        patterns += [("kind", containers.about_kind), ("axes", axes.about_lost_axes)]
        patterns += [("square layers", places.about_square_layers)]
        patterns += [("entries", axes.about_equal_entries)]
        patterns += [("samples", heuristics.about_samples)]
        patterns += [("activations", heuristics.about_activations), ("relation", heuristics.about_relation)]
    for name, pattern in (*patterns, *GENERAL, *last):
        budget.look()
        if found := pattern(seen):
            return _diagnosis(f"pattern: {name}", found)
    return None


def _is_about_a_crash(seen: list[Observation]) -> bool:
    """Whether the mistake is a crash: its line shows the cause, or everything that comes back is right."""
    error = seen[0].failure and seen[0].failure.error
    if error and not seen[0].question.is_refused and crashes.explain_line(error):
        return True
    crashed = any(s.failure and not s.question.is_refused for s in seen)
    return crashed and not any(s.difference for s in seen)


def _diagnosis(id: str, found: Finding) -> Diagnosis:
    short = found.short or found.said.rstrip(".")
    call, place = _shown(found.call) if found.call else ("", "")
    return Diagnosis(id, found.said, found.ask, found.table, short=short, call=call, place=place)


def _shown(seen: Observation) -> tuple[str, str]:
    """A call and what came of it, as a learner reads it, and the place of theirs in which it went wrong."""
    question, error = seen.question, seen.failure and seen.failure.error
    if error:
        place = f"{error.file}:{error.line}" if error.file and error.line else ""
        return messages.raised(question.function, question.arguments(), error), place
    return messages.example(question, seen.answer) if seen.answer else "", ""


def believed(function: str, ask: Ask, source: str = "") -> Diagnosis | None:
    """The Diagnosis of a function that is wrong: one that it builds on comes first. None where nothing can be said.

    source: the text of its module, "" where it is not known.
    """
    if found := definition.does_not_fit(function, source):
        return found
    for name in curriculum.functions()[function].needs:
        if not is_right(name, ask):
            step = curriculum.functions()[name].step.number
            said = f"{name} (step {step}) is not right yet, and {function} builds on it."
            return _diagnosis(f"needs {name}", Finding(said, f"Mend {name} first."))
    with contextlib.suppress(Exception):
        found = diagnose(function, ask, source=source)
        if found and found.id == "pattern: crash" and (name := _returns_a_list(function, ask)):
            said = f"Your {name} returns a list, and one cannot calculate with a list."
            return replace(found, said=said, ask="Let it return an array.", short=said.rstrip("."))
        return found
    return None


def of_crash(error: Error) -> Diagnosis | None:
    """What an exception means that no public question brings, but a check. None where nothing is known of it."""
    told = crashes.explain_error(error)
    return Diagnosis("pattern: crash", told, "", short=f"{error.type}: {error.message}") if told else None


def _returns_a_list(function: str, ask: Ask) -> str:
    """The learner's function of z behind this one whose answer is a list, which is right where nobody builds on it."""
    for name in curriculum.functions()[function].needs:
        if curriculum.functions()[name].arguments == ("z",):
            with contextlib.suppress(LearnerFailed):
                if isinstance(ask(name, (np.array([0.0, 1.0]),)).value, list):
                    return name
    return ""
