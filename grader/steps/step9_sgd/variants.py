"""Step 9 in unusual dress: right steps and trainings that a careless check would refuse."""

import numpy as np

from grader.steps.entry import variant

# momentum_step


@variant("momentum-plain", unusual="nothing: two list comprehensions")
def momentum_step(params, grads, velocity, learning_rate, momentum):
    velocity = [
        (momentum * vW - learning_rate * dW, momentum * vb - learning_rate * db)
        for (vW, vb), (dW, db) in zip(velocity, grads)
    ]
    return [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, velocity)], velocity


@variant("momentum-lists", unusual="lists in place of pairs")
def momentum_step(params, grads, velocity, learning_rate, momentum):
    moved, speeds = [], []
    for i in range(len(params)):
        new = [momentum * v - learning_rate * g for v, g in zip(velocity[i], grads[i])]
        speeds.append(new)
        moved.append([p + v for p, v in zip(params[i], new)])
    return [moved, speeds]


@variant("momentum-tuples", unusual="tuples all the way")
def momentum_step(params, grads, velocity, learning_rate, momentum):
    speeds = tuple(tuple(momentum * v - learning_rate * g for v, g in zip(vs, gs)) for vs, gs in zip(velocity, grads))
    return tuple(tuple(p + v for p, v in zip(ps, vs)) for ps, vs in zip(params, speeds)), speeds


@variant("momentum-deepcopy-in-place", unusual="in place, on deep copies")
def momentum_step(params, grads, velocity, learning_rate, momentum):
    from copy import deepcopy

    params, velocity = deepcopy(params), deepcopy(velocity)
    for (W, b), (dW, db), (vW, vb) in zip(params, grads, velocity):
        vW *= momentum
        vW -= learning_rate * dW
        vb *= momentum
        vb -= learning_rate * db
        W += vW
        b += vb
    return params, velocity


@variant(
    "momentum-negative-inside",
    unusual="keeps a velocity that points uphill inside, and turns it round before it comes back",
)
def momentum_step(params, grads, velocity, learning_rate, momentum):
    moved, speeds = [], []
    for (W, b), (dW, db), (vW, vb) in zip(params, grads, velocity):
        uW, ub = learning_rate * dW - momentum * vW, learning_rate * db - momentum * vb
        moved.append((W - uW, b - ub))
        speeds.append((-uW, -ub))
    return moved, speeds


@variant("momentum-difference-of-params", unusual="the velocity as the difference of new and old params")
def momentum_step(params, grads, velocity, learning_rate, momentum):
    moved = [
        (W - learning_rate * dW + momentum * vW, b - learning_rate * db + momentum * vb)
        for (W, b), (dW, db), (vW, vb) in zip(params, grads, velocity)
    ]
    return moved, [(new_W - W, new_b - b) for (new_W, new_b), (W, b) in zip(moved, params)]


@variant("momentum-through-gradient-step", unusual="an inner function for one array")
def momentum_step(params, grads, velocity, learning_rate, momentum):
    def one(value, slope, speed):
        speed = np.subtract(np.multiply(momentum, speed), np.multiply(learning_rate, slope))
        return value + speed, speed

    layers = [(one(W, dW, vW), one(b, db, vb)) for (W, b), (dW, db), (vW, vb) in zip(params, grads, velocity)]
    return [(W, b) for (W, _), (b, _) in layers], [(vW, vb) for (_, vW), (_, vb) in layers]


@variant("momentum-element-loops", unusual="every weight by itself")
def momentum_step(params, grads, velocity, learning_rate, momentum):
    moved, speeds = [], []
    for pair, slopes, old in zip(params, grads, velocity):
        new_pair, new_speeds = [], []
        for value, slope, speed in zip(pair, slopes, old):
            p, v = np.zeros(value.shape), np.zeros(value.shape)
            for index in np.ndindex(*value.shape):
                v[index] = momentum * speed[index] - learning_rate * slope[index]
                p[index] = value[index] + v[index]
            new_pair.append(p)
            new_speeds.append(v)
        moved.append(tuple(new_pair))
        speeds.append(tuple(new_speeds))
    return moved, speeds


