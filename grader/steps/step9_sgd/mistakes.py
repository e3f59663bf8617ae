"""How learners get step 9 wrong: momentum, and training with minibatches."""

import numpy as np

from grader.steps.entry import misconception, plain

# momentum_step


@plain("momentum_step")
def plain_momentum_step(params, grads, velocity, learning_rate, momentum):
    new = [
        (momentum * vW - learning_rate * dW, momentum * vb - learning_rate * db)
        for (vW, vb), (dW, db) in zip(velocity, grads)
    ]
    return [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, new)], new


@plain("momentum_step")
def plain_momentum_step_by_loop(params, grads, velocity, learning_rate, momentum):
    new_params, new_velocity = [], []
    for (W, b), (dW, db), (vW, vb) in zip(params, grads, velocity):
        vW, vb = momentum * vW - learning_rate * dW, momentum * vb - learning_rate * db
        new_params.append((W + vW, b + vb))
        new_velocity.append((vW, vb))
    return new_params, new_velocity


@plain("momentum_step")
def plain_momentum_step_by_push(params, grads, velocity, learning_rate, momentum):
    def push(v, g):
        return momentum * v - learning_rate * g

    new = [(push(vW, dW), push(vb, db)) for (vW, vb), (dW, db) in zip(velocity, grads)]
    return [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, new)], new


@misconception(
    "momentum-ignores-velocity",
    did="takes a plain step and ignores the velocity",
    seems_right="with momentum 0 that is right",
    hint="Call it with a gradient of 0 and some velocity. Should anything move?",
)
def momentum_step(params, grads, velocity, learning_rate, momentum):
    new = [(-learning_rate * dW, -learning_rate * db) for dW, db in grads]
    return [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, new)], new


plain_momentum_step.mistake(
    "momentum-returns-old-velocity",
    change=("zip(params, new)], new", "zip(params, new)], [(vW.copy(), vb.copy()) for vW, vb in velocity]"),
    did="moves by the new velocity, and returns the old one",
    seems_right="the velocity was handed in, and so it is handed back",
    hint="Take two steps. From which velocity does the second begin?",
)

plain_momentum_step.mistake(
    "momentum-moves-by-old-velocity",
    change=("zip(params, new)", "zip(params, velocity)"),
    did="moves by the old velocity, and returns the new one",
    seems_right="order of two lines",
    hint="From rest, with a slope: should the first step already move?",
)

plain_momentum_step.mistake(
    "momentum-adds-gradient",
    change=(
        "(momentum * vW - learning_rate * dW, momentum * vb - learning_rate * db)",
        "(momentum * vW + learning_rate * dW, momentum * vb + learning_rate * db)",
    ),
    did="adds the gradient to the velocity, where it should be subtracted: uphill",
    seems_right="one sign differs from the formula",
    hint="The gradient points uphill. Which way should the push go?",
)

plain_momentum_step.mistake(
    "momentum-subtracts-velocity",
    change=("(W + vW, b + vb)", "(W - vW, b - vb)"),
    did="subtracts the velocity from the params, although it points downhill already",
    seems_right="gradient descent subtracts",
    hint="The velocity holds the minus already. What does a second one do?",
)


@misconception(
    "momentum-other-sign-convention",
    did="keeps a velocity that points uphill, and subtracts it",
    seems_right="many texts and libraries write it so",
    hint="Both conventions lead to the same place from rest. Which sign has the velocity in the formula of the task?",
)
def momentum_step(params, grads, velocity, learning_rate, momentum):
    new = [
        (momentum * vW + learning_rate * dW, momentum * vb + learning_rate * db)
        for (vW, vb), (dW, db) in zip(velocity, grads)
    ]
    return [(W - vW, b - vb) for (W, b), (vW, vb) in zip(params, new)], new


@misconception(
    "momentum-rate-outside",
    did="applies the learning rate to the whole velocity when moving",
    seems_right="another well-known library writes it so",
    hint="Is the learning rate inside the velocity, or outside, in the formula of the task?",
)
def momentum_step(params, grads, velocity, learning_rate, momentum):
    new = [(momentum * vW - dW, momentum * vb - db) for (vW, vb), (dW, db) in zip(velocity, grads)]
    rate = learning_rate
    return [(W + rate * vW, b + rate * vb) for (W, b), (vW, vb) in zip(params, new)], new


@misconception(
    "momentum-rate-twice",
    did="applies the learning rate to the gradient, and to the velocity again",
    seems_right="scaled in two places",
    hint="Halve the rate. Does the push halve?",
)
def momentum_step(params, grads, velocity, learning_rate, momentum):
    new = [
        (momentum * vW - learning_rate * dW, momentum * vb - learning_rate * db)
        for (vW, vb), (dW, db) in zip(velocity, grads)
    ]
    rate = learning_rate
    return [(W + rate * vW, b + rate * vb) for (W, b), (vW, vb) in zip(params, new)], new


plain_momentum_step_by_push.mistake(
    "momentum-averages-gradients",
    change=("learning_rate * g", "(1 - momentum) * learning_rate * g"),
    did="weights the push with 1 - momentum",
    seems_right="running averages are written so",
    hint="What is the push on the first step from rest: all of the gradient times the rate, or a tenth of it?",
)

plain_momentum_step_by_push.mistake(
    "momentum-weights-exchanged",
    change=("momentum * v", "(1 - momentum) * v"),
    did="keeps 1 - momentum of the velocity",
    seems_right="friction takes that part away",
    hint="With a momentum of 0.9, how much of the velocity should be kept?",
)


