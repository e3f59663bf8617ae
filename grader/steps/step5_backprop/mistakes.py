"""How learners get step 5 wrong: backpropagation."""

import numpy as np

from grader.steps.entry import misconception, plain


@plain("backward")
def plain_backward(params, cache, activations, d_output):
    grads = []
    d_a = d_output
    for i in reversed(range(len(params))):
        W, _ = params[i]
        a_prev, z = cache[i]
        d_z = d_a * ACTIVATIONS[activations[i]][1](z)
        grads.insert(0, (a_prev.T @ d_z, d_z.sum(axis=0)))
        d_a = d_z @ W.T
    return grads


plain_backward.mistake(
    "backward-no-derivatives",
    changes=[
        ("a_prev, z = cache[i]", "a_prev, _ = cache[i]"),
        ("d_a * ACTIVATIONS[activations[i]][1](z)", "d_a"),
    ],
    did="never uses the slope of an activation",
    seems_right="the chain rule, which seems to end at the weights",
    hint="Replace every activation by the identity. Would your code change? Should the gradients?",
)

plain_backward.mistake(
    "backward-derivative-of-activation",
    change=(
        "d_z = d_a * ACTIVATIONS[activations[i]][1](z)",
        """
        function, derivative = ACTIVATIONS[activations[i]]
        d_z = d_a * derivative(function(z))
        """,
    ),
    did="hands the activated value to a derivative that expects the pre-activation z",
    seems_right="two arrays of the same shape, both kept from forward",
    hint="Your derivative takes z. What do you hand it?",
)

plain_backward.mistake(
    "backward-wrong-layer-activation",
    change=("activations[i]", "activations[-1]"),
    did="uses the last layer's derivative in every layer",
    seems_right="a test with one kind of activation",
    hint="Mix two kinds of activation and compare layer by layer. Where does the name come from in each?",
)

plain_backward.mistake(
    "backward-first-activation-everywhere",
    change=("activations[i]", "activations[0]"),
    did="uses the first layer's derivative in every layer",
    seems_right="activations[0], which works while all names are equal",
    hint="Mix two kinds of activation. Which name does your last layer use?",
)


@misconception(
    "backward-activations-reversed",
    did="walks through the activations forwards while it walks through the layers backwards",
    seems_right="enumerate over a reversed list, which counts from 0",
    hint="Print the layer's number and the name used for it, side by side. Do they belong together?",
)
def backward(params, cache, activations, d_output):
    grads = []
    d_a = d_output
    for i, ((W, _), (a_prev, z)) in enumerate(zip(reversed(params), reversed(cache))):
        d_z = d_a * ACTIVATIONS[activations[i]][1](z)
        grads.insert(0, (a_prev.T @ d_z, d_z.sum(axis=0)))
        d_a = d_z @ W.T
    return grads


plain_backward.mistake(
    "backward-activation-of-layer-below",
    change=("activations[i]", "activations[i - 1]"),
    did="uses the activation of the layer below in each layer",
    seems_right="i - 1, since the walk goes downwards",
    hint="Which name belongs to z of layer i? Print both for each layer.",
)

plain_backward.mistake(
    "backward-assumes-sigmoid",
    change=("activations[i]", '"sigmoid"'),
    did="uses the slope of the sigmoid in every layer",
    seems_right="the derivation in the book, which was for sigmoid units",
    hint="Where does your code look at `activations`?",
)

plain_backward.mistake(
    "backward-assumes-relu",
    change=("ACTIVATIONS[activations[i]][1](z)", "(z > 0)"),
    did="uses the slope of relu in every layer",
    seems_right="code for a ReLU network, with z > 0 as the slope",
    hint="Where does your code look at `activations`?",
)

plain_backward.mistake(
    "backward-assumes-tanh",
    change=("ACTIVATIONS[activations[i]][1](z)", "(1 - np.tanh(z) ** 2)"),
    did="uses the slope of tanh in every layer",
    seems_right="the derivation in the book, which was for tanh units",
    hint="Where does your code look at `activations`?",
)

plain_backward.mistake(
    "backward-tanh-by-the-sigmoid-rule",
    change=(
        "d_z = d_a * ACTIVATIONS[activations[i]][1](z)",
        """
        function, derivative = ACTIVATIONS[activations[i]]
        a = function(z)
        slope = a * (1 - a) if activations[i] in ("sigmoid", "tanh") else derivative(z)
        d_z = d_a * slope
        """,
    ),
    did="uses a * (1 - a) for tanh too",
    seems_right="one rule for both curves, which look alike",
    hint="tanh reaches down to -1. What would a * (1 - a) give there, and how steep is the curve?",
)

plain_backward.mistake(
    "backward-misses-output-slope",
    change=(
        "d_a * ACTIVATIONS[activations[i]][1](z)",
        "d_a if i == len(params) - 1 else d_a * ACTIVATIONS[activations[i]][1](z)",
    ),
    did="leaves out the slope of the last layer's activation",
    seems_right="delta at the output as y_hat - y, which holds for other losses",
    hint="d_output is the gradient for y_hat, not for z. What lies between the two in the last layer?",
)