@variant("momentum-bias-rows", unusual="biases come back with shape (1, n)")
def momentum_step(params, grads, velocity, learning_rate, momentum):
    moved, speeds = [], []
    for (W, b), (dW, db), (vW, vb) in zip(params, grads, velocity):
        vW, vb = momentum * vW - learning_rate * dW, momentum * vb - learning_rate * db
        moved.append((W + vW, np.reshape(b + vb, (1, -1))))
        speeds.append((vW, np.reshape(vb, (1, -1))))
    return moved, speeds


@variant("momentum-nested-lists", unusual="nested lists in place of arrays")
def momentum_step(params, grads, velocity, learning_rate, momentum):
    moved, speeds = [], []
    for pair, slopes, old in zip(params, grads, velocity):
        new = [momentum * np.asarray(v) - learning_rate * np.asarray(g) for v, g in zip(old, slopes)]
        speeds.append(tuple(v.tolist() for v in new))
        moved.append(tuple((np.asarray(p) + v).tolist() for p, v in zip(pair, new)))
    return moved, speeds


# fit


@variant("fit-plain", unusual="nothing: the usual loop")
def fit(params, X, y, X_val, y_val, activations, rate, size, epochs, rng, momentum=0.0, patience=None):
    velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    best, lowest, waited = params, np.inf, 0
    for _ in range(epochs):
        losses, sizes = [], []
        for xb, yb in minibatches(X, y, size, rng):
            logits, cache = forward(params, xb, activations)
            losses.append(cross_entropy(logits, yb))
            sizes.append(len(xb))
            grads = backward(params, cache, activations, cross_entropy_gradient(logits, yb))
            params, velocity = momentum_step(params, grads, velocity, rate, momentum)
        logits = forward(params, X_val, activations)[0]
        loss = cross_entropy(logits, y_val)
        history["train_loss"].append(float(np.average(losses, weights=sizes)))
        history["validation_loss"].append(loss)
        history["validation_accuracy"].append(accuracy(logits, y_val))
        if loss < lowest:
            best, lowest, waited = params, loss, 0
        else:
            waited += 1
        if patience is not None and waited >= patience:
            break
    return best, history


@variant("fit-best-epoch-index", unusual="keeps the params of every epoch, and takes the best at the end")
def fit(params, X, y, X_val, y_val, activations, rate, size, epochs, rng, momentum=0.0, patience=None):
    velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    every = []
    for _ in range(epochs):
        losses, sizes = [], []
        for xb, yb in minibatches(X, y, size, rng):
            logits, cache = forward(params, xb, activations)
            losses.append(cross_entropy(logits, yb))
            sizes.append(len(xb))
            grads = backward(params, cache, activations, cross_entropy_gradient(logits, yb))
            params, velocity = momentum_step(params, grads, velocity, rate, momentum)
        logits = forward(params, X_val, activations)[0]
        loss = cross_entropy(logits, y_val)
        history["train_loss"].append(float(np.average(losses, weights=sizes)))
        history["validation_loss"].append(loss)
        history["validation_accuracy"].append(accuracy(logits, y_val))
        every.append(params)
        best = int(np.argmin(history["validation_loss"]))
        if patience is not None and len(every) - 1 - best >= patience:
            break
    return every[best], history


