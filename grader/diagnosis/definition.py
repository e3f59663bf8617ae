"""The def beside the contract: number, names and order of the parameters, and functions that stand elsewhere.

It comes before every call, and speaks of the text alone. Other names in the right number are nobody's mistake.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from grader import curriculum
from grader.checks.answer import NOT_ATTEMPTED, Answer, Diagnosis, LearnerFailed
from grader.diagnosis import source
from grader.diagnosis.observations import Ask, Observation, alike
from grader.diagnosis.source import Definition, Found

ID = "definition"
COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
MOST, LONGEST = 12, 40  # parameters that are named, and characters of a name
NEAR = 0.85  # how alike two names are that are taken for one
OUTPUTS = {"y_hat", "yhat", "y_pred", "ypred", "pred", "preds", "prediction", "predictions", "predicted", "output"}
OUTPUTS |= {"outputs", "out", "logits", "scores", "al", "a2"}
TARGETS = {"y", "y_true", "ytrue", "true", "target", "targets", "label", "labels", "t", "actual"}
SLOPE = {"prime", "deriv", "der", "grad", "gradient", "derivative", "derivate", "d", "backward"}
SAME_WORD = dict.fromkeys(("initialize", "initialise", "initialization", "initial"), "init")
SAME_WORD |= dict.fromkeys(("parameters", "param", "weights"), "params")
SAME_WORD |= dict.fromkeys(("back", "backprop", "backpropagation"), "backward")
SAME_WORD |= {"feedforward": "forward", "test": "validation", "val": "validation"}
EMPTY_WORDS = {"fn", "func", "function", "my", "loss", "cost", "activation", "pass", "prop", "propagation", "propagate"}
EMPTY_WORDS |= {"feed", "get", "create", "make", "compute", "calc", "calculate", "network", "nn", "model", "new"}


@dataclass(frozen=True)
class Parameters:
    """What a def takes. names: of those that a call fills by place; needed: how many of them have no default."""

    names: tuple[str, ...]
    needed: int
    star: bool
    by_name: tuple[str, ...] = ()  # those without a default that no place fills


def parameters(definition: Definition) -> Parameters:
    """The parameters of a def."""
    arguments = definition.args
    names = tuple(a.arg for a in (*arguments.posonlyargs, *arguments.args))
    pairs = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    by_name = tuple(a.arg for a, default in pairs if default is None)
    return Parameters(names, len(names) - len(arguments.defaults), arguments.vararg is not None, by_name)


def _counted(names: Sequence[str]) -> str:
    number = COUNTS[len(names)] if len(names) < len(COUNTS) else str(len(names))
    said = f"{number} argument{'' if len(names) == 1 else 's'}"
    return f"{said}: {_listed(names)}" if names else said


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 3] + "..."


def _listed(names: Sequence[str]) -> str:
    names = [_short(name) for name in (names if len(names) <= MOST else (*names[:MOST], "..."))]
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _told(function: str, definition: Definition, said: str, ask: str) -> Diagnosis:
    place = f"{curriculum.functions()[function].step.module}.py:{definition.lineno}"
    shown = f"def {_short(definition.name)}({', '.join(_written(definition))}):"
    call = f"line {definition.lineno}:\n  {shown if len(shown) <= 160 else shown[:157] + '...'}"
    return Diagnosis(ID, said, ask, short=said.rstrip("."), call=call, place=place)


def _written(definition: Definition) -> list[str]:
    """The parameters as they are written, defaults left away."""
    arguments = definition.args
    names = [a.arg for a in (*arguments.posonlyargs, *arguments.args)]
    names += [f"*{arguments.vararg.arg}"] if arguments.vararg else ["*"] if arguments.kwonlyargs else []
    names += [a.arg for a in arguments.kwonlyargs]
    return names + ([f"**{arguments.kwarg.arg}"] if arguments.kwarg else [])


def does_not_fit(function: str, text: str) -> Diagnosis | None:
    """A def that no call can fit: too many parameters, or too few."""
    definition = source.own_def(function, text)
    if definition is None:
        return None
    own, due = parameters(definition), curriculum.functions()[function].arguments
    if not own.by_name and own.needed <= len(due) and (own.star or len(own.names) >= len(due)):
        return None
    if own.by_name:
        said = f"{function} is called with its arguments by place, and yours takes {_listed(own.by_name)} by name only."
        return _told(function, definition, said, "Take the * out of the line of the def.")
    said = f"{function} takes {_counted(due)}. Yours takes {_counted(own.names)}."
    return _told(function, definition, said, _meant(function, own, due))


def lacks_a_default(function: str, text: str) -> Diagnosis | None:
    """A def in which a parameter has no default, although calls may leave it out."""
    definition = source.own_def(function, text)
    entry = curriculum.functions()[function]
    if definition is None or not entry.defaults:
        return None
    own, least, may = parameters(definition), len(entry.arguments) - len(entry.defaults), dict(entry.defaults)
    places = range(least, min(own.needed, len(entry.arguments)))
    if not places:
        return None
    names = [own.names[i] for i in places]
    given = _listed([f"{own.names[i]}={may[entry.arguments[i]]}" for i in places])
    said = f"{function} may be called without {_listed(names)}, and yours cannot."
    return _told(function, definition, said, f"Give the default in the line of the def: {given}.")


def _meant(function: str, own: Parameters, due: tuple[str, ...]) -> str:
    """What a wrong number of parameters means, in a line or two."""
    extra = [name for name in own.names[: own.needed] if name not in due]
    missing = [name for name in due if name not in own.names]
    if own.names[:1] == ("self",):
        return "self belongs to the methods of a class. Here a plain function is called, without an object."
    if function.endswith("_derivative") and own.needed > 1:
        return (
            "In many courses this function also gets the gradient from above, or what forward has kept. "
            "Here it gets z and gives the slope alone; multiplying comes later, in backward."
        )
    if own.needed > len(due) and extra and len(own.names) - len(extra) <= len(due):
        what = "it" if len(extra) == 1 else "them"
        return (
            f"Nobody hands over {_listed(extra)}. Can {what} be computed inside, from what is handed over? "
            "A parameter with a default would be left alone."
        )
    if "rng" in missing and len(missing) == len(due) - len(own.names):
        return "rng is handed over too: all random numbers come from it, so that the same rng gives the same result."
    if len(own.names) < len(due) and missing and len(missing) == len(due) - len(own.names):
        return f"{_listed(missing)} {'is' if len(missing) == 1 else 'are'} handed over too, and must have a place here."
    return f"The call is always {function}({', '.join(due)}); the names may be others, and the number may not."


def in_another_order(function: str, text: str, seen: list[Observation], ask: Ask) -> Diagnosis | None:
    """The contract's parameters in another order, where the order matters and something is wrong."""
    definition = source.own_def(function, text)
    if definition is None:
        return None
    due = curriculum.functions()[function].arguments
    names = parameters(definition).names[: len(due)]
    if len(names) < len(due) or names == due:
        return None
    places = _places(due, names)
    if places is None or not _matters(places, seen, ask):
        return None
    said = f"{function} takes ({', '.join(due)}). Yours takes ({', '.join(map(_short, names))})."
    first = "the first one" if names[0] != due[0] else "each of them"
    meaning = f"{due[0]}, whatever its name" if names[0] != due[0] else "what stands in its place"
    return _told(function, definition, said, f"Arguments are handed over by place: {first} is {meaning}.")


