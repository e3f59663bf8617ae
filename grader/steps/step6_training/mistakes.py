"""How learners get step 6 wrong: the gradient step, training and prediction."""

import numpy as np

from grader.steps.entry import misconception, plain

# gradient_step


@plain("gradient_step")
def plain_gradient_step(params, grads, learning_rate):
    new_params = []
    for (W, b), (dW, db) in zip(params, grads):
        new_params.append((W - learning_rate * dW, b - learning_rate * db))
    return new_params


@misconception(
    "step-in-place",
    did="changes the arrays of the caller's params, where new ones are due",
    seems_right="-=, which is short",
    hint="Print params before and after the call. Could somebody start again from the same weights?",
    construct="in place|copyto|out=",
    numbers="changes what the caller handed in as params, where a new list of new pairs is due",
    numbers_hint="Print params before and after the call. In whose list are the new pairs put?",
    look_alikes=("step-shallow-copy",),
)
def gradient_step(params, grads, learning_rate):
    for (W, b), (dW, db) in zip(params, grads):
        W -= learning_rate * dW
        b -= learning_rate * db
    return params


@misconception(
    "step-shallow-copy",
    did="copies the list, and then changes the arrays in it, which still belong to the caller",
    seems_right="copy(), which sounds complete",
    hint="Is new_params[0][0] the same object as params[0][0]? What does copying a list copy?",
    construct="copy|list()",
    look_alikes=("step-in-place",),
)
def gradient_step(params, grads, learning_rate):
    new_params = params.copy()
    for (W, b), (dW, db) in zip(new_params, grads):
        W -= learning_rate * dW
        b -= learning_rate * db
    return new_params


plain_gradient_step.mistake(
    "step-forgets-bias",
    change=("b - learning_rate * db", "b"),
    did="moves the weights only and leaves the biases as they are",
    seems_right="biases, which look minor",
    hint="Does b change? What is db for?",
)

plain_gradient_step.mistake(
    "step-forgets-weights",
    change=("W - learning_rate * dW", "W"),
    did="moves the biases only and leaves the weights as they are",
    seems_right="a line that was forgotten",
    hint="Does W change? What is dW for?",
)


@misconception(
    "step-learning-rate-twice",
    did="applies the learning rate twice",
    seems_right="gradients, which are scaled in one place, and steps, which are scaled in another",
    hint="Halve the learning rate. Does the step halve?",
)
def gradient_step(params, grads, learning_rate):
    new_params = []
    for (W, b), (dW, db) in zip(params, grads):
        new_params.append((W - learning_rate * learning_rate * dW, b - learning_rate * learning_rate * db))
    return new_params


plain_gradient_step.mistake(
    "step-learning-rate-not-on-bias",
    change=("learning_rate * db", "db"),
    did="applies the learning rate to the weights, but not to the biases",
    seems_right="the second half of a line, forgotten",
    hint="Compare the size of the bias step with learning_rate * db.",
)

plain_gradient_step.mistake(
    "step-learning-rate-not-on-weights",
    change=("learning_rate * dW", "dW"),
    did="applies the learning rate to the biases, but not to the weights",
    seems_right="the first half of a line, forgotten",
    hint="Compare the size of the weight step with learning_rate * dW.",
)

plain_gradient_step.mistake(
    "step-ignores-learning-rate",
    change=("(W - learning_rate * dW, b - learning_rate * db)", "(W - dW, b - db)"),
    did="steps by the whole gradient and ignores the learning rate",
    seems_right="the gradient as the step itself",
    hint="Call it with a learning rate of 0. Should anything move?",
)

plain_gradient_step.mistake(
    "step-own-learning-rate",
    change=("(W - learning_rate * dW, b - learning_rate * db)", "(W - 0.1 * dW, b - 0.1 * db)"),
    did="uses a learning rate of its own, 0.1, whatever it is given",
    seems_right="a number that worked in the last test",
    hint="Call it with two learning rates. Is there a difference?",
)

plain_gradient_step.mistake(
    "step-divides-by-learning-rate",
    change=("(W - learning_rate * dW, b - learning_rate * db)", "(W - dW / learning_rate, b - db / learning_rate)"),
    did="divides by the learning rate",
    seems_right="a rate, taken for something to divide by",
    hint="Make the learning rate smaller. Should the step become smaller or larger?",
)

plain_gradient_step.mistake(
    "step-scales-params-instead",
    change=("(W - learning_rate * dW, b - learning_rate * db)", "(learning_rate * W - dW, learning_rate * b - db)"),
    did="multiplies the params by the learning rate, where the gradient should be scaled",
    seems_right="brackets, which were put in the wrong place",
    hint="What should a learning rate of 0 leave unchanged?",
)

plain_gradient_step.mistake(
    "step-scales-the-difference",
    change=("(W - learning_rate * dW, b - learning_rate * db)", "(learning_rate * (W - dW), learning_rate * (b - db))"),
    did="multiplies the whole difference by the learning rate",
    seems_right="brackets, which were put in the wrong place",
    hint="What should a learning rate of 0 leave unchanged?",
)

plain_gradient_step.mistake(
    "step-multiplies-by-gradient",
    change=("(W - learning_rate * dW, b - learning_rate * db)", "((W - learning_rate) * dW, (b - learning_rate) * db)"),
    did="subtracts the learning rate first and then multiplies by the gradient",
    seems_right="brackets, which were put in the wrong place",
    hint="What should happen to W where its gradient is 0?",
)

plain_gradient_step.mistake(
    "step-replaces-params",
    change=("(W - learning_rate * dW, b - learning_rate * db)", "(-learning_rate * dW, -learning_rate * db)"),
    did="returns the step alone, without the old params",
    seems_right="the new value, taken for the change",
    hint="Where is W in your new W?",
)

plain_gradient_step.mistake(
    "step-returns-scaled-grads",
    change=("(W - learning_rate * dW, b - learning_rate * db)", "(learning_rate * dW, learning_rate * db)"),
    did="returns the gradients times the learning rate, and no params at all",
    seems_right="a function named after the step, which so returns the step",
    hint="What does the caller want to go on with: the change, or the new weights?",
)

plain_gradient_step.mistake(
    "step-ascends",
    change=("(W - learning_rate * dW, b - learning_rate * db)", "(W + learning_rate * dW, b + learning_rate * db)"),
    did="adds the gradient, so that the loss rises",
    seems_right="an update, which sounds like adding something",
    hint="Where does the gradient point: to higher or to lower loss?",
)

plain_gradient_step.mistake(
    "step-bias-ascends",
    change=("b - learning_rate * db", "b + learning_rate * db"),
    did="subtracts for the weights, but adds for the biases",
    seems_right="the plus in front of b in the forward formula",
    hint="Which way does the bias go if db is positive? Which way does the loss go then?",
)

plain_gradient_step.mistake(
    "step-shrinks-params",
    change=("(W - learning_rate * dW, b - learning_rate * db)", "(W - learning_rate * W, b - learning_rate * b)"),
    did="subtracts a part of the params themselves, and never uses the gradients",
    seems_right="names that differ by one letter",
    hint="Set all gradients to 0. Should anything move?",
)


@misconception(
    "step-sign-only",
    did="uses the sign of the gradient alone, so that all steps have one length",
    seems_right="the direction as the thing that matters",
    hint="One slope is 100, another 0.01. Should both weights move equally far?",
)
def gradient_step(params, grads, learning_rate):
    new_params = []
    for (W, b), (dW, db) in zip(params, grads):
        new_params.append((W - learning_rate * np.sign(dW), b - learning_rate * np.sign(db)))
    return new_params