plain_backward.mistake(
    "backward-misses-hidden-slopes",
    change=(
        "d_a * ACTIVATIONS[activations[i]][1](z)",
        "d_a * ACTIVATIONS[activations[i]][1](z) if i == len(params) - 1 else d_a",
    ),
    did="uses the slope in the last layer only",
    seems_right="the output as the only place where an error is made",
    hint="Each hidden unit has an activation as well. Where does its slope come in?",
)

plain_backward.mistake(
    "backward-output-slope-is-sigmoid",
    change=(
        "d_z = d_a * ACTIVATIONS[activations[i]][1](z)",
        """
        name = "sigmoid" if i == len(params) - 1 else activations[i]
        d_z = d_a * ACTIVATIONS[name][1](z)
        """,
    ),
    did="treats the last layer as a sigmoid, whatever its name says",
    seems_right="an earlier exercise, in which the output was a sigmoid",
    hint="Which activation has the last layer HERE?",
)

plain_backward.mistake(
    "backward-function-for-derivative",
    change=("ACTIVATIONS[activations[i]][1]", "ACTIVATIONS[activations[i]][0]"),
    did="multiplies by the activation itself where its slope belongs",
    seems_right="the pair in ACTIVATIONS, of which the wrong one was taken",
    hint="ACTIVATIONS holds two functions per name. Which one is the slope?",
)

plain_backward.mistake(
    "backward-adds-slope",
    change=("d_a * ACTIVATIONS[activations[i]][1](z)", "d_a + ACTIVATIONS[activations[i]][1](z)"),
    did="adds the slope where it should multiply",
    seems_right="contributions of several layers, which seem to add up",
    hint="Two gears in a row: do their ratios add or multiply? What does the chain rule say?",
)

plain_backward.mistake(
    "backward-divides-by-slope",
    change=("d_a * ACTIVATIONS[activations[i]][1](z)", "d_a / (ACTIVATIONS[activations[i]][1](z) + 1e-8)"),
    did="divides by the slope where it should multiply",
    seems_right="undoing the forward pass, step by step",
    hint="Where the curve is flat, does the loss depend strongly on z, or hardly at all?",
)

plain_backward.mistake(
    "backward-slope-by-matrix-product",
    change=("d_a * ACTIVATIONS[activations[i]][1](z)", "d_a @ ACTIVATIONS[activations[i]][1](z).T"),
    did="combines error and slope by a matrix product, where entry by entry is meant",
    seems_right="a product of two matrices, which asks for an @",
    hint="Each z has its own slope. Which kind of product pairs entry with entry?",
)

plain_backward.mistake(
    "backward-slope-of-mean-z",
    change=("ACTIVATIONS[activations[i]][1](z)", "ACTIVATIONS[activations[i]][1](z.mean(axis=0))"),
    did="takes the slope at the batch's average z, one for all samples",
    seems_right="a batch, treated like one average sample",
    hint="Each sample has its own z. Is the slope at the average the same as each one's slope?",
)

plain_backward.mistake(
    "backward-slope-at-product-without-bias",
    changes=[
        ("a_prev, z = cache[i]", "a_prev = cache[i][0]"),
        ("ACTIVATIONS[activations[i]][1](z)", "ACTIVATIONS[activations[i]][1](a_prev @ W)"),
    ],
    did="takes the slope at a_prev @ W and forgets the bias",
    seems_right="z worked out anew, and the bias lost on the way",
    hint="Is a_prev @ W all that z consists of? The cache has z ready.",
)

plain_backward.mistake(
    "backward-output-slope-twice",
    change=("d_a = d_output", "d_a = d_output * ACTIVATIONS[activations[-1]][1](cache[-1][1])"),
    did="multiplies by the last layer's slope twice",
    seems_right="delta of the output, computed ahead as in the books",
    hint="How often does each slope occur on the path from the loss to a weight?",
)

plain_backward.mistake(
    "backward-derivative-applied-twice",
    change=("d_a = d_z @ W.T", "d_a = (d_z * ACTIVATIONS[activations[i]][1](z)) @ W.T"),
    did="multiplies by the slope once more when it hands the error down",
    seems_right="a missing factor, added in two places",
    hint="How often does each slope occur on the path from the loss to a weight?",
)

plain_backward.mistake(
    "backward-propagates-raw-error",
    change=("d_a = d_z @ W.T", "d_a = d_a @ W.T"),
    did="hands the error down as it was before the slope was multiplied in",
    seems_right="popular books that split the error by the weights alone",
    hint="Does the error that goes further down have to pass through this unit's slope too?",
)

plain_backward.mistake(
    "backward-dw-uses-z",
    change=(
        "grads.insert(0, (a_prev.T @ d_z, d_z.sum(axis=0)))",
        """
        below = cache[i - 1][1] if i > 0 else a_prev
        grads.insert(0, (below.T @ d_z, d_z.sum(axis=0)))
        """,
    ),
    did="uses the pre-activation of the layer below in dW",
    seems_right="z and a, which have equal shapes",
    hint="What was multiplied by W on the way forward: z or the activation?",
)