@misconception(
    "momentum-keeps-all-velocity",
    did="keeps all of the velocity, whatever the momentum is",
    seems_right="the sum of all pushes is what gathers speed",
    hint="On level ground, should a ball roll for ever?",
)
def momentum_step(params, grads, velocity, learning_rate, momentum):
    new = [(vW - learning_rate * dW, vb - learning_rate * db) for (vW, vb), (dW, db) in zip(velocity, grads)]
    return [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, new)], new


plain_momentum_step.mistake(
    "momentum-on-gradient-too",
    change=(
        "(momentum * vW - learning_rate * dW, momentum * vb - learning_rate * db)",
        "(momentum * (vW - learning_rate * dW), momentum * (vb - learning_rate * db))",
    ),
    did="multiplies the whole new velocity by the momentum",
    seems_right="a bracket is missing, or there is one too many",
    hint="From rest: how long is the first step, and how long should it be?",
)

plain_momentum_step.mistake(
    "momentum-on-params",
    change=("(W + vW, b + vb)", "(momentum * W + vW, momentum * b + vb)"),
    did="multiplies the params by the momentum",
    seems_right="it looks like the formula of weight decay",
    hint="With a gradient of 0 and no velocity: should anything change?",
)


@misconception(
    "momentum-step-and-velocity",
    did="takes a plain step and moves by the new velocity as well",
    seems_right="both seem to belong to it",
    hint="From rest: how long is the first step, and how long should it be?",
)
def momentum_step(params, grads, velocity, learning_rate, momentum):
    new = [
        (momentum * vW - learning_rate * dW, momentum * vb - learning_rate * db)
        for (vW, vb), (dW, db) in zip(velocity, grads)
    ]
    moved = [
        (W - learning_rate * dW + vW, b - learning_rate * db + vb)
        for (W, b), (dW, db), (vW, vb) in zip(params, grads, new)
    ]
    return moved, new


@misconception(
    "momentum-nesterov",
    did="looks ahead: moves by momentum times the new velocity, and by the gradient",
    seems_right="Nesterov's variant is praised everywhere",
    hint="That is a relative of this method. By what do the params move in the formula of the task?",
)
def momentum_step(params, grads, velocity, learning_rate, momentum):
    new = [
        (momentum * vW - learning_rate * dW, momentum * vb - learning_rate * db)
        for (vW, vb), (dW, db) in zip(velocity, grads)
    ]
    moved = [
        (W + momentum * vW - learning_rate * dW, b + momentum * vb - learning_rate * db)
        for (W, b), (dW, db), (vW, vb) in zip(params, grads, new)
    ]
    return moved, new


@misconception(
    "momentum-ignores-rate",
    did="takes the whole gradient for the push and ignores the learning rate",
    seems_right="the gradient is the push",
    hint="Call it with a learning rate of 0. Should there be a push?",
)
def momentum_step(params, grads, velocity, learning_rate, momentum):
    new = [(momentum * vW - dW, momentum * vb - db) for (vW, vb), (dW, db) in zip(velocity, grads)]
    return [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, new)], new


plain_momentum_step_by_push.mistake(
    "momentum-own-momentum",
    change=("momentum * v", "0.9 * v"),
    did="uses a momentum of its own, 0.9, whatever it is given",
    seems_right="0.9 stands in every tutorial",
    hint="Call it with two different momenta. Is there a difference?",
)


@misconception(
    "momentum-only-weights",
    did="gives momentum to the weights, and plain steps to the biases",
    seems_right="biases look minor",
    hint="Look at the velocity of a bias. Does the old one enter?",
)
def momentum_step(params, grads, velocity, learning_rate, momentum):
    new = [(momentum * vW - learning_rate * dW, -learning_rate * db) for (vW, vb), (dW, db) in zip(velocity, grads)]
    return [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, new)], new


@misconception(
    "momentum-forgets-biases",
    did="leaves the biases as they are",
    seems_right="biases look minor",
    hint="Does b change? What is db for?",
)
def momentum_step(params, grads, velocity, learning_rate, momentum):
    new = [(momentum * vW - learning_rate * dW, vb.copy()) for (vW, vb), (dW, db) in zip(velocity, grads)]
    return [(W + vW, b.copy()) for (W, b), (vW, vb) in zip(params, new)], new


plain_momentum_step.mistake(
    "momentum-rate-and-momentum-exchanged",
    change=(
        "(momentum * vW - learning_rate * dW, momentum * vb - learning_rate * db)",
        "(learning_rate * vW - momentum * dW, learning_rate * vb - momentum * db)",
    ),
    did="exchanges learning rate and momentum",
    seems_right="both are small numbers",
    hint="Which of the two belongs to the gradient, and which to the velocity?",
)

plain_momentum_step.mistake(
    "momentum-returns-only-params",
    change=(
        "return [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, new)], new",
        "return [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, new)]",
    ),
    did="returns the params without the velocity",
    seems_right="the params are what a step is for",
    hint="What does the next step need, besides the params?",
)

plain_momentum_step.mistake(
    "momentum-returns-swapped",
    change=(
        "return [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, new)], new",
        "return new, [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, new)]",
    ),
    did="returns the velocity first",
    seems_right="it is computed first",
    hint="In which order does the task name the two?",
)


@misconception(
    "momentum-returns-only-velocity",
    did="returns the velocity, and moves nothing",
    seems_right="the velocity is the new thing",
    hint="What happens to the params in a step?",
)
def momentum_step(params, grads, velocity, learning_rate, momentum):
    return [
        (momentum * vW - learning_rate * dW, momentum * vb - learning_rate * db)
        for (vW, vb), (dW, db) in zip(velocity, grads)
    ]