@misconception(
    "step-normalizes",
    did="scales the gradient to length 1 before it steps",
    seems_right="advice against steps that are too long",
    hint="Double the gradients. Should the step double?",
)
def gradient_step(params, grads, learning_rate):
    new_params = []
    for (W, b), (dW, db) in zip(params, grads):
        new_params.append((W - learning_rate * dW / np.linalg.norm(dW), b - learning_rate * db / np.linalg.norm(db)))
    return new_params


@misconception(
    "step-clips",
    did="clips the gradients to [-1, 1] before it steps",
    seems_right="advice against exploding gradients",
    hint="The formula has no upper limit in it. What happens to a gradient of 5 in your code?",
)
def gradient_step(params, grads, learning_rate):
    new_params = []
    for (W, b), (dW, db) in zip(params, grads):
        new_params.append((W - learning_rate * np.clip(dW, -1, 1), b - learning_rate * np.clip(db, -1, 1)))
    return new_params


plain_gradient_step.mistake(
    "step-divides-by-inputs",
    change=("learning_rate * dW", "learning_rate * dW / len(dW)"),
    did="divides the gradient of the weights by their number of rows",
    seems_right="a mean over samples, taken along an axis that counts something else",
    hint="What does the first axis of W count? Was the mean over the samples not taken long before?",
)

plain_gradient_step.mistake(
    "step-bias-from-dw",
    change=("learning_rate * db", "learning_rate * dW.sum(axis=0)"),
    did="moves the biases by a sum over dW",
    seems_right="a bias as one of the weights of its unit",
    hint="Which part of grads belongs to b?",
)

plain_gradient_step.mistake(
    "step-bias-by-mean",
    change=("learning_rate * db", "learning_rate * db.mean()"),
    did="moves all biases of a layer by the same amount, the mean of db",
    seems_right="one bias per layer",
    hint="How many biases has a layer? Has each its own slope?",
)

plain_gradient_step.mistake(
    "step-swaps-dw-and-db",
    change=("(W - learning_rate * dW, b - learning_rate * db)", "(W - learning_rate * db, b - learning_rate * dW)"),
    did="moves the weights by db and the biases by dW",
    seems_right="a pair, whose order is easily lost",
    hint="grads holds (dW, db). In which order do you take them out? Compare the shapes before and after.",
)

plain_gradient_step.mistake(
    "step-swaps-the-pair",
    change=("(W - learning_rate * dW, b - learning_rate * db)", "(b - learning_rate * db, W - learning_rate * dW)"),
    did="returns (b, W), with the two in the wrong order",
    seems_right="a pair, whose order is easily lost",
    hint="params holds (W, b). In which order do your pairs stand?",
)

plain_gradient_step.mistake(
    "step-weight-decay",
    change=("learning_rate * dW", "learning_rate * (dW + 0.01 * W)"),
    did="shrinks the weights a little beside the step",
    seems_right="weight decay, which many programs have",
    hint="Set all gradients to 0. Should anything move?",
)

plain_gradient_step.mistake(
    "step-grads-reversed",
    change=("zip(params, grads)", "zip(params, reversed(grads))"),
    did="takes the gradients from last layer to first",
    seems_right="backpropagation, which walks backwards",
    hint="Which entry of grads belongs to params[0]?",
)


@misconception(
    "step-first-grads-everywhere",
    did="uses the first layer's gradients in every layer",
    seems_right="an index 0 that was left over from a test",
    hint="Which entry of grads belongs to the second layer?",
)
def gradient_step(params, grads, learning_rate):
    dW, db = grads[0]
    return [(W - learning_rate * dW, b - learning_rate * db) for W, b in params]


plain_gradient_step.mistake(
    "step-only-first-layer",
    change=("    return new_params", "        return new_params"),
    did="returns inside the loop, so that one layer comes back",
    seems_right="a return that stands one level too deep",
    hint="How many layers did you get? Look at the indentation of the last line.",
    construct="return in loop",
    numbers="returns what belongs to the first layer only",
    numbers_hint="How many layers go in? Where do the others get lost?",
)


@misconception(
    "step-only-last-layer",
    did="empties its list in every round, so that only the last layer comes back",
    seems_right="a list that is made where it is used",
    hint="How many layers did you get? How often is your list made?",
    construct="list made in loop",
    numbers="returns what belongs to the last layer only",
    numbers_hint="How many layers did you get? Where do the others get lost?",
)
def gradient_step(params, grads, learning_rate):
    for (W, b), (dW, db) in zip(params, grads):
        new_params = []
        new_params.append((W - learning_rate * dW, b - learning_rate * db))
    return new_params


@misconception(
    "step-drops-last-layer",
    did="returns no pair for the last layer",
    seems_right="counting from 0, with the end moved by one as well",
    hint="Which numbers does range(3) give? How many layers did you get?",
)
def gradient_step(params, grads, learning_rate):
    new_params = []
    for i in range(len(params) - 1):
        new_params.append((params[i][0] - learning_rate * grads[i][0], params[i][1] - learning_rate * grads[i][1]))
    return new_params


@misconception(
    "step-last-layer-unmoved",
    did="returns the last layer as it was",
    seems_right="the output layer as something fixed",
    hint="Does the last layer learn? Which layers have a gradient?",
)
def gradient_step(params, grads, learning_rate):
    new_params = list(params)
    for i in range(len(params) - 1):
        new_params[i] = (params[i][0] - learning_rate * grads[i][0], params[i][1] - learning_rate * grads[i][1])
    return new_params


@misconception(
    "step-returns-none",
    did="changes the caller's params and returns nothing",
    seems_right="arrays that are changed in place, so that nothing seems to be left to return",
    hint="What does the caller receive? What became of the caller's own params?",
)
def gradient_step(params, grads, learning_rate):
    for (W, b), (dW, db) in zip(params, grads):
        W -= learning_rate * dW
        b -= learning_rate * db


plain_gradient_step.mistake(
    "step-forgets-return",
    change=("return new_params", ""),
    did="works out the new params and returns nothing",
    seems_right="a list that has been filled, and so is there",
    hint="What does the caller receive? Look at the last line of your function.",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)


@misconception(
    "step-returns-old-params",
    did="returns the params as they were",
    seems_right="a new W, which seems to reach into the list by itself",
    hint="Print what you return. Which line puts the new arrays into it?",
)
def gradient_step(params, grads, learning_rate):
    for (W, b), (dW, db) in zip(params, grads):
        W = W - learning_rate * dW
        b = b - learning_rate * db
    return params


@misconception(
    "step-changes-grads",
    did="scales the caller's gradients in place",
    seems_right="*=, which saves an array",
    hint="Print grads before and after the call. Whose arrays are they?",
)
def gradient_step(params, grads, learning_rate):
    new_params = []
    for (W, b), (dW, db) in zip(params, grads):
        dW *= learning_rate
        db *= learning_rate
        new_params.append((W - dW, b - db))
    return new_params


@misconception(
    "step-flat-list",
    did="returns one long list W, b, W, b, ... where a list of pairs is due",
    seems_right="append, called twice",
    hint="Has your result the structure of params? Compare the two lengths.",
)
def gradient_step(params, grads, learning_rate):
    new_params = []
    for (W, b), (dW, db) in zip(params, grads):
        new_params.append(W - learning_rate * dW)
        new_params.append(b - learning_rate * db)
    return new_params