plain_backward.mistake(
    "backward-dw-slope-of-input",
    change=(
        "grads.insert(0, (a_prev.T @ d_z, d_z.sum(axis=0)))",
        """
        below = a_prev * ACTIVATIONS[activations[i - 1]][1](cache[i - 1][1]) if i > 0 else a_prev
        grads.insert(0, (below.T @ d_z, d_z.sum(axis=0)))
        """,
    ),
    did="multiplies the input by its own slope in dW",
    seems_right="slopes, which seem to belong everywhere",
    hint="How does z change with W? Is the slope of the layer below part of that?",
)


@misconception(
    "backward-dw-uses-own-output",
    did="uses the output of the layer in dW, where its input belongs",
    seems_right="a layer's activation as the one stored with it",
    hint="z = a_prev @ W + b. What does W multiply: what goes into the layer or what comes out?",
)
def backward(params, cache, activations, d_output):
    grads = []
    d_a = d_output
    for i in reversed(range(len(params))):
        W, _ = params[i]
        _, z = cache[i]
        d_z = d_a * ACTIVATIONS[activations[i]][1](z)
        a = ACTIVATIONS[activations[i]][0](z)
        grads.insert(0, (a.T @ d_z, d_z.sum(axis=0)))
        d_a = d_z @ W.T
    return grads


plain_backward.mistake(
    "backward-dw-uses-network-input",
    changes=[
        ("a_prev, z = cache[i]", "_, z = cache[i]"),
        ("a_prev.T @ d_z", "cache[0][0].T @ d_z"),
    ],
    did="uses the network's input in dW of every layer",
    seems_right="the formula X.T @ delta, which is right for a single layer",
    hint="What goes into the second layer: X, or the output of the first?",
)

plain_backward.mistake(
    "backward-dw-averages-before-product",
    change=("a_prev.T @ d_z", "np.outer(a_prev.mean(axis=0), d_z.mean(axis=0))"),
    did="averages inputs and errors over the batch first and multiplies the averages",
    seems_right="the formula for one sample, extended by averaging",
    hint="Is the mean of products the same as the product of means?",
)

plain_backward.mistake(
    "backward-dw-sums-before-product",
    change=("a_prev.T @ d_z", "np.outer(a_prev.sum(axis=0), d_z.sum(axis=0))"),
    did="sums inputs and errors over the batch first and multiplies the sums",
    seems_right="the formula for one sample, extended by summing",
    hint="Is the sum of products the same as the product of sums? Try it with two samples.",
)

plain_backward.mistake(
    "backward-dw-uses-weight",
    changes=[
        ("a_prev, z = cache[i]", "_, z = cache[i]"),
        ("a_prev.T @ d_z", "W * d_z.sum(axis=0)"),
    ],
    did="multiplies by the weight in dW, where the input belongs",
    seems_right="the derivative of w * x with respect to x, taken for the one with respect to w",
    hint="What is the derivative of w * x with respect to w?",
)

plain_backward.mistake(
    "backward-dw-transposed",
    change=("a_prev.T @ d_z", "d_z.T @ a_prev"),
    did="returns every dW transposed",
    seems_right="a convention in which weights are stored the other way round",
    hint="Compare the shape of your dW with that of W.",
)

plain_backward.mistake(
    "backward-dw-elementwise",
    change=("a_prev.T @ d_z", "a_prev * d_z"),
    did="multiplies input and error entry by entry in dW",
    seems_right="the star, which is the sign for multiplication",
    hint="Every input meets every unit. Which product makes all these pairs, and which only pairs of equal place?",
)

plain_backward.mistake(
    "backward-dw-not-transposed",
    change=("a_prev.T @ d_z", "a_prev @ d_z"),
    did="multiplies a_prev @ d_z in dW without transposing",
    seems_right="the order of the forward pass",
    hint="Write down the shapes of both factors. Which axis counts the samples, and should it be left in dW?",
)

plain_backward.mistake(
    "backward-dw-mean-only",
    change=("a_prev.T @ d_z", "a_prev.T @ d_z / len(d_z)"),
    did="divides dW by the number of samples, but not db",
    seems_right="a formula with 1/m in front of dW",
    hint="Is the mean over the samples already in d_output? Compare the scale of your dW and db.",
)

plain_backward.mistake(
    "backward-means-over-batch",
    change=("(a_prev.T @ d_z, d_z.sum(axis=0))", "(a_prev.T @ d_z / len(d_z), d_z.mean(axis=0))"),
    did="divides dW and db by the number of samples",
    seems_right="formulas with 1/m, for a d_output that does not contain it",
    hint="Who divides by the number of samples: the gradient of the loss, or backward? It must happen once.",
)

plain_backward.mistake(
    "backward-divides-by-outputs-too",
    change=("d_a = d_output", "d_a = d_output / d_output.size"),
    did="divides the whole gradient by the number of entries of d_output",
    seems_right="the mean of the loss, taken once more",
    hint="mse_gradient has divided already. How often does the mean occur in the loss?",
)

plain_backward.mistake(
    "backward-factor-two",
    change=("d_a = d_output", "d_a = 2 * d_output"),
    did="multiplies the whole gradient by 2",
    seems_right="the 2 from the square in the loss",
    hint="d_output is the finished gradient of the loss. Is the 2 not in it already?",
)

plain_backward.mistake(
    "backward-only-last-sample",
    change=(
        "grads.insert(0, (a_prev.T @ d_z, d_z.sum(axis=0)))",
        """
        for sample in range(len(d_z)):
            dW = np.outer(a_prev[sample], d_z[sample])
            db = d_z[sample]
        grads.insert(0, (dW, db))
        """,
    ),
    did="counts the last sample only, where the samples should be added up",
    seems_right="= in place of +=",
    hint="Reverse the rows of the batch. Should the gradient change?",
)

plain_backward.mistake(
    "backward-only-first-sample",
    change=("(a_prev.T @ d_z, d_z.sum(axis=0))", "(np.outer(a_prev[0], d_z[0]), d_z[0])"),
    did="looks at the first sample only",
    seems_right="the formula for one sample, with index 0",
    hint="Change the last row of the batch. Does your gradient change?",
)

plain_backward.mistake(
    "backward-input-from-wrong-layer",
    change=("a_prev, z = cache[i]", "a_prev, z = cache[i - 1][0], cache[i][1]"),
    did="takes the input of the layer below in dW",
    seems_right="a_prev, read as 'of the previous entry'",
    hint="cache[i] holds what went INTO layer i. Do you need to go one back?",
)

plain_backward.mistake(
    "backward-db-from-dw",
    change=(
        "grads.insert(0, (a_prev.T @ d_z, d_z.sum(axis=0)))",
        """
        dW = a_prev.T @ d_z
        grads.insert(0, (dW, dW.sum(axis=0)))
        """,
    ),
    did="sums dW to get db",
    seems_right="dW, which is at hand and has the right number of columns",
    hint="If X were all zeros, dW of the first layer would be zero. Should db be?",
)

plain_backward.mistake(
    "backward-db-misses-derivative",
    change=("d_z.sum(axis=0)", "d_a.sum(axis=0)"),
    did="sums the error for db before the slope is multiplied in",
    seems_right="the order of two lines",
    hint="Which error belongs to z = a_prev @ W + b: the one before the slope, or the one after?",
)

plain_backward.mistake(
    "backward-db-not-summed",
    change=("d_z.sum(axis=0)", "d_z"),
    did="returns one db per sample, without summing over the batch",
    seems_right="the derivative of z with respect to b, which is 1, so that db equals delta",
    hint="How many biases has the layer? How many rows has your db?",
)

plain_backward.mistake(
    "backward-db-wrong-axis",
    change=("d_z.sum(axis=0)", "d_z.sum(axis=1)"),
    did="sums over the units for db, where it should sum over the samples",
    seems_right="axis=1, since sums along axes are easily mixed up",
    hint="One bias per unit: which axis must survive the sum?",
)

plain_backward.mistake(
    "backward-db-total",
    change=("d_z.sum(axis=0)", "d_z.sum()"),
    did="sums everything for db, so that one number is left",
    seems_right="np.sum without an axis",
    hint="How many biases has the layer? How many numbers are in your db?",
)

plain_backward.mistake(
    "backward-db-mean",
    change=("d_z.sum(axis=0)", "d_z.mean(axis=0)"),
    did="averages over the samples for db, where it should sum",
    seems_right="an average, as the usual way to combine samples",
    hint="dW adds the samples up, inside the matrix product. Why should db do otherwise?",
)

plain_backward.mistake(
    "backward-db-column",
    change=("d_z.sum(axis=0)", "d_z.sum(axis=0).reshape(-1, 1)"),
    did="returns every db as a column of shape (n, 1)",
    seems_right="books in which vectors stand upright",
    hint="Compare the shape of your db with that of b.",
)

plain_backward.mistake(
    "backward-db-zero",
    changes=[
        ("W, _ = params[i]", "W, b = params[i]"),
        ("d_z.sum(axis=0)", "np.zeros_like(b)"),
    ],
    did="returns zeros for every db",
    seems_right="biases, which start at zero and look minor",
    hint="If a bias grows a little, does the loss stay exactly the same?",
)

plain_backward.mistake(
    "backward-db-times-bias",
    changes=[
        ("W, _ = params[i]", "W, b = params[i]"),
        ("d_z.sum(axis=0)", "d_z.sum(axis=0) * b"),
    ],
    did="multiplies db by the bias",
    seems_right="a factor b, carried along from the forward formula",
    hint="What is the derivative of z = a_prev @ W + b with respect to b?",
)

