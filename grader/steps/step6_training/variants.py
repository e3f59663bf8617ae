"""Step 6 in unusual dress: right steps, training loops and predictions that a careless check would refuse."""

import numpy as np

from grader.steps.entry import variant

# gradient_step


@variant("step-plain", unusual="nothing: the usual form")
def gradient_step(params, grads, learning_rate):
    return [(W - learning_rate * dW, b - learning_rate * db) for (W, b), (dW, db) in zip(params, grads)]


@variant("step-lists", unusual="lists in place of the pairs")
def gradient_step(params, grads, learning_rate):
    new = []
    for i in range(len(params)):
        new.append([params[i][0] - learning_rate * grads[i][0], params[i][1] - learning_rate * grads[i][1]])
    return new


@variant("step-tuple-of-tuples", unusual="a tuple in place of the list")
def gradient_step(params, grads, learning_rate):
    return tuple(
        tuple(value - learning_rate * slope for value, slope in zip(pair, slopes))
        for pair, slopes in zip(params, grads)
    )


@variant("step-copies-then-in-place", unusual="in place, on copies")
def gradient_step(params, grads, learning_rate):
    new = [(np.array(W, dtype=float), np.array(b, dtype=float)) for W, b in params]
    for (W, b), (dW, db) in zip(new, grads):
        W -= learning_rate * np.asarray(dW)
        b -= learning_rate * np.reshape(db, b.shape)
    return new


@variant("step-deepcopy", unusual="in place, on a deep copy, by index")
def gradient_step(params, grads, learning_rate):
    from copy import deepcopy

    new = deepcopy(list(params))
    for layer in range(len(new)):
        for part in range(2):
            new[layer][part][...] = params[layer][part] - learning_rate * grads[layer][part]
    return new


@variant("step-map-lambda", unusual="map with a lambda over both lists")
def gradient_step(params, grads, learning_rate):
    return list(map(lambda p, g: (p[0] - learning_rate * g[0], p[1] - learning_rate * g[1]), params, grads))


@variant("step-adds-the-negative", unusual="adds a step of minus the learning rate")
def gradient_step(params, grads, learning_rate):
    def move(value, slope):
        return np.add(value, np.multiply(-learning_rate, slope))

    return [(move(W, dW), move(b, db)) for (W, b), (dW, db) in zip(params, grads)]


@variant("step-element-loops", unusual="every weight by itself")
def gradient_step(params, grads, learning_rate):
    new = []
    for (W, b), (dW, db) in zip(params, grads):
        new_W, new_b = np.zeros(np.shape(W)), np.zeros(np.shape(b))
        for i in range(new_W.shape[0]):
            for j in range(new_W.shape[1]):
                new_W[i, j] = W[i][j] - learning_rate * dW[i][j]
        for index in np.ndindex(new_b.shape):
            new_b[index] = np.asarray(b)[index] - learning_rate * np.reshape(db, new_b.shape)[index]
        new.append((new_W, new_b))
    return new


@variant("step-nested-lists", unusual="nested lists in place of arrays")
def gradient_step(params, grads, learning_rate):
    def move(value, slope):
        if isinstance(value, list):
            return [move(v, s) for v, s in zip(value, slope)]
        return value - learning_rate * slope

    def pure(pair):
        return [np.asarray(part).tolist() for part in pair]

    return [tuple(map(move, pure(pair), pure(slopes))) for pair, slopes in zip(params, grads)]


@variant("step-recursive", unusual="one rule for lists, pairs and arrays alike, by recursion")
def gradient_step(params, grads, learning_rate):
    if isinstance(params, (list, tuple)):
        return type(params)(gradient_step(p, g, learning_rate) for p, g in zip(params, grads))
    return params - learning_rate * grads