@misconception(
    "step-two-lists",
    did="returns a list of all W and a list of all b, where a list of pairs is due",
    seems_right="two lists, which are easier to fill",
    hint="Can the caller write W, b = params[0] with your result?",
)
def gradient_step(params, grads, learning_rate):
    weights = [W - learning_rate * dW for (W, _), (dW, _) in zip(params, grads)]
    biases = [b - learning_rate * db for (_, b), (_, db) in zip(params, grads)]
    return weights, biases


plain_gradient_step.mistake(
    "step-only-weights-returned",
    change=("(W - learning_rate * dW, b - learning_rate * db)", "W - learning_rate * dW"),
    did="returns the weights without the biases",
    seems_right="weights, taken for all there is",
    hint="params holds pairs. What is the partner of W?",
)

plain_gradient_step.mistake(
    "step-nested-too-deep",
    change=("(W - learning_rate * dW, b - learning_rate * db)", "[(W - learning_rate * dW, b - learning_rate * db)]"),
    did="wraps every pair in a list of its own",
    seems_right="one bracket too many",
    hint="Can the caller write W, b = params[0] with your result? Print params[0].",
)


@misconception(
    "step-dict",
    did="returns a dictionary, where a list of pairs is due",
    seems_right="names such as W1 and b1, as in another course",
    hint="Has your result the structure of params?",
)
def gradient_step(params, grads, learning_rate):
    new_params = {}
    for i, ((W, b), (dW, db)) in enumerate(zip(params, grads), start=1):
        new_params[f"W{i}"] = W - learning_rate * dW
        new_params[f"b{i}"] = b - learning_rate * db
    return new_params


@misconception(
    "step-generator",
    did="returns a generator, which can be walked through only once",
    seems_right="round brackets around a comprehension, taken for a tuple",
    hint="Ask your result for its length, or walk through it twice. What happens?",
)
def gradient_step(params, grads, learning_rate):
    return ((W - learning_rate * dW, b - learning_rate * db) for (W, b), (dW, db) in zip(params, grads))


# train


@plain("train")
def plain_train(params, X, y, activations, learning_rate, epochs, print_every=0):
    losses = []
    for epoch in range(epochs):
        y_hat, cache = forward(params, X, activations)
        loss = mse(y_hat, y)
        losses.append(loss)
        if print_every and epoch % print_every == 0:
            print(f"epoch {epoch:5d}   loss {loss:.4f}")
        grads = backward(params, cache, activations, mse_gradient(y_hat, y))
        params = gradient_step(params, grads, learning_rate)
    return params, losses


@misconception(
    "train-loss-after-update",
    did="measures the loss after the step, so that the list is shifted by one",
    seems_right="the newest loss, which seems the most useful",
    hint="What is the loss of the params that were handed in? Is it losses[0]?",
)
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    losses = []
    for epoch in range(epochs):
        y_hat, cache = forward(params, X, activations)
        loss = mse(y_hat, y)
        if print_every and epoch % print_every == 0:
            print(f"epoch {epoch:5d}   loss {loss:.4f}")
        grads = backward(params, cache, activations, mse_gradient(y_hat, y))
        params = gradient_step(params, grads, learning_rate)
        losses.append(mse(forward(params, X, activations)[0], y))
    return params, losses


@misconception(
    "train-gradients-computed-once",
    did="uses the gradients of the first epoch in every epoch",
    seems_right="the gradient as a property of the data",
    hint="Do the gradients depend on the weights? Do the weights change?",
)
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    y_hat, cache = forward(params, X, activations)
    grads = backward(params, cache, activations, mse_gradient(y_hat, y))
    losses = []
    for epoch in range(epochs):
        y_hat, _ = forward(params, X, activations)
        loss = mse(y_hat, y)
        losses.append(loss)
        if print_every and epoch % print_every == 0:
            print(f"epoch {epoch:5d}   loss {loss:.4f}")
        params = gradient_step(params, grads, learning_rate)
    return params, losses


plain_train.mistake(
    "train-forward-computed-once",
    changes=[
        ("y_hat, cache = forward(params, X, activations)", ""),
        ("for epoch in range(epochs):", "y_hat, cache = forward(params, X, activations)\nfor epoch in range(epochs):"),
    ],
    did="uses the predictions of the first epoch in every epoch, so that it never sees the new weights",
    seems_right="a line that looks the same in every round",
    hint="Does y_hat change when params change?",
)


@misconception(
    "train-gradients-one-epoch-late",
    did="steps with the gradients of the epoch before",
    seems_right="the order of two lines",
    hint="Which weights were these gradients worked out for? Are they the ones that are being changed?",
)
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    losses = []
    grads = [(0 * W, 0 * b) for W, b in params]
    for epoch in range(epochs):
        y_hat, cache = forward(params, X, activations)
        loss = mse(y_hat, y)
        losses.append(loss)
        if print_every and epoch % print_every == 0:
            print(f"epoch {epoch:5d}   loss {loss:.4f}")
        params = gradient_step(params, grads, learning_rate)
        grads = backward(params, cache, activations, mse_gradient(y_hat, y))
    return params, losses


plain_train.mistake(
    "train-ignores-returned-params",
    change=("params = gradient_step(params, grads, learning_rate)", "gradient_step(params, grads, learning_rate)"),
    did="calls gradient_step and does not use what it returns",
    seems_right="a step that seems to change the params in place",
    hint="gradient_step returns something. Where does it go?",
    construct="gradient_step",
    numbers="ends with the params that it began with, and gives the loss of these in every epoch",
    numbers_hint="Print a weight in every epoch. Which line should give it a new value?",
)


@misconception(
    "train-returns-initial-params",
    did="trains, and returns the params that it was given",
    seems_right="two names for what seems to be one thing",
    hint="Work out the loss of the params that you return. Does it go with the last losses?",
)
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    losses = []
    trained = params
    for epoch in range(epochs):
        y_hat, cache = forward(trained, X, activations)
        loss = mse(y_hat, y)
        losses.append(loss)
        if print_every and epoch % print_every == 0:
            print(f"epoch {epoch:5d}   loss {loss:.4f}")
        grads = backward(trained, cache, activations, mse_gradient(y_hat, y))
        trained = gradient_step(trained, grads, learning_rate)
    return params, losses


plain_train.mistake(
    "train-steps-from-the-start",
    changes=[
        (
            "params = gradient_step(params, grads, learning_rate)",
            "trained = gradient_step(params, grads, learning_rate)",
        ),
        ("return params, losses", "return trained, losses"),
    ],
    did="takes every step from the initial params, so that it never gets further than one step",
    seems_right="a new name for the result, which is not carried over",
    hint="In the second epoch, which weights go into forward: the new ones or the old ones?",
)

plain_train.mistake(
    "train-swaps-prediction-and-target",
    change=("mse_gradient(y_hat, y)", "mse_gradient(y, y_hat)"),
    did="hands target and prediction to mse_gradient in the wrong order",
    seems_right="the argument order of other libraries",
    hint="mse does not mind the order. Does its gradient?",
)

plain_train.mistake(
    "train-accumulates-gradients",
    changes=[
        ("for epoch in range(epochs):", "total = [(0 * W, 0 * b) for W, b in params]\nfor epoch in range(epochs):"),
        (
            "params = gradient_step(params, grads, learning_rate)",
            """
            total = [(tW + dW, tb + db) for (tW, tb), (dW, db) in zip(total, grads)]
            params = gradient_step(params, total, learning_rate)
            """,
        ),
    ],
    did="adds the gradients of each epoch to those of the epochs before",
    seems_right="frameworks, which add up gradients unless told not to",
    hint="Are old gradients, worked out for old weights, still wanted?",
)

