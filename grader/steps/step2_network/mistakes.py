"""Mistakes that learners make in step 2: the first weights, and the forward pass."""

import numpy as np

from grader.steps.entry import misconception
from solutions.step1_activations import ACTIVATIONS


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


@misconception(
    "init-unscaled",
    did="draws standard normal weights and does not scale them",
    seems_right="it stands in every tutorial, and small examples forgive it",
    hint="With 400 inputs, how large is a typical pre-activation?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((rng.normal(size=(n_in, n_out)), np.zeros(n_out)))
    return params


@misconception(
    "init-weights-too-small",
    did="multiplies the weights by 0.01, whatever the size of the layer",
    seems_right="the factor is well known from large image networks",
    hint="How large are the hidden activations at the start? How much do they differ between two inputs?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((rng.normal(size=(n_in, n_out)) * 0.01, np.zeros(n_out)))
    return params


@misconception(
    "init-divides-without-root",
    did="divides by n_in, where its square root is due",
    seems_right="the variance is 1 / n_in, and variance and deviation are easily mixed up",
    hint="With 100 inputs, what is the standard deviation of your weights? Which one does the task ask for?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((rng.normal(size=(n_in, n_out)) / n_in, np.zeros(n_out)))
    return params


@misconception(
    "init-multiplies-by-root",
    did="multiplies by the square root of n_in, where it should divide",
    seems_right="the right factor, on the wrong side",
    hint="Should the weights of a layer with more inputs be larger or smaller?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((rng.normal(size=(n_in, n_out)) * np.sqrt(n_in), np.zeros(n_out)))
    return params


@misconception(
    "init-scales-by-outputs",
    did="scales by the number of outputs in place of the number of inputs",
    seems_right="both numbers stand side by side in the shape",
    hint="A unit adds up how many products: one per input, or one per output?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((rng.normal(size=(n_in, n_out)) / np.sqrt(n_out), np.zeros(n_out)))
    return params


@misconception(
    "init-scales-by-network-input",
    did="scales every layer by the number of inputs of the whole network",
    seems_right="'the number of inputs' is taken as that of the data",
    hint="Print the deviation of each matrix. Which layer does each n_in belong to?",
)
def init_params(layer_sizes, rng):
    scale = 1 / np.sqrt(layer_sizes[0])
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((rng.normal(0, scale, (n_in, n_out)), np.zeros(n_out)))
    return params


@misconception(
    "init-uniform-positive",
    did="draws numbers between 0 and 1: none is negative, and the mean is not 0",
    seems_right="rng.random is the first random function one meets",
    hint="Print the mean of a large matrix. Between which two numbers should the weights lie?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((rng.random((n_in, n_out)) / np.sqrt(n_in), np.zeros(n_out)))
    return params


@misconception(
    "init-absolute-weights",
    did="takes the absolute value: no weight is negative",
    seems_right="negative strengths of a connection look wrong",
    hint="Print the mean of a large matrix. Which sign may a weight have?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((np.abs(rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))), np.zeros(n_out)))
    return params


@misconception(
    "init-uniform-unscaled",
    did="draws between -1 and 1 in every layer, however many inputs it has",
    seems_right="the mean is 0, and the numbers look small enough",
    hint="With 400 inputs, how large is a typical pre-activation? How does your range depend on n_in?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((rng.uniform(-1, 1, (n_in, n_out)), np.zeros(n_out)))
    return params


@misconception(
    "init-ignores-rng",
    did="draws from np.random and not from the rng it was given",
    seems_right="older tutorials all do it so",
    hint="Run it twice with the same seed. Who provides the random numbers?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((np.random.randn(n_in, n_out) / np.sqrt(n_in), np.zeros(n_out)))
    return params


@misconception(
    "init-seeds-global",
    did="seeds np.random with a fixed number and draws from it",
    seems_right="the results can be repeated, which is what one wants",
    hint="Call it with two different generators. Should the results be equal? "
    "And who else in the program may be using np.random?",
)
def init_params(layer_sizes, rng):
    np.random.seed(0)
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((np.random.randn(n_in, n_out) / np.sqrt(n_in), np.zeros(n_out)))
    return params


@misconception(
    "init-reseeds",
    did="builds its own generator with a fixed seed",
    seems_right="the results can be repeated, which is what one wants",
    hint="Call it with two different generators. Should the results be equal?",
)
def init_params(layer_sizes, rng):
    rng = np.random.default_rng(42)
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)), np.zeros(n_out)))
    return params


@misconception(
    "init-fresh-generator",
    did="builds its own generator, so that the seed of the caller has no effect",
    seems_right="np.random.default_rng() is the recommended way to get random numbers",
    hint="Run it twice with the same seed. Who provides the random numbers?",
)
def init_params(layer_sizes, rng):
    rng = np.random.default_rng()
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)), np.zeros(n_out)))
    return params


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


@misconception(
    "init-misses-last-layer",
    did="leaves out the last layer",
    seems_right="both range and the counting from 0 leave one out, and it was subtracted twice",
    hint="Print the shapes of all matrices next to layer_sizes.",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 2):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)), np.zeros(n_out)))
    return params