@variant("fit-in-place-with-deepcopy", unusual="in place on copies, with a deep copy of the best")
def fit(params, X, y, X_val, y_val, activations, rate, size, epochs, rng, momentum=0.0, patience=None):
    from copy import deepcopy

    params = deepcopy(params)
    velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    best, lowest, waited = params, np.inf, 0
    for _ in range(epochs):
        losses, sizes = [], []
        for xb, yb in minibatches(X, y, size, rng):
            logits, cache = forward(params, xb, activations)
            losses.append(cross_entropy(logits, yb))
            sizes.append(len(xb))
            grads = backward(params, cache, activations, cross_entropy_gradient(logits, yb))
            for (W, b), (vW, vb), (dW, db) in zip(params, velocity, grads):
                vW *= momentum
                vW -= rate * dW
                vb *= momentum
                vb -= rate * np.reshape(db, vb.shape)
                W += vW
                b += vb
        logits = forward(params, X_val, activations)[0]
        loss = cross_entropy(logits, y_val)
        history["train_loss"].append(float(np.average(losses, weights=sizes)))
        history["validation_loss"].append(loss)
        history["validation_accuracy"].append(accuracy(logits, y_val))
        if loss < lowest:
            best, lowest, waited = deepcopy(params), loss, 0
        else:
            waited += 1
        if patience is not None and waited >= patience:
            break
    return best, history


@variant("fit-running-average-training-loss", unusual="the training loss as the unweighted mean of the batches")
def fit(params, X, y, X_val, y_val, activations, rate, size, epochs, rng, momentum=0.0, patience=None):
    velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    best, lowest, waited = params, np.inf, 0
    for _ in range(epochs):
        losses, sizes = [], []
        for xb, yb in minibatches(X, y, size, rng):
            logits, cache = forward(params, xb, activations)
            losses.append(cross_entropy(logits, yb))
            sizes.append(len(xb))
            grads = backward(params, cache, activations, cross_entropy_gradient(logits, yb))
            params, velocity = momentum_step(params, grads, velocity, rate, momentum)
        logits = forward(params, X_val, activations)[0]
        loss = cross_entropy(logits, y_val)
        history["train_loss"].append(np.mean(losses))
        history["validation_loss"].append(loss)
        history["validation_accuracy"].append(accuracy(logits, y_val))
        if loss < lowest:
            best, lowest, waited = params, loss, 0
        else:
            waited += 1
        if patience is not None and waited >= patience:
            break
    return best, history


@variant("fit-training-loss-after-the-epoch", unusual="the training loss of all training data, after the epoch")
def fit(params, X, y, X_val, y_val, activations, rate, size, epochs, rng, momentum=0.0, patience=None):
    velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    best, lowest, waited = params, np.inf, 0
    for _ in range(epochs):
        losses, sizes = [], []
        for xb, yb in minibatches(X, y, size, rng):
            logits, cache = forward(params, xb, activations)
            losses.append(cross_entropy(logits, yb))
            sizes.append(len(xb))
            grads = backward(params, cache, activations, cross_entropy_gradient(logits, yb))
            params, velocity = momentum_step(params, grads, velocity, rate, momentum)
        logits = forward(params, X_val, activations)[0]
        loss = cross_entropy(logits, y_val)
        history["train_loss"].append(cross_entropy(forward(params, X, activations)[0], y))
        history["validation_loss"].append(loss)
        history["validation_accuracy"].append(accuracy(logits, y_val))
        if loss < lowest:
            best, lowest, waited = params, loss, 0
        else:
            waited += 1
        if patience is not None and waited >= patience:
            break
    return best, history


@variant("fit-training-loss-before-the-epoch", unusual="the training loss of all training data, before the epoch")
def fit(params, X, y, X_val, y_val, activations, rate, size, epochs, rng, momentum=0.0, patience=None):
    velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    best, lowest, waited = params, np.inf, 0
    for _ in range(epochs):
        losses, sizes = [], []
        at_start = cross_entropy(forward(params, X, activations)[0], y)
        for xb, yb in minibatches(X, y, size, rng):
            logits, cache = forward(params, xb, activations)
            losses.append(cross_entropy(logits, yb))
            sizes.append(len(xb))
            grads = backward(params, cache, activations, cross_entropy_gradient(logits, yb))
            params, velocity = momentum_step(params, grads, velocity, rate, momentum)
        logits = forward(params, X_val, activations)[0]
        loss = cross_entropy(logits, y_val)
        history["train_loss"].append(at_start)
        history["validation_loss"].append(loss)
        history["validation_accuracy"].append(accuracy(logits, y_val))
        if loss < lowest:
            best, lowest, waited = params, loss, 0
        else:
            waited += 1
        if patience is not None and waited >= patience:
            break
    return best, history