@misconception(
    "momentum-in-place",
    did="changes the arrays of the caller",
    seems_right="+= and *= are short",
    hint="Print params and velocity before and after the call. Could somebody start again from the same weights?",
)
def momentum_step(params, grads, velocity, learning_rate, momentum):
    for (W, b), (dW, db), (vW, vb) in zip(params, grads, velocity):
        vW *= momentum
        vW -= learning_rate * dW
        vb *= momentum
        vb -= learning_rate * db
        W += vW
        b += vb
    return params, velocity


@misconception(
    "momentum-velocity-in-place",
    did="makes new params, but changes the caller's velocity",
    seems_right="the velocity seems to belong to the step",
    hint="Print the velocity before and after the call.",
)
def momentum_step(params, grads, velocity, learning_rate, momentum):
    for (dW, db), (vW, vb) in zip(grads, velocity):
        vW *= momentum
        vW -= learning_rate * dW
        vb *= momentum
        vb -= learning_rate * db
    return [(W + vW, b + vb) for (W, b), (vW, vb) in zip(params, velocity)], velocity


@misconception(
    "momentum-params-in-place",
    did="makes a new velocity, but changes the caller's params",
    seems_right="+= is short",
    hint="Print params before and after the call. Could somebody start again from the same weights?",
)
def momentum_step(params, grads, velocity, learning_rate, momentum):
    new = [
        (momentum * vW - learning_rate * dW, momentum * vb - learning_rate * db)
        for (vW, vb), (dW, db) in zip(velocity, grads)
    ]
    for (W, b), (vW, vb) in zip(params, new):
        W += vW
        b += vb
    return params, new


plain_momentum_step_by_loop.mistake(
    "momentum-first-layer-only",
    change=("    return new_params, new_velocity", "        return new_params, new_velocity"),
    did="returns from inside the loop, after the first layer",
    seems_right="the return stands only one step too far to the right",
    hint="How many layers come back? When does a return end the function?",
    construct="return in loop",
    numbers="returns what belongs to the first layer only",
    numbers_hint="How many layers go in? Where do the others get lost?",
)

plain_momentum_step_by_loop.mistake(
    "momentum-no-return",
    change=("return new_params, new_velocity", ""),
    did="computes both lists and does not return them",
    seems_right="the loop is complete, and the function ends",
    hint="What does a function hand back when it has no return?",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)

plain_momentum_step_by_loop.mistake(
    "momentum-flat-lists",
    changes=[
        ("new_params.append((W + vW, b + vb))", "new_params += [W + vW, b + vb]"),
        ("new_velocity.append((vW, vb))", "new_velocity += [vW, vb]"),
    ],
    did="puts W, b, W, b into the lists, without pairs",
    seems_right="append was called twice",
    hint="Does what comes back have the structure of params?",
)

plain_momentum_step.mistake(
    "momentum-velocity-before-rate",
    change=(
        "(momentum * vW - learning_rate * dW, momentum * vb - learning_rate * db)",
        "(learning_rate * (momentum * vW - dW), learning_rate * (momentum * vb - db))",
    ),
    did="multiplies the velocity by the learning rate as well",
    seems_right="the rate belongs to every step",
    hint="With a gradient of 0, should the rate matter?",
)

plain_momentum_step.mistake(
    "momentum-squared-gradients",
    change=(
        "(momentum * vW - learning_rate * dW, momentum * vb - learning_rate * db)",
        "(momentum * vW - learning_rate * dW**2, momentum * vb - learning_rate * db**2)",
    ),
    did="keeps a running mean of squared gradients",
    seems_right="RMSProp and Adam do so",
    hint="Is there a square in the formula of the task?",
)


# fit


@plain("fit")
def plain_fit(params, X, y, X_val, y_val, activations, rate, size, epochs, rng, momentum=0.0, patience=None):
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


plain_fit.mistake(
    "fit-returns-last-params",
    changes=[
        ("best, lowest, waited = params, np.inf, 0", "lowest, waited = np.inf, 0"),
        ("best, lowest, waited = params, loss, 0", "lowest, waited = loss, 0"),
        ("return best, history", "return params, history"),
    ],
    did="returns the params of the last epoch",
    seems_right="the newest must be the best",
    hint="Evaluate what you return on the validation data. Is it the lowest loss in the history?",
)

plain_fit.mistake(
    "fit-best-is-an-alias",
    changes=[
        (
            "velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]",
            """
            params = [(W.copy(), b.copy()) for W, b in params]
            velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
            """,
        ),
        (
            "params, velocity = momentum_step(params, grads, velocity, rate, momentum)",
            """
            moved, velocity = momentum_step(params, grads, velocity, rate, momentum)
            for (W, b), (new_W, new_b) in zip(params, moved):
                W[...], b[...] = new_W, new_b
            """,
        ),
    ],
    did="remembers the best params by their name only, and then changes the arrays in place",
    seems_right="an assignment looks like a copy",
    hint="Is best the same object as params? Print both after one more step.",
    construct="in place|copyto",
    numbers="returns the params of the last epoch",
    numbers_hint="Evaluate what you return on the validation data. Is it the lowest loss in the history?",
    look_alikes=("fit-returns-last-params",),
)

plain_fit.mistake(
    "fit-patience-never-reset",
    change=("best, lowest, waited = params, loss, 0", "best, lowest = params, loss"),
    did="counts the worse epochs of the whole run, and not those in a row",
    seems_right="a counter counts",
    hint="Worse, worse, better, worse: what should the counter say after each?",
)