@misconception(
    "init-misses-first-layer",
    did="leaves out the first layer",
    seems_right="the input is no layer, and was skipped twice",
    hint="Print the shapes of all matrices next to layer_sizes.",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(2, len(layer_sizes)):
        n_in, n_out = layer_sizes[i - 1], layer_sizes[i]
        params.append((rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)), np.zeros(n_out)))
    return params


@misconception(
    "init-index-past-end",
    did="runs the loop one step too far, past the end of layer_sizes",
    seems_right="len(layer_sizes) steps look right for a list of that length",
    hint="In the last round of your loop, which size would be the next one? How many pairs of neighbours are there?",
    construct="index plus",
    numbers="asks a list for an entry that it does not have",
    numbers_hint="How many entries has layer_sizes, and which index has the last of them?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes)):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)), np.zeros(n_out)))
    return params


@misconception(
    "init-layers-in-reverse",
    did="lists the layers from the output to the input",
    seems_right="backpropagation runs that way",
    hint="Which layer does X meet first, and where in the list does it stand?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1, 0, -1):
        n_in, n_out = layer_sizes[i - 1], layer_sizes[i]
        params.append((rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)), np.zeros(n_out)))
    return params


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


@misconception(
    "init-returns-in-the-loop",
    did="returns from inside the loop, after the first layer",
    seems_right="the return line is there, only one step too far to the right",
    hint="How many pairs come back for three sizes? When does a return end the function?",
    construct="return in loop",
    numbers="returns what belongs to the first layer only",
    numbers_hint="How many pairs come back for three sizes? Where do the others get lost?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)), np.zeros(n_out)))
        return params


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


@misconception(
    "init-transposed",
    did="makes matrices of shape (n_out, n_in)",
    seems_right="many books write W x and store W that way",
    hint="Samples are rows here. Which shape must W have for X @ W to work?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((rng.normal(0, 1 / np.sqrt(n_in), (n_out, n_in)), np.zeros(n_out)))
    return params


@misconception(
    "init-bias-size-of-input",
    did="gives the bias n_in entries",
    seems_right="it is not obvious what a bias belongs to",
    hint="Does a bias belong to an incoming line, or to a unit?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)), np.zeros(n_in)))
    return params


@misconception(
    "init-bias-column",
    did="gives the bias the shape (n_out, 1)",
    seems_right="column vectors belong to the layout of another well-known course",
    hint="Add b to a matrix of shape (5, n_out), and to one of shape (n_out, n_out). Along which axis is it added?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)), np.zeros((n_out, 1))))
    return params


@misconception(
    "init-bias-one-number",
    did="gives each layer one number as its bias",
    seems_right="it broadcasts, and the forward pass works",
    hint="How many biases does a layer of 4 units have? What happens to a single number when it is trained?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)), 0.0))
    return params


@misconception(
    "init-bias-like-weights",
    did="gives the bias the shape of the weights",
    seems_right="a bias per connection looks as natural as a weight per connection",
    hint="Does a bias belong to a connection, or to a unit? How many units has the layer?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)), np.zeros((n_in, n_out))))
    return params


@misconception(
    "init-biases-one",
    did="starts the biases at 1",
    seems_right="the bias is often drawn as an extra input that is always 1",
    hint="Which start value does the task name for the biases? What is the 1 in the drawing multiplied by?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)), np.ones(n_out)))
    return params


@misconception(
    "init-biases-standard-normal",
    did="draws the biases from a standard normal distribution",
    seems_right="the biases are parameters like the weights",
    hint="Random weights make the units different. Do the biases have to help? Which value does the task name?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)), rng.normal(size=n_out)))
    return params


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


@misconception(
    "init-pair-swapped",
    did="puts the bias first in each pair",
    seems_right="b comes before W in the alphabet, and order looks unimportant",
    hint="Which of the two comes first in the pair that the task describes?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((np.zeros(n_out), rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))))
    return params


@misconception(
    "init-no-bias",
    did="returns only the matrices",
    seems_right="the biases are all 0 and seem to come later",
    hint="What does one entry of the list have to contain?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append(rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)))
    return params


@misconception(
    "init-bias-inside-weights",
    did="adds a row for the bias to W, beside the bias itself",
    seems_right="a column of ones and one more row is another way to write a layer",
    hint="Print the shapes of all matrices next to layer_sizes. Where does the extra row come from?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((rng.normal(0, 1 / np.sqrt(n_in), (n_in + 1, n_out)), np.zeros(n_out)))
    return params


@misconception(
    "init-normal-arguments-swapped",
    did="swaps mean and standard deviation in rng.normal, so that all weights are equal",
    seems_right="the order of the two is easily forgotten",
    hint="What are the first and the second argument of normal? Print the standard deviation of W.",
    construct="normal",
    numbers="gives all weights of a layer the same number, 1 / sqrt(n_in)",
    numbers_hint="Print the standard deviation of W. What should it be?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((rng.normal(1 / np.sqrt(n_in), 0, (n_in, n_out)), np.zeros(n_out)))
    return params


@misconception(
    "init-integer-weights",
    did="draws whole numbers",
    seems_right="whole numbers are easier to read",
    hint="How many different weights can you get? Are two units likely to be twins?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((rng.integers(-1, 2, (n_in, n_out)), np.zeros(n_out)))
    return params


@misconception(
    "init-rounded",
    did="rounds the weights to one decimal",
    seems_right="short numbers are easier to read",
    hint="How many different weights are there in a layer of 400 inputs? How many of them are 0?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((np.round(rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)), 1), np.zeros(n_out)))
    return params


@misconception(
    "init-matrix-class",
    did="makes the weights np.matrix objects, for which * means the matrix product",
    seems_right="weights are a matrix, and NumPy has a class of that name",
    hint="What does * mean for this type? Try it on two of your weights of the same shape.",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((np.asmatrix(rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out))), np.zeros(n_out)))
    return params


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


@misconception(
    "init-no-return",
    did="fills the list and forgets to return it",
    seems_right="the list is complete, and the function ends",
    hint="Write params = init_params([2, 3, 1], rng) and look at params. What hands a value back to the caller?",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((rng.normal(0, 1 / np.sqrt(n_in), (n_in, n_out)), np.zeros(n_out)))


@misconception(
    "init-shape-in-two-arguments",
    did="hands the two sizes to rng.normal one by one, where they mean centre and spread",
    seems_right="np.random.randn takes the shape so",
    hint="What does rng.normal do with its first two arguments? Print what you get for one layer.",
    construct="normal",
    numbers="makes a single number of W, where a matrix is due",
    numbers_hint="Print W of one layer. Which argument of a drawing function names the shape?",
)
def init_params(layer_sizes, rng):
    params = []
    for i in range(len(layer_sizes) - 1):
        n_in, n_out = layer_sizes[i], layer_sizes[i + 1]
        params.append((rng.normal(n_in, n_out) / np.sqrt(n_in), np.zeros(n_out)))
    return params


@misconception(
    "forward-no-output-activation",
    did="leaves out the activation of the last layer",
    seems_right="in other tasks the output layer has none",
    hint="How many names are in the list, and how many did you use?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for i, (W, b) in enumerate(params):
        z = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[activations[i]][0](z) if i < len(params) - 1 else z
    return a, cache


@misconception(
    "forward-one-activation-for-all",
    did="uses the first name of the list in every layer",
    seems_right="it is right wherever all names are equal",
    hint="Try a list with two different names.",
)
def forward(params, X, activations):
    cache = []
    a = X
    function, _ = ACTIVATIONS[activations[0]]
    for W, b in params:
        z = a @ W + b
        cache.append((a, z))
        a = function(z)
    return a, cache


@misconception(
    "forward-last-activation-for-all",
    did="uses the last name of the list in every layer",
    seems_right="activations[-1] is where one looks for the output's name",
    hint="Try a list with two different names.",
)
def forward(params, X, activations):
    cache = []
    a = X
    for W, b in params:
        z = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[activations[-1]][0](z)
    return a, cache


@misconception(
    "forward-always-sigmoid",
    did="ignores the list, and uses the sigmoid everywhere",
    seems_right="in many tutorials every layer has a sigmoid",
    hint="Where does your code look at the list?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for W, b in params:
        z = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS["sigmoid"][0](z)
    return a, cache


@misconception(
    "forward-always-relu",
    did="ends up with relu in every layer but those without activation",
    seems_right="`if name == 'relu' or 'leaky'` reads like a question about both names",
    hint="Print which branch of your if runs for 'tanh'. What is the truth value of a string by itself?",
    construct="if",
    numbers_hint="Which names may stand in the list? Try a network with tanh layers.",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append((a, z))
        if name == "identity":
            a = z
        elif name == "relu" or "leaky":
            a = ACTIVATIONS["relu"][0](z)
        else:
            a = ACTIVATIONS[name][0](z)
    return a, cache


@misconception(
    "forward-forgets-tanh",
    did="knows only sigmoid and relu, and lets z pass for every other name",
    seems_right="those two are the ones met most often",
    hint="Which names may stand in the list? What does your function do for each of them?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append((a, z))
        a = z
        if name == "sigmoid":
            a = ACTIVATIONS["sigmoid"][0](z)
        elif name == "relu":
            a = ACTIVATIONS["relu"][0](z)
    return a, cache


@misconception(
    "forward-no-identity",
    did="does not know the name 'identity'",
    seems_right="doing nothing does not look like an activation",
    hint="Which names may stand in the list? Try a network that ends in 'identity'.",
)
def forward(params, X, activations):
    functions = {name: ACTIVATIONS[name][0] for name in ("sigmoid", "relu", "tanh")}
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append((a, z))
        a = functions[name](z)
    return a, cache


@misconception(
    "forward-activations-shifted",
    did="uses each name one layer too late",
    seems_right="layers counted from 1 and lists counted from 0 meet here",
    hint="Print the number of the layer and the name you use for it.",
)
def forward(params, X, activations):
    cache = []
    a = X
    for i, (W, b) in enumerate(params):
        z = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[activations[i - 1]][0](z)
    return a, cache


@misconception(
    "forward-activation-index-past-end",
    did="uses each name one layer too early, and runs past the end of the list",
    seems_right="layers counted from 1 and lists counted from 0 meet here",
    hint="Print the number of the layer and the name you use for it. Which name belongs to the first layer?",
    construct="index plus|enumerate",
    numbers="asks a list for an entry that it does not have",
    numbers_hint="Print the length of each list, and the index that you use, in every round.",
)
def forward(params, X, activations):
    cache = []
    a = X
    for i, (W, b) in enumerate(params, start=1):
        z = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[activations[i]][0](z)
    return a, cache


@misconception(
    "forward-activations-reversed",
    did="reads the list of names from the end",
    seems_right="backpropagation runs that way",
    hint="Which name belongs to the layer that X meets first?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations[::-1]):
        z = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache


@misconception(
    "forward-activation-twice",
    did="applies each activation twice",
    seems_right="one call stands in the loop, another in the line that goes on to the next layer",
    hint="For one layer and one sample, compute the output by hand. How often is the activation applied?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        function, _ = ACTIVATIONS[name]
        z = a @ W + b
        cache.append((a, z))
        a = function(function(z))
    return a, cache


@misconception(
    "forward-activates-input",
    did="applies the activation to what comes in, before the weights",
    seems_right="each round has one activation and one product, in some order",
    hint="Which comes first in a layer: the weighted sum, or the activation? What becomes of your last z?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        a = ACTIVATIONS[name][0](a)
        z = a @ W + b
        cache.append((a, z))
        a = z
    return a, cache


@misconception(
    "forward-only-output-activation",
    did="hands z on from layer to layer: the activation counts in the last layer only",
    seems_right="the line with the activation stands after the loop, or its result is not used in the next round",
    hint="What should the second layer see: the first layer's z, or what its activation made of it?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for W, b in params:
        z = a @ W + b
        cache.append((a, z))
        a = z
    return ACTIVATIONS[activations[-1]][0](a), cache


@misconception(
    "forward-uses-derivatives",
    did="takes the second function of the pair, the derivative",
    seems_right="the table holds both, and the order is easily forgotten",
    hint="What are the two functions that the table holds for each name, and in which order?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[name][1](z)
    return a, cache


@misconception(
    "forward-calls-the-pair",
    did="calls the table's entry as if it were a function, but it is a pair of functions",
    seems_right="the table reads as 'name to function'",
    hint="Print what the table holds for 'relu'. How many functions are there?",
    construct="ACTIVATIONS",
    numbers="calls a tuple as if it were a function",
    numbers_hint="Print what stands before the round brackets in that line. Is it a function, or a pair?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[name](z)
    return a, cache


@misconception(
    "forward-no-bias",
    did="leaves out the bias",
    seems_right="with biases of 0, as at the start, nothing changes",
    hint="What is z where the input is all zeros? Try a network whose biases are not 0.",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, _), name in zip(params, activations):
        z = a @ W
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache


@misconception(
    "forward-bias-subtracted",
    did="subtracts the bias",
    seems_right="a threshold is subtracted, and the bias grew out of it",
    hint="If a bias grows, should z grow or shrink?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W - b
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache


@misconception(
    "forward-bias-multiplied",
    did="multiplies by the bias",
    seems_right="weights are multiplied, and the bias looks like another weight",
    hint="With a bias of 0, what is your z? What should it be?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W * b
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache


@misconception(
    "forward-bias-summed",
    did="adds the sum of all biases to every unit",
    seems_right="a sum turns the bias into a number, and a number can always be added",
    hint="Does each unit get its own bias?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + np.sum(b)
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache


@misconception(
    "forward-bias-as-column",
    did="turns the bias into a column before it adds it",
    seems_right="column vectors belong to the layout of another well-known course",
    hint="z has one row per sample and one column per unit. Along which of the two should the biases lie?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b.reshape(-1, 1)
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache


@misconception(
    "forward-bias-after-activation",
    did="adds the bias after the activation",
    seems_right="the bias is added last in many a drawing",
    hint="Can the output of a sigmoid layer be above 1? Where does the bias enter: before or after the activation?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z) + b
    return a, cache


@misconception(
    "forward-caches-output-as-input",
    did="stores each layer's output where its input belongs",
    seems_right="the append stands at the end of the loop, where `a` has already moved on",
    hint="At the moment of appending, does `a` still hold what came into the layer?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        a = ACTIVATIONS[name][0](z)
        cache.append((a, z))
    return a, cache


@misconception(
    "forward-cache-swapped",
    did="stores z first and the layer's input second",
    seems_right="order looks unimportant while one writes it",
    hint="Which one comes first in the pair?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append((z, a))
        a = ACTIVATIONS[name][0](z)
    return a, cache


@misconception(
    "forward-cache-output-and-z-swapped",
    did="stores z and the layer's output",
    seems_right="z and a belong together in the formulas of a layer",
    hint="What went into the layer, and where in your cache is it?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        a = ACTIVATIONS[name][0](z)
        cache.append((z, a))
    return a, cache


@misconception(
    "forward-cache-holds-activations",
    did="stores the activated value where z belongs",
    seems_right="the derivative of the sigmoid is often written with the activation",
    hint="Is the second part of the pair the value before or after the activation? What do the derivatives take?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        output = ACTIVATIONS[name][0](a @ W + b)
        cache.append((a, output))
        a = output
    return a, cache


@misconception(
    "forward-cache-holds-derivatives",
    did="stores the activation's slope where z belongs",
    seems_right="it is what the backward pass will need",
    hint="The idea is good, but what does the task say the cache holds?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        function, derivative = ACTIVATIONS[name]
        z = a @ W + b
        cache.append((a, derivative(z)))
        a = function(z)
    return a, cache


@misconception(
    "forward-cache-always-x",
    did="stores X in every entry of the cache",
    seems_right="X is the input, and the cache wants the input",
    hint="What went into the second layer: X, or the first layer's output?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append((X, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache


@misconception(
    "forward-cache-holds-weights",
    did="stores the layer's weights where its input belongs",
    seems_right="the backward pass needs the weights too",
    hint="The weights are known anyway. What went into the layer?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append((W, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache


@misconception(
    "forward-cache-misses-last-layer",
    did="stores nothing for the output layer",
    seems_right="the output is returned anyway",
    hint="Count layers and cache entries.",
)
def forward(params, X, activations):
    cache = []
    a = X
    for i, ((W, b), name) in enumerate(zip(params, activations)):
        z = a @ W + b
        if i < len(params) - 1:
            cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache


@misconception(
    "forward-cache-starts-with-input",
    did="begins the cache with an extra entry for X",
    seems_right="X is often called layer 0",
    hint="Count layers and cache entries. Which pair belongs to the first layer?",
)
def forward(params, X, activations):
    cache = [(X, X)]
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache


@misconception(
    "forward-cache-z-without-bias",
    did="stores the product before the bias is added",
    seems_right="the bias is added inside the call of the activation",
    hint="Is the z in the cache the number that the activation really saw?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z + b)
    return a, cache


@misconception(
    "forward-cache-z-overwritten",
    did="has z in the cache with its negative entries set to 0",
    seems_right="the cache seems to hold a copy",
    hint="Print the stored z of a relu layer at the end. Does it hold negative numbers? Should it?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append((a, z))
        if name == "relu":
            z[z < 0] = 0
            a = z
        else:
            a = ACTIVATIONS[name][0](z)
    return a, cache


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


@misconception(
    "forward-cache-only-z",
    did="stores z alone",
    seems_right="the derivatives need nothing but z",
    hint="What else does the gradient of a weight depend on? What should each entry of the cache hold?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append(z)
        a = ACTIVATIONS[name][0](z)
    return a, cache


@misconception(
    "forward-cache-flat",
    did="stores inputs and pre-activations in one flat list: a, z, a, z",
    seems_right="append takes one thing at a time",
    hint="Count layers and cache entries. What should one entry hold?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache += [a, z]
        a = ACTIVATIONS[name][0](z)
    return a, cache


@misconception(
    "forward-cache-two-lists",
    did="returns the cache as a list of inputs and a list of pre-activations",
    seems_right="each list is tidy, and of one kind",
    hint="What should cache[0] hold: all the inputs, or all of the first layer?",
)
def forward(params, X, activations):
    inputs = []
    pre_activations = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        inputs.append(a)
        pre_activations.append(z)
        a = ACTIVATIONS[name][0](z)
    return a, (inputs, pre_activations)


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


@misconception(
    "forward-cache-reversed",
    did="stores the last layer first",
    seems_right="backpropagation starts there",
    hint="Which layer should cache[0] belong to?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.insert(0, (a, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache


@misconception(
    "forward-cache-last-layer-only",
    did="returns a cache that holds the last layer only",
    seems_right="an assignment looks like storing",
    hint="Count layers and cache entries. Where do the entries of the other layers get lost?",
)
def forward(params, X, activations):
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache = [(a, z)]
        a = ACTIVATIONS[name][0](z)
    return a, cache


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


@misconception(
    "forward-cache-transposed",
    did="stores inputs and pre-activations with samples as columns",
    seems_right="that is the layout of another well-known course",
    hint="What should the rows of a stored array be: samples, or units?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append((a.T, z.T))
        a = ACTIVATIONS[name][0](z)
    return a, cache


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


@misconception(
    "forward-returns-only-cache",
    did="returns the cache without the output",
    seems_right="everything seems to be in the cache",
    hint="How many things does the task say forward returns? Is the last output in the cache?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return cache


@misconception(
    "forward-returns-swapped",
    did="returns the cache first and the output second",
    seems_right="order looks unimportant while one writes it",
    hint="Which of the two comes first in what the task describes?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return cache, a


@misconception(
    "forward-returns-in-the-loop",
    did="returns from inside the loop, after the first layer",
    seems_right="the return line is there, only one step too far to the right",
    hint="How many columns has your output? When does a return end the function?",
    construct="return in loop",
    numbers="returns what belongs to the first layer only",
    numbers_hint="How many columns has your output? After how many layers does your function end?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
        return a, cache


@misconception(
    "forward-no-return",
    did="computes everything and forgets to return it",
    seems_right="the loop is complete, and the function ends",
    hint="Look at what a call gives you. What hands values back to the caller?",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)


@misconception(
    "forward-misses-last-layer",
    did="stops before the last layer",
    seems_right="both range and the counting from 0 leave one out, and it was subtracted twice",
    hint="How many columns has your output, and how many units has the last layer?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for i in range(len(params) - 1):
        W, b = params[i]
        z = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[activations[i]][0](z)
    return a, cache


@misconception(
    "forward-transposed-weights",
    did="multiplies by the transposed weights",
    seems_right="the formula comes from a course that stores W the other way",
    hint="Write the three shapes of the product next to one another.",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W.T + b
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache


@misconception(
    "forward-weights-on-the-left",
    did="puts the weights on the left of the product",
    seems_right="books write W x",
    hint="Samples are rows here. What does that do to the order of the factors?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = W @ a + b
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache


@misconception(
    "forward-elementwise-product",
    did="uses * in place of the matrix product",
    seems_right="on paper both are just written side by side",
    hint="A unit multiplies and then adds up. Which operator does both?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a * W + b
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache


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


@misconception(
    "forward-flattens-output",
    did="flattens the output, so that rows and columns are lost",
    seems_right="a simple list of predictions looks handy",
    hint="Subtract a (3, 1) from a (3,) array and look at the shape. Which shape should the output have?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return np.ravel(a), cache


@misconception(
    "forward-transposes-output",
    did="returns the output with samples as columns",
    seems_right="that is the layout of another well-known course",
    hint="What should the rows of the output be: samples, or units?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return a.T, cache


@misconception(
    "forward-returns-decisions",
    did="rounds the output to whole numbers",
    seems_right="a prediction should say yes or no",
    hint="Does training need the decision, or the number behind it? Which later function makes decisions?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return np.round(a), cache


@misconception(
    "forward-normalizes-output",
    did="divides each row of the output by its sum",
    seems_right="outputs that sum to 1 look like probabilities",
    hint="Which activation did the list name for the last layer? Did you do anything to the output after it?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return a / a.sum(axis=1, keepdims=True), cache


@misconception(
    "forward-standardizes-input",
    did="standardizes X first",
    seems_right="networks like inputs of similar size",
    hint="That belongs to preparing the data. Feed a single sample: what is left of it?",
)
def forward(params, X, activations):
    cache = []
    a = (X - X.mean(axis=0)) / (X.std(axis=0) + 1e-8)
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache


@misconception(
    "forward-first-sample-only",
    did="uses the first row of X only",
    seems_right="the drawing of a network shows one sample",
    hint="Six samples go in. How many outputs should come out?",
)
def forward(params, X, activations):
    cache = []
    a = X[0]
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache


@misconception(
    "forward-whole-numbers",
    did="loses everything behind the point where X holds whole numbers",
    seems_right="'same type as X' sounds safe",
    hint="Try X = np.array([[0, 1]]) and np.array([[0.0, 1.0]]). Which type have your arrays?",
)
def forward(params, X, activations):
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = np.empty((len(a), W.shape[1]), dtype=a.dtype)
        z[:] = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache


@misconception(
    "forward-empties-params",
    did="changes the caller's params: the values are right, but params is not what it was",
    seems_right="pop gives the next layer, and a function seems to work on a copy",
    hint="Print params, and its length, before and after the call.",
)
def forward(params, X, activations):
    cache = []
    a = X
    for name in activations:
        W, b = params.pop(0)
        z = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache


@misconception(
    "forward-overwrites-x",
    did="scales the columns of X in place: the caller's data are changed, and the outputs with them",
    seems_right="scaling the data in place saves memory",
    hint="Print X before and after the call. Was anything said about scaling it?",
)
def forward(params, X, activations):
    X /= np.max(np.abs(X), axis=0)
    cache = []
    a = X
    for (W, b), name in zip(params, activations):
        z = a @ W + b
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache
