"""Mistakes that learners make in step 2: the first weights, and the forward pass."""

import numpy as np

from grader.steps.entry import misconception, plain
from solutions.step1_activations import ACTIVATIONS


@plain("init_params")
def plain_init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)), np.zeros(n_out)))
    return params


@misconception(
    "init-zeros",
    did="starts with all weights 0",
    seems_right="zero is the neutral start, and right for the biases",
    hint="If all units of a layer start equal, what will ever make them different?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        params.append((np.zeros((layer_sizes[i], layer_sizes[i + 1])), np.zeros(layer_sizes[i + 1])))
    return params


@misconception(
    "init-constant",
    did="gives all weights the same number",
    seems_right="zeros are known to be a bad start, and these are not zeros",
    hint="It is not the zero that hurts. What do equal weights have in common with zeros?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        W = np.full((n_in, n_out), 0.5)
        params.append((W, np.zeros(n_out)))
    return params


@misconception(
    "init-one-draw-per-layer",
    did="fills each matrix with one random number",
    seems_right="the weights are random, as asked",
    hint="How many different numbers are in one of your matrices?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        W = np.ones((n_in, n_out)) * rng.normal() / np.sqrt(n_in)
        params.append((W, np.zeros(n_out)))
    return params


plain_init_params.mistake(
    "init-unscaled",
    change=("rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))", "rng.normal(size=(n_in, n_out))"),
    did="draws standard normal weights and does not scale them",
    seems_right="it stands in every tutorial, and small examples forgive it",
    hint="With 400 inputs, how large is a typical pre-activation?",
)

plain_init_params.mistake(
    "init-weights-too-small",
    change=("rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))", "rng.normal(size=(n_in, n_out)) * 0.01"),
    did="multiplies the weights by 0.01, whatever the size of the layer",
    seems_right="the factor is well known from large image networks",
    hint="How large are the hidden activations at the start? How much do they differ between two inputs?",
)

plain_init_params.mistake(
    "init-divides-without-root",
    change=("rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))", "rng.normal(size=(n_in, n_out)) / n_in"),
    did="divides by n_in, where its square root is due",
    seems_right="the variance is 1 / n_in, and variance and deviation are easily mixed up",
    hint="With 100 inputs, what is the standard deviation of your weights? Which one does the task ask for?",
)

plain_init_params.mistake(
    "init-multiplies-by-root",
    change=("rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))", "rng.normal(size=(n_in, n_out)) * np.sqrt(n_in)"),
    did="multiplies by the square root of n_in, where it should divide",
    seems_right="the right factor, on the wrong side",
    hint="Should the weights of a layer with more inputs be larger or smaller?",
)

plain_init_params.mistake(
    "init-scales-by-outputs",
    change=("rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))", "rng.normal(size=(n_in, n_out)) / np.sqrt(n_out)"),
    did="scales by the number of outputs in place of the number of inputs",
    seems_right="both numbers stand side by side in the shape",
    hint="A unit adds up how many products: one per input, or one per output?",
)

plain_init_params.mistake(
    "init-scales-by-network-input",
    changes=[
        ("params = []", "scale = 1 / np.sqrt(layer_sizes[0])\nparams = []"),
        ("1 / np.sqrt(n_in)", "scale"),
    ],
    did="scales every layer by the number of inputs of the whole network",
    seems_right="'the number of inputs' is taken as that of the data",
    hint="Print the deviation of each matrix. Which layer does each n_in belong to?",
)

plain_init_params.mistake(
    "init-uniform-positive",
    change=("rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))", "rng.random((n_in, n_out)) / np.sqrt(n_in)"),
    did="draws numbers between 0 and 1: none is negative, and the mean is not 0",
    seems_right="rng.random is the first random function one meets",
    hint="Print the mean of a large matrix. Between which two numbers should the weights lie?",
)

plain_init_params.mistake(
    "init-absolute-weights",
    change=(
        "rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))",
        "np.abs(rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)))",
    ),
    did="takes the absolute value: no weight is negative",
    seems_right="negative strengths of a connection look wrong",
    hint="Print the mean of a large matrix. Which sign may a weight have?",
)

plain_init_params.mistake(
    "init-uniform-unscaled",
    change=("rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))", "rng.uniform(-1, 1, (n_in, n_out))"),
    did="draws between -1 and 1 in every layer, however many inputs it has",
    seems_right="the mean is 0, and the numbers look small enough",
    hint="With 400 inputs, how large is a typical pre-activation? How does your range depend on n_in?",
)

plain_init_params.mistake(
    "init-ignores-rng",
    change=("rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))", "np.random.randn(n_in, n_out) / np.sqrt(n_in)"),
    did="draws from np.random and not from the rng it was given",
    seems_right="older tutorials all do it so",
    hint="Run it twice with the same seed. Who provides the random numbers?",
)

plain_init_params.mistake(
    "init-seeds-global",
    changes=[
        ("params = []", "np.random.seed(0)\nparams = []"),
        ("rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))", "np.random.randn(n_in, n_out) / np.sqrt(n_in)"),
    ],
    did="seeds np.random with a fixed number and draws from it",
    seems_right="the results can be repeated, which is what one wants",
    hint="Call it with two different generators. Should the results be equal? "
    "And who else in the program may be using np.random?",
)

plain_init_params.mistake(
    "init-reseeds",
    change=("params = []", "rng = np.random.default_rng(42)\nparams = []"),
    did="builds its own generator with a fixed seed",
    seems_right="the results can be repeated, which is what one wants",
    hint="Call it with two different generators. Should the results be equal?",
)

plain_init_params.mistake(
    "init-fresh-generator",
    change=("params = []", "rng = np.random.default_rng()\nparams = []"),
    did="builds its own generator, so that the seed of the caller has no effect",
    seems_right="np.random.default_rng() is the recommended way to get random numbers",
    hint="Run it twice with the same seed. Who provides the random numbers?",
)


@misconception(
    "init-copies-the-generator",
    did="draws from a copy of rng in every layer, so that the same numbers come again and again",
    seems_right="arguments are not to be changed, and drawing changes the generator",
    hint="Give two layers the same size and compare their weights. What is a generator for?",
    construct="copy|deepcopy|default_rng",
    numbers="uses the same random numbers again in every layer",
)
def init_params(layer_sizes, rng):
    import copy

    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        own = copy.deepcopy(rng)
        params.append((own.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)), np.zeros(n_out)))
    return params


@misconception(
    "init-one-layer-per-size",
    did="makes one matrix for every entry of layer_sizes, also for the input",
    seems_right="sizes and layers are counted alike",
    hint="Three sizes: how many gaps are between them?",
)
def init_params(layer_sizes, rng):
    params = []
    n_in = layer_sizes[0]
    for n_out in layer_sizes:
        params.append((rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)), np.zeros(n_out)))
        n_in = n_out
    return params


