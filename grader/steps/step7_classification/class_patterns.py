"""Probabilities, cross-entropies and their gradients that people write in place of the right ones."""

import itertools
from collections.abc import Callable, Iterator

import numpy as np

from grader.checks.compare import as_numbers
from grader.diagnosis.observations import Finding, Observation
from grader.diagnosis.other_ways import OtherWays, Scope, Way, few_at_once
from grader.diagnosis.patterns.classes import ordinary

Table = Callable[[np.ndarray], np.ndarray]
ORDINARY = Scope(without=frozenset({"very large", "refused"}))


def _rows(z: np.ndarray) -> np.ndarray:
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _one_hot(z: np.ndarray, labels: np.ndarray) -> np.ndarray:
    return np.eye(z.shape[1])[labels]


_POSITIVE: list[tuple[str, Table]] = [
    ("exp of the logits", np.exp),
    ("exp of the logits less their maximum", lambda z: np.exp(z - z.max(axis=1, keepdims=True))),
    ("exp of minus the logits", lambda z: np.exp(-z)),
    ("the logits", lambda z: z),
    ("the logits less their minimum", lambda z: z - z.min(axis=1, keepdims=True)),
    ("the logits less the maximum of their column", lambda z: np.exp(z - z.max(axis=0, keepdims=True))),
    ("the absolute values of the logits", np.abs),
    ("the squares of the logits", lambda z: z**2),
    ("the powers of 2 of the logits", lambda z: 2.0**z),
    ("the powers of 10 of the logits", lambda z: 10.0**z),
    ("the sigmoids of the logits", lambda z: 1 / (1 + np.exp(-z))),
    ("the softmax", _rows),
    ("exp of the softmax", lambda z: np.exp(_rows(z))),
]
_NORMS: list[tuple[str, Callable[[np.ndarray, np.ndarray], np.ndarray]]] = [
    ("", lambda p, z: p),
    (", over their sum in each row", lambda p, z: p / p.sum(axis=1, keepdims=True)),
    (", over their sum in each column", lambda p, z: p / p.sum(axis=0, keepdims=True)),
    (", over the sum of everything", lambda p, z: p / p.sum()),
    (", over their mean in each row", lambda p, z: p / p.mean(axis=1, keepdims=True)),
    (", over their maximum in each row", lambda p, z: p / p.max(axis=1, keepdims=True)),
    (", over the root of the sum of squares in each row", lambda p, z: p / np.sqrt((p**2).sum(axis=1, keepdims=True))),
    (", over the sum of the logits", lambda p, z: p / z.sum(axis=1, keepdims=True)),
    (", over the sum of exp of the logits", lambda p, z: p / np.exp(z).sum(axis=1, keepdims=True)),
    (
        ", over the sum of exp of the shifted logits",
        lambda p, z: p / np.exp(z - z.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True),
    ),
    (", compared with the largest of the row", lambda p, z: (p == p.max(axis=1, keepdims=True)).astype(float)),
]
_LAST: list[tuple[str, Table]] = [
    ("", lambda p: p),
    ("the logarithm of ", np.log),
    ("exp of ", np.exp),
    ("1 minus ", lambda p: 1 - p),
    ("minus ", lambda p: -p),
    ("the largest place in ", lambda p: np.argmax(p, axis=1)),
    ("the first row of ", lambda p: p[0]),
    ("the last row of ", lambda p: p[-1]),
]


def _probabilities() -> Iterator[Way]:
    for (start, last), (name, positive), (over, norm) in itertools.product(_LAST, _POSITIVE, _NORMS):
        yield start + name + over, lambda z, a=last, b=positive, c=norm: a(c(b(np.asarray(z, float)), z))


def _other_shares(words: str) -> Finding:
    return Finding(f"What you return equals {words}.", "What should each row sum to, and why?")