plain_backward.mistake(
    "backward-divides-at-every-layer",
    change=("d_a = d_z @ W.T", "d_a = d_z @ W.T / len(d_z)"),
    did="divides by the number of samples each time it hands the error down",
    seems_right="1/m, put into the error of every layer",
    hint="Last layer fine, the first too small by a power of the number of samples. What happens once per layer?",
)

plain_backward.mistake(
    "backward-w-not-transposed",
    change=("d_a = d_z @ W.T", "d_a = d_z @ W"),
    did="hands the error down through W without transposing it",
    seems_right="the forward pass, which uses W as it is",
    hint="Write down the shapes of the error and of W. Which axis of W counts the units above?",
)

plain_backward.mistake(
    "backward-weights-of-wrong-layer",
    change=("W, _ = params[i]", "W, _ = params[i - 1]"),
    did="hands the error down through the weights of the layer below",
    seems_right="an index that is off by one",
    hint="The message comes down from layer i. Through which matrix did the signal go up into it?",
)

plain_backward.mistake(
    "backward-weights-from-front",
    change=("W, _ = params[i]", "W, _ = params[len(params) - 1 - i]"),
    did="takes the weights from the front of the list while it walks backwards",
    seems_right="one counter for two directions",
    hint="Print the shape of W beside that of z in each round of the loop. Do they belong together?",
)

plain_backward.mistake(
    "backward-uses-updated-weights",
    change=(
        "grads.insert(0, (a_prev.T @ d_z, d_z.sum(axis=0)))",
        """
        dW = a_prev.T @ d_z
        grads.insert(0, (dW, d_z.sum(axis=0)))
        W = W - 0.1 * dW
        """,
    ),
    did="changes the weights of a layer before it hands the error down through them",
    seems_right="one loop that does it all, as in some books",
    hint="Is the gradient allowed to depend on a learning rate? Which weights made the prediction?",
)

plain_backward.mistake(
    "backward-no-weights-on-the-way-down",
    change=("d_a = d_z @ W.T", "d_a = d_z.sum(axis=1, keepdims=True) * np.ones(W.shape[0])"),
    did="hands the sum of the errors down without the weights",
    seems_right="the error of a layer, which seems to belong to all units below alike",
    hint="One connection has weight 0, another 5. Do both carry the same share of the error?",
)

plain_backward.mistake(
    "backward-absolute-weights",
    change=("d_a = d_z @ W.T", "d_a = d_z @ np.abs(W).T"),
    did="hands the error down through the absolute values of the weights",
    seems_right="the strength of a connection, which seems to have no sign",
    hint="If a negative weight sits on the path, in which direction does the loss move?",
)

plain_backward.mistake(
    "backward-shares-error-by-weight",
    change=("d_a = d_z @ W.T", "d_a = d_z @ (W / np.abs(W).sum(axis=0)).T"),
    did="splits the error in proportion to the weights, which are scaled to add up to one",
    seems_right="a popular book, which shares the error out by the weights",
    hint="Double all weights of a layer. Should the error that goes down double, or stay the same?",
)

plain_backward.mistake(
    "backward-inverts-weights",
    change=("d_a = d_z @ W.T", "d_a = d_z @ np.linalg.pinv(W)"),
    did="hands the error down through the inverse of W",
    seems_right="going backwards as undoing the matrix product",
    hint="The chain rule multiplies by the derivative of z with respect to a_prev. Is that W or its inverse?",
)

plain_backward.mistake(
    "backward-averages-error-over-batch",
    change=("d_a = d_z @ W.T", "d_a = (d_z @ W.T).mean(axis=0, keepdims=True) * np.ones((len(d_z), 1))"),
    did="hands down one average error for all samples",
    seems_right="one gradient per batch, and so one error per batch",
    hint="Does a sample that was answered correctly have the same error as one that was not?",
)


@misconception(
    "backward-same-error-in-every-layer",
    did="uses d_output in every layer and hands nothing down",
    seems_right="the error of the network, which seems to be the same for all",
    hint="How many columns has the error of a hidden layer? Where is it computed?",
)
def backward(params, cache, activations, d_output):
    grads = []
    for i in reversed(range(len(params))):
        a_prev, z = cache[i]
        d_z = d_output * ACTIVATIONS[activations[i]][1](z)
        grads.insert(0, (a_prev.T @ d_z, d_z.sum(axis=0)))
    return grads


plain_backward.mistake(
    "backward-hands-down-d-output-again",
    change=("d_a = d_z @ W.T", "d_a = d_output @ W.T"),
    did="starts from d_output again in every layer",
    seems_right="two names, of which the older one is used",
    hint="Which error does the layer below need: d_output, or the one that you have just worked out?",
)

plain_backward.mistake(
    "backward-adds-error-from-above",
    change=("d_a = d_z @ W.T", "d_a = d_z @ W.T + d_z.sum(axis=1, keepdims=True)"),
    did="adds the errors of the layers up as it goes down",
    seems_right="+=, since gradients are known to accumulate",
    hint="Is there a second path past this layer? If not, what is there to add?",
)