@variant("fit-own-shuffling", unusual="shuffles a list of row numbers, which it keeps from epoch to epoch")
def fit(params, X, y, X_val, y_val, activations, rate, size, epochs, rng, momentum=0.0, patience=None):
    velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    best, lowest, waited = params, np.inf, 0
    rows = np.arange(len(X))
    for _ in range(epochs):
        rng.shuffle(rows)
        losses, sizes = [], []
        for i in range(0, len(rows), size):
            xb, yb = X[rows[i : i + size]], y[rows[i : i + size]]
            logits, cache = forward(params, xb, activations)
            losses.append(cross_entropy(logits, yb))
            sizes.append(len(xb))
            grads = backward(params, cache, activations, cross_entropy_gradient(logits, yb))
            params, velocity = momentum_step(params, grads, velocity, rate, momentum)
        logits = forward(params, X_val, activations)[0]
        loss = cross_entropy(logits, y_val)
        history["train_loss"].append(float(np.average(losses, weights=sizes)))
        history["validation_loss"].append(loss)
        history["validation_accuracy"].append(accuracy(logits, y_val))
        if loss < lowest:
            best, lowest, waited = params, loss, 0
        else:
            waited += 1
        if patience is not None and waited >= patience:
            break
    return best, history


@variant("fit-shuffles-copies", unusual="shuffles copies of the data by the order of random numbers, every epoch")
def fit(params, X, y, X_val, y_val, activations, rate, size, epochs, rng, momentum=0.0, patience=None):
    velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    best, lowest, waited = params, np.inf, 0
    for _ in range(epochs):
        losses, sizes = [], []
        order = np.argsort(rng.random(len(X)))
        X, y = X[order], y[order]
        for i in range(0, len(X), size):
            xb, yb = X[i : i + size], y[i : i + size]
            logits, cache = forward(params, xb, activations)
            losses.append(cross_entropy(logits, yb))
            sizes.append(len(xb))
            grads = backward(params, cache, activations, cross_entropy_gradient(logits, yb))
            params, velocity = momentum_step(params, grads, velocity, rate, momentum)
        logits = forward(params, X_val, activations)[0]
        loss = cross_entropy(logits, y_val)
        history["train_loss"].append(float(np.average(losses, weights=sizes)))
        history["validation_loss"].append(loss)
        history["validation_accuracy"].append(accuracy(logits, y_val))
        if loss < lowest:
            best, lowest, waited = params, loss, 0
        else:
            waited += 1
        if patience is not None and waited >= patience:
            break
    return best, history