plain_init_params.mistake(
    "init-misses-last-layer",
    change=("len(layer_sizes) - 1", "len(layer_sizes) - 2"),
    did="leaves out the last layer",
    seems_right="both range and the counting from 0 leave one out, and it was subtracted twice",
    hint="Print the shapes of all matrices next to layer_sizes.",
)

plain_init_params.mistake(
    "init-misses-first-layer",
    changes=[
        ("range(len(layer_sizes) - 1)", "range(2, len(layer_sizes))"),
        ("layer_sizes[i], layer_sizes[i + 1]", "layer_sizes[i - 1], layer_sizes[i]"),
    ],
    did="leaves out the first layer",
    seems_right="the input is no layer, and was skipped twice",
    hint="Print the shapes of all matrices next to layer_sizes.",
)

plain_init_params.mistake(
    "init-index-past-end",
    change=("len(layer_sizes) - 1", "len(layer_sizes)"),
    did="runs the loop one step too far, past the end of layer_sizes",
    seems_right="len(layer_sizes) steps look right for a list of that length",
    hint="In the last round of your loop, which size would be the next one? How many pairs of neighbours are there?",
    construct="index plus",
    numbers="asks a list for an entry that it does not have",
    numbers_hint="How many entries has layer_sizes, and which index has the last of them?",
)

plain_init_params.mistake(
    "init-layers-in-reverse",
    changes=[
        ("range(len(layer_sizes) - 1)", "range(len(layer_sizes) - 1, 0, -1)"),
        ("layer_sizes[i], layer_sizes[i + 1]", "layer_sizes[i - 1], layer_sizes[i]"),
    ],
    did="lists the layers from the output to the input",
    seems_right="backpropagation runs that way",
    hint="Which layer does X meet first, and where in the list does it stand?",
)


@misconception(
    "init-first-layer-repeated",
    did="makes the first layer and repeats it for all the others",
    seems_right="multiplying a list looks like making many layers",
    hint="Print the shapes of all matrices next to layer_sizes. Do all layers have the same size?",
)
def init_params(layer_sizes, rng):
    n_in, n_out = layer_sizes[0], layer_sizes[1]
    W = rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))
    return [(W, np.zeros(n_out))] * (len(layer_sizes) - 1)


plain_init_params.mistake(
    "init-returns-in-the-loop",
    change=("    return params", "        return params"),
    did="returns from inside the loop, after the first layer",
    seems_right="the return line is there, only one step too far to the right",
    hint="How many pairs come back for three sizes? When does a return end the function?",
    construct="return in loop",
    numbers="returns what belongs to the first layer only",
    numbers_hint="How many pairs come back for three sizes? Where do the others get lost?",
)


@misconception(
    "init-list-made-in-the-loop",
    did="makes the list anew in every round, so that only the last layer is left",
    seems_right="the empty list stands right before it is used",
    hint="How many pairs come back for three sizes? How often does your program run the line that empties the list?",
    construct="list made in loop",
    numbers="returns what belongs to the last layer only",
    numbers_hint="How many pairs come back for three sizes? Where do the others get lost?",
)
def init_params(layer_sizes, rng):
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params = []
        params.append((rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)), np.zeros(n_out)))
    return params