plain_train.mistake(
    "train-adds-momentum",
    changes=[
        ("for epoch in range(epochs):", "velocity = [(0 * W, 0 * b) for W, b in params]\nfor epoch in range(epochs):"),
        (
            "params = gradient_step(params, grads, learning_rate)",
            """
            velocity = [(0.9 * vW + dW, 0.9 * vb + db) for (vW, vb), (dW, db) in zip(velocity, grads)]
            params = gradient_step(params, velocity, learning_rate)
            """,
        ),
    ],
    did="keeps nine tenths of the last step and adds it to the next one",
    seems_right="momentum, which makes training faster",
    hint="Plain gradient descent has no memory. What do you carry over from one epoch to the next?",
)


@misconception(
    "train-one-sample-at-a-time",
    did="takes one step per sample, so that an epoch has as many updates as there are rows",
    seems_right="the classic way, which learns from one example after the other",
    hint="How many updates does one epoch of FULL-BATCH descent make?",
)
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    losses = []
    for epoch in range(epochs):
        loss = mse(forward(params, X, activations)[0], y)
        losses.append(loss)
        if print_every and epoch % print_every == 0:
            print(f"epoch {epoch:5d}   loss {loss:.4f}")
        for i in range(len(X)):
            y_hat, cache = forward(params, X[i : i + 1], activations)
            grads = backward(params, cache, activations, mse_gradient(y_hat, y[i : i + 1]))
            params = gradient_step(params, grads, learning_rate)
    return params, losses


@misconception(
    "train-in-batches",
    did="takes one step per batch of two rows, so that an epoch has several updates",
    seems_right="mini-batches, which are used everywhere",
    hint="How many updates does one epoch of FULL-BATCH descent make?",
)
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    losses = []
    for epoch in range(epochs):
        loss = mse(forward(params, X, activations)[0], y)
        losses.append(loss)
        if print_every and epoch % print_every == 0:
            print(f"epoch {epoch:5d}   loss {loss:.4f}")
        for i in range(0, len(X), 2):
            y_hat, cache = forward(params, X[i : i + 2], activations)
            grads = backward(params, cache, activations, mse_gradient(y_hat, y[i : i + 2]))
            params = gradient_step(params, grads, learning_rate)
    return params, losses


plain_train.mistake(
    "train-backpropagates-the-loss",
    change=("mse_gradient(y_hat, y)", "loss"),
    did="hands the loss to backward, where its gradient is due",
    seems_right="'backpropagate the loss', taken literally",
    hint="backward wants dL/dy_hat. Which of your functions returns that?",
)

plain_train.mistake(
    "train-backpropagates-the-error",
    change=("mse_gradient(y_hat, y)", "y_hat - y"),
    did="hands y_hat - y to backward, without the factor 2 and the mean",
    seems_right="the error as what is sent back",
    hint="backward wants dL/dy_hat for THIS loss. Which of your functions returns that?",
)

plain_train.mistake(
    "train-backpropagates-the-output",
    change=("mse_gradient(y_hat, y)", "y_hat"),
    did="hands the prediction to backward, where the gradient of the loss is due",
    seems_right="the output as the thing to send back",
    hint="Does your d_output depend on y at all?",
)

plain_train.mistake(
    "train-gradient-halved",
    change=("mse_gradient(y_hat, y)", "(y_hat - y) / y.size"),
    did="hands half of the gradient of the loss to backward",
    seems_right="the loss with a factor one half, from another book",
    hint="Which factor does the derivative of a square bring? Is there a one half in the loss here?",
)

plain_train.mistake(
    "train-gradient-per-sample-mean",
    change=("mse_gradient(y_hat, y)", "2 * (y_hat - y) / len(X)"),
    did="divides the gradient by the number of samples only, although the mean goes over all elements",
    seems_right="len(X), which counts what seems to be averaged",
    hint="With two outputs, over how many numbers does the mean go?",
)

plain_train.mistake(
    "train-flattens-target",
    change=("losses = []", "y = y.ravel()\nlosses = []"),
    did="flattens y, so that its shape no longer fits the prediction",
    seems_right="getting rid of an axis of length 1",
    hint="Print the shapes of y_hat and of y. What is the shape of their difference?",
)

plain_train.mistake(
    "train-loss-of-broadcast-difference",
    change=("mse(y_hat, y)", "float(np.mean((y_hat.ravel() - y) ** 2))"),
    did="subtracts a column from a row in the loss, which silently compares every prediction with every target",
    seems_right="a flattened prediction, from which any y can seemingly be subtracted",
    hint="Print the shape of the difference. How many predictions are there?",
)

plain_train.mistake(
    "train-invents-stopping-rule",
    change=(
        "losses.append(loss)",
        """
        if losses and loss > losses[-1]:
            break
        losses.append(loss)
        """,
    ),
    did="stops before all epochs are done, where the loss does not fall",
    seems_right="a rule that seems sensible",
    hint="Who decides about the number of epochs here? How many losses are promised?",
)

plain_train.mistake(
    "train-stops-when-good-enough",
    change=(
        "losses.append(loss)",
        """
        losses.append(loss)
        if loss < 0.15:
            break
        """,
    ),
    did="stops as soon as the loss is below a limit of its own",
    seems_right="no need to go on when the work is done",
    hint="Who decides about the number of epochs here? How many losses are promised?",
)

plain_train.mistake(
    "train-logs-every-tenth-epoch",
    change=("losses.append(loss)", "if epoch % 10 == 0:\n    losses.append(loss)"),
    did="notes the loss in every tenth epoch only",
    seems_right="code that prints, copied",
    hint="How many entries are promised in losses?",
)


@misconception(
    "train-logs-only-what-it-prints",
    did="notes the loss only in epochs in which it prints",
    seems_right="one if for two things",
    hint="With print_every=0 nothing is printed. Should losses be empty then?",
)
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    losses = []
    for epoch in range(epochs):
        y_hat, cache = forward(params, X, activations)
        loss = mse(y_hat, y)
        if print_every and epoch % print_every == 0:
            losses.append(loss)
            print(f"epoch {epoch:5d}   loss {loss:.4f}")
        grads = backward(params, cache, activations, mse_gradient(y_hat, y))
        params = gradient_step(params, grads, learning_rate)
    return params, losses


@misconception(
    "train-steps-only-when-printing",
    did="takes a step only in epochs in which it prints",
    seems_right="lines that have slipped one level too deep",
    hint="With print_every=0, are the params ever changed? Look at the indentation below your if.",
    construct="if",
    numbers_hint="With print_every=0, are the params ever changed?",
)
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    losses = []
    for epoch in range(epochs):
        y_hat, cache = forward(params, X, activations)
        loss = mse(y_hat, y)
        losses.append(loss)
        if print_every and epoch % print_every == 0:
            print(f"epoch {epoch:5d}   loss {loss:.4f}")
            grads = backward(params, cache, activations, mse_gradient(y_hat, y))
            params = gradient_step(params, grads, learning_rate)
    return params, losses


plain_train.mistake(
    "train-off-by-one-epochs",
    change=("range(epochs)", "range(1, epochs)"),
    did="runs one epoch less than it is told",
    seems_right="counting from 1",
    hint="With epochs = 1, how many updates do you make?",
)

plain_train.mistake(
    "train-one-epoch-too-many",
    change=("range(epochs)", "range(epochs + 1)"),
    did="runs one epoch more than it is told",
    seems_right="the end of range, which is left out, corrected once too often",
    hint="With epochs = 1, how many updates do you make?",
)

plain_train.mistake(
    "train-one-loss-too-many",
    change=(
        "return params, losses",
        """
        losses.append(mse(forward(params, X, activations)[0], y))
        return params, losses
        """,
    ),
    did="adds the loss after the last update to the list",
    seems_right="a curve, which should end where training ended",
    hint="How many entries are promised in losses? Before or after which update is each?",
)

plain_train.mistake(
    "train-skips-last-update",
    change=(
        "params = gradient_step(params, grads, learning_rate)",
        """
        if epoch < epochs - 1:
            params = gradient_step(params, grads, learning_rate)
        """,
    ),
    did="leaves out the last update",
    seems_right="the last loss as the end of training",
    hint="losses[i] is the loss before update i. How many updates are there for epochs = 1?",
)

plain_train.mistake(
    "train-returns-in-the-loop",
    change=("    return params, losses", "        return params, losses"),
    did="returns inside the loop, so that it trains for one epoch only",
    seems_right="a return that stands one level too deep",
    hint="How many losses come back? Look at the indentation of the last line.",
    construct="return in loop",
    numbers="trains for one epoch only",
    numbers_hint="How many losses come back? After which epoch does your function end?",
)

plain_train.mistake(
    "train-empties-losses-each-epoch",
    changes=[
        ("losses = []", ""),
        ("for epoch in range(epochs):", "for epoch in range(epochs):\n    losses = []"),
    ],
    did="makes a new list in every epoch, so that only the last loss is left",
    seems_right="a list that is made where it is used",
    hint="How many losses come back? How often is your list made?",
    construct="list made in loop",
    numbers="returns the last loss only, in a list",
    numbers_hint="How many losses come back? Where do the others get lost?",
)

plain_train.mistake(
    "train-returns-last-loss",
    change=("return params, losses", "return params, loss"),
    did="returns the last loss only, where the list of all losses is due",
    seems_right="the last loss, which tells how good the network is",
    hint="How would you draw a loss curve from what you return?",
)

plain_train.mistake(
    "train-swaps-returned-pair",
    change=("return params, losses", "return losses, params"),
    did="returns (losses, params), with the two in the wrong order",
    seems_right="a pair, whose order is easily lost",
    hint="In which order does the task name the two?",
)

plain_train.mistake(
    "train-returns-params-only",
    change=("return params, losses", "return params"),
    did="returns the params without the losses",
    seems_right="the params as the result of training",
    hint="Two things are promised. Which one is missing?",
)

plain_train.mistake(
    "train-returns-losses-only",
    change=("return params, losses", "return losses"),
    did="returns the losses without the params",
    seems_right="params that seem to be changed in place",
    hint="Two things are promised. How does the caller get the trained network?",
)

plain_train.mistake(
    "train-returns-three-things",
    change=("return params, losses", "return params, losses, y_hat"),
    did="returns a third value beside params and losses",
    seems_right="the prediction, which is there anyway",
    hint="What does params, losses = train(...) say to three values?",
)

plain_train.mistake(
    "train-returns-none",
    change=("return params, losses", ""),
    did="trains and returns nothing",
    seems_right="training as something that is done to the params",
    hint="What does the caller receive? Look at the last line of your function.",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)

plain_train.mistake(
    "train-history-dict",
    change=("return params, losses", 'return params, {"loss": losses}'),
    did="returns the losses in a dictionary, where a list is due",
    seems_right="the history of a well-known library",
    hint="Can the caller write losses[0]?",
)

plain_train.mistake(
    "train-yields",
    change=("    return params, losses", "        yield params, losses"),
    did="hands out params and losses epoch by epoch with yield",
    seems_right="yield, which lets one watch the training",
    hint="What does params, losses = train(...) say to a generator?",
)


@misconception(
    "train-keeps-the-best",
    did="returns the params with the smallest loss, where the last ones are due",
    seems_right="the best network, which is surely what one wants",
    hint="After how many updates were your params taken? After how many should they be?",
)
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    losses = []
    best = params
    for epoch in range(epochs):
        y_hat, cache = forward(params, X, activations)
        loss = mse(y_hat, y)
        losses.append(loss)
        if loss == min(losses):
            best = params
        if print_every and epoch % print_every == 0:
            print(f"epoch {epoch:5d}   loss {loss:.4f}")
        grads = backward(params, cache, activations, mse_gradient(y_hat, y))
        params = gradient_step(params, grads, learning_rate)
    return best, losses


plain_train.mistake(
    "train-in-place",
    change=(
        "params = gradient_step(params, grads, learning_rate)",
        """
        for (W, b), (dW, db) in zip(params, grads):
            W -= learning_rate * dW
            b -= learning_rate * db
        """,
    ),
    did="trains the caller's own arrays, so that the initial params are lost",
    seems_right="-=, which is short",
    hint="Print params before and after the call. Could somebody train again from the same start?",
)

plain_train.mistake(
    "train-starts-from-own-weights",
    change=(
        "losses = []",
        """
        rng = np.random.default_rng(0)
        params = [(rng.normal(size=W.shape) / np.sqrt(len(W)), np.zeros(b.shape)) for W, b in params]
        losses = []
        """,
    ),
    did="starts from weights of its own and ignores the params it is given",
    seems_right="a network that has to be set up before it is trained",
    hint="Call it with two different params. Is losses[0] different?",
)

plain_train.mistake(
    "train-zeroes-params",
    change=("losses = []", "params = [(0 * W, 0 * b) for W, b in params]\nlosses = []"),
    did="sets all params to zero before it starts",
    seems_right="zero as the neutral place to start from",
    hint="What is params for? Is losses[0] the loss of the network that was handed in?",
)

plain_train.mistake(
    "train-seeds-numpy",
    change=("losses = []", "np.random.seed(0)\nlosses = []"),
    did="gets the numbers right, but changes the state of NumPy's global random generator",
    seems_right="a fixed seed, which makes results repeatable",
    hint="Nothing is random in your function. Who else uses np.random, and what becomes of their numbers?",
)

plain_train.mistake(
    "train-own-learning-rate",
    change=("gradient_step(params, grads, learning_rate)", "gradient_step(params, grads, 0.1)"),
    did="uses a learning rate of its own, 0.1, whatever it is given",
    seems_right="a number that worked in the last test",
    hint="Call it with two learning rates. Is there a difference?",
)

plain_train.mistake(
    "train-learning-rate-decays",
    change=("gradient_step(params, grads, learning_rate)", "gradient_step(params, grads, learning_rate / (1 + epoch))"),
    did="lets the learning rate shrink from epoch to epoch",
    seems_right="smaller steps near the end, as is often advised",
    hint="How long is the step in the second epoch? The task names one learning rate for all.",
)

plain_train.mistake(
    "train-learning-rate-per-sample",
    change=("gradient_step(params, grads, learning_rate)", "gradient_step(params, grads, learning_rate / len(X))"),
    did="divides the learning rate by the number of samples",
    seems_right="a mean over the samples, taken once more",
    hint="Is the mean not in the gradient of the loss already?",
)