plain_backward.mistake(
    "backward-sign-flipped",
    change=("(a_prev.T @ d_z, d_z.sum(axis=0))", "(-a_prev.T @ d_z, -d_z.sum(axis=0))"),
    did="negates every gradient",
    seems_right="the habit of writing the error as target minus output",
    hint="Does a positive gradient mean that the loss rises or falls when the weight grows?",
)

plain_backward.mistake(
    "backward-ignores-d-output",
    change=("d_a = d_output", "d_a = np.ones_like(d_output)"),
    did="starts from ones and never looks at d_output",
    seems_right="frameworks, in which backward() starts from 1",
    hint="Double d_output. Should the gradients double?",
)

plain_backward.mistake(
    "backward-starts-from-output",
    change=("d_a = d_output", "d_a = ACTIVATIONS[activations[-1]][0](cache[-1][1])"),
    did="starts from the network's output where d_output belongs",
    seems_right="the last activation as the thing to walk back from",
    hint="What is walked backwards: the output, or the gradient of the loss with respect to it?",
)

plain_backward.mistake(
    "backward-averages-d-output",
    change=("d_a = d_output", "d_a = d_output.mean(axis=0, keepdims=True)"),
    did="averages d_output over the batch before it starts",
    seems_right="one gradient per batch, and so one error per batch",
    hint="Do all samples have the same error? Average as late as possible, or never.",
)

plain_backward.mistake(
    "backward-clips-gradients",
    change=("(a_prev.T @ d_z, d_z.sum(axis=0))", "(np.clip(a_prev.T @ d_z, -1, 1), np.clip(d_z.sum(axis=0), -1, 1))"),
    did="clips every gradient to [-1, 1]",
    seems_right="advice against exploding gradients",
    hint="A gradient check compares numbers. May they be cut?",
)

plain_backward.mistake(
    "backward-normalizes-gradients",
    change=(
        "grads.insert(0, (a_prev.T @ d_z, d_z.sum(axis=0)))",
        """
        dW, db = a_prev.T @ d_z, d_z.sum(axis=0)
        grads.insert(0, (dW / np.linalg.norm(dW), db / np.linalg.norm(db)))
        """,
    ),
    did="scales every gradient to length 1",
    seems_right="the direction as the thing that matters",
    hint="Double d_output. Should the gradients double, or stay the same?",
)

plain_backward.mistake(
    "backward-includes-learning-rate",
    change=("(a_prev.T @ d_z, d_z.sum(axis=0))", "(0.1 * a_prev.T @ d_z, 0.1 * d_z.sum(axis=0))"),
    did="multiplies the gradients by a learning rate of its own",
    seems_right="code in which gradient and step are one line",
    hint="Is the slope of the loss smaller for somebody who learns slowly? Who applies the learning rate?",
)

plain_backward.mistake(
    "backward-adds-weight-decay",
    change=("a_prev.T @ d_z", "a_prev.T @ d_z + 0.01 * W"),
    did="adds a part of the weights to dW",
    seems_right="regularization, which many programs have",
    hint="Which loss are these the gradients of? Does it contain the weights by themselves?",
)

plain_backward.mistake(
    "backward-grads-in-reverse-order",
    change=("grads.insert(0, (a_prev.T @ d_z, d_z.sum(axis=0)))", "grads.append((a_prev.T @ d_z, d_z.sum(axis=0)))"),
    did="returns the gradients from last layer to first",
    seems_right="append, in a loop that walks backwards",
    hint="Compare the shape of grads[0] with that of params[0].",
)

plain_backward.mistake(
    "backward-skips-first-layer",
    change=("reversed(range(len(params)))", "range(len(params) - 1, 0, -1)"),
    did="stops before the first layer, so that one pair is missing",
    seems_right="the input, which needs no error",
    hint="The input needs no error, but does the first matrix need a gradient?",
)


@misconception(
    "backward-zero-for-first-layer",
    did="leaves the first layer's gradients at zero",
    seems_right="a list of zeros to start with, and a loop that ends one early",
    hint="Which numbers does range(3, 0, -1) give? Is the first layer among them?",
)
def backward(params, cache, activations, d_output):
    grads = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    d_a = d_output
    for i in range(len(params) - 1, 0, -1):
        a_prev, z = cache[i]
        d_z = d_a * ACTIVATIONS[activations[i]][1](z)
        grads[i] = (a_prev.T @ d_z, d_z.sum(axis=0))
        d_a = d_z @ params[i][0].T
    return grads


plain_backward.mistake(
    "backward-skips-last-layer",
    changes=[
        ("d_a = d_output", "d_a = d_output * ACTIVATIONS[activations[-1]][1](cache[-1][1]) @ params[-1][0].T"),
        ("reversed(range(len(params)))", "range(len(params) - 2, -1, -1)"),
    ],
    did="starts below the last layer, so that one pair is missing",
    seems_right="len(params) - 2, from a book that treats the last layer apart",
    hint="How many pairs are in params, and how many come back? Which layer gets d_output?",
)

plain_backward.mistake(
    "backward-returns-in-the-loop",
    change=("    return grads", "        return grads"),
    did="returns inside the loop, after the last layer",
    seems_right="a return that stands one level too deep",
    hint="How many pairs come back? Look at the indentation of the last line.",
    construct="return in loop",
    numbers="returns the gradients of the last layer only",
    numbers_hint="How many pairs come back? After which layer does your function end?",
)

plain_backward.mistake(
    "backward-first-layer-only",
    changes=[
        ("grads = []", ""),
        ("d_z = d_a * ACTIVATIONS[activations[i]][1](z)", "d_z = d_a * ACTIVATIONS[activations[i]][1](z)\ngrads = []"),
    ],
    did="empties its list in every round, so that only the first layer is left",
    seems_right="a list that is made where it is used",
    hint="How many pairs come back? How often is your list made?",
    construct="list made in loop",
    numbers="returns the first layer's gradients only",
    numbers_hint="How many pairs come back? Where do the others get lost?",
)

plain_backward.mistake(
    "backward-walks-forwards",
    changes=[
        ("reversed(range(len(params)))", "range(len(params))"),
        ("grads.insert(0, (a_prev.T @ d_z, d_z.sum(axis=0)))", "grads.append((a_prev.T @ d_z, d_z.sum(axis=0)))"),
    ],
    did="walks from the first layer to the last",
    seems_right="the usual direction of a for loop",
    hint="Which layer does d_output belong to? Which layer can be answered next?",
)


@misconception(
    "backward-two-layers-only",
    did="is written for exactly two layers",
    seems_right="the network of the book, which has two",
    hint="Which line would work for five layers, or for one?",
)
def backward(params, cache, activations, d_output):
    _, (W2, _) = params
    (a0, z1), (a1, z2) = cache
    d_z2 = d_output * ACTIVATIONS[activations[1]][1](z2)
    d_z1 = (d_z2 @ W2.T) * ACTIVATIONS[activations[0]][1](z1)
    return [(a0.T @ d_z1, d_z1.sum(axis=0)), (a1.T @ d_z2, d_z2.sum(axis=0))]


plain_backward.mistake(
    "backward-swaps-dw-and-db",
    change=("(a_prev.T @ d_z, d_z.sum(axis=0))", "(d_z.sum(axis=0), a_prev.T @ d_z)"),
    did="returns (db, dW), with the two in the wrong order",
    seems_right="a pair, whose order is easily lost",
    hint="params holds (W, b). In which order do your pairs stand?",
)

plain_backward.mistake(
    "backward-only-dw",
    change=("(a_prev.T @ d_z, d_z.sum(axis=0))", "a_prev.T @ d_z"),
    did="returns the gradients of the weights only, without db",
    seems_right="the weights, which seem to do all the learning",
    hint="params holds pairs. What is the partner of dW?",
)

plain_backward.mistake(
    "backward-flat-list",
    change=("grads.insert(0, (a_prev.T @ d_z, d_z.sum(axis=0)))", "grads = [a_prev.T @ d_z, d_z.sum(axis=0), *grads]"),
    did="returns one long list dW, db, dW, db, ... where a list of pairs is due",
    seems_right="append, called twice",
    hint="Can the caller write dW, db = grads[0]? Compare len(grads) with len(params).",
)


@misconception(
    "backward-two-lists",
    did="returns a list of all dW and a list of all db, where a list of pairs is due",
    seems_right="two lists, which are easier to fill",
    hint="Can the caller write dW, db = grads[0] for the first layer?",
)
def backward(params, cache, activations, d_output):
    dWs, dbs = [], []
    d_a = d_output
    for i in reversed(range(len(params))):
        W, _ = params[i]
        a_prev, z = cache[i]
        d_z = d_a * ACTIVATIONS[activations[i]][1](z)
        dWs.insert(0, a_prev.T @ d_z)
        dbs.insert(0, d_z.sum(axis=0))
        d_a = d_z @ W.T
    return dWs, dbs


@misconception(
    "backward-dict",
    did="returns a dictionary, where a list of pairs is due",
    seems_right="names such as dW1 and db1, as in another course",
    hint="grads has the structure of params. Which structure is that?",
)
def backward(params, cache, activations, d_output):
    grads = {}
    d_a = d_output
    for i in reversed(range(len(params))):
        W, _ = params[i]
        a_prev, z = cache[i]
        d_z = d_a * ACTIVATIONS[activations[i]][1](z)
        grads[f"dW{i + 1}"] = a_prev.T @ d_z
        grads[f"db{i + 1}"] = d_z.sum(axis=0)
        d_a = d_z @ W.T
    return grads


plain_backward.mistake(
    "backward-pairs-as-dicts",
    change=("(a_prev.T @ d_z, d_z.sum(axis=0))", '{"dW": a_prev.T @ d_z, "db": d_z.sum(axis=0)}'),
    did="returns a list of dictionaries, where a list of pairs is due",
    seems_right="names, which read better than places",
    hint="Can the caller write dW, db = grads[0]?",
)