plain_init_params.mistake(
    "init-transposed",
    change=("(n_in, n_out)", "(n_out, n_in)"),
    did="makes matrices of shape (n_out, n_in)",
    seems_right="many books write W x and store W that way",
    hint="Samples are rows here. Which shape must W have for X @ W to work?",
)

plain_init_params.mistake(
    "init-bias-size-of-input",
    change=("np.zeros(n_out)", "np.zeros(n_in)"),
    did="gives the bias n_in entries",
    seems_right="it is not obvious what a bias belongs to",
    hint="Does a bias belong to an incoming line, or to a unit?",
)

plain_init_params.mistake(
    "init-bias-column",
    change=("np.zeros(n_out)", "np.zeros((n_out, 1))"),
    did="gives the bias the shape (n_out, 1)",
    seems_right="column vectors belong to the layout of another well-known course",
    hint="Add b to a matrix of shape (5, n_out), and to one of shape (n_out, n_out). Along which axis is it added?",
)

plain_init_params.mistake(
    "init-bias-one-number",
    change=("np.zeros(n_out)", "0.0"),
    did="gives each layer one number as its bias",
    seems_right="it broadcasts, and the forward pass works",
    hint="How many biases does a layer of 4 units have? What happens to a single number when it is trained?",
)

plain_init_params.mistake(
    "init-bias-like-weights",
    change=("np.zeros(n_out)", "np.zeros((n_in, n_out))"),
    did="gives the bias the shape of the weights",
    seems_right="a bias per connection looks as natural as a weight per connection",
    hint="Does a bias belong to a connection, or to a unit? How many units has the layer?",
)

plain_init_params.mistake(
    "init-biases-one",
    change=("np.zeros(n_out)", "np.ones(n_out)"),
    did="starts the biases at 1",
    seems_right="the bias is often drawn as an extra input that is always 1",
    hint="Which start value does the task name for the biases? What is the 1 in the drawing multiplied by?",
)

plain_init_params.mistake(
    "init-biases-standard-normal",
    change=("np.zeros(n_out)", "rng.normal(size=n_out)"),
    did="draws the biases from a standard normal distribution",
    seems_right="the biases are parameters like the weights",
    hint="Random weights make the units different. Do the biases have to help? Which value does the task name?",
)


@misconception(
    "init-returns-dict",
    did="returns a dictionary with keys W1, b1 and so on",
    seems_right="that is the interface of a well-known course",
    hint="The values are fine. What container does the task describe?",
)
def init_params(layer_sizes, rng):
    params = {}
    for i in range(1, len(layer_sizes)):
        n_in, n_out = layer_sizes[i - 1], layer_sizes[i]
        params[f"W{i}"] = rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))
        params[f"b{i}"] = np.zeros(n_out)
    return params


@misconception(
    "init-two-lists",
    did="returns a list of all weights and a list of all biases",
    seems_right="each list is tidy, and of one kind",
    hint="What should params[0] hold: all the weights, or all of the first layer?",
)
def init_params(layer_sizes, rng):
    weights = []
    biases = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        weights.append(rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)))
        biases.append(np.zeros(n_out))
    return weights, biases


@misconception(
    "init-flat-list",
    did="puts weights and biases into one flat list: W, b, W, b",
    seems_right="append takes one thing at a time",
    hint="How long is your list for three layers? What should one entry of it hold?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append(rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)))
        params.append(np.zeros(n_out))
    return params


plain_init_params.mistake(
    "init-pair-swapped",
    change=(
        "(rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)), np.zeros(n_out))",
        "(np.zeros(n_out), rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)))",
    ),
    did="puts the bias first in each pair",
    seems_right="b comes before W in the alphabet, and order looks unimportant",
    hint="Which of the two comes first in the pair that the task describes?",
)

plain_init_params.mistake(
    "init-no-bias",
    change=(
        "(rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)), np.zeros(n_out))",
        "rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))",
    ),
    did="returns only the matrices",
    seems_right="the biases are all 0 and seem to come later",
    hint="What does one entry of the list have to contain?",
)

plain_init_params.mistake(
    "init-bias-inside-weights",
    change=("(n_in, n_out)", "(n_in + 1, n_out)"),
    did="adds a row for the bias to W, beside the bias itself",
    seems_right="a column of ones and one more row is another way to write a layer",
    hint="Print the shapes of all matrices next to layer_sizes. Where does the extra row come from?",
)

plain_init_params.mistake(
    "init-normal-arguments-swapped",
    change=("rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))", "rng.normal(1 / np.sqrt(n_in), 0, (n_in, n_out))"),
    did="swaps mean and standard deviation in rng.normal, so that all weights are equal",
    seems_right="the order of the two is easily forgotten",
    hint="What are the first and the second argument of normal? Print the standard deviation of W.",
    construct="normal",
    numbers="gives all weights of a layer the same number, 1 / sqrt(n_in)",
    numbers_hint="Print the standard deviation of W. What should it be?",
)

plain_init_params.mistake(
    "init-integer-weights",
    change=("rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))", "rng.integers(-1, 2, (n_in, n_out))"),
    did="draws whole numbers",
    seems_right="whole numbers are easier to read",
    hint="How many different weights can you get? Are two units likely to be twins?",
)

plain_init_params.mistake(
    "init-rounded",
    change=(
        "rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))",
        "np.round(rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)), 1)",
    ),
    did="rounds the weights to one decimal",
    seems_right="short numbers are easier to read",
    hint="How many different weights are there in a layer of 400 inputs? How many of them are 0?",
)

plain_init_params.mistake(
    "init-matrix-class",
    change=(
        "rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))",
        "np.asmatrix(rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)))",
    ),
    did="makes the weights np.matrix objects, for which * means the matrix product",
    seems_right="weights are a matrix, and NumPy has a class of that name",
    hint="What does * mean for this type? Try it on two of your weights of the same shape.",
)


@misconception(
    "init-returns-generator",
    did="returns a generator, which can be read only once",
    seems_right="round brackets around a comprehension look like a tuple",
    hint="Ask for len(params), or loop over params twice. What comes out of the second loop?",
)
def init_params(layer_sizes, rng):
    layers = range(1, len(layer_sizes))
    return (
        (rng.normal(0, 1 / np.sqrt(layer_sizes[i - 1]), (layer_sizes[i - 1], layer_sizes[i])), np.zeros(layer_sizes[i]))
        for i in layers
    )


@misconception(
    "init-empties-layer-sizes",
    did="changes the list it was given: right params, but layer_sizes is not what it was",
    seems_right="pop gives the next size, and a function seems to work on a copy",
    hint="Print layer_sizes before and after the call.",
)
def init_params(layer_sizes, rng):
    params = []
    n_in = layer_sizes.pop(0)
    while layer_sizes:
        n_out = layer_sizes.pop(0)
        params.append((rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)), np.zeros(n_out)))
        n_in = n_out
    return params


plain_init_params.mistake(
    "init-no-return",
    change=("return params", ""),
    did="fills the list and forgets to return it",
    seems_right="the list is complete, and the function ends",
    hint="Write params = init_params([2, 3, 1], rng) and look at params. What hands a value back to the caller?",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)

plain_init_params.mistake(
    "init-shape-in-two-arguments",
    change=("rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))", "rng.normal(n_in, n_out) / np.sqrt(n_in)"),
    did="hands the two sizes to rng.normal one by one, where they mean centre and spread",
    seems_right="np.random.randn takes the shape so",
    hint="What does rng.normal do with its first two arguments? Print what you get for one layer.",
    construct="normal",
    numbers="makes a single number of W, where a matrix is due",
    numbers_hint="Print W of one layer. Which argument of a drawing function names the shape?",
)


@plain("forward")
def plain_forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache


@plain("forward")
def plain_forward_by_index(params, X, activations):
    cache = []
    a = X
    for i, (W, b) in enumerate(params):
        z = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[activations[i]][0](z)
    return a, cache


plain_forward_by_index.mistake(
    "forward-no-output-activation",
    change=("ACTIVATIONS[activations[i]][0](z)", "ACTIVATIONS[activations[i]][0](z) if i < len(params) - 1 else z"),
    did="leaves out the activation of the last layer",
    seems_right="in other tasks the output layer has none",
    hint="How many names are in the list, and how many did you use?",
)

plain_forward_by_index.mistake(
    "forward-one-activation-for-all",
    changes=[
        ("for i, (W, b) in enumerate(params):", "function, _ = ACTIVATIONS[activations[0]]\nfor W, b in params:"),
        ("ACTIVATIONS[activations[i]][0]", "function"),
    ],
    did="uses the first name of the list in every layer",
    seems_right="it is right wherever all names are equal",
    hint="Try a list with two different names.",
)

plain_forward_by_index.mistake(
    "forward-last-activation-for-all",
    changes=[
        ("for i, (W, b) in enumerate(params):", "for W, b in params:"),
        ("activations[i]", "activations[-1]"),
    ],
    did="uses the last name of the list in every layer",
    seems_right="activations[-1] is where one looks for the output's name",
    hint="Try a list with two different names.",
)

plain_forward_by_index.mistake(
    "forward-always-sigmoid",
    changes=[
        ("for i, (W, b) in enumerate(params):", "for W, b in params:"),
        ("activations[i]", '"sigmoid"'),
    ],
    did="ignores the list, and uses the sigmoid everywhere",
    seems_right="in many tutorials every layer has a sigmoid",
    hint="Where does your code look at the list?",
)

plain_forward.mistake(
    "forward-always-relu",
    change=(
        "a = ACTIVATIONS[name][0](z)",
        """
        if name == "identity":
            a = z
        elif name == "relu" or "leaky":
            a = ACTIVATIONS["relu"][0](z)
        else:
            a = ACTIVATIONS[name][0](z)
        """,
    ),
    did="ends up with relu in every layer but those without activation",
    seems_right="`if name == 'relu' or 'leaky'` reads like a question about both names",
    hint="Print which branch of your if runs for 'tanh'. What is the truth value of a string by itself?",
    construct="if",
    numbers_hint="Which names may stand in the list? Try a network with tanh layers.",
)