plain_train.mistake(
    "train-assumes-sigmoid",
    change=("losses = []", 'activations = ["sigmoid"] * len(params)\nlosses = []'),
    did="treats every layer as a sigmoid layer and ignores the names it is given",
    seems_right="a program that was written for one kind of network",
    hint="Where does your code use `activations`?",
)

plain_train.mistake(
    "train-standardizes-inputs",
    change=("losses = []", "X = (X - X.mean(axis=0)) / (X.std(axis=0) + 1e-8)\nlosses = []"),
    did="rescales X before it trains",
    seems_right="scaled inputs, which are known to help",
    hint="Which X does losses[0] belong to? Will predict see the same scaling?",
)

plain_train.mistake(
    "train-holds-out-samples",
    change=(
        "losses = []",
        """
        kept = int(0.8 * len(X))
        X, y = X[:kept], y[:kept]
        losses = []
        """,
    ),
    did="sets a fifth of the rows aside and trains on the others",
    seems_right="a part for validation, as one should have",
    hint="The descent is full-batch. Change the last row of X. Does losses[0] change?",
)

plain_train.mistake(
    "train-frozen-biases",
    change=(
        "gradient_step(params, grads, learning_rate)",
        "[(W - learning_rate * dW, b) for (W, b), (dW, _) in zip(params, grads)]",
    ),
    did="trains the weights only and leaves the biases as they are",
    seems_right="biases, which look minor",
    hint="Do the biases change from start to end? Should they?",
)

plain_train.mistake(
    "train-steps-twice",
    change=(
        "params = gradient_step(params, grads, learning_rate)",
        """
        params = gradient_step(params, grads, learning_rate)
        params = gradient_step(params, grads, learning_rate)
        """,
    ),
    did="takes the same step twice in every epoch",
    seems_right="a line that was copied and not removed",
    hint="How many updates does an epoch make?",
)


@misconception(
    "train-layer-by-layer",
    did="goes forward and back again for every layer, and moves one layer at a time",
    seems_right="layers, which seem to learn one after the other",
    hint="Are all the gradients of one step worked out for the same weights?",
)
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    losses = []
    for epoch in range(epochs):
        loss = mse(forward(params, X, activations)[0], y)
        losses.append(loss)
        if print_every and epoch % print_every == 0:
            print(f"epoch {epoch:5d}   loss {loss:.4f}")
        for i in reversed(range(len(params))):
            y_hat, cache = forward(params, X, activations)
            grads = backward(params, cache, activations, mse_gradient(y_hat, y))
            params = [*params[:i], gradient_step(params, grads, learning_rate)[i], *params[i + 1 :]]
    return params, losses


plain_train.mistake(
    "train-sum-of-squares",
    change=("mse(y_hat, y)", "float(np.sum((y_hat - y) ** 2))"),
    did="notes the sum of the squared errors, where their mean is due",
    seems_right="the sum of squares from the textbook",
    hint="Repeat every row of the data. Should losses[0] change?",
)

plain_train.mistake(
    "train-half-mse",
    change=("mse(y_hat, y)", "mse(y_hat, y) / 2"),
    did="notes half of the mean squared error",
    seems_right="the factor one half, which makes the derivative look nicer",
    hint="Compare losses[0] with mse of the first prediction.",
)

plain_train.mistake(
    "train-absolute-errors",
    change=("mse(y_hat, y)", "float(np.mean(np.abs(y_hat - y)))"),
    did="notes the mean absolute error, where the mean squared error is due",
    seems_right="the mean error, which is easier to understand",
    hint="Compare losses[0] with mse of the first prediction.",
)

plain_train.mistake(
    "train-loss-of-decisions",
    change=("mse(y_hat, y)", "mse((y_hat >= 0.5).astype(float), y)"),
    did="rounds the predictions to 0 or 1 before it measures the loss",
    seems_right="the share of wrong answers, as the thing one cares about",
    hint="Does your loss change when an output goes from 0.6 to 0.9?",
)

plain_train.mistake(
    "train-loss-running-mean",
    change=("losses.append(loss)", "losses.append((sum(losses) + loss) / (epoch + 1))"),
    did="notes the mean of all losses so far",
    seems_right="an average, which makes a smooth curve",
    hint="Is losses[1] the loss of one set of weights, or a mixture of two?",
)

plain_train.mistake(
    "train-loss-added-up",
    change=("losses.append(loss)", "losses.append(loss + sum(losses[-1:]))"),
    did="adds the loss of each epoch to those before",
    seems_right="a running total, as in loops over batches",
    hint="Can the loss curve of a network that learns rise in every epoch?",
)

plain_train.mistake(
    "train-loss-not-averaged",
    change=("losses.append(loss)", "losses.append((y_hat - y) ** 2)"),
    did="notes an array of squared errors per epoch, where a number is due",
    seems_right="one error per sample",
    hint="How many numbers is the loss of one epoch?",
)

plain_train.mistake(
    "train-rounds-losses",
    change=("losses.append(loss)", "losses.append(round(loss, 2))"),
    did="rounds the losses to two decimals",
    seems_right="numbers that are easy to read",
    hint="Rounding is for printing. What is left of a loss of 0.0012?",
)

plain_train.mistake(
    "train-losses-as-text",
    change=("losses.append(loss)", 'losses.append(f"{loss:.6f}")'),
    did="notes the losses as text",
    seems_right="the f-string that is printed as well",
    hint="Can the caller draw a curve, or subtract two losses?",
)

plain_train.mistake(
    "train-losses-in-pairs",
    change=("losses.append(loss)", "losses.append((epoch, loss))"),
    did="notes pairs of epoch and loss, where numbers are due",
    seems_right="the epoch, which belongs to the loss",
    hint="losses[i] is promised to be a number. Where does the epoch stand already?",
)

plain_train.mistake(
    "train-losses-newest-first",
    change=("losses.append(loss)", "losses.insert(0, loss)"),
    did="puts every new loss at the front of the list",
    seems_right="the newest, which is the most interesting",
    hint="What is the loss of the params that were handed in? Is it losses[0]?",
)

plain_train.mistake(
    "train-prints-in-every-epoch",
    change=(
        """
        if print_every and epoch % print_every == 0:
            print(f"epoch {epoch:5d}   loss {loss:.4f}")
        """,
        'print(f"epoch {epoch:5d}   loss {loss:.4f}")',
    ),
    did="prints in every epoch, whatever print_every says",
    seems_right="a line that was useful while testing",
    hint="With print_every=0, what should appear on the screen?",
)

plain_train.mistake(
    "train-prints-when-zero",
    change=("print_every and epoch % print_every == 0", "epoch % max(print_every, 1) == 0"),
    did="prints even where print_every is 0",
    seems_right="0, which had to be kept from the division somehow",
    hint="With print_every=0, what should appear on the screen?",
)

plain_train.mistake(
    "train-divides-by-zero",
    change=("print_every and epoch % print_every == 0", "epoch % print_every == 0"),
    did="fails where print_every is 0, because it divides by it",
    seems_right="epoch % print_every, which works for every other number",
    hint="What is 5 % 0? What must be asked before that?",
)

plain_train.mistake(
    "train-never-prints",
    change=('if print_every and epoch % print_every == 0:\n    print(f"epoch {epoch:5d}   loss {loss:.4f}")', ""),
    did="never prints anything",
    seems_right="the losses, which are returned anyway",
    hint="What is print_every for? Call it with print_every=1.",
)