@variant("fit-even-batches", unusual="batches of even sizes by array_split")
def fit(params, X, y, X_val, y_val, activations, rate, size, epochs, rng, momentum=0.0, patience=None):
    velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    best, lowest, waited = params, np.inf, 0
    for _ in range(epochs):
        losses, sizes = [], []
        for rows in np.array_split(rng.permutation(len(X)), -(-len(X) // size)):
            xb, yb = X[rows], y[rows]
            logits, cache = forward(params, xb, activations)
            losses.append(cross_entropy(logits, yb))
            sizes.append(len(xb))
            grads = backward(params, cache, activations, cross_entropy_gradient(logits, yb))
            params, velocity = momentum_step(params, grads, velocity, rate, momentum)
        logits = forward(params, X_val, activations)[0]
        loss = cross_entropy(logits, y_val)
        history["train_loss"].append(float(np.average(losses, weights=sizes)))
        history["validation_loss"].append(loss)
        history["validation_accuracy"].append(accuracy(logits, y_val))
        if loss < lowest:
            best, lowest, waited = params, loss, 0
        else:
            waited += 1
        if patience is not None and waited >= patience:
            break
    return best, history


@variant("fit-all-orders-drawn-before", unusual="draws the orders of all epochs before the first")
def fit(params, X, y, X_val, y_val, activations, rate, size, epochs, rng, momentum=0.0, patience=None):
    velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    best, lowest, waited = params, np.inf, 0
    orders = [rng.permutation(len(X)) for _ in range(epochs)]
    for order in orders:
        losses, sizes = [], []
        for i in range(0, len(X), size):
            xb, yb = X[order[i : i + size]], y[order[i : i + size]]
            logits, cache = forward(params, xb, activations)
            losses.append(cross_entropy(logits, yb))
            sizes.append(len(xb))
            grads = backward(params, cache, activations, cross_entropy_gradient(logits, yb))
            params, velocity = momentum_step(params, grads, velocity, rate, momentum)
        logits = forward(params, X_val, activations)[0]
        loss = cross_entropy(logits, y_val)
        history["train_loss"].append(float(np.average(losses, weights=sizes)))
        history["validation_loss"].append(loss)
        history["validation_accuracy"].append(accuracy(logits, y_val))
        if loss < lowest:
            best, lowest, waited = params, loss, 0
        else:
            waited += 1
        if patience is not None and waited >= patience:
            break
    return best, history


@variant("fit-arrays-in-history", unusual="arrays in the history")
def fit(params, X, y, X_val, y_val, activations, rate, size, epochs, rng, momentum=0.0, patience=None):
    velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    best, lowest, waited = params, np.inf, 0
    for _ in range(epochs):
        losses, sizes = [], []
        for xb, yb in minibatches(X, y, size, rng):
            logits, cache = forward(params, xb, activations)
            losses.append(cross_entropy(logits, yb))
            sizes.append(len(xb))
            grads = backward(params, cache, activations, cross_entropy_gradient(logits, yb))
            params, velocity = momentum_step(params, grads, velocity, rate, momentum)
        logits = forward(params, X_val, activations)[0]
        loss = cross_entropy(logits, y_val)
        history["train_loss"].append(float(np.average(losses, weights=sizes)))
        history["validation_loss"].append(loss)
        history["validation_accuracy"].append(accuracy(logits, y_val))
        if loss < lowest:
            best, lowest, waited = params, loss, 0
        else:
            waited += 1
        if patience is not None and waited >= patience:
            break
    return best, {key: np.array(values) for key, values in history.items()}


@variant("fit-defaultdict", unusual="a defaultdict for the history, and more keys than are due")
def fit(params, X, y, X_val, y_val, activations, rate, size, epochs, rng, momentum=0.0, patience=None):
    velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    from collections import defaultdict

    history = defaultdict(list)
    best, lowest, waited = params, np.inf, 0
    for _ in range(epochs):
        losses, sizes = [], []
        for xb, yb in minibatches(X, y, size, rng):
            logits, cache = forward(params, xb, activations)
            losses.append(cross_entropy(logits, yb))
            sizes.append(len(xb))
            grads = backward(params, cache, activations, cross_entropy_gradient(logits, yb))
            params, velocity = momentum_step(params, grads, velocity, rate, momentum)
        logits = forward(params, X_val, activations)[0]
        loss = cross_entropy(logits, y_val)
        history["train_loss"].append(float(np.average(losses, weights=sizes)))
        history["validation_loss"].append(loss)
        history["validation_accuracy"].append(accuracy(logits, y_val))
        history["rate"].append(rate)
        if loss < lowest:
            best, lowest, waited = params, loss, 0
        else:
            waited += 1
        if patience is not None and waited >= patience:
            break
    return best, history


@variant("fit-own-formulas", unusual="own formulas in place of the functions of earlier steps")
def fit(params, X, y, X_val, y_val, activations, rate, size, epochs, rng, momentum=0.0, patience=None):
    velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    best, lowest, waited = params, np.inf, 0
    for _ in range(epochs):
        losses, sizes = [], []
        for xb, yb in minibatches(X, y, size, rng):
            logits, cache = forward(params, xb, activations)
            losses.append(cross_entropy(logits, yb))
            sizes.append(len(xb))
            powers = np.exp(logits - logits.max(axis=1, keepdims=True))
            d = powers / powers.sum(axis=1, keepdims=True)
            d[np.arange(len(yb)), yb] -= 1
            grads = backward(params, cache, activations, d / len(yb))
            velocity = [
                (momentum * vW - rate * dW, momentum * vb - rate * db) for (vW, vb), (dW, db) in zip(velocity, grads)
            ]
            params = [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, velocity)]
        logits = forward(params, X_val, activations)[0]
        loss = cross_entropy(logits, y_val)
        history["train_loss"].append(float(np.average(losses, weights=sizes)))
        history["validation_loss"].append(loss)
        history["validation_accuracy"].append(accuracy(logits, y_val))
        if loss < lowest:
            best, lowest, waited = params, loss, 0
        else:
            waited += 1
        if patience is not None and waited >= patience:
            break
    return best, history


@variant("fit-while-loop", unusual="a while loop, and the patience counted from the number of the best epoch")
def fit(params, X, y, X_val, y_val, activations, rate, size, epochs, rng, momentum=0.0, patience=None):
    velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    best, lowest, best_epoch, epoch = params, float("inf"), -1, 0
    while epoch < epochs and (patience is None or best_epoch < 0 or epoch - 1 - best_epoch < patience):
        losses, sizes = [], []
        for xb, yb in minibatches(X, y, size, rng):
            logits, cache = forward(params, xb, activations)
            losses.append(cross_entropy(logits, yb))
            sizes.append(len(xb))
            grads = backward(params, cache, activations, cross_entropy_gradient(logits, yb))
            params, velocity = momentum_step(params, grads, velocity, rate, momentum)
        logits = forward(params, X_val, activations)[0]
        loss = cross_entropy(logits, y_val)
        history["train_loss"].append(float(np.average(losses, weights=sizes)))
        history["validation_loss"].append(loss)
        history["validation_accuracy"].append(accuracy(logits, y_val))
        if loss < lowest:
            best, lowest, best_epoch = params, loss, epoch
        epoch += 1
    return best, history


@variant("fit-lists-and-copies", unusual="lists in place of pairs, and copies of everything")
def fit(params, X, y, X_val, y_val, activations, rate, size, epochs, rng, momentum=0.0, patience=None):
    params = [[np.array(W), np.array(b)] for W, b in params]
    velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    best, lowest, waited = params, np.inf, 0
    for _ in range(epochs):
        losses, sizes = [], []
        for xb, yb in minibatches(X, y, size, rng):
            logits, cache = forward(params, xb, activations)
            losses.append(cross_entropy(logits, yb))
            sizes.append(len(xb))
            grads = backward(params, cache, activations, cross_entropy_gradient(logits, yb))
            params, velocity = momentum_step(params, grads, velocity, rate, momentum)
        logits = forward(params, X_val, activations)[0]
        loss = cross_entropy(logits, y_val)
        history["train_loss"].append(float(np.average(losses, weights=sizes)))
        history["validation_loss"].append(loss)
        history["validation_accuracy"].append(accuracy(logits, y_val))
        if loss < lowest:
            best, lowest, waited = params, loss, 0
        else:
            waited += 1
        if patience is not None and waited >= patience:
            break
    return [[W.copy(), b.copy()] for W, b in best], dict(history)


@variant("fit-prints-progress", unusual="prints a line per epoch")
def fit(params, X, y, X_val, y_val, activations, rate, size, epochs, rng, momentum=0.0, patience=None):
    velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    best, lowest, waited = params, np.inf, 0
    for _ in range(epochs):
        losses, sizes = [], []
        for xb, yb in minibatches(X, y, size, rng):
            logits, cache = forward(params, xb, activations)
            losses.append(cross_entropy(logits, yb))
            sizes.append(len(xb))
            grads = backward(params, cache, activations, cross_entropy_gradient(logits, yb))
            params, velocity = momentum_step(params, grads, velocity, rate, momentum)
        logits = forward(params, X_val, activations)[0]
        loss = cross_entropy(logits, y_val)
        history["train_loss"].append(float(np.average(losses, weights=sizes)))
        history["validation_loss"].append(loss)
        history["validation_accuracy"].append(accuracy(logits, y_val))
        print(f"validation loss {loss:.4f}")
        if loss < lowest:
            best, lowest, waited = params, loss, 0
        else:
            waited += 1
        if patience is not None and waited >= patience:
            break
    return best, history


@variant("fit-infinite-patience", unusual="an infinite patience in place of None")
def fit(params, X, y, X_val, y_val, activations, rate, size, epochs, rng, momentum=0.0, patience=None):
    patience = np.inf if patience is None else patience
    velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    best, lowest, waited = params, np.inf, 0
    for _ in range(epochs):
        losses, sizes = [], []
        for xb, yb in minibatches(X, y, size, rng):
            logits, cache = forward(params, xb, activations)
            losses.append(cross_entropy(logits, yb))
            sizes.append(len(xb))
            grads = backward(params, cache, activations, cross_entropy_gradient(logits, yb))
            params, velocity = momentum_step(params, grads, velocity, rate, momentum)
        logits = forward(params, X_val, activations)[0]
        loss = cross_entropy(logits, y_val)
        history["train_loss"].append(float(np.average(losses, weights=sizes)))
        history["validation_loss"].append(loss)
        history["validation_accuracy"].append(accuracy(logits, y_val))
        if loss < lowest:
            best, lowest, waited = params, loss, 0
        else:
            waited += 1
        if waited >= patience:
            break
    return best, history


@variant("fit-smallest-improvement", unusual="counts an epoch as better from an improvement of 1e-7 on")
def fit(params, X, y, X_val, y_val, activations, rate, size, epochs, rng, momentum=0.0, patience=None):
    velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    best, lowest, waited = params, np.inf, 0
    for _ in range(epochs):
        losses, sizes = [], []
        for xb, yb in minibatches(X, y, size, rng):
            logits, cache = forward(params, xb, activations)
            losses.append(cross_entropy(logits, yb))
            sizes.append(len(xb))
            grads = backward(params, cache, activations, cross_entropy_gradient(logits, yb))
            params, velocity = momentum_step(params, grads, velocity, rate, momentum)
        logits = forward(params, X_val, activations)[0]
        loss = cross_entropy(logits, y_val)
        history["train_loss"].append(float(np.average(losses, weights=sizes)))
        history["validation_loss"].append(loss)
        history["validation_accuracy"].append(accuracy(logits, y_val))
        if loss < lowest - 1e-7:
            best, lowest, waited = params, loss, 0
        else:
            waited += 1
        if patience is not None and waited >= patience:
            break
    return best, history


@variant("fit-accuracy-by-hand", unusual="the accuracy by hand, and np.float64 in the lists")
def fit(params, X, y, X_val, y_val, activations, rate, size, epochs, rng, momentum=0.0, patience=None):
    velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    best, lowest, waited = params, np.inf, 0
    for _ in range(epochs):
        losses, sizes = [], []
        for xb, yb in minibatches(X, y, size, rng):
            logits, cache = forward(params, xb, activations)
            losses.append(cross_entropy(logits, yb))
            sizes.append(len(xb))
            grads = backward(params, cache, activations, cross_entropy_gradient(logits, yb))
            params, velocity = momentum_step(params, grads, velocity, rate, momentum)
        logits = forward(params, X_val, activations)[0]
        loss = cross_entropy(logits, y_val)
        history["train_loss"].append(float(np.average(losses, weights=sizes)))
        history["validation_loss"].append(loss)
        history["validation_accuracy"].append((logits.argmax(axis=1) == y_val).mean())
        if loss < lowest:
            best, lowest, waited = params, loss, 0
        else:
            waited += 1
        if patience is not None and waited >= patience:
            break
    return best, history