plain_forward.mistake(
    "forward-forgets-tanh",
    change=(
        "a = ACTIVATIONS[name][0](z)",
        """
        a = z
        if name == "sigmoid":
            a = ACTIVATIONS["sigmoid"][0](z)
        elif name == "relu":
            a = ACTIVATIONS["relu"][0](z)
        """,
    ),
    did="knows only sigmoid and relu, and lets z pass for every other name",
    seems_right="those two are the ones met most often",
    hint="Which names may stand in the list? What does your function do for each of them?",
)

plain_forward.mistake(
    "forward-no-identity",
    changes=[
        ("ACTIVATIONS[name][0]", "functions[name]"),
        ("cache = []", 'functions = {name: ACTIVATIONS[name][0] for name in ("sigmoid", "relu", "tanh")}\ncache = []'),
    ],
    did="does not know the name 'identity'",
    seems_right="doing nothing does not look like an activation",
    hint="Which names may stand in the list? Try a network that ends in 'identity'.",
)

plain_forward_by_index.mistake(
    "forward-activations-shifted",
    change=("activations[i]", "activations[i - 1]"),
    did="uses each name one layer too late",
    seems_right="layers counted from 1 and lists counted from 0 meet here",
    hint="Print the number of the layer and the name you use for it.",
)

plain_forward_by_index.mistake(
    "forward-activation-index-past-end",
    change=("enumerate(params)", "enumerate(params, start=1)"),
    did="uses each name one layer too early, and runs past the end of the list",
    seems_right="layers counted from 1 and lists counted from 0 meet here",
    hint="Print the number of the layer and the name you use for it. Which name belongs to the first layer?",
    construct="index plus|enumerate",
    numbers="asks a list for an entry that it does not have",
    numbers_hint="Print the length of each list, and the index that you use, in every round.",
)

plain_forward.mistake(
    "forward-activations-reversed",
    change=("zip(params, activations)", "zip(params, activations[::-1])"),
    did="reads the list of names from the end",
    seems_right="backpropagation runs that way",
    hint="Which name belongs to the layer that X meets first?",
)

plain_forward.mistake(
    "forward-activation-twice",
    changes=[
        ("z = a @ W + b", "function, _ = ACTIVATIONS[name]\nz = a @ W + b"),
        ("ACTIVATIONS[name][0](z)", "function(function(z))"),
    ],
    did="applies each activation twice",
    seems_right="one call stands in the loop, another in the line that goes on to the next layer",
    hint="For one layer and one sample, compute the output by hand. How often is the activation applied?",
)

plain_forward.mistake(
    "forward-activates-input",
    changes=[
        ("z = a @ W + b", "a = ACTIVATIONS[name][0](a)\nz = a @ W + b"),
        ("ACTIVATIONS[name][0](z)", "z"),
    ],
    did="applies the activation to what comes in, before the weights",
    seems_right="each round has one activation and one product, in some order",
    hint="Which comes first in a layer: the weighted sum, or the activation? What becomes of your last z?",
)

plain_forward.mistake(
    "forward-only-output-activation",
    changes=[
        ("for (W, b), name in zip(params, activations):", "for W, b in params:"),
        ("ACTIVATIONS[name][0](z)", "z"),
        ("return a, cache", "return ACTIVATIONS[activations[-1]][0](a), cache"),
    ],
    did="hands z on from layer to layer: the activation counts in the last layer only",
    seems_right="the line with the activation stands after the loop, or its result is not used in the next round",
    hint="What should the second layer see: the first layer's z, or what its activation made of it?",
)

plain_forward.mistake(
    "forward-uses-derivatives",
    change=("ACTIVATIONS[name][0]", "ACTIVATIONS[name][1]"),
    did="takes the second function of the pair, the derivative",
    seems_right="the table holds both, and the order is easily forgotten",
    hint="What are the two functions that the table holds for each name, and in which order?",
)

plain_forward.mistake(
    "forward-calls-the-pair",
    change=("ACTIVATIONS[name][0]", "ACTIVATIONS[name]"),
    did="calls the table's entry as if it were a function, but it is a pair of functions",
    seems_right="the table reads as 'name to function'",
    hint="Print what the table holds for 'relu'. How many functions are there?",
    construct="ACTIVATIONS",
    numbers="calls a tuple as if it were a function",
    numbers_hint="Print what stands before the round brackets in that line. Is it a function, or a pair?",
)

plain_forward.mistake(
    "forward-no-bias",
    changes=[
        ("(W, b), name", "(W, _), name"),
        ("z = a @ W + b", "z = a @ W"),
    ],
    did="leaves out the bias",
    seems_right="with biases of 0, as at the start, nothing changes",
    hint="What is z where the input is all zeros? Try a network whose biases are not 0.",
)

plain_forward.mistake(
    "forward-bias-subtracted",
    change=("z = a @ W + b", "z = a @ W - b"),
    did="subtracts the bias",
    seems_right="a threshold is subtracted, and the bias grew out of it",
    hint="If a bias grows, should z grow or shrink?",
)