def _places(due: tuple[str, ...], names: tuple[str, ...]) -> tuple[int, ...] | None:
    """For each parameter of the learner's the place of the argument that it means; None where the order is right."""
    if set(names) == set(due):
        return tuple(due.index(name) for name in names)
    is_loss = len(due) == 2 and due[0].lower() in OUTPUTS and due[1].lower() in TARGETS
    return (1, 0) if is_loss and names[0].lower() in TARGETS and names[1].lower() in OUTPUTS else None


def _matters(places: tuple[int, ...], seen: list[Observation], ask: Ask) -> bool:
    """Whether the function answers otherwise when it gets its arguments in the order in which it takes them."""
    for s in seen[:3]:
        given = s.question.arguments()
        if len(given) <= max(i for i, place in enumerate(places) if i != place):
            continue
        order = [place for place in places if place < len(given)]

        def other(name: str, arguments: tuple, order: list[int] = order) -> Answer:
            return ask(name, tuple(arguments[i] for i in order))

        try:
            answer = s.question.ask(other)
        except LearnerFailed:
            if s.failure is None:
                return True
            continue
        if s.failure or not alike(Observation(s.question, answer), Observation(s.question, s.answer)):
            return True
    return False


def missing(function: str, texts: Iterable[str]) -> Diagnosis | None:
    """What stands in place of a function that the module does not have: a method, a function inside, another name.

    texts: the module, or the cells of a notebook.
    """
    for text in texts:
        inner = [found for found in source.inner_defs(text) if found.name == function]
        if inner:
            return _elsewhere(function, inner[0])
        near = [found for found in source.module_defs(text) if looks_like(found.name, function)]
        if near:
            return _under_another_name(function, near[0])
    return None