plain_fit.mistake(
    "fit-patience-off-by-one",
    change=("waited >= patience", "waited > patience"),
    did="waits for one epoch more than patience allows",
    seems_right="more than patience sounds right",
    hint="With patience 1: after how many epochs without a better one should it stop?",
)

plain_fit.mistake(
    "fit-patience-one-too-few",
    change=(
        "patience is not None and waited >= patience",
        "patience is not None and waited >= patience - 1 and waited > 0",
    ),
    did="stops one epoch too early",
    seems_right="the counter was started at 1",
    hint="With patience 2: after how many epochs without a better one should it stop?",
)

plain_fit.mistake(
    "fit-monitors-training-loss",
    changes=[
        ("if loss < lowest:", 'watched = history["train_loss"][-1]\nif watched < lowest:'),
        ("params, loss, 0", "params, watched, 0"),
    ],
    did="watches the training loss for the best epoch, and for when to stop",
    seems_right="that is the loss at hand",
    hint="Which of the two losses tells about samples that the network has never been corrected on?",
)

plain_fit.mistake(
    "fit-monitors-accuracy",
    changes=[
        ("if loss < lowest:", 'watched = -history["validation_accuracy"][-1]\nif watched < lowest:'),
        ("params, loss, 0", "params, watched, 0"),
    ],
    did="keeps the params of the best accuracy",
    seems_right="accuracy is what counts in the end",
    hint="Two epochs with the same accuracy: which one is better? What does the task name?",
)

plain_fit.mistake(
    "fit-keeps-the-worst",
    changes=[
        ("params, np.inf, 0", "params, -np.inf, 0"),
        ("loss < lowest", "loss > lowest"),
    ],
    did="compares the wrong way round: the params of the highest loss come back",
    seems_right="for an accuracy, larger is better",
    hint="Should a good loss be high or low?",
)

plain_fit.mistake(
    "fit-trains-on-validation",
    change=(
        "velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]",
        """
        X, y = np.concatenate([X, X_val]), np.concatenate([y, y_val])
        velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
        """,
    ),
    did="learns from the validation data as well",
    seems_right="more data are better",
    hint="Change the validation labels. Does the training change? Who judges then?",
)

plain_fit.mistake(
    "fit-trains-on-validation-only",
    change=("minibatches(X, y, size, rng)", "minibatches(X_val, y_val, size, rng)"),
    did="learns from the validation data in place of the training data",
    seems_right="two names were exchanged",
    hint="Change the training labels. Does the training change?",
)

plain_fit.mistake(
    "fit-validates-on-training",
    changes=[
        ("forward(params, X_val, activations)", "forward(params, X, activations)"),
        ("cross_entropy(logits, y_val)", "cross_entropy(logits, y)"),
        ("accuracy(logits, y_val)", "accuracy(logits, y)"),
    ],
    did="judges by the training data",
    seems_right="they are at hand",
    hint="On which samples has the network never been corrected?",
)

plain_fit.mistake(
    "fit-one-batch-per-epoch",
    change=(
        "params, velocity = momentum_step(params, grads, velocity, rate, momentum)",
        """
        params, velocity = momentum_step(params, grads, velocity, rate, momentum)
        break
        """,
    ),
    did="leaves the epoch after its first batch",
    seems_right="the break stands one step too far to the right",
    hint="How many steps should an epoch of 10 samples by 4 make?",
    construct="break in inner loop|next",
    numbers="makes one step per epoch, from one batch",
    numbers_hint="How often does your step run in an epoch, and how often should it?",
    look_alikes=("fit-uses-last-gradients-only",),
)

plain_fit.mistake(
    "fit-one-update-per-epoch",
    changes=[
        ("losses, sizes = [], []", "losses, sizes, total = [], [], None"),
        (
            "params, velocity = momentum_step(params, grads, velocity, rate, momentum)",
            "total = [(a + c, b + d) for (a, b), (c, d) in zip(total, grads)] if total else grads",
        ),
        (
            "logits = forward(params, X_val, activations)[0]",
            """
            params, velocity = momentum_step(params, total, velocity, rate, momentum)
            logits = forward(params, X_val, activations)[0]
            """,
        ),
    ],
    did="adds the gradients of all batches up, and makes one step at the end of the epoch",
    seems_right="one epoch, one step: so it was in step 6",
    hint="How many steps should an epoch of 10 samples by 4 make?",
)

plain_fit.mistake(
    "fit-uses-last-gradients-only",
    change=(
        "            params, velocity = momentum_step(params, grads, velocity, rate, momentum)",
        "        params, velocity = momentum_step(params, grads, velocity, rate, momentum)",
    ),
    did="makes one step per epoch, with the gradients of its last batch",
    seems_right="the step stands outside of the inner loop",
    hint="How often does your step run in an epoch, and how often should it?",
    construct="!break in inner loop|next",
    numbers="makes one step per epoch, from one batch",
    look_alikes=("fit-one-batch-per-epoch",),
)

plain_fit.mistake(
    "fit-uses-whole-set-in-every-batch",
    change=(
        "for xb, yb in minibatches(X, y, size, rng):",
        """
        for xb, yb in minibatches(X, y, size, rng):
            xb, yb = X, y
        """,
    ),
    did="works on all training samples in every batch",
    seems_right="the line was copied from step 6",
    hint="Are the rows of the batch used at all?",
)