@variant("step-bias-rows", unusual="biases come back with shape (1, n)")
def gradient_step(params, grads, learning_rate):
    new = []
    for (W, b), (dW, db) in zip(params, grads):
        new.append((W - learning_rate * dW, np.atleast_2d(b) - learning_rate * np.atleast_2d(db)))
    return new


@variant("step-one-long-vector", unusual="all parameters in one vector, cut up again into views")
def gradient_step(params, grads, learning_rate):
    shapes = [np.shape(part) for pair in params for part in pair]
    vector = np.concatenate([np.ravel(part) for pair in params for part in pair])
    slope = np.concatenate([np.ravel(part) for pair in grads for part in pair])
    ends = np.cumsum([int(np.prod(shape)) for shape in shapes])
    pieces = np.split(vector - learning_rate * slope, ends[:-1])
    parts = [piece.reshape(shape) for piece, shape in zip(pieces, shapes)]
    return list(zip(parts[0::2], parts[1::2]))


@variant("step-generator-to-list", unusual="a generator inside, unrolled at the end")
def gradient_step(params, grads, learning_rate):
    def moved():
        for pair, slope in zip(params, grads):
            W, b = pair
            yield np.subtract(W, learning_rate * slope[0]), np.subtract(b, learning_rate * slope[1])

    return list(moved())


@variant("step-float32", unusual="float32 results")
def gradient_step(params, grads, learning_rate):
    return [
        tuple(np.asarray(value - learning_rate * slope, dtype=np.float32) for value, slope in zip(pair, slopes))
        for pair, slopes in zip(params, grads)
    ]


# train


@variant("train-plain", unusual="nothing: the usual form; prints epoch 0 first")
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    losses = []
    for epoch in range(epochs):
        y_hat, cache = forward(params, X, activations)
        losses.append(mse(y_hat, y))
        if print_every and epoch % print_every == 0:
            print(f"epoch {epoch}: loss {losses[-1]:.6f}")
        grads = backward(params, cache, activations, mse_gradient(y_hat, y))
        params = gradient_step(params, grads, learning_rate)
    return params, losses


@variant("train-while", unusual="a while loop that counts from 1, and prints the epoch with that number")
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    losses = []
    epoch = 1
    while epoch <= epochs:
        y_hat, cache = forward(params, X, activations)
        loss = mse(y_hat, y)
        losses += [loss]
        params = gradient_step(params, backward(params, cache, activations, mse_gradient(y_hat, y)), learning_rate)
        if print_every > 0 and epoch % print_every == 0:
            print("Epoch", epoch, "Loss", loss)
        epoch += 1
    return params, losses


@variant("train-losses-array", unusual="an array of losses, filled by index")
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    losses = np.zeros(epochs)
    for i in range(epochs):
        y_hat, cache = forward(params, X, activations)
        losses[i] = mse(y_hat, y)
        if print_every != 0 and i % print_every == 0:
            print("[%d/%d] mse=%.4e" % (i, epochs, losses[i]))
        params = gradient_step(params, backward(params, cache, activations, mse_gradient(y_hat, y)), learning_rate)
    return params, losses


@variant("train-copies-then-updates-in-place", unusual="in place on copies, without gradient_step")
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    params = [(W.copy(), b.copy()) for W, b in params]
    losses = []
    for epoch in range(epochs):
        y_hat, cache = forward(params, X, activations)
        losses.append(float(mse(y_hat, y)))
        for (W, b), (dW, db) in zip(params, backward(params, cache, activations, mse_gradient(y_hat, y))):
            W -= learning_rate * dW
            b -= learning_rate * db
        if print_every and (epoch + 1) % print_every == 0:
            print(f"Epoch {epoch + 1}/{epochs}, loss: {losses[epoch]:.4f}")
    return params, losses


