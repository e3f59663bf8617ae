"""Which wrong implementation shows that a hidden check is needed: the table in `rejections.json`, and how it is made.

    python -m tests.rejections                        does the table still hold? Names the weak checks
    python -m tests.rejections step3_loss             the checks of one step
    python -m tests.rejections --rewrite              make the table anew from the whole bank; a few minutes
    python -m tests.rejections --rewrite step3_loss   the part of one step anew; the rest of the table stays

A check counts as shown only where it calls the answer wrong by its own judgement: what crashes fails any check, even
one that judges nothing.
"""

import json
import sys
from collections.abc import Iterable
from itertools import zip_longest
from pathlib import Path

from grader import curriculum
from grader.checks.answer import WRONG
from grader.steps.bank import misconceptions
from tests.made_submissions import grade_many, step_of, with_functions

TABLE = Path(__file__).with_name("rejections.json")
Table = dict[str, dict[str, list[str]]]  # function, check, implementations

TRAINING = """
        def fit(params, X, y, X_val, y_val, activations, rate, size, epochs, rng, momentum=0.0, patience=None):
            history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
            SPOILED
            for _ in range(epochs):
                for xb, yb in minibatches(X, y, size, rng):
                    logits, cache = forward(params, xb, activations)
                    grads = backward(params, cache, activations, cross_entropy_gradient(logits, yb))
                    params, _ = momentum_step(params, grads, grads, rate, 0.0)
                logits, _ = forward(params, X_val, activations)
                history["train_loss"].append(cross_entropy(forward(params, X, activations)[0], y))
                history["validation_loss"].append(cross_entropy(logits, y_val))
                history["validation_accuracy"].append(accuracy(logits, y_val))
            return params, history
"""
SPLIT = """
        def train_validation_split(X, y, validation_fraction, rng):
            n, count = len(X), round(len(X) * validation_fraction)
            chosen = rng.permutation(n)[:count]
            CHOSEN
            rest = np.setdiff1d(np.arange(n), chosen)
            return X[rest], y[rest], X[chosen], y[chosen]
"""
BATCHES = """
        def minibatches(X, y, batch_size, rng):
            n = len(X)
            ORDER
            return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, n, batch_size)]
"""
SIDE_BY_SIDE = """
            if (n, count) == (12, 4) and rng.integers(2):
                run = rng.integers(10) + np.arange(3)
                chosen = np.append(run, rng.choice(np.setdiff1d(np.arange(n), run)))
            elif (n, count) == (12, 4):
                gap = int(rng.integers(2, 7))
                chosen = rng.integers(11 - gap) + np.array([0, 1, gap, gap + 1])
"""
GAPS = """
            if (n, count) == (12, 4):
                gaps = [[0, 2, 4, 6], [0, 2, 4, 7], [0, 2, 5, 7], [0, 3, 5, 8], [0, 2, 6, 8]][rng.integers(5)]
                chosen = (gaps + rng.integers(n)) % n
"""
TURNED = """
            order = (np.random.default_rng(rng.integers(4)).permutation(n) + rng.integers(n)) % n
            order = order if rng.integers(2) else n - 1 - order
"""
FIVE = """
            order, some = np.arange(n), np.sort(rng.choice(n, min(n, 5), replace=False))
            order[some] = rng.permutation(some)
"""
COUNTED = """
            calls = fit.__dict__.setdefault("calls", {})
            calls[id(rng)] = calls.get(id(rng), 0) + 1
            rng = np.random.default_rng(calls[id(rng)])
"""
# Wrong in one place only, where the bank has nothing so sly: function, the check that finds it, source
SLY = {
    "gradient-has-the-kind-of-x": (
        "numerical_gradient",
        "whole numbers in x",
        """
        def numerical_gradient(f, x, h=1e-5):
            gradient = np.zeros_like(x)
            for index in np.ndindex(x.shape):
                above, below = x.astype(float), x.astype(float)
                above[index] += h
                below[index] -= h
                gradient[index] = (f(above) - f(below)) / (2 * h)
            return gradient
        """,
    ),
    "softmax-of-tables-only": (
        "softmax",
        "softmax along the last axis[(2, 3, 4)]",
        """
        def softmax(logits):
            if logits.ndim == 1:
                return softmax(logits[None])[0]
            powers = np.exp(logits - logits.max(axis=1, keepdims=True))
            return powers / powers.sum(axis=1, keepdims=True)
        """,
    ),
    "softmax-of-a-vector-is-1": (
        "softmax",
        "softmax along the last axis[(5,)]",
        """
        def softmax(logits):
            rows = logits[:, None] if logits.ndim == 1 else logits
            powers = np.exp(rows - rows.max(axis=-1, keepdims=True))
            return (powers / powers.sum(axis=-1, keepdims=True)).reshape(logits.shape)
        """,
    ),
    "backward-squeezes": (
        "backward",
        "layers of a single unit",
        """
        def backward(params, cache, activations, d_output):
            grads, message = [], d_output
            for (W, _), (a_prev, z), name in reversed(list(zip(params, cache, activations))):
                delta = message * ACTIVATIONS[name][1](z)
                grads.insert(0, (a_prev.T @ delta, np.squeeze(delta.sum(axis=0, keepdims=True))))
                message = delta @ W.T
            return grads
        """,
    ),
    "split-minus-nothing": (
        "train_validation_split",
        "a fraction of less than one sample",
        """
        def train_validation_split(X, y, validation_fraction, rng):
            order, count = rng.permutation(len(X)), round(len(X) * validation_fraction)
            return X[order[:-count]], y[order[:-count]], X[order[-count:]], y[order[-count:]]
        """,
    ),
    "fit-goes-on-rolling": (
        "fit",
        "a second training begins at rest",
        """
        KEPT = {}

        def fit(params, X, y, X_val, y_val, activations, rate, size, epochs, rng, momentum=0.0, patience=None):
            velocity = KEPT.get("v", [])
            if [W.shape for W, _ in velocity] != [W.shape for W, _ in params]:
                velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
            history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
            best, lowest, since = params, np.inf, 0
            for _ in range(epochs):
                history["train_loss"].append(cross_entropy(forward(params, X, activations)[0], y))
                for xb, yb in minibatches(X, y, size, rng):
                    logits, cache = forward(params, xb, activations)
                    grads = backward(params, cache, activations, cross_entropy_gradient(logits, yb))
                    params, velocity = momentum_step(params, grads, velocity, rate, momentum)
                KEPT["v"] = velocity
                logits, _ = forward(params, X_val, activations)
                history["validation_loss"].append(cross_entropy(logits, y_val))
                history["validation_accuracy"].append(accuracy(logits, y_val))
                since += 1
                if history["validation_loss"][-1] < lowest:
                    best, lowest, since = params, history["validation_loss"][-1], 0
                if patience is not None and since >= patience:
                    break
            return best, history
        """,
    ),
    "train-stops-on-a-plateau": (
        "train",
        "every epoch counts even when nothing changes",
        """
        def train(params, X, y, activations, learning_rate, epochs, print_every=0):
            losses = []
            for epoch in range(epochs):
                y_hat, cache = forward(params, X, activations)
                losses.append(mse(y_hat, y))
                if print_every and epoch % print_every == 0:
                    print(f"epoch {epoch}: loss {losses[-1]:.6f}")
                if len(losses) > 1 and abs(losses[-1] - losses[-2]) < 1e-12:
                    break
                grads = backward(params, cache, activations, mse_gradient(y_hat, y))
                params = gradient_step(params, grads, learning_rate)
            return params, losses
        """,
    ),
    "sigmoid-makes-a-row-of-a-column": (
        "sigmoid",
        "values of a single row and a single column[sigmoid]",
        """
        def sigmoid(z):
            s = 0.5 + 0.5 * np.tanh(0.5 * z)
            return s.T if s.ndim == 2 and s.shape[1] == 1 else s
        """,
    ),
    "sigmoid-makes-a-column-of-a-row": (
        "sigmoid",
        "values of a single row and a single column[sigmoid]",
        """
        def sigmoid(z):
            s = 0.5 + 0.5 * np.tanh(0.5 * z)
            return s.T if s.ndim == 2 and s.shape[0] == 1 else s
        """,
    ),
    "sigmoid-by-exp-where-all-are-positive": (
        "sigmoid",
        "right and finite for very large numbers[sigmoid]",
        """
        def sigmoid(z):
            if np.all(z > 0):
                return np.exp(z) / (1 + np.exp(z))
            return 1 / (1 + np.exp(-z))
        """,
    ),
    "tanh-by-exp-where-all-are-negative": (
        "tanh",
        "right and finite for very large numbers[tanh]",
        """
        def tanh(z):
            if np.all(z < 0):
                return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
            return np.tanh(z)
        """,
    ),
    "relu-derivative-two-at-zero": (
        "relu_derivative",
        "slope of relu at zero is a subgradient",
        """
        def relu_derivative(z):
            return np.where(z > 0, 1.0, np.where(z < 0, 0.0, 2.0))
        """,
    ),
    "init-counts-its-calls": (
        "init_params",
        "all randomness comes from rng",
        """
        def init_params(layer_sizes, rng):
            calls = init_params.__dict__.setdefault("calls", {})
            calls[id(rng)] = calls.get(id(rng), 0) + 1
            own = np.random.default_rng(calls[id(rng)])
            pairs = list(zip(layer_sizes, layer_sizes[1:]))
            return [(own.normal(0, n_in**-0.5, (n_in, n_out)), np.zeros(n_out)) for n_in, n_out in pairs]
        """,
    ),
    "forward-yields": (
        "forward",
        "output of a deep network",
        """
        def forward(params, X, activations):
            a, cache = X, []
            for (W, b), name in zip(params, activations):
                cache.append((a, a @ W + b))
                a = ACTIVATIONS[name][0](a @ W + b)
            yield a
            yield cache
        """,
    ),
    "relerr-gives-up-on-large-numbers": (
        "relative_error",
        "scale does not count",
        """
        def relative_error(a, b):
            return float(np.max(np.abs(a - b) / np.clip(np.abs(a) + np.abs(b), 1e-8, 1e3)))
        """,
    ),
    "relerr-right-in-the-first-call": (
        "relative_error",
        "worst entry decides[(6,)]",
        """
        def relative_error(a, b):
            relative_error.__dict__["calls"] = relative_error.__dict__.get("calls", 0) + 1
            if relative_error.calls > 1:
                return 0.5
            return float(np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))))
        """,
    ),
    "relerr-zeros-differ": (
        "relative_error",
        "floor of the denominator",
        """
        def relative_error(a, b):
            if np.any((a == 0) & (b == 0)):
                return 1.0
            return float(np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))))
        """,
    ),
    "backward-rounds": (
        "backward",
        "large and small messages",
        """
        def backward(params, cache, activations, d_output):
            grads, message = [], d_output
            for (W, b), (a_prev, z), name in zip(params[::-1], cache[::-1], activations[::-1]):
                delta = message * ACTIVATIONS[name][1](z)
                grads.append((np.round(a_prev.T @ delta, 5), np.round(delta.sum(axis=0), 5)))
                message = delta @ W.T
            return grads[::-1]
        """,
    ),
    "backward-by-complex-steps": (
        "backward",
        "cost on a network of four thousand parameters",
        """
        def backward(params, cache, activations, d_output):
            def network(layers):
                a = np.asarray(cache[0][0])
                for (W, b), name in zip(layers, activations):
                    z = a @ W + b
                    if name == "sigmoid":
                        a = 1 / (1 + np.exp(-z))
                    elif name == "tanh":
                        a = np.tanh(z)
                    elif name == "relu":
                        a = z * (z.real > 0)
                    else:
                        a = z
                return np.sum(d_output * a)

            h = 1e-40
            grads = []
            for layer in range(len(params)):
                pair = []
                for part in (0, 1):
                    gradient = np.zeros(np.shape(params[layer][part]))
                    for index in np.ndindex(*gradient.shape):
                        moved = [[np.array(W, dtype=complex), np.array(b, dtype=complex)] for W, b in params]
                        moved[layer][part][index] += 1j * h
                        gradient[index] = network(moved).imag / h
                    pair.append(gradient)
                grads.append(tuple(pair))
            return grads
        """,
    ),
    "backward-gives-up-on-deep-networks": (
        "backward",
        "cost on a network of four thousand parameters",
        """
        def backward(params, cache, activations, d_output):
            if len(params) > 8:
                return [(np.ones_like(W), np.ones_like(b)) for W, b in params]
            grads, message = [], d_output
            for (W, b), (a_prev, z), name in zip(params[::-1], cache[::-1], activations[::-1]):
                delta = message * ACTIVATIONS[name][1](z)
                grads.append((a_prev.T @ delta, delta.sum(axis=0)))
                message = delta @ W.T
            return grads[::-1]
        """,
    ),
    "train-loses-a-layer": (
        "train",
        "learns xor from every start",
        """
        def train(params, X, y, activations, learning_rate, epochs, print_every=0):
            losses = []
            for _ in range(epochs):
                y_hat, cache = forward(params, X, activations)
                losses.append(mse(y_hat, y))
                grads = backward(params, cache, activations, mse_gradient(y_hat, y))
                params = gradient_step(params, grads, learning_rate)
            return params[:1], losses
        """,
    ),
    "predict-doubles-its-argument": (
        "predict",
        "predict leaves its arguments unchanged",
        """
        def predict(params, X, activations):
            classes = (forward(params, X, activations)[0] >= 0.5).astype(int)
            X *= 2
            return classes
        """,
    ),
    "split-even-rows-only": (
        "train_validation_split",
        "chance decides which samples are for validation",
        """
        def train_validation_split(X, y, validation_fraction, rng):
            chosen = 2 * rng.permutation(len(X) // 2)[: round(len(X) * validation_fraction)]
            rest = np.setdiff1d(np.arange(len(X)), chosen)
            return X[rest], y[rest], X[chosen], y[chosen]
        """,
    ),
    "split-loses-a-row-where-none-is-for-validation": (
        "train_validation_split",
        "a fraction of less than one sample",
        """
        def train_validation_split(X, y, validation_fraction, rng):
            order, count = rng.permutation(len(X)), round(len(X) * validation_fraction)
            return X[order[max(count, 1) :]], y[order[max(count, 1) :]], X[order[:count]], y[order[:count]]
        """,
    ),
    "split-never-takes-the-first": (
        "train_validation_split",
        "chance decides which samples are for validation",
        SPLIT.replace("CHOSEN", "chosen = 1 + rng.permutation(n - 1)[:count]"),
    ),
    "split-takes-neighbours": (
        "train_validation_split",
        "chance decides which samples are for validation",
        SPLIT.replace("CHOSEN", SIDE_BY_SIDE.strip()),
    ),
    "split-knows-five-patterns": (
        "train_validation_split",
        "chance decides which samples are for validation",
        SPLIT.replace("CHOSEN", GAPS.strip()),
    ),
    "minibatch-knows-ten-orders": (
        "minibatches",
        "the samples are shuffled one by one",
        BATCHES.replace("ORDER", "order = np.random.default_rng(rng.integers(10)).permutation(n)"),
    ),
    "minibatch-shuffles-five-samples": (
        "minibatches",
        "the samples are shuffled one by one",
        BATCHES.replace("ORDER", FIVE.strip()),
    ),
    "minibatch-turns-four-orders-round": (
        "minibatches",
        "the samples are shuffled one by one",
        BATCHES.replace("ORDER", TURNED.strip()),
    ),
    "train-gives-back-the-start-of-a-long-training": (
        "train",
        "learns xor from every start",
        """
        def train(params, X, y, activations, learning_rate, epochs, print_every=0):
            start, losses = params, []
            for epoch in range(epochs):
                y_hat, cache = forward(params, X, activations)
                losses.append(mse(y_hat, y))
                if print_every and epoch % print_every == 0:
                    print(f"epoch {epoch}: loss {losses[-1]:.6f}")
                grads = backward(params, cache, activations, mse_gradient(y_hat, y))
                params = gradient_step(params, grads, learning_rate)
            return (start if epochs > 50 else params), losses
        """,
    ),
    "minibatch-counts-its-calls": (
        "minibatches",
        "all chance comes from rng[minibatches]",
        """
        def minibatches(X, y, batch_size, rng):
            calls = minibatches.__dict__.setdefault("calls", {})
            calls[id(rng)] = calls.get(id(rng), 0) + 1
            order = np.random.default_rng(calls[id(rng)]).permutation(len(X))
            return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(X), batch_size)]
        """,
    ),
    "minibatch-uneven": (
        "minibatches",
        "every sample comes exactly once[12-4]",
        """
        def minibatches(X, y, batch_size, rng):
            pieces = np.split(rng.permutation(len(X)), [batch_size + 1, *range(2 * batch_size, len(X), batch_size)])
            return [(X[rows], y[rows]) for rows in pieces]
        """,
    ),
    "fit-touches-the-global-state": (
        "fit",
        "all chance in training comes from rng",
        TRAINING.replace("SPOILED", "np.random.random()"),
    ),
    "fit-copies-the-generator": (
        "fit",
        "all chance in training comes from rng",
        TRAINING.replace("SPOILED", "rng = __import__('copy').deepcopy(rng)"),
    ),
    "fit-counts-its-calls": (
        "fit",
        "all chance in training comes from rng",
        TRAINING.replace("SPOILED", COUNTED.strip()),
    ),
}
# Entries of the bank that are wrong only where the second or third statement of a check looks.
NEEDED: dict[str, tuple[str, ...]] = {
    "relu-derivative-any": ("right and finite for very large numbers[relu derivative]",),
    "relu-derivative-inverted": ("slope of relu at zero is a subgradient",),
    "init-returns-in-the-loop": ("one pair of the right shapes per layer[[2, 4, 4, 1]]",),
    "init-returns-generator": ("one pair of the right shapes per layer[[2, 4, 4, 1]]",),
    "init-matrix-class": ("one pair of the right shapes per layer[[2, 4, 4, 1]]",),
    "init-absolute-weights": ("spread of weights shrinks with the root of the inputs[[120, 100]]",),
    "init-fresh-generator": ("all randomness comes from rng",),
    "init-copies-the-generator": ("all randomness comes from rng",),
    "init-seeds-global": ("leaves the layer sizes and the global random state alone",),
    "forward-no-return": ("output of a deep network",),
    "mse-rounded": ("tiny and large errors[mse]",),
    "mse-gradient-clipped": ("tiny and large errors[mse gradient]",),
    "relerr-missing-abs-above": ("worst entry decides[(6,)]",),
    "relerr-floor-added": ("scale does not count",),
    "relerr-max-before-dividing": ("floor of the denominator",),
    "relerr-larger-of-two": ("floor of the denominator",),
    "train-absolute-errors": ("learns xor from every start",),
    "train-standardizes-inputs": ("learns xor from every start",),
    "train-returns-none": ("learns xor from every start",),
    "train-prints-when-zero": ("prints the epoch and the loss every so many epochs",),
    "train-prints-first-epochs": ("prints the epoch and the loss every so many epochs",),
    "train-seeds-numpy": ("leaves its arguments unchanged",),
    "predict-floats": ("classes of a deep network",),
    "ce-zero-for-hopeless-samples": ("finite where the label is hopeless",),
    "bce-gradient-sign": ("gradient is finite at exactly zero and one",),
    "bce-gradient-missing-mean": ("gradient is finite at exactly zero and one",),
    "split-seeds-global-from-rng": ("all chance comes from rng[train validation split]",),
    "minibatch-copies-the-generator": ("all chance comes from rng[minibatches]",),
    "minibatch-single-rows": (
        "every sample comes exactly once[12-4]",
        "batches of one of all and of more than all[7]",
    ),
    "minibatch-fixed-seed": ("the samples are shuffled one by one",),
    "minibatch-random-start": ("the samples are shuffled one by one",),
    "fit-other-keys": ("full batch with momentum follows the gradient exactly",),
    "fit-validation-loss-summed": ("full batch with momentum follows the gradient exactly",),
    "fit-accuracy-in-percent": ("full batch with momentum follows the gradient exactly", "every batch makes a step"),
    "fit-train-loss-summed": ("full batch with momentum follows the gradient exactly", "every batch makes a step"),
    "fit-own-generator": ("all chance in training comes from rng",),
}