plain_train.mistake(
    "train-print-every-as-switch",
    change=("print_every and epoch % print_every == 0", "print_every"),
    did="prints in every epoch as soon as print_every is not 0",
    seems_right="print_every as a switch: on or off",
    hint="With print_every=2, in which epochs should a line appear?",
)

plain_train.mistake(
    "train-prints-every-hundredth",
    change=("epoch % print_every", "epoch % 100"),
    did="prints every 100 epochs, whatever print_every says",
    seems_right="the number from the example",
    hint="With print_every=2, in which epochs should a line appear?",
)

plain_train.mistake(
    "train-print-skips-first",
    change=("print_every and epoch % print_every == 0", "print_every and epoch > 0 and epoch % print_every == 0"),
    did="leaves out the line for epoch 0",
    seems_right="epoch 0, in which nothing has been learned yet",
    hint="With 6 epochs and print_every=2, how many lines are due? The first tells how the untrained network does.",
)

plain_train.mistake(
    "train-print-condition-inverted",
    change=("epoch % print_every == 0", "epoch % print_every"),
    did="prints in the epochs in between, and not in those that are asked for",
    seems_right="the remainder, which counts as true where it is not 0",
    hint="What is 4 % 2, and does Python take that for true or false?",
)

plain_train.mistake(
    "train-prints-first-epochs",
    change=("print_every and epoch % print_every == 0", "epoch < print_every"),
    did="prints the first few epochs, as many as print_every says, and then no more",
    seems_right="print_every as a number of lines",
    hint="With print_every=2, should a line appear for epoch 1? And for epoch 4?",
)

plain_train.mistake(
    "train-print-every-as-number-of-lines",
    change=("epoch % print_every", "epoch % max(1, epochs // print_every)"),
    did="prints as many lines as print_every says, spread over the training",
    seems_right="print_every as a number of lines",
    hint="With 6 epochs and print_every=3, which epochs should appear?",
)

plain_train.mistake(
    "train-prints-one-interval-too-long",
    change=("epoch % print_every", "epoch % (print_every + 1)"),
    did="leaves one epoch too many between two lines",
    seems_right="'every two epochs', read as two epochs in between",
    hint="How far apart are the epochs that you print, for print_every=2?",
)


@misconception(
    "train-prints-at-the-end-only",
    did="prints one line after the loop",
    seems_right="the end result as the thing to know",
    hint="With 6 epochs and print_every=2, how many lines should appear, and when?",
)
def train(params, X, y, activations, learning_rate, epochs, print_every=0):
    losses = []
    for epoch in range(epochs):
        y_hat, cache = forward(params, X, activations)
        loss = mse(y_hat, y)
        losses.append(loss)
        grads = backward(params, cache, activations, mse_gradient(y_hat, y))
        params = gradient_step(params, grads, learning_rate)
    if print_every:
        print(f"epoch {epoch:5d}   loss {loss:.4f}")
    return params, losses


plain_train.mistake(
    "train-prints-no-epoch",
    change=('f"epoch {epoch:5d}   loss {loss:.4f}"', 'f"loss {loss:.4f}"'),
    did="prints the loss without the epoch",
    seems_right="the loss as the thing to know",
    hint="Your line says how large the loss is. Does it say when?",
)

plain_train.mistake(
    "train-prints-no-loss",
    change=('f"epoch {epoch:5d}   loss {loss:.4f}"', 'f"epoch {epoch:5d}"'),
    did="prints the epoch without the loss",
    seems_right="a sign of life as the purpose of printing",
    hint="Your line says how far it has come. Does it say how well it is going?",
)

plain_train.mistake(
    "train-prints-first-loss",
    change=('f"epoch {epoch:5d}   loss {loss:.4f}"', 'f"epoch {epoch:5d}   loss {losses[0]:.4f}"'),
    did="prints the first loss again and again",
    seems_right="losses[0], taken for the newest entry",
    hint="Which entry of a list is the newest one?",
)


# predict


@plain("predict")
def plain_predict(params, X, activations):
    y_hat, _ = forward(params, X, activations)
    return (y_hat >= 0.5).astype(int)


plain_predict.mistake(
    "predict-strictly-greater",
    change=("y_hat >= 0.5", "y_hat > 0.5"),
    did="decides for 0 where the output is exactly 0.5",
    seems_right="'above one half', which looks the same as 'at least'",
    hint="What should come out for an output of exactly 0.5?",
)

plain_predict.mistake(
    "predict-returns-outputs",
    change=("return (y_hat >= 0.5).astype(int)", "return y_hat"),
    did="returns the outputs of the network, without a decision",
    seems_right="the prediction as what the network says",
    hint="0 or 1 is asked for. Where do you decide?",
)

plain_predict.mistake(
    "predict-booleans",
    change=("return (y_hat >= 0.5).astype(int)", "return y_hat >= 0.5"),
    did="returns True and False, where 0 and 1 are due",
    seems_right="a comparison, which gives the answer already",
    hint="Which kind of numbers is promised? What is the dtype of your result?",
)

plain_predict.mistake(
    "predict-floats",
    change=("return (y_hat >= 0.5).astype(int)", "return (y_hat >= 0.5).astype(float)"),
    did="returns 0.0 and 1.0, where integers are due",
    seems_right="float as the usual kind of number here",
    hint="Which kind of numbers is promised? What is the dtype of your result?",
)

plain_predict.mistake(
    "predict-rounds",
    change=("return (y_hat >= 0.5).astype(int)", "return np.round(y_hat).astype(int)"),
    did="rounds the output, so that 0.5 becomes 0 and 1.7 becomes 2",
    seems_right="rounding, which goes to the nearest whole number",
    hint="What does np.round make of 0.5, and of 1.7? What should come out?",
)

plain_predict.mistake(
    "predict-adds-half-and-cuts",
    change=("return (y_hat >= 0.5).astype(int)", "return np.floor(y_hat + 0.5).astype(int)"),
    did="rounds half up, so that outputs of 1.5 and more become 2 or larger",
    seems_right="rounding by hand, which is right between 0 and 1",
    hint="An identity or relu output may be 2.3. What do you make of it? Which two answers are allowed?",
)

plain_predict.mistake(
    "predict-truncates",
    change=("return (y_hat >= 0.5).astype(int)", "return y_hat.astype(int)"),
    did="cuts off everything behind the point, so that 0.9 becomes 0",
    seems_right="int, which seems to round",
    hint="What is int(0.9)?",
)

plain_predict.mistake(
    "predict-rounds-up",
    change=("return (y_hat >= 0.5).astype(int)", "return np.ceil(y_hat).astype(int)"),
    did="rounds every output up, so that 0.1 becomes 1",
    seems_right="ceil, taken for rounding",
    hint="What should come out for an output of 0.1?",
)

plain_predict.mistake(
    "predict-argmax",
    change=("return (y_hat >= 0.5).astype(int)", "return np.argmax(y_hat, axis=1)"),
    did="returns the number of the largest output, where a decision for each output is due",
    seems_right="classification with several classes, where argmax is the rule",
    hint="With one output column, what can argmax ever return?",
)

plain_predict.mistake(
    "predict-one-hot",
    change=("y_hat >= 0.5", "y_hat == y_hat.max(axis=1, keepdims=True)"),
    did="marks the largest output of each row with 1 and all others with 0",
    seems_right="several outputs, taken for classes of which one must win",
    hint="Both outputs of a row are 0.9. What should come out? And if both are 0.1?",
)

