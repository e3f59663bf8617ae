"""Steps done in wrong ways: what became of the old weights, the gradient and the learning rate."""

import numpy as np

from grader.checks.compare import Stream
from grader.diagnosis.heuristics import cells_of
from grader.diagnosis.observations import Finding, Observation, alike_numbers
from grader.diagnosis.pairs import as_pairs
from grader.diagnosis.relations import RIGHT


def _step_formulas(old: np.ndarray, gradient: np.ndarray, rate: float, W: np.ndarray) -> list[tuple[str, np.ndarray]]:
    """What people make of an old value, its gradient and the rate."""
    size = float(np.linalg.norm(gradient)) or 1.0
    safe = np.where(gradient == 0, 1, gradient)
    moves: list[tuple[str, np.ndarray]] = [
        ("learning_rate * gradient", rate * gradient),
        ("gradient", gradient),
        ("learning_rate ** 2 * gradient", rate**2 * gradient),
        ("gradient / learning_rate", gradient / rate),
        ("2 * learning_rate * gradient", 2 * rate * gradient),
        ("learning_rate * gradient / 2", rate * gradient / 2),
        ("learning_rate * sign(gradient)", rate * np.sign(gradient)),
        ("learning_rate * abs(gradient)", rate * np.abs(gradient)),
        ("learning_rate * gradient / its norm", rate * gradient / size),
        ("learning_rate * (gradient cut off at -1 and 1)", rate * np.clip(gradient, -1, 1)),
        ("learning_rate * mean(gradient)", rate * np.full_like(gradient, gradient.mean())),
        ("learning_rate * sum(gradient)", rate * np.full_like(gradient, gradient.sum())),
        ("learning_rate * gradient ** 2", rate * gradient**2),
        ("learning_rate", np.full_like(gradient, rate)),
        ("gradient + learning_rate", gradient + rate),
        ("gradient - learning_rate", gradient - rate),
        ("learning_rate / gradient", rate / safe),
        ("learning_rate * gradient / the number of rows of W", rate * gradient / len(W)),
        ("learning_rate * gradient / the number of columns of W", rate * gradient / W.shape[1]),
        ("learning_rate * gradient / its number of rows", rate * gradient / len(gradient)),
        ("learning_rate * gradient / its number of entries", rate * gradient / gradient.size),
        (
            "learning_rate * the transposed gradient",
            rate * gradient.T if gradient.T.shape == gradient.shape else gradient * np.nan,
        ),
    ]
    moves += [(f"{own:g} * gradient, whatever the learning rate", own * gradient) for own in (0.001, 0.01, 0.1, 0.5)]
    found = [("the old value, unmoved", old), ("0", 0 * old)]
    for words, move in moves:
        found += [(f"old - {words}", old - move), (f"old + {words}", old + move), (words, move), (f"-{words}", -move)]
        found += [(f"old * ({words})", old * move), (f"old * (1 - {words})", old * (1 - move))]
    found += [
        ("learning_rate * old - gradient", rate * old - gradient),
        ("learning_rate * (old - gradient)", rate * (old - gradient)),
        ("(1 - learning_rate) * old", (1 - rate) * old),
        ("(1 - learning_rate) * old - learning_rate * gradient", (1 - rate) * old - rate * gradient),
        ("(1 - learning_rate) * old + learning_rate * gradient", (1 - rate) * old + rate * gradient),
        ("(old - learning_rate) * gradient", (old - rate) * gradient),
        ("learning_rate * old", rate * old),
        ("gradient - learning_rate * old", gradient - rate * old),
        ("learning_rate * gradient - old", rate * gradient - old),
        ("old / gradient", old / safe),
    ]
    return found


def _in_full(due: np.ndarray) -> list[tuple[str, np.ndarray]]:
    rounded = ("right, but rounded", np.round(due))
    return [("right", due), rounded, ("right, but cut off at -1 and 1", np.clip(due, -1, 1))]


def _some_layers(seen: list[Observation]) -> Observation | None:
    """A network of which some layers are right and others are not."""
    for s in seen:
        cells = cells_of(s) if s.answer else []
        wrong = {path[0] for path, relation in cells if relation != RIGHT}
        if wrong and {path[0] for path, _ in cells} - wrong:
            return s
    return None


def of_gradient_step(seen: list[Observation]) -> Finding | None:
    """How the new parameters are made of the old ones and the gradients: one formula for all W, and one for all b."""
    parts: dict[str, list[list[str]]] = {"W": [], "b": []}
    for s in seen:
        params, gradients, rate = s.question.arguments()
        new = as_pairs(s.value, params) if s.answer and not isinstance(s.answer.value, Stream) else None
        if new is None:
            return None
        for made, right, old, grads in zip(new, s.expected, params, gradients, strict=True):
            for name, value, due, before, gradient in zip("Wb", made, right, old, grads, strict=True):
                tried = [*_in_full(np.asarray(due, float)), *_step_formulas(before, gradient, rate, old[0])]
                fits = [words for words, v in tried if alike_numbers(value, v)]
                parts[name].append(fits)
    words = {name: _shared(fits) for name, fits in parts.items()}
    if words["W"] == words["b"] == "right":
        return None
    if "some" in words.values() and (mixed := _some_layers(seen)):
        return Finding("Some layers are right, and others are not: which layers does your loop visit?", call=mixed)
    words = {name: None if text == "some" else text for name, text in words.items()}
    if None in words.values():
        wrong = [name for name, text in words.items() if text != "right"]
        return (
            Finding(f"Every {'b' if wrong == ['W'] else 'W'} is right, and not every {wrong[0]} is.")
            if len(wrong) == 1
            else None
        )
    same = words["W"] == words["b"]
    told = f"each new value is {words['W']}" if same else f"each W is {words['W']}, and each b is {words['b']}"
    return Finding(f"In what you return, {told}.", "Which way should each of them move, and how far?")


def _shared(fits: list[list[str]]) -> str | None:
    """The first formula that holds for all; "some" where a part is right and a part is not."""
    for words in fits[0]:
        if all(words in other for other in fits):
            return words
    return "some" if any("right" in other for other in fits) else None