plain_forward.mistake(
    "forward-bias-multiplied",
    change=("z = a @ W + b", "z = a @ W * b"),
    did="multiplies by the bias",
    seems_right="weights are multiplied, and the bias looks like another weight",
    hint="With a bias of 0, what is your z? What should it be?",
)

plain_forward.mistake(
    "forward-bias-summed",
    change=("z = a @ W + b", "z = a @ W + np.sum(b)"),
    did="adds the sum of all biases to every unit",
    seems_right="a sum turns the bias into a number, and a number can always be added",
    hint="Does each unit get its own bias?",
)

plain_forward.mistake(
    "forward-bias-as-column",
    change=("z = a @ W + b", "z = a @ W + b.reshape(-1, 1)"),
    did="turns the bias into a column before it adds it",
    seems_right="column vectors belong to the layout of another well-known course",
    hint="z has one row per sample and one column per unit. Along which of the two should the biases lie?",
)

plain_forward.mistake(
    "forward-bias-after-activation",
    changes=[
        ("z = a @ W + b", "z = a @ W"),
        ("ACTIVATIONS[name][0](z)", "ACTIVATIONS[name][0](z) + b"),
    ],
    did="adds the bias after the activation",
    seems_right="the bias is added last in many a drawing",
    hint="Can the output of a sigmoid layer be above 1? Where does the bias enter: before or after the activation?",
)

plain_forward.mistake(
    "forward-caches-output-as-input",
    changes=[
        ("a = ACTIVATIONS[name][0](z)", ""),
        ("z = a @ W + b", "z = a @ W + b\na = ACTIVATIONS[name][0](z)"),
    ],
    did="stores each layer's output where its input belongs",
    seems_right="the append stands at the end of the loop, where `a` has already moved on",
    hint="At the moment of appending, does `a` still hold what came into the layer?",
)

plain_forward.mistake(
    "forward-cache-swapped",
    change=("cache.append((a, z))", "cache.append((z, a))"),
    did="stores z first and the layer's input second",
    seems_right="order looks unimportant while one writes it",
    hint="Which one comes first in the pair?",
)

plain_forward.mistake(
    "forward-cache-output-and-z-swapped",
    changes=[
        ("cache.append((a, z))", ""),
        ("a = ACTIVATIONS[name][0](z)", "a = ACTIVATIONS[name][0](z)\ncache.append((z, a))"),
    ],
    did="stores z and the layer's output",
    seems_right="z and a belong together in the formulas of a layer",
    hint="What went into the layer, and where in your cache is it?",
)

plain_forward.mistake(
    "forward-cache-holds-activations",
    changes=[
        ("z = a @ W + b", "output = ACTIVATIONS[name][0](a @ W + b)"),
        ("cache.append((a, z))", "cache.append((a, output))"),
        ("ACTIVATIONS[name][0](z)", "output"),
    ],
    did="stores the activated value where z belongs",
    seems_right="the derivative of the sigmoid is often written with the activation",
    hint="Is the second part of the pair the value before or after the activation? What do the derivatives take?",
)

plain_forward.mistake(
    "forward-overwrites-z",
    change=("a = ACTIVATIONS[name][0](z)", "z[...] = ACTIVATIONS[name][0](z)\na = z"),
    did="changes z in place, and the cache holds the same array: the activated value stands where z belongs",
    seems_right="it saves an array, and z has been put into the cache before",
    hint="An entry of the cache is no copy. What becomes of it when z[:] = or out=z gets other numbers?",
    construct="in place|out=",
    look_alikes=("forward-cache-holds-activations",),
)

plain_forward.mistake(
    "forward-cache-holds-derivatives",
    changes=[
        ("z = a @ W + b", "function, derivative = ACTIVATIONS[name]\nz = a @ W + b"),
        ("cache.append((a, z))", "cache.append((a, derivative(z)))"),
        ("ACTIVATIONS[name][0]", "function"),
    ],
    did="stores the activation's slope where z belongs",
    seems_right="it is what the backward pass will need",
    hint="The idea is good, but what does the task say the cache holds?",
)

plain_forward.mistake(
    "forward-cache-always-x",
    change=("cache.append((a, z))", "cache.append((X, z))"),
    did="stores X in every entry of the cache",
    seems_right="X is the input, and the cache wants the input",
    hint="What went into the second layer: X, or the first layer's output?",
)

plain_forward.mistake(
    "forward-cache-holds-weights",
    change=("cache.append((a, z))", "cache.append((W, z))"),
    did="stores the layer's weights where its input belongs",
    seems_right="the backward pass needs the weights too",
    hint="The weights are known anyway. What went into the layer?",
)

plain_forward.mistake(
    "forward-cache-misses-last-layer",
    changes=[
        (
            "for (W, b), name in zip(params, activations):",
            "for i, ((W, b), name) in enumerate(zip(params, activations)):",
        ),
        ("cache.append((a, z))", "if i < len(params) - 1:\n    cache.append((a, z))"),
    ],
    did="stores nothing for the output layer",
    seems_right="the output is returned anyway",
    hint="Count layers and cache entries.",
)