of_softmax = OtherWays("of_softmax", _probabilities, _other_shares, ORDINARY)
_TABLES: list[tuple[str, Table]] = [
    ("the log-softmax", lambda z: np.log(_rows(z))),
    ("the softmax", _rows),
    ("the logits", lambda z: z),
    ("the logarithm of the logits", np.log),
    ("the log-softmax down the columns", lambda z: np.log(_rows(z.T).T)),
    ("the log-softmax over everything", lambda z: z - np.log(np.exp(z).sum())),
    ("the log-softmax of the softmax", lambda z: np.log(_rows(_rows(z)))),
    ("the logarithm of the sigmoid", lambda z: -np.log1p(np.exp(-z))),
    ("the logarithm of the sum", lambda z: np.log(np.exp(z).sum(axis=1, keepdims=True)) + 0 * z),
    ("the shifted logits", lambda z: z - z.max(axis=1, keepdims=True)),
    (
        "the logits less the shifted sum's logarithm",
        lambda z: z - np.log(np.exp(z - z.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True)),
    ),
    ("p times log p", lambda z: _rows(z) * np.log(_rows(z))),
    ("1 minus the softmax", lambda z: 1 - _rows(z)),
]
_PICKS: list[tuple[str, Callable[[np.ndarray, np.ndarray], np.ndarray]]] = [
    ("of the labels", lambda t, k: t[np.arange(len(t)), k]),
    ("one class before the labels", lambda t, k: t[np.arange(len(t)), k - 1]),
    ("in the columns that the labels name, in all rows", lambda t, k: t[:, k]),
    ("at the best class of each row", lambda t, k: t.max(axis=1)),
    ("summed over the classes", lambda t, k: t.sum(axis=1)),
    ("times the numbers of the labels", lambda t, k: (t * k[:, None]).sum(axis=1)),
    ("everywhere", lambda t, k: t),
]
_MEANS: list[tuple[str, Callable[[np.ndarray, np.ndarray], np.ndarray]]] = [
    ("the mean of {}", lambda x, t: x.mean()),
    ("the sum of {}", lambda x, t: x.sum()),
    ("{}, sample by sample", lambda x, t: x),
    ("the sum of {}, divided by the number of classes", lambda x, t: x.sum() / t.shape[1]),
    ("the sum of {}, divided by the number of all entries", lambda x, t: x.sum() / t.size),
    ("the sum of {}, divided by the square of the number of samples", lambda x, t: x.sum() / len(t) ** 2),
    ("half the mean of {}", lambda x, t: x.mean() / 2),
    ("the median of {}", lambda x, t: np.median(x)),
    ("the largest of {}", lambda x, t: x.max()),
    ("the smallest of {}", lambda x, t: x.min()),
    ("that of the first sample among {}", lambda x, t: x[0]),
    ("that of the last sample among {}", lambda x, t: x[-1]),
    ("that of the first sample, over the number of samples, among {}", lambda x, t: x[0] / len(t)),
    ("that of the last sample, over the number of samples, among {}", lambda x, t: x[-1] / len(t)),
]
_UNITS: list[tuple[str, Callable]] = [
    ("minus ", lambda x: -x),
    ("", lambda x: x),
    ("exp of minus ", lambda x: np.exp(-x)),
    ("minus the logarithm of ", lambda x: -np.log(x)),
    ("in powers of 2, minus ", lambda x: -x / np.log(2)),
    ("in powers of 10, minus ", lambda x: -x / np.log(10)),
]


def _entropies() -> Iterator[Way]:
    for (unit, scale), (how, mean), (where, pick), (name, table) in few_at_once(_UNITS, _MEANS, _PICKS, _TABLES):
        words = unit + how.format(f"{name} {where}")
        yield (
            words,
            lambda z, k, a=scale, b=mean, c=pick, d=table: a(b(c(d(np.asarray(z, float)), k), z)),
        )


def _another_formula(words: str) -> Finding:
    return Finding(f"What you return equals {words}.", "Compare it with the formula, part by part.")


of_cross_entropy = OtherWays("of_cross_entropy", _entropies, _another_formula, ORDINARY)


def of_epsilon(everything: list[Observation]) -> Finding | None:
    """A small number that is added to the probabilities before the logarithm."""
    seen = ordinary(everything)
    values = [as_numbers(s.value) for s in seen]
    for size in (10.0**-k for k in range(1, 11)):
        made = []
        for s in seen:
            logits, labels = s.question.arguments()
            made.append(-np.mean(np.log(_rows(np.asarray(logits, float))[np.arange(len(labels)), labels] + size)))
        pairs = zip(values, made, strict=True)
        if seen and all(v is not None and v.size == 1 and np.allclose(v, m, rtol=1e-11, atol=0) for v, m in pairs):
            return Finding(
                f"What you return is the loss with {size:g} added to every probability before the logarithm.",
                "What does that do to a loss that is nearly 0? Can the logarithm be taken on paper first?",
            )
    return None