def _elsewhere(function: str, found: Found) -> Diagnosis:
    called = f"{function}({', '.join(curriculum.functions()[function].arguments)})"
    if found.of_class:
        said = f"{function} is missing. A method {function} stands in {_short(found.inside)}, line {found.line}."
        why = f"It is called as {called}, without an object: write it outside of the class, without self."
    elif found.inside.startswith("`"):
        said = f"{function} is missing. It stands under {found.inside}, line {found.line}."
        why = "What stands there is not there when another file imports this one: write it at the left margin."
    else:
        said = f"{function} is missing. It stands inside of {_short(found.inside)}, line {found.line}."
        why = f"Nobody but {_short(found.inside)} can call it there: let its def begin at the left margin."
    return _told(function, found.definition, said, why)


def _under_another_name(function: str, found: Found) -> Diagnosis:
    said = f"{function} is missing. {_short(found.name)} in line {found.line} looks like it."
    same = found.name.lower() == function.lower()
    why = "Python tells capitals apart." if same else f"It is called by the name {function}, exactly as it is written."
    return _told(function, found.definition, said, why)


def looks_like(name: str, function: str) -> bool:
    """Whether somebody who writes `name` may mean this function, and no other one."""
    if name in curriculum.functions() or name.startswith("__"):
        return False
    return _meaning(name) == function


def _meaning(name: str) -> str:
    known = list(curriculum.functions())
    if same := [f for f in known if _plain(f) == _plain(name)]:
        return same[0]
    if same := [f for f in known if _words(f) == _words(name)]:
        return same[0]
    nearest = max(known, key=lambda f: SequenceMatcher(None, _plain(f), _plain(name)).ratio())
    return nearest if SequenceMatcher(None, _plain(nearest), _plain(name)).ratio() >= NEAR else ""


def _plain(name: str) -> str:
    return name.lower().replace("_", "")


def _words(name: str) -> tuple[str, ...]:
    """The words of a name that tell what it does, in one order, those of one meaning made the same."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().strip("_0123456789").split("_")
    if len(words) == 1 and words[0][:1] == "d" and words[0][1:] in curriculum.functions():
        words = ["d", words[0][1:]]  # dsigmoid
    told = [SAME_WORD.get(word, word) for word in words if word and word not in EMPTY_WORDS]
    others = [word for word in told if word not in SLOPE]
    return tuple(sorted([*others, "d"] if others and len(others) < len(told) else told))


def is_missing(failure: BaseException | None) -> bool:
    """Whether a call failed because there is no function of this name (and not because it is not written)."""
    return isinstance(failure, LearnerFailed) and failure.outcome == NOT_ATTEMPTED and failure.error is None


def is_unknown(function: str, failure: LearnerFailed | None) -> bool:
    """Whether a line of the file names the function, and Python does not know it."""
    error = failure and failure.error
    return bool(error and error.type == "NameError" and f"'{function}'" in error.message)