plain_fit.mistake(
    "fit-restarts-every-epoch",
    changes=[
        ("for _ in range(epochs):", "start = params\nfor _ in range(epochs):"),
        ("losses, sizes = [], []", "params = start\nlosses, sizes = [], []"),
    ],
    did="begins every epoch with the first params again",
    seems_right="two names for two things looked tidy",
    hint="Which params does the second epoch begin with?",
)

plain_fit.mistake(
    "fit-best-only-when-stopped-early",
    changes=[
        ("return best, history", "return params, history"),
        ("break", "return best, history"),
    ],
    did="returns the best params only if it stops early",
    seems_right="bringing back the best belongs to stopping",
    hint="And if patience is never used up: what comes back?",
)

plain_fit.mistake(
    "fit-stops-at-first-rise",
    change=("waited >= patience", "waited >= 1"),
    did="stops at the first worse epoch, whatever patience says",
    seems_right="a rise means that it learns by heart",
    hint="What is patience for?",
)

plain_fit.mistake(
    "fit-stops-without-patience",
    change=("patience is not None and waited >= patience", "waited >= (patience or 1)"),
    did="stops at the first worse epoch, also without patience",
    seems_right="a rise means that it learns by heart",
    hint="What should patience=None do?",
)

plain_fit.mistake(
    "fit-compares-with-previous-epoch",
    changes=[
        ("best, lowest, waited = params, loss, 0", "best, waited = params, 0"),
        (
            "if patience is not None and waited >= patience:",
            """
            lowest = loss
            if patience is not None and waited >= patience:
            """,
        ),
    ],
    did="compares with the epoch before, and not with the best so far",
    seems_right="better sounds like better than before",
    hint="0.3, 0.2, 0.5, 0.4: is the last one the best so far?",
)

plain_fit.mistake(
    "fit-waits-from-previous-epoch",
    change=(
        """
        if loss < lowest:
            best, lowest, waited = params, loss, 0
        else:
            waited += 1
        """,
        """
        if loss < lowest:
            best, lowest = params, loss
        rose = len(history["validation_loss"]) > 1 and loss >= history["validation_loss"][-2]
        waited = waited + 1 if rose else 0
        """,
    ),
    did="keeps the best params, but counts from the epoch before when it waits",
    seems_right="better sounds like better than before",
    hint="0.3, 0.2, 0.5, 0.4: does the last one start the count anew?",
)

plain_fit.mistake(
    "fit-ignores-patience",
    change=("if patience is not None and waited >= patience:\n    break", ""),
    did="never stops early",
    seems_right="early stopping was left for later",
    hint="When does your loop end, with patience 2?",
)

plain_fit.mistake(
    "fit-ignores-momentum",
    change=("velocity, rate, momentum", "velocity, rate, 0.0"),
    did="makes plain steps, whatever the momentum is",
    seems_right="without momentum it is the same",
    hint="Call it with momentum 0 and with 0.9. Is there a difference?",
    look_alikes=("fit-forgets-velocity",),
)

plain_fit.mistake(
    "fit-own-momentum",
    change=("velocity, rate, momentum", "velocity, rate, 0.9"),
    did="uses a momentum of its own, 0.9, whatever it is given",
    seems_right="0.9 stands in every tutorial",
    hint="Call it with momentum 0 and with 0.5. Is there a difference?",
)

plain_fit.mistake(
    "fit-forgets-velocity",
    change=("params, velocity", "params, _"),
    did="begins every step from rest: the new velocity is not kept",
    seems_right="momentum_step returns two things, and one was taken",
    hint="What becomes of the velocity that momentum_step returns?",
    look_alikes=("fit-ignores-momentum",),
)

plain_fit.mistake(
    "fit-velocity-from-rest-each-epoch",
    changes=[
        ("velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]", ""),
        (
            "losses, sizes = [], []",
            """
            velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
            losses, sizes = [], []
            """,
        ),
    ],
    did="makes the velocity anew in every epoch",
    seems_right="the line stands one step too far to the right",
    hint="Should a ball stop because an epoch is over?",
)

plain_fit.mistake(
    "fit-velocity-starts-as-params",
    change=("(np.zeros_like(W), np.zeros_like(b))", "(W.copy(), b.copy())"),
    did="begins with the params as velocity",
    seems_right="they have the right shapes",
    hint="How fast is a ball before the first push?",
)

plain_fit.mistake(
    "fit-scales-step-by-batch-size",
    change=("rate, momentum", "rate / len(xb), momentum"),
    did="divides the learning rate by the batch size",
    seems_right="a well-known book adds gradients up and divides there",
    hint="Does your gradient hold a mean already?",
)

plain_fit.mistake(
    "fit-scales-step-by-samples",
    change=("velocity, rate", "velocity, rate / len(X)"),
    did="divides the learning rate by the number of training samples",
    seems_right="one epoch should count once",
    hint="Does your gradient hold a mean already?",
)


@misconception(
    "fit-history-per-batch",
    did="writes an entry of the history for every batch",
    seems_right="the lines stand one step too far to the right",
    hint="How many entries should there be after three epochs?",
)
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
            history["train_loss"].append(losses[-1])
            history["validation_loss"].append(loss)
            history["validation_accuracy"].append(accuracy(logits, y_val))
        if loss < lowest:
            best, lowest, waited = params, loss, 0
        else:
            waited += 1
        if patience is not None and waited >= patience:
            break
    return best, history