_GIVEN: list[tuple[str, Table]] = [
    ("the softmax", _rows),
    ("the logits", lambda z: z),
    ("the sigmoid of the logits", lambda z: 1 / (1 + np.exp(-z))),
    ("the softmax of the softmax", lambda z: _rows(_rows(z))),
    ("the softmax down the columns", lambda z: _rows(z.T).T),
    ("the softmax over everything", lambda z: np.exp(z) / np.exp(z).sum()),
    ("the log-softmax", lambda z: np.log(_rows(z))),
    ("the decisions", lambda z: (z == z.max(axis=1, keepdims=True)).astype(float)),
    ("0", lambda z: 0 * z),
]
_DUE: list[tuple[str, Callable[[np.ndarray, np.ndarray], np.ndarray]]] = [
    ("the one-hot labels", _one_hot),
    ("the one-hot labels, counted from 1", lambda z, k: _one_hot(z, k - 1)),
    ("the numbers of the labels", lambda z, k: k[:, None] + 0.0 * z),
    ("1", lambda z, k: 1 + 0 * z),
    ("0", lambda z, k: 0 * z),
    ("ones in the columns that the labels name", lambda z, k: np.isin(np.arange(z.shape[1]), k) + 0 * z),
    ("minus the one-hot labels", lambda z, k: -_one_hot(z, k)),
    ("the one-hot labels times the number of samples", lambda z, k: len(z) * _one_hot(z, k)),
]
_FACTORS: list[tuple[str, Callable[[np.ndarray, np.ndarray], np.ndarray]]] = [
    ("", lambda z, k: np.ones(())),
    (" times p * (1 - p)", lambda z, k: _rows(z) * (1 - _rows(z))),
    (" times p", lambda z, k: _rows(z)),
    (" over p", lambda z, k: 1 / _rows(z)),
    (", at the entries of the labels only", _one_hot),
    (" times the loss", lambda z, k: -np.log(_rows(z)[np.arange(len(z)), k]).mean()),
]
_DIVISORS: list[tuple[str, Callable[[np.ndarray], float]]] = [
    (", divided by the number of samples", lambda z: len(z)),
    (", not divided by anything", lambda z: 1.0),
    (", divided by the number of classes", lambda z: z.shape[1]),
    (", divided by the number of entries", lambda z: z.size),
    (", divided by the number of samples twice", lambda z: len(z) ** 2),
    (", doubled, divided by the number of samples", lambda z: len(z) / 2),
]
_SIGNS: list[tuple[str, Table]] = [
    ("", lambda g: g),
    ("the negative of ", lambda g: -g),
    ("the absolute value of ", np.abs),
    ("the square of ", np.square),
    ("the mean over the samples of ", lambda g: g.mean(axis=0)),
    ("the sum over the samples of ", lambda g: g.sum(axis=0)),
]


def _gradients() -> Iterator[Way]:
    for (sign, turn), (by, divisor), (times, factor), (p, given), (t, due) in few_at_once(
        _SIGNS, _DIVISORS, _FACTORS, _GIVEN, _DUE
    ):
        if "0" not in (p, t) or p != t:
            yield (
                f"{sign}({p} minus {t}){times}{by}".replace("minus minus", "plus"),
                lambda z, k, a=turn, b=divisor, c=factor, d=given, e=due: a(
                    (d(np.asarray(z, float)) - e(z, k)) * c(z, k) / b(z)
                ),
            )


of_cross_entropy_gradient = OtherWays("of_cross_entropy_gradient", _gradients, _another_formula, ORDINARY)


_DECISIONS: list[tuple[str, Callable[[np.ndarray, np.ndarray], np.ndarray]]] = [
    ("the largest logit is the label's", lambda z, k: z.argmax(axis=1) == k),
    ("the largest logit is not the label's", lambda z, k: z.argmax(axis=1) != k),
    ("the smallest logit is the label's", lambda z, k: z.argmin(axis=1) == k),
    ("the logit largest in size is the label's", lambda z, k: np.abs(z).argmax(axis=1) == k),
    ("the place of the largest logit plus 1 is the label", lambda z, k: z.argmax(axis=1) + 1 == k),
    ("the largest logit equals the number of the label", lambda z, k: z.max(axis=1) == k),
    ("the label's logit is above 0", lambda z, k: z[np.arange(len(z)), k] > 0),
    ("the label's logit is at least one half", lambda z, k: z[np.arange(len(z)), k] >= 0.5),
    ("the label's probability is at least one half", lambda z, k: _rows(z)[np.arange(len(z)), k] >= 0.5),
    ("the place of the one largest logit of all is the label", lambda z, k: z.argmax() == k),
    (
        "the label is among the best two",
        lambda z, k: np.array([j in np.argsort(row)[-2:] for row, j in zip(z, k, strict=True)]),
    ),
    ("the first logit of at least one half is the label's", lambda z, k: (z >= 0.5).argmax(axis=1) == k),
    (
        "the largest logit is the label's, where every decision is compared with every label",
        lambda z, k: z.argmax(axis=1) == k[:, None],
    ),
]
_COUNTS: list[tuple[str, Callable]] = [
    ("the share of samples for which {}", lambda r, z: r.mean()),
    ("the number of samples for which {}", lambda r, z: r.sum()),
    ("the percentage of samples for which {}", lambda r, z: 100 * r.mean()),
    ("1 if for every sample {}, and otherwise 0", lambda r, z: r.all()),
    ("for each sample, whether {}", lambda r, z: r),
    ("the number of samples for which {}, over that of classes", lambda r, z: r.sum() / z.shape[1]),
    ("the number of samples for which {}, over that of entries", lambda r, z: r.sum() / z.size),
    ("whether {} for the first sample, over the number of samples", lambda r, z: r.flat[0] / len(z)),
    ("whether {} for the last sample, over the number of samples", lambda r, z: r.flat[-1] / len(z)),
    ("the rounded share of samples for which {}", lambda r, z: np.round(r.mean(), 1)),
]


def _decisions() -> Iterator[Way]:
    for (how, count), (rule, decide) in itertools.product(_COUNTS, _DECISIONS):
        yield how.format(rule), lambda z, k, a=count, b=decide: a(np.asarray(b(z, k)), z)


of_accuracy = OtherWays("of_accuracy", _decisions, scope=Scope(varied=True))