@variant("train-separate-forward-for-loss", unusual="runs the network twice per epoch, once for the loss")
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    def loss_of(current):
        return mse(forward(current, X, activations)[0], y)

    losses = []
    for epoch in range(epochs):
        losses.append(loss_of(params))
        if print_every and not epoch % print_every:
            print(f"{epoch}\t{losses[-1]}")
        y_hat, cache = forward(params, X, activations)
        grads = backward(params, cache, activations, mse_gradient(y_hat, y))
        params = gradient_step(params, grads, learning_rate)
    return params, losses


@variant("train-loss-appended-after-step-but-measured-before", unusual="the append comes after the step")
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    losses = []
    for epoch in range(epochs):
        y_hat, cache = forward(params, X, activations)
        loss = mse(y_hat, y)
        grads = backward(params, cache, activations, mse_gradient(y_hat, y))
        params = gradient_step(params, grads, learning_rate)
        losses.append(loss)
        if print_every and epoch % print_every == 0:
            print(f"loss = {loss:.5f} after {epoch} epochs")
    return params, losses


@variant("train-recursive-halves", unusual="trains half of the epochs, then the other half, by recursion")
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    def run(params, first, last):
        if last - first > 1:
            middle = (first + last) // 2
            params, early = run(params, first, middle)
            params, late = run(params, middle, last)
            return params, early + late
        if last == first:
            return params, []
        y_hat, cache = forward(params, X, activations)
        loss = mse(y_hat, y)
        if print_every and first % print_every == 0:
            print("Epoch:", first, "| Loss:", round(loss, 6))
        grads = backward(params, cache, activations, mse_gradient(y_hat, y))
        return gradient_step(params, grads, learning_rate), [loss]

    return run(params, 0, epochs)


@variant("train-generator-inside", unusual="a generator yields params and loss epoch by epoch; losses are a tuple")
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    def history(params):
        while True:
            y_hat, cache = forward(params, X, activations)
            slope = mse_gradient(y_hat, y)
            params = gradient_step(params, backward(params, cache, activations, slope), learning_rate)
            yield params, mse(y_hat, y)

    losses = ()
    for epoch, (params, loss) in zip(range(epochs), history(params)):
        losses += (loss,)
        if print_every and epoch % print_every == 0:
            print(epoch, loss, sep=", ")
    return params, losses


@variant("train-class-inside", unusual="a trainer object of a class made inside; returns a list of two")
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    class Trainer:
        def __init__(self):
            self.params = params
            self.losses = []

        def step(self):
            y_hat, cache = forward(self.params, X, activations)
            self.losses.append(mse(y_hat, y))
            grads = backward(self.params, cache, activations, mse_gradient(y_hat, y))
            self.params = gradient_step(self.params, grads, learning_rate)

        def report(self):
            epoch = len(self.losses)
            if print_every and epoch % print_every == 0:
                print(f"after epoch {epoch:5d}   loss {self.losses[-1]:10.6f}")

    trainer = Trainer()
    for _ in range(epochs):
        trainer.step()
        trainer.report()
    return [trainer.params, trainer.losses]


@variant("train-modulo-in-try", unusual="lets modulo zero raise, and takes that for silence")
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    losses = []
    for epoch in range(epochs):
        y_hat, cache = forward(params, X, activations)
        losses.append(mse(y_hat, y))
        params = gradient_step(params, backward(params, cache, activations, mse_gradient(y_hat, y)), learning_rate)
        try:
            if (epoch + 1) % print_every == 0:
                print("epoch=" + str(epoch + 1) + " loss=" + str(losses[-1]))
        except ZeroDivisionError:
            pass
    return params, losses