plain_fit.mistake(
    "fit-train-loss-per-batch",
    change=(
        'history["train_loss"].append(float(np.average(losses, weights=sizes)))',
        'history["train_loss"] += losses',
    ),
    did="writes one training loss per batch, but the others once per epoch",
    seems_right="every batch has a loss",
    hint="How many entries should each list have after three epochs?",
)

plain_fit.mistake(
    "fit-validation-before-epoch",
    changes=[
        ('history["validation_loss"].append(loss)\nhistory["validation_accuracy"].append(accuracy(logits, y_val))', ""),
        ("logits = forward(params, X_val, activations)[0]\nloss = cross_entropy(logits, y_val)", ""),
        (
            "losses, sizes = [], []",
            """
            logits = forward(params, X_val, activations)[0]
            loss = cross_entropy(logits, y_val)
            history["validation_loss"].append(loss)
            history["validation_accuracy"].append(accuracy(logits, y_val))
            losses, sizes = [], []
            """,
        ),
    ],
    did="judges before the steps of the epoch, but keeps the params after them",
    seems_right="order of two blocks",
    hint="Do the best loss and the best params belong to the same moment?",
)

plain_fit.mistake(
    "fit-best-of-the-epoch-before",
    changes=[
        ("losses, sizes = [], []", "before = params\nlosses, sizes = [], []"),
        ("params, loss, 0", "before, loss, 0"),
    ],
    did="keeps the params from before the best epoch",
    seems_right="they were stored at the start of the epoch",
    hint="Evaluate what you return on the validation data. Is it the lowest loss in the history?",
)

plain_fit.mistake(
    "fit-exhausted-generator",
    changes=[
        ("float(np.average(losses, weights=sizes))", "float(np.mean(losses)) if losses else 0.0"),
        ("minibatches(X, y, size, rng)", "batches"),
        ("for _ in range(epochs):", "batches = minibatches(X, y, size, rng)\nfor _ in range(epochs):"),
    ],
    did="makes the batches once, before the epochs: a generator is empty after the first",
    seems_right="a generator looks like a list",
    hint="How many batches does the second epoch see?",
)

plain_fit.mistake(
    "fit-shuffles-once",
    changes=[
        ("minibatches(X, y, size, rng)", "batches"),
        ("for _ in range(epochs):", "batches = list(minibatches(X, y, size, rng))\nfor _ in range(epochs):"),
    ],
    did="deals the samples into batches once, before the epochs",
    seems_right="the data are shuffled, and that seems enough",
    hint="Do two epochs see the same batches? Where is minibatches called?",
)

plain_fit.mistake(
    "fit-never-shuffles",
    change=(
        "for xb, yb in minibatches(X, y, size, rng):",
        """
        for i in range(0, len(X), size):
            xb, yb = X[i : i + size], y[i : i + size]
        """,
    ),
    did="cuts the training data in their own order, in every epoch",
    seems_right="batches are batches",
    hint="What is rng for? Which samples does the first batch hold?",
)

plain_fit.mistake(
    "fit-fixed-seed",
    change=(
        "velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]",
        """
        rng = np.random.default_rng(0)
        velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
        """,
    ),
    did="makes a generator of its own with a fixed seed",
    seems_right="the training should be reproducible",
    hint="Train with two seeds. Is there a difference? Who provides the random numbers?",
)

plain_fit.mistake(
    "fit-fixed-seed-each-epoch",
    change=("losses, sizes = [], []", "rng = np.random.default_rng(0)\nlosses, sizes = [], []"),
    did="makes a generator with a fixed seed in every epoch: the order is always the same",
    seems_right="reproducible looks good",
    hint="Do two epochs see the same batches? Who provides the random numbers?",
)

plain_fit.mistake(
    "fit-own-generator",
    change=(
        "velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]",
        """
        rng = np.random.default_rng()
        velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
        """,
    ),
    did="makes a generator of its own, without a seed",
    seems_right="default_rng() is how examples begin",
    hint="Train twice with the same seed. Is the history the same?",
)

plain_fit.mistake(
    "fit-global-random",
    change=(
        "for xb, yb in minibatches(X, y, size, rng):",
        """
        order = np.random.permutation(len(X))
        for i in range(0, len(order), size):
            rows = order[i : i + size]
            xb, yb = X[rows], y[rows]
        """,
    ),
    did="shuffles with np.random, and not with the rng that is handed in",
    seems_right="older tutorials do so",
    hint="Train twice with the same seed. Is the history the same? Who provides the random numbers?",
)

plain_fit.mistake(
    "fit-shuffles-x-only",
    change=(
        "for xb, yb in minibatches(X, y, size, rng):",
        """
        order = rng.permutation(len(X))
        for i in range(0, len(order), size):
            xb, yb = X[order[i : i + size]], y[i : i + size]
        """,
    ),
    did="shuffles the rows of X and not the labels",
    seems_right="X is what one thinks of as the data",
    hint="Which label belongs to the first row of the first batch?",
)

plain_fit.mistake(
    "fit-draws-with-replacement",
    change=(
        "for xb, yb in minibatches(X, y, size, rng):",
        """
        for i in range(0, len(X), size):
            rows = rng.integers(0, len(X), min(size, len(X) - i))
            xb, yb = X[rows], y[rows]
        """,
    ),
    did="draws every batch from all samples, so that some come twice in an epoch and others never",
    seems_right="one line makes a batch",
    hint="Is every sample seen once per epoch? What is minibatches for?",
)