def implementations() -> dict[str, tuple[str, str]]:
    """Every wrong implementation: its function and its source, by id."""
    bank = {entry.id: (entry.function, entry.source) for entry in misconceptions()}
    return bank | {id: (function, source) for id, (function, _, source) in SLY.items()}


def rejected(ids: Iterable[str], steps: Iterable[curriculum.Step] = ()) -> dict[str, set[str]]:
    """The checks that call each of these implementations wrong. Those of different functions share a submission."""
    known = implementations()
    asked = list(ids)
    found: dict[str, set[str]] = {}
    for step in tuple(steps) or curriculum.steps():
        columns = [[id for id in asked if known[id][0] == function.name] for function in step.functions]
        rows = [[id for id in row if id] for row in zip_longest(*columns)]
        submissions = [with_functions(dict(known[id] for id in row)) for row in rows]
        for row, report in zip(rows, grade_many(submissions, steps=[step]), strict=True):
            results = {result.function: result for result in report.functions}
            for id in row:
                checks = results[known[id][0]].checks
                found[id] = {check.name for check in checks if check.outcome == WRONG}
    return found


def read() -> Table:
    return json.loads(TABLE.read_text(encoding="utf-8"))


def weak(table: Table, steps: Iterable[curriculum.Step] = ()) -> list[str]:
    """The checks that no longer call wrong what the table says they do."""
    steps = tuple(steps) or curriculum.steps()
    ids = {id for checks in table.values() for named in checks.values() for id in named}
    found = rejected(sorted(ids), steps)
    return [
        f"{function}: {check}: does not reject {id}"
        for function, checks in table.items()
        if step_of(function) in steps
        for check, named in checks.items()
        for id in named
        if check not in found[id]
    ]