@variant("train-everything-by-hand", unusual="calls none of the earlier functions; its losses are np.float64")
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    functions = {
        "identity": (lambda z: z, lambda z: 1.0),
        "sigmoid": (lambda z: 0.5 + 0.5 * np.tanh(z / 2), lambda z: 0.25 * (1 - np.tanh(z / 2) ** 2)),
        "relu": (lambda z: np.maximum(z, 0), lambda z: z > 0),
        "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    }
    weights = [np.array(W, dtype=float) for W, _ in params]
    biases = [np.array(b, dtype=float) for _, b in params]
    depth = len(weights)
    losses = []
    for epoch in range(epochs):
        a, z = [X], []
        for k in range(depth):
            z.append(a[k] @ weights[k] + biases[k])
            a.append(functions[activations[k]][0](z[k]))
        error = a[-1] - y
        losses.append((error**2).mean())
        if print_every and epoch % print_every == 0:
            print(f"Epoch {epoch:>6} - Loss: {losses[-1]:.3e}")
        error = 2 * error / error.size
        for k in range(depth - 1, -1, -1):
            error = error * functions[activations[k]][1](z[k])
            step_W, step_b = a[k].T @ error, error.sum(axis=0)
            error = error @ weights[k].T
            weights[k] -= learning_rate * step_W
            biases[k] -= learning_rate * np.reshape(step_b, biases[k].shape)
    return list(zip(weights, biases)), losses


@variant("train-own-loss-formulas", unusual="own formulas in place of mse and mse_gradient; losses are 0-d arrays")
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    losses = []
    for epoch in range(epochs):
        y_hat, cache = forward(params, X, activations)
        error = y_hat - y
        losses.append(np.array(np.sum(error**2) / error.size))
        grads = backward(params, cache, activations, error / (0.5 * error.size))
        params = gradient_step(params, grads, learning_rate)
        if print_every and epoch % print_every == 0:
            print(f"#{epoch} -> {losses[-1]}")
    return params, losses


@variant("train-reduce", unusual="functools.reduce over the epochs")
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    from functools import reduce

    losses = []

    def one_epoch(params, epoch):
        y_hat, cache = forward(params, X, activations)
        losses.append(mse(y_hat, y))
        if print_every and epoch % print_every == 0:
            print({"epoch": epoch, "loss": float(losses[-1])})
        return gradient_step(params, backward(params, cache, activations, mse_gradient(y_hat, y)), learning_rate)

    return reduce(one_epoch, range(epochs), params), losses


@variant("train-extra-forward-at-the-end", unusual="keeps a deque, and prints the last epoch as well")
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    from collections import deque

    y_hat, cache = forward(params, X, activations)
    losses = deque()
    for epoch in range(epochs):
        losses.append(mse(y_hat, y))
        if print_every and (epoch % print_every == 0 or epoch == epochs - 1):
            print("epoch", epoch, "of", epochs, "loss", "%.6f" % losses[-1])
        grads = backward(params, cache, activations, mse_gradient(y_hat, y))
        params = gradient_step(params, grads, learning_rate)
        y_hat, cache = forward(params, X, activations)
    return params, list(losses)


@variant("train-writes-to-stdout", unusual="sys.stdout.write in place of print, losses in a second pass")
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    import sys

    path = [params]
    for epoch in range(epochs):
        y_hat, cache = forward(path[-1], X, activations)
        if print_every and epoch % print_every == 0:
            sys.stdout.write(f"Epoch {epoch} loss {mse(y_hat, y):.8f}\n")
        grads = backward(path[-1], cache, activations, mse_gradient(y_hat, y))
        path.append(gradient_step(path[-1], grads, learning_rate))
    return path[-1], [mse(forward(stop, X, activations)[0], y) for stop in path[:-1]]


@variant("train-chunks", unusual="two nested loops, from one line of output to the next")
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    losses = []
    chunk = print_every or epochs
    while len(losses) < epochs:
        for _ in range(min(chunk, epochs - len(losses))):
            y_hat, cache = forward(params, X, activations)
            losses.append(mse(y_hat, y))
            grads = backward(params, cache, activations, mse_gradient(y_hat, y))
            params = gradient_step(params, grads, learning_rate)
        if print_every:
            print("{:d} epochs: mse {:.5g}".format(len(losses), losses[-1]))
    return params, losses


@variant("train-float32", unusual="float32 throughout")
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    single = np.float32
    params = [(np.asarray(W, dtype=single), np.asarray(b, dtype=single)) for W, b in params]
    X, y = np.asarray(X, dtype=single), np.asarray(y, dtype=single)
    losses = []
    for epoch in range(epochs):
        y_hat, cache = forward(params, X, activations)
        losses.append(single(mse(y_hat, y)))
        if print_every and epoch % print_every == 0:
            print("Epoch %d: loss %f" % (epoch, losses[-1]))
        grads = backward(params, cache, activations, mse_gradient(y_hat, y))
        params = [
            (single(W - learning_rate * dW), single(b - learning_rate * db)) for (W, b), (dW, db) in zip(params, grads)
        ]
    return params, losses


# predict


@variant("predict-comparison-astype", unusual="nothing: the usual form")
def predict(params, X, activations):
    y_hat, _ = forward(params, X, activations)
    return (y_hat >= 0.5).astype(int)


@variant("predict-where", unusual="np.where")
def predict(params, X, activations):
    return np.where(forward(params, X, activations)[0] >= 0.5, 1, 0)


@variant("predict-not-below", unusual="one minus the mask of what is below")
def predict(params, X, activations):
    y_hat, *_ = forward(params, X, activations)
    return 1 - (y_hat < 0.5)


@variant("predict-int8", unusual="int8, the mask's own bytes")
def predict(params, X, activations):
    return np.greater_equal(forward(params, X, activations)[0], 0.5).view(np.int8)


@variant("predict-uint8", unusual="uint8: minus 1 wraps to 255")
def predict(params, X, activations):
    output = forward(params, X, activations)[0]
    labels = np.zeros(output.shape, dtype=np.uint8)
    labels[output >= 0.5] = 1
    return labels


@variant("predict-nested-lists", unusual="nested lists of Python ints")
def predict(params, X, activations):
    y_hat, _ = forward(params, X, activations)
    return [[int(value >= 0.5) for value in row] for row in y_hat]


@variant("predict-element-loops", unusual="an if per element")
def predict(params, X, activations):
    y_hat = forward(params, X, activations)[0]
    answer = np.empty(y_hat.shape, dtype=np.int32)
    for index, value in np.ndenumerate(y_hat):
        if value < 0.5:
            answer[index] = 0
        else:
            answer[index] = 1
    return answer


@variant("predict-vectorize", unusual="np.vectorize with otypes")
def predict(params, X, activations):
    return np.vectorize(lambda p: 1 if p >= 0.5 else 0, otypes=[int])(forward(params, X, activations)[0])


@variant("predict-digitize", unusual="a bin number from np.digitize")
def predict(params, X, activations):
    y_hat, _ = forward(params, X, activations)
    return np.digitize(y_hat, bins=[0.5])


@variant("predict-heaviside", unusual="a step function with 1 at the step")
def predict(params, X, activations):
    return np.heaviside(forward(params, X, activations)[0] - 0.5, 1).astype(np.int64)


@variant("predict-clipped-double", unusual="twice the output, cut to whole numbers and clipped")
def predict(params, X, activations):
    return np.clip(2 * forward(params, X, activations)[0], 0, 1).astype(int)


@variant("predict-row-by-row", unusual="one sample at a time through the network")
def predict(params, X, activations):
    rows = []
    for sample in X:
        y_hat, _ = forward(params, sample.reshape(1, -1), activations)
        rows.append([1 if value >= 0.5 else 0 for value in y_hat[0]])
    return np.array(rows)


@variant("predict-own-forward-last-step", unusual="goes through the cache, and overwrites its own copy of the output")
def predict(params, X, activations):
    y_hat = np.array(forward(params, X, activations)[0])
    ones = y_hat >= 0.5
    y_hat[ones] = 1
    y_hat[~ones] = 0
    return y_hat.astype("i2")