plain_backward.mistake(
    "backward-generator",
    changes=[
        ("grads = []", ""),
        ("grads.insert(0, (a_prev.T @ d_z, d_z.sum(axis=0)))", "yield a_prev.T @ d_z, d_z.sum(axis=0)"),
        ("return grads", ""),
    ],
    did="hands the pairs out one by one with yield, from last to first",
    seems_right="yield, which saves making a list",
    hint="Can the caller ask for len(grads), or for grads[0]?",
)

plain_backward.mistake(
    "backward-returns-input-error-too",
    change=("return grads", "return grads, d_a"),
    did="returns a second value beside the gradients",
    seems_right="the error at the input, which is there anyway",
    hint="What does the caller get from grads[0]?",
)

plain_backward.mistake(
    "backward-returns-none",
    change=("return grads", ""),
    did="computes the gradients and returns nothing",
    seems_right="a list that has been filled, and so is there",
    hint="What does the caller receive? Look at the last line of your function.",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)

plain_backward.mistake(
    "backward-returns-new-params",
    changes=[
        ("W, _ = params[i]", "W, b = params[i]"),
        ("(a_prev.T @ d_z, d_z.sum(axis=0))", "(W - 0.1 * a_prev.T @ d_z, b - 0.1 * d_z.sum(axis=0))"),
    ],
    did="returns params after a step of its own, where the gradients are due",
    seems_right="code in which backpropagation and the step are one",
    hint="What is asked for: the slopes, or the weights after a step?",
)

plain_backward.mistake(
    "backward-weights-joined-with-bias",
    change=("(a_prev.T @ d_z, d_z.sum(axis=0))", "np.vstack([a_prev.T @ d_z, d_z.sum(axis=0)])"),
    did="returns dW and db glued into one array per layer",
    seems_right="the bias as one more row of the weights",
    hint="Can the caller write dW, db = grads[0], with the shapes of W and b?",
)

plain_backward.mistake(
    "backward-wrong-shape-fixed-by-force",
    change=("a_prev.T @ d_z", "(d_z.T @ a_prev).reshape(W.shape)"),
    did="reshapes delta times input into the shape of W, so that the numbers stand in wrong places",
    seems_right="reshape, which makes the error message go away",
    hint="reshape changes places, not meaning. Which axis of your product counts the inputs?",
)

plain_backward.mistake(
    "backward-mutates-cache",
    changes=[
        ("W, _ = params[i]\na_prev, z = cache[i]", "a_prev, z = cache.pop()"),
        ("d_a = d_z @ W.T", "d_a = d_z @ params[i][0].T"),
    ],
    did="empties the cache with pop, so that a second call fails",
    seems_right="a stack, which is the natural thing for walking back",
    hint="Whose list is it? Call your function twice.",
    construct="pop",
    numbers="changes the caller's cache",
    numbers_hint="Print the cache before and after the call. Whose list is it?",
)


@misconception(
    "backward-reverses-arguments",
    did="turns the caller's lists round in place and leaves them so",
    seems_right="list.reverse(), which looks like reversed()",
    hint="Print the activations before and after the call. Whose lists are they?",
    construct="reverse",
    numbers="changes lists that belong to the caller",
    numbers_hint="Print the arguments before and after the call. Whose lists are they?",
)
def backward(params, cache, activations, d_output):
    grads = []
    d_a = d_output
    params.reverse()
    cache.reverse()
    activations.reverse()
    for (W, _), (a_prev, z), name in zip(params, cache, activations):
        d_z = d_a * ACTIVATIONS[name][1](z)
        grads.insert(0, (a_prev.T @ d_z, d_z.sum(axis=0)))
        d_a = d_z @ W.T
    return grads


plain_backward.mistake(
    "backward-changes-d-output",
    change=("d_z = d_a * ACTIVATIONS[activations[i]][1](z)", "d_a *= ACTIVATIONS[activations[i]][1](z)\nd_z = d_a"),
    did="changes the caller's d_output",
    seems_right="*=, which saves an array",
    hint="Print d_output before and after the call. Which names stand for the same array?",
)


@misconception(
    "backward-updates-params",
    did="changes the weights on the way, although only their gradients are asked for",
    seems_right="code in which gradient and step are one loop",
    hint="Print params before and after the call. Whose arrays are they, and which function does the step?",
)
def backward(params, cache, activations, d_output):
    grads = []
    d_a = d_output
    for i in reversed(range(len(params))):
        W, b = params[i]
        a_prev, z = cache[i]
        d_z = d_a * ACTIVATIONS[activations[i]][1](z)
        dW, db = a_prev.T @ d_z, d_z.sum(axis=0)
        grads.insert(0, (dW, db))
        d_a = d_z @ W.T
        W -= 0.1 * dW
        b -= 0.1 * db
    return grads