plain_fit.mistake(
    "fit-drops-the-last-batch",
    change=(
        "params, velocity = momentum_step(params, grads, velocity, rate, momentum)",
        """
        if len(xb) == min(size, len(X)):
            params, velocity = momentum_step(params, grads, velocity, rate, momentum)
        """,
    ),
    did="leaves the samples out that do not fill a batch",
    seems_right="equal batches are tidier",
    hint="Five samples by three: which of them are learned from? What if there are fewer samples than batch_size?",
)

plain_fit.mistake(
    "fit-ignores-batch-size",
    change=("minibatches(X, y, size, rng)", "minibatches(X, y, len(X), rng)"),
    did="takes all samples as one batch",
    seems_right="full batch is what step 6 did",
    hint="10 samples by 4: how many steps should an epoch make?",
)

plain_fit.mistake(
    "fit-own-batch-size",
    change=("minibatches(X, y, size, rng)", "minibatches(X, y, 32, rng)"),
    did="takes batches of 32, whatever batch_size says",
    seems_right="32 stands in every tutorial",
    hint="Call it with two batch sizes. Is there a difference?",
    look_alikes=("fit-ignores-batch-size",),
)

plain_fit.mistake(
    "fit-squared-error",
    change=("cross_entropy_gradient(logits, yb)", "2 * (logits - np.eye(logits.shape[1])[yb]) / logits.size"),
    did="goes down the gradient of the squared error",
    seems_right="that was the loss so far",
    hint="Which loss does the task name? Which function belongs to it?",
)

plain_fit.mistake(
    "fit-gradient-of-loss-value",
    change=("cross_entropy_gradient(logits, yb)", "losses[-1] * np.ones_like(logits)"),
    did="passes the loss to backward, and not its gradient",
    seems_right="backpropagate the loss, one says",
    hint="What does backward want: a number, or the slope for every logit?",
)

plain_fit.mistake(
    "fit-climbs",
    change=("velocity, rate", "velocity, -rate"),
    did="goes uphill: the gradient has lost its sign",
    seems_right="two minus signs cancelled",
    hint="Does your training loss fall?",
)

plain_fit.mistake(
    "fit-train-loss-is-accuracy",
    change=("cross_entropy(logits, yb)", "accuracy(logits, yb)"),
    did="writes the accuracy of the batches where the training loss is due",
    seems_right="what is printed is the accuracy",
    hint="Should a training loss fall or rise?",
)

plain_fit.mistake(
    "fit-train-loss-is-validation",
    change=("float(np.average(losses, weights=sizes))", "loss"),
    did="writes the validation loss into both lists",
    seems_right="the name loss was used again",
    hint="Can the two curves ever differ?",
)

plain_fit.mistake(
    "fit-train-loss-summed",
    change=("np.average(losses, weights=sizes)", "np.dot(losses, sizes)"),
    did="adds the losses of the batches up, where their mean is due",
    seems_right="adding up is half of a mean",
    hint="Halve the batch size. Should the training loss double?",
)

plain_fit.mistake(
    "fit-validation-loss-summed",
    change=('history["validation_loss"].append(loss)', 'history["validation_loss"].append(loss * len(X_val))'),
    did="multiplies the validation loss by the number of samples",
    seems_right="adding up is half of a mean",
    hint="Double the validation data by repeating them. Should the loss change?",
)

plain_fit.mistake(
    "fit-accuracy-of-training",
    change=("accuracy(logits, y_val)", "accuracy(forward(params, xb, activations)[0], yb)"),
    did="writes the accuracy on training samples where that on the validation data is due",
    seems_right="the name logits was used again",
    hint="Of which samples is validation_accuracy to tell?",
)

plain_fit.mistake(
    "fit-accuracy-in-percent",
    change=("accuracy(logits, y_val)", "100 * accuracy(logits, y_val)"),
    did="writes the accuracy in percent",
    seems_right="people say 95 percent",
    hint="What does accuracy return, and what does your list hold?",
)

plain_fit.mistake(
    "fit-other-keys",
    changes=[
        (
            '{"train_loss": [], "validation_loss": [], "validation_accuracy": []}',
            '{"train_loss": [], "val_loss": [], "val_accuracy": []}',
        ),
        ('"validation_loss"', '"val_loss"'),
        ('"validation_accuracy"', '"val_accuracy"'),
    ],
    did="gives the lists of the history other names",
    seems_right="val_loss is what another library says",
    hint="Which three names does the task give?",
)

plain_fit.mistake(
    "fit-forgets-accuracy",
    change=('history["validation_accuracy"].append(accuracy(logits, y_val))', ""),
    did="leaves the list of accuracies empty",
    seems_right="the losses are what is needed",
    hint="Print the history. Which list is short?",
)

plain_fit.mistake(
    "fit-history-as-tuple",
    change=("return best, history", "return best, tuple(history.values())"),
    did="returns three lists, where one dict is due",
    seems_right="the order is clear, as it seems",
    hint="How does the caller get at the validation loss? What does the task say?",
)

plain_fit.mistake(
    "fit-returns-only-params",
    change=("return best, history", "return best"),
    did="returns the params without the history",
    seems_right="the params are what one trains for",
    hint="How many things does the task say fit returns?",
)

plain_fit.mistake(
    "fit-returns-swapped",
    change=("return best, history", "return history, best"),
    did="returns the history first",
    seems_right="order looks unimportant while one writes it",
    hint="In which order does the task name the two?",
)

plain_fit.mistake(
    "fit-no-return",
    changes=[
        ("best, lowest, waited = params, np.inf, 0", "lowest, waited = np.inf, 0"),
        ("best, lowest, waited = params, loss, 0", "lowest, waited = loss, 0"),
        ("return best, history", ""),
    ],
    did="trains and returns nothing",
    seems_right="the training is done, and the function ends",
    hint="What does a function hand back when it has no return?",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)