plain_predict.mistake(
    "predict-threshold-zero",
    change=("y_hat >= 0.5", "y_hat >= 0"),
    did="draws the line at 0, where 0.5 is due",
    seems_right="positive and negative as the two answers",
    hint="Where does the task draw the line? What does a sigmoid never fall below?",
)

plain_predict.mistake(
    "predict-threshold-one",
    change=("y_hat >= 0.5", "y_hat >= 1"),
    did="decides for 1 only where the output reaches 1",
    seems_right="1 as the target that must be reached",
    hint="Can a sigmoid ever reach 1? Where does the task draw the line?",
)


@misconception(
    "predict-threshold-on-z",
    did="compares the pre-activation with 0.5, where the output is due",
    seems_right="z as the value that the last layer computes",
    hint="What does the network put out: z, or what the activation makes of it?",
)
def predict(params, X, activations):
    _, cache = forward(params, X, activations)
    return (cache[-1][1] >= 0.5).astype(int)


@misconception(
    "predict-uses-hidden-layer",
    did="compares the last hidden layer with 0.5, where the output is due",
    seems_right="the last entry of the cache, taken for the output",
    hint="What is kept in the cache: what goes into a layer, or what comes out? How many columns should come back?",
)
def predict(params, X, activations):
    _, cache = forward(params, X, activations)
    return (cache[-1][0] >= 0.5).astype(int)


plain_predict.mistake(
    "predict-forces-sigmoid-output",
    change=("forward(params, X, activations)", 'forward(params, X, [*activations[:-1], "sigmoid"])'),
    did="puts a sigmoid in place of the last layer's activation",
    seems_right="probabilities, for which 0.5 is the middle",
    hint="Which activation has the last layer? Who chose it?",
)

plain_predict.mistake(
    "predict-inverted",
    change=("y_hat >= 0.5", "y_hat < 0.5"),
    did="returns 1 below one half and 0 above",
    seems_right="a comparison that points the wrong way",
    hint="What should come out for an output of 0.9?",
)

plain_predict.mistake(
    "predict-signs",
    change=("return (y_hat >= 0.5).astype(int)", "return np.where(y_hat >= 0.5, 1, -1)"),
    did="returns -1 and 1, where 0 and 1 are due",
    seems_right="the perceptron, which answers with a sign",
    hint="Which two numbers are promised?",
)

plain_predict.mistake(
    "predict-batch-mean",
    change=("y_hat >= 0.5", "y_hat >= y_hat.mean()"),
    did="compares with the mean of all outputs, where 0.5 is due",
    seems_right="the middle of what the network says",
    hint="Does the answer for one sample depend on the other samples?",
)

plain_predict.mistake(
    "predict-flattens",
    change=("return (y_hat >= 0.5).astype(int)", "return (y_hat >= 0.5).astype(int).ravel()"),
    did="returns one long row, where the shape of the output is due",
    seems_right="one answer per sample, which is a list",
    hint="The numbers may be right. Which shape has the output of the network?",
)

plain_predict.mistake(
    "predict-squeezes",
    change=("return (y_hat >= 0.5).astype(int)", "return np.squeeze((y_hat >= 0.5).astype(int))"),
    did="drops every axis of length 1",
    seems_right="an axis of length 1, which looks useless",
    hint="The numbers may be right. Which shape has the output of the network?",
)

plain_predict.mistake(
    "predict-transposed",
    change=("return (y_hat >= 0.5).astype(int)", "return (y_hat >= 0.5).astype(int).T"),
    did="returns rows and columns swapped",
    seems_right="a convention in which samples are columns",
    hint="Which axis counts the samples in X, and which in your result?",
)

plain_predict.mistake(
    "predict-first-output-only",
    change=("return (y_hat >= 0.5).astype(int)", "return np.array([1 if row[0] >= 0.5 else 0 for row in y_hat])"),
    did="looks at the first output of each sample only",
    seems_right="a network with one output",
    hint="How many columns has the output? How many has your result?",
)

plain_predict.mistake(
    "predict-first-sample-only",
    change=("return (y_hat >= 0.5).astype(int)", "for row in y_hat:\n    return (row >= 0.5).astype(int)"),
    did="returns inside the loop, so that only the first sample is answered",
    seems_right="a return that stands one level too deep",
    hint="How many samples went in, and how many answers come out?",
    construct="return in loop",
    numbers="returns what belongs to the first sample only",
    numbers_hint="How many samples go in? Where do the others get lost?",
)

plain_predict.mistake(
    "predict-if-on-array",
    change=("return (y_hat >= 0.5).astype(int)", "return 1 if y_hat >= 0.5 else 0"),
    did="asks one question with if about a whole array",
    seems_right="if, which works for a single number",
    hint="Is the array [0.2, 0.9] at least 0.5? Which way of comparing answers for each entry?",
    construct="if",
    numbers="needs a single yes or no from a whole array",
    numbers_hint="Which part of your line wants one answer for the whole array? Each entry needs its own.",
)

plain_predict.mistake(
    "predict-one-answer-for-all",
    change=("return (y_hat >= 0.5).astype(int)", "return int((y_hat >= 0.5).any())"),
    did="returns one answer for the whole batch",
    seems_right="any, which makes the error about an ambiguous truth value go away",
    hint="How many samples went in, and how many answers come out?",
)


@misconception(
    "predict-forgets-the-cache",
    did="compares everything that forward returns with 0.5, the cache included",
    seems_right="forward, taken to return the output alone",
    hint="How many things does forward return? Which one do you need?",
)
def predict(params, X, activations):
    return (forward(params, X, activations) >= 0.5).astype(int)


plain_predict.mistake(
    "predict-returns-pair",
    change=("return (y_hat >= 0.5).astype(int)", "return (y_hat >= 0.5).astype(int), y_hat"),
    did="returns the outputs beside the decisions",
    seems_right="both, since both may be useful",
    hint="What does the caller do with answers == y?",
)


@misconception(
    "predict-rescales-inputs",
    did="rescales X before it asks the network",
    seems_right="scaled inputs, which are known to help",
    hint="Ask about one sample alone, then about the same one among others. Is the answer the same?",
)
def predict(params, X, activations):
    X = (X - X.mean(axis=0)) / (X.std(axis=0) + 1e-8)
    y_hat, _ = forward(params, X, activations)
    return (y_hat >= 0.5).astype(int)


@misconception(
    "predict-rescales-outputs",
    did="stretches the outputs to the range from 0 to 1 before it decides",
    seems_right="outputs, which should use the whole range",
    hint="Does the answer for one sample depend on the other samples?",
)
def predict(params, X, activations):
    y_hat, _ = forward(params, X, activations)
    y_hat = (y_hat - y_hat.min()) / (y_hat.max() - y_hat.min() + 1e-8)
    return (y_hat >= 0.5).astype(int)


plain_predict.mistake(
    "predict-as-text",
    change=("return (y_hat >= 0.5).astype(int)", 'return np.where(y_hat >= 0.5, "yes", "no")'),
    did="returns text such as 'yes' and 'no'",
    seems_right="answers that are easy to read",
    hint="Which kind of values is promised?",
)

plain_predict.mistake(
    "predict-returns-none",
    change=("return (y_hat >= 0.5).astype(int)", "print((y_hat >= 0.5).astype(int))"),
    did="decides and returns nothing",
    seems_right="the answers on the screen, which is what one wants to see",
    hint="What does the caller receive? Look at the last line of your function.",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)