plain_forward.mistake(
    "forward-cache-starts-with-input",
    change=("cache = []", "cache = [(X, X)]"),
    did="begins the cache with an extra entry for X",
    seems_right="X is often called layer 0",
    hint="Count layers and cache entries. Which pair belongs to the first layer?",
)

plain_forward.mistake(
    "forward-cache-z-without-bias",
    changes=[
        ("z = a @ W + b", "z = a @ W"),
        ("ACTIVATIONS[name][0](z)", "ACTIVATIONS[name][0](z + b)"),
    ],
    did="stores the product before the bias is added",
    seems_right="the bias is added inside the call of the activation",
    hint="Is the z in the cache the number that the activation really saw?",
)

plain_forward.mistake(
    "forward-cache-z-overwritten",
    change=(
        "a = ACTIVATIONS[name][0](z)",
        """
        if name == "relu":
            z[z < 0] = 0
            a = z
        else:
            a = ACTIVATIONS[name][0](z)
        """,
    ),
    did="has z in the cache with its negative entries set to 0",
    seems_right="the cache seems to hold a copy",
    hint="Print the stored z of a relu layer at the end. Does it hold negative numbers? Should it?",
)


@misconception(
    "forward-cache-three-entries",
    did="stores three things per layer: input, z and output",
    seems_right="one more value may be useful later",
    hint="The task asks for pairs. Which of your three values is also the next layer's input?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        output = ACTIVATIONS[name][0](z)
        cache.append((a, z, output))
        a = output
    return a, cache


plain_forward.mistake(
    "forward-cache-only-z",
    change=("cache.append((a, z))", "cache.append(z)"),
    did="stores z alone",
    seems_right="the derivatives need nothing but z",
    hint="What else does the gradient of a weight depend on? What should each entry of the cache hold?",
)

plain_forward.mistake(
    "forward-cache-flat",
    change=("cache.append((a, z))", "cache += [a, z]"),
    did="stores inputs and pre-activations in one flat list: a, z, a, z",
    seems_right="append takes one thing at a time",
    hint="Count layers and cache entries. What should one entry hold?",
)

plain_forward.mistake(
    "forward-cache-two-lists",
    changes=[
        ("cache = []", "inputs = []\npre_activations = []"),
        ("cache.append((a, z))", "inputs.append(a)\npre_activations.append(z)"),
        ("return a, cache", "return a, (inputs, pre_activations)"),
    ],
    did="returns the cache as a list of inputs and a list of pre-activations",
    seems_right="each list is tidy, and of one kind",
    hint="What should cache[0] hold: all the inputs, or all of the first layer?",
)


@misconception(
    "forward-cache-dict",
    did="returns the cache as a dictionary with keys A0, Z1 and so on",
    seems_right="that is the interface of a well-known course",
    hint="The values are fine. What container does the task describe?",
)
def forward(params, X, activations):
    cache = {}
    a = X
    for i, ((W, b), name) in enumerate(zip(params, activations)):
        z = a @ W + b
        cache[f"A{i}"] = a
        cache[f"Z{i + 1}"] = z
        a = ACTIVATIONS[name][0](z)
    return a, cache


plain_forward.mistake(
    "forward-cache-reversed",
    change=("cache.append((a, z))", "cache.insert(0, (a, z))"),
    did="stores the last layer first",
    seems_right="backpropagation starts there",
    hint="Which layer should cache[0] belong to?",
)

plain_forward.mistake(
    "forward-cache-last-layer-only",
    changes=[
        ("cache = []", ""),
        ("cache.append((a, z))", "cache = [(a, z)]"),
    ],
    did="returns a cache that holds the last layer only",
    seems_right="an assignment looks like storing",
    hint="Count layers and cache entries. Where do the entries of the other layers get lost?",
)


@misconception(
    "forward-cache-empty",
    did="returns the cache empty",
    seems_right="the output is right, and that seems to be the task",
    hint="Print the cache at the end. Which line should fill it?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        a = ACTIVATIONS[name][0](a @ W + b)
    return a, cache


plain_forward.mistake(
    "forward-cache-transposed",
    change=("cache.append((a, z))", "cache.append((a.T, z.T))"),
    did="stores inputs and pre-activations with samples as columns",
    seems_right="that is the layout of another well-known course",
    hint="What should the rows of a stored array be: samples, or units?",
)


@misconception(
    "forward-returns-only-output",
    did="returns the output without the cache",
    seems_right="the output is what a network is for",
    hint="How many things does the task say forward returns?",
)
def forward(params, X, activations):
    a = X
    for (W, b), name in zip(params, activations):
        a = ACTIVATIONS[name][0](a @ W + b)
    return a


plain_forward.mistake(
    "forward-returns-only-cache",
    change=("return a, cache", "return cache"),
    did="returns the cache without the output",
    seems_right="everything seems to be in the cache",
    hint="How many things does the task say forward returns? Is the last output in the cache?",
)

plain_forward.mistake(
    "forward-returns-swapped",
    change=("return a, cache", "return cache, a"),
    did="returns the cache first and the output second",
    seems_right="order looks unimportant while one writes it",
    hint="Which of the two comes first in what the task describes?",
)

plain_forward.mistake(
    "forward-returns-in-the-loop",
    change=("    return a, cache", "        return a, cache"),
    did="returns from inside the loop, after the first layer",
    seems_right="the return line is there, only one step too far to the right",
    hint="How many columns has your output? When does a return end the function?",
    construct="return in loop",
    numbers="returns what belongs to the first layer only",
    numbers_hint="How many columns has your output? After how many layers does your function end?",
)

plain_forward.mistake(
    "forward-no-return",
    change=("return a, cache", ""),
    did="computes everything and forgets to return it",
    seems_right="the loop is complete, and the function ends",
    hint="Look at what a call gives you. What hands values back to the caller?",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)

plain_forward_by_index.mistake(
    "forward-misses-last-layer",
    change=("for i, (W, b) in enumerate(params):", "for i in range(len(params) - 1):\n    W, b = params[i]"),
    did="stops before the last layer",
    seems_right="both range and the counting from 0 leave one out, and it was subtracted twice",
    hint="How many columns has your output, and how many units has the last layer?",
)

plain_forward.mistake(
    "forward-transposed-weights",
    change=("z = a @ W + b", "z = a @ W.T + b"),
    did="multiplies by the transposed weights",
    seems_right="the formula comes from a course that stores W the other way",
    hint="Write the three shapes of the product next to one another.",
)

plain_forward.mistake(
    "forward-weights-on-the-left",
    change=("z = a @ W + b", "z = W @ a + b"),
    did="puts the weights on the left of the product",
    seems_right="books write W x",
    hint="Samples are rows here. What does that do to the order of the factors?",
)

plain_forward.mistake(
    "forward-elementwise-product",
    change=("z = a @ W + b", "z = a * W + b"),
    did="uses * in place of the matrix product",
    seems_right="on paper both are just written side by side",
    hint="A unit multiplies and then adds up. Which operator does both?",
)


@misconception(
    "forward-reuses-x",
    did="gives X to every layer",
    seems_right="X is the input, and every layer wants an input",
    hint="What should the second layer see?",
)
def forward(params, X, activations):
    cache = []
    for (W, b), name in zip(params, activations):
        z = X @ W + b
        cache.append((X, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache


plain_forward.mistake(
    "forward-flattens-output",
    change=("return a, cache", "return np.ravel(a), cache"),
    did="flattens the output, so that rows and columns are lost",
    seems_right="a simple list of predictions looks handy",
    hint="Subtract a (3, 1) from a (3,) array and look at the shape. Which shape should the output have?",
)

plain_forward.mistake(
    "forward-transposes-output",
    change=("return a, cache", "return a.T, cache"),
    did="returns the output with samples as columns",
    seems_right="that is the layout of another well-known course",
    hint="What should the rows of the output be: samples, or units?",
)

plain_forward.mistake(
    "forward-returns-decisions",
    change=("return a, cache", "return np.round(a), cache"),
    did="rounds the output to whole numbers",
    seems_right="a prediction should say yes or no",
    hint="Does training need the decision, or the number behind it? Which later function makes decisions?",
)

plain_forward.mistake(
    "forward-normalizes-output",
    change=("return a, cache", "return a / a.sum(axis=1, keepdims=True), cache"),
    did="divides each row of the output by its sum",
    seems_right="outputs that sum to 1 look like probabilities",
    hint="Which activation did the list name for the last layer? Did you do anything to the output after it?",
)

plain_forward.mistake(
    "forward-standardizes-input",
    change=("a = X", "a = (X - X.mean(axis=0)) / (X.std(axis=0) + 1e-8)"),
    did="standardizes X first",
    seems_right="networks like inputs of similar size",
    hint="That belongs to preparing the data. Feed a single sample: what is left of it?",
)

plain_forward.mistake(
    "forward-first-sample-only",
    change=("a = X", "a = X[0]"),
    did="uses the first row of X only",
    seems_right="the drawing of a network shows one sample",
    hint="Six samples go in. How many outputs should come out?",
)

plain_forward.mistake(
    "forward-whole-numbers",
    change=("z = a @ W + b", "z = np.empty((len(a), W.shape[1]), dtype=a.dtype)\nz[:] = a @ W + b"),
    did="loses everything behind the point where X holds whole numbers",
    seems_right="'same type as X' sounds safe",
    hint="Try X = np.array([[0, 1]]) and np.array([[0.0, 1.0]]). Which type have your arrays?",
)

plain_forward.mistake(
    "forward-empties-params",
    change=("for (W, b), name in zip(params, activations):", "for name in activations:\n    W, b = params.pop(0)"),
    did="changes the caller's params: the values are right, but params is not what it was",
    seems_right="pop gives the next layer, and a function seems to work on a copy",
    hint="Print params, and its length, before and after the call.",
)

plain_forward.mistake(
    "forward-overwrites-x",
    change=("cache = []", "X /= np.max(np.abs(X), axis=0)\ncache = []"),
    did="scales the columns of X in place: the caller's data are changed, and the outputs with them",
    seems_right="scaling the data in place saves memory",
    hint="Print X before and after the call. Was anything said about scaling it?",
)