plain_fit.mistake(
    "fit-returns-in-the-loop",
    change=("    return best, history", "        return best, history"),
    did="returns from inside the loop, after the first epoch",
    seems_right="the return stands only one step too far to the right",
    hint="How many epochs does the history tell of?",
    construct="return in loop",
    numbers="returns what belongs to the first epoch only",
    numbers_hint="How many epochs does the history tell of? After which one does your function end?",
)

plain_fit.mistake(
    "fit-one-epoch-less",
    change=("range(epochs)", "range(1, epochs)"),
    did="runs one epoch less than asked",
    seems_right="range(1, epochs) looks like 1 to epochs",
    hint="With epochs = 1: how many passes are due?",
)

plain_fit.mistake(
    "fit-one-epoch-more",
    change=("range(epochs)", "range(epochs + 1)"),
    did="runs one epoch more than asked",
    seems_right="from 0 to epochs, as it seems",
    hint="With epochs = 1: how many passes are due?",
)

plain_fit.mistake(
    "fit-history-of-start",
    change=(
        "for _ in range(epochs):",
        """
        logits = forward(params, X_val, activations)[0]
        history["train_loss"].append(cross_entropy(forward(params, X, activations)[0], y))
        history["validation_loss"].append(cross_entropy(logits, y_val))
        history["validation_accuracy"].append(accuracy(logits, y_val))
        for _ in range(epochs):
        """,
    ),
    did="begins the history with the untrained network",
    seems_right="a curve should show where it began",
    hint="How many entries are due after three epochs?",
)

plain_fit.mistake(
    "fit-in-place",
    changes=[
        (
            "params, velocity = momentum_step(params, grads, velocity, rate, momentum)",
            """
            moved, velocity = momentum_step(params, grads, velocity, rate, momentum)
            for (W, b), (new_W, new_b) in zip(params, moved):
                W[...], b[...] = new_W, new_b
            """,
        ),
        ("params, loss, 0", "[(W.copy(), b.copy()) for W, b in params], loss, 0"),
    ],
    did="changes the caller's params",
    seems_right="-= is short, and the loop needs no new lists",
    hint="Print params before and after the training. Could somebody start again from the same weights?",
)

plain_fit.mistake(
    "fit-shuffles-callers-data",
    change=(
        "losses, sizes = [], []",
        """
        losses, sizes = [], []
        state = rng.bit_generator.state
        rng.shuffle(X)
        rng.bit_generator.state = state
        rng.shuffle(y)
        """,
    ),
    did="changes the caller's X_train and y_train",
    seems_right="rng.shuffle is the method with that name",
    hint="Print X_train before and after the training. Whose arrays do you write into?",
)

plain_fit.mistake(
    "fit-standardizes-by-itself",
    change=(
        "velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]",
        """
        mean, deviation = np.mean(X, axis=0), np.std(X, axis=0)
        deviation[deviation == 0] = 1.0
        X, X_val = (X - mean) / deviation, (X_val - mean) / deviation
        velocity = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
        """,
    ),
    did="standardizes the data inside of fit",
    seems_right="scaling is good for training",
    hint="Whose task is the scaling? What does predicting with these params on plain data give?",
)

plain_fit.mistake(
    "fit-decays-the-rate",
    change=(
        "params, velocity = momentum_step(params, grads, velocity, rate, momentum)",
        """
        params, velocity = momentum_step(
            params, grads, velocity, rate * 0.5 ** len(history["train_loss"]), momentum
        )
        """,
    ),
    did="halves the learning rate after every epoch",
    seems_right="a decaying rate is good advice",
    hint="Who decides the learning rate here?",
)

plain_fit.mistake(
    "fit-goes-back-to-the-best",
    change=("waited += 1", "params, waited = best, waited + 1"),
    did="goes on from the best params after every worse epoch",
    seems_right="why go on from something worse",
    hint="Does a rise have to be undone before the next step? What does the task say is returned, and when?",
)

plain_fit.mistake(
    "fit-stops-when-perfect",
    change=(
        "if patience is not None and waited >= patience:",
        """
        if history["validation_accuracy"][-1] == 1.0:
            break
        if patience is not None and waited >= patience:
        """,
    ),
    did="stops as soon as all validation samples are right",
    seems_right="nothing seems to be left to learn",
    hint="Who decides when it stops? Can the loss still fall when all are right?",
)

plain_fit.mistake(
    "fit-extra-activation",
    change=(
        "losses.append(cross_entropy(logits, yb))",
        """
        powers = np.exp(logits - np.max(logits, axis=1, keepdims=True))
        logits = powers / np.sum(powers, axis=1, keepdims=True)
        losses.append(cross_entropy(logits, yb))
        """,
    ),
    did="takes the softmax of the logits before the loss",
    seems_right="the loss wants probabilities, as it seems",
    hint="What does cross_entropy take: logits, or probabilities?",
)

plain_fit.mistake(
    "fit-needs-all-arguments",
    change=(
        "def fit(params, X, y, X_val, y_val, activations, rate, size, epochs, rng, momentum=0.0, patience=None):",
        "def fit(params, X, y, X_val, y_val, activations, rate, size, epochs, rng, momentum, patience):",
    ),
    did="knows no default for momentum and patience",
    seems_right="they were handed in, in every test",
    hint="How is fit called when nobody wants momentum? Look at the line of its def.",
)