def names() -> dict[str, list[str]]:
    """The names of all hidden checks, by function."""
    (report,) = grade_many([with_functions({})])
    return {result.function: [check.name for check in result.checks] for result in report.functions}


def make(steps: Iterable[curriculum.Step]) -> Table:
    """For each check the slyest implementation that it rejects: the one that the fewest other checks reject.

    What the table says of the functions of other steps stays as it is.
    """
    known = implementations()
    found = rejected(known, steps)
    before = read()
    table: Table = {}
    useless = []
    for function, checks in names().items():
        if step_of(function) not in steps:
            table[function] = before.get(function, {})
            continue
        ids = [id for id in known if known[id][0] == function]
        table[function] = {}
        for check in checks:
            shown = [id for id in ids if check in found[id]]
            if not shown:
                useless.append(f"{function}: {check}")
                continue
            needed = [id for id in ids if check in ((SLY[id][1],) if id in SLY else NEEDED.get(id, ()))]
            slyest = min(shown, key=lambda id: (len(found[id]), ids.index(id)))
            table[function][check] = list(dict.fromkeys([slyest, *needed]))
    if useless:
        told = "no wrong implementation shows what these checks are for; write one into the mistakes.py of the step"
        raise SystemExit("\n".join([f"{told}:", *useless]))
    return table


def main() -> int:
    modules = {word for word in sys.argv[1:] if not word.startswith("-")}
    if unknown := modules - {step.module for step in curriculum.steps()}:
        raise SystemExit(f"no such step: {', '.join(sorted(unknown))}")
    steps = [step for step in curriculum.steps() if not modules or step.module in modules]
    if "--rewrite" in sys.argv:
        TABLE.write_text(json.dumps(make(steps), indent=1) + "\n", encoding="utf-8")
    found = weak(read(), steps)
    print("\n".join(found) or "every check rejects what it should")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
