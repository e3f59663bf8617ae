"""Mistakes that learners make in step 1: activation functions and their derivatives."""

import numpy as np

from grader.steps.entry import misconception


@misconception(
    "sigmoid-missing-parentheses",
    did="writes 1 / 1 + exp(-z): the division happens before the addition",
    seems_right="the printed fraction reads as one line; the horizontal bar was doing the grouping",
    hint="Work out your expression for z = 0 by hand, in the order Python evaluates it. Which operation comes first?",
    construct="/",
    numbers="returns 1 + exp(-z), and not 1 divided by it",
)
def sigmoid(z):
    return 1 / 1 + np.exp(-z)


@misconception(
    "sigmoid-overflow-nan",
    did="uses exp(z) / (1 + exp(z)) for very large z (the rest is right)",
    seems_right="it is algebraically the same formula, and found in many books",
    hint="Your fraction is right on paper. What does exp(1000) give on the machine, "
    "and what is that divided by itself plus one?",
    construct="exp",
    numbers="gives nan for very large z (the rest is right)",
    numbers_hint="What does your function work out at z = 1000, part by part? Which of the parts is infinite?",
)
def sigmoid(z):
    return np.exp(z) / (1 + np.exp(z))


@misconception(
    "sigmoid-nan-replaced-by-zero",
    did="turns the nan of an overflow into 0, also where the value should be 1 (extreme inputs only)",
    seems_right="the warning and the nan are gone",
    hint="For which z did the nan appear, very large or very small ones? What is the sigmoid there?",
)
def sigmoid(z):
    return np.nan_to_num(np.exp(z) / (1 + np.exp(z)))


@misconception(
    "sigmoid-clip-distorts",
    did="clips z to a narrow range such as [-5, 5] against overflow",
    seems_right="clipping does prevent overflow; the range was picked by eye",
    hint="Compare your value at z = 12 with the formula. How large may z be before exp overflows?",
)
def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -5, 5)))


@misconception(
    "sigmoid-clips-the-argument-in-place",
    did="writes into the array it was given (extreme inputs only)",
    seems_right="the result is right, and a function seems to work on a copy",
    hint="Print an array that holds -1000 before and after the call. Whose array did you change?",
)
def sigmoid(z):
    z[z < -700] = -700
    return 1 / (1 + np.exp(-z))


@misconception(
    "sigmoid-hard-threshold",
    did="returns 0 or 1 after comparing with 0.5, in place of the probability",
    seems_right="a probability and the decision made from it are easily mixed up",
    hint="Where in a network is a class chosen? Does training need the decision, or the number behind it?",
)
def sigmoid(z):
    return np.where(1 / (1 + np.exp(-z)) > 0.5, 1.0, 0.0)


@misconception(
    "sigmoid-as-softmax",
    did="divides exp(z) by the sum over the whole array",
    seems_right="both functions squash to (0, 1), and both use exp",
    hint="Change one entry of z. Should any other output change?",
)
def sigmoid(z):
    return np.exp(z) / np.sum(np.exp(z))


@misconception(
    "sigmoid-base-ten",
    did="uses powers of 10 in place of powers of e",
    seems_right="exponents and logarithms are often met in base ten first",
    hint="sigmoid(1) should be about 0.731. Which base does the e in the formula stand for?",
)
def sigmoid(z):
    return 1 / (1 + 10.0**-z)


@misconception(
    "sigmoid-lost-minus",
    did="uses exp(z) where the formula has exp(-z), so that the curve falls",
    seems_right="a single minus sign is easily lost in copying",
    hint="Should a larger z give a larger or a smaller output? Compare your values at -2 and 2.",
)
def sigmoid(z):
    return 1 / (1 + np.exp(z))


@misconception(
    "sigmoid-minus-in-denominator",
    did="subtracts the exponential in the denominator, where the formula adds it",
    seems_right="there is a minus in the formula, and it slipped to the wrong place",
    hint="What is your denominator at z = 0? What should sigmoid(0) be?",
)
def sigmoid(z):
    return 1 / (1 - np.exp(-z))


@misconception(
    "sigmoid-math-exp",
    did="uses math.exp, which takes one number and no array",
    seems_right="it works for every single number one tries",
    hint="Call it with an array of three numbers and read the error. Who offers an exp for whole arrays?",
    construct="math",
    numbers="hands a whole array to something that takes one number",
    numbers_hint="Call it with an array of three numbers. Which call in that line takes one number only?",
)
def sigmoid(z):
    import math

    return 1 / (1 + math.exp(-z))


@misconception(
    "sigmoid-if-on-array",
    did="asks `if z >= 0` of a whole array to choose a safe formula",
    seems_right="two cases on paper look like an if and an else",
    hint="z >= 0 is a whole array of answers. Can one `if` act on all of them?",
    construct="if",
    numbers="needs a single yes or no from a whole array",
    numbers_hint="Which part of your line wants one answer for the whole array? Each entry needs its own.",
)
def sigmoid(z):
    if z >= 0:
        return 1 / (1 + np.exp(-z))
    return np.exp(z) / (1 + np.exp(z))


@misconception(
    "sigmoid-prints",
    did="works out the value and returns nothing: None comes back",
    seems_right="the right numbers appear on the screen",
    hint="Write y = sigmoid(z) and look at y. What does a function hand back when it has no return?",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)
def sigmoid(z):
    print(1 / (1 + np.exp(-z)))


@misconception(
    "sigmoid-whole-number-result",
    did="gives whole numbers where z holds whole numbers, so that these inputs give only 0",
    seems_right="zeros_like looks like 'same shape', but it copies the type of the numbers too",
    hint="Try np.array([1, 2]) and np.array([1.0, 2.0]). Which type has the array that you return?",
)
def sigmoid(z):
    result = np.zeros_like(z)
    for index, value in np.ndenumerate(z):
        result[index] = 1 / (1 + np.exp(-value))
    return result


@misconception(
    "sigmoid-rounded",
    did="rounds the result to two decimals",
    seems_right="short numbers are easier to read",
    hint="What is your value at z = 8, and what at z = 9? Does the network still see a difference?",
)
def sigmoid(z):
    return np.round(1 / (1 + np.exp(-z)), 2)


@misconception(
    "sigmoid-of-absolute-value",
    did="takes the absolute value of z, so that negative inputs give the values of positive ones",
    seems_right="exp(-|z|) never overflows, which is half of a known trick",
    hint="Compare sigmoid(-2) and sigmoid(2). What should their sum be?",
)
def sigmoid(z):
    return 1 / (1 + np.exp(-np.abs(z)))


@misconception(
    "sigmoid-half-a-safe-branch",
    did="uses exp(z) alone for negative z, without its denominator",
    seems_right="for very negative z the two can hardly be told apart",
    hint="Your two cases should meet at 0. What does each of them give just left and just right of it?",
)
def sigmoid(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z))


@misconception(
    "sigmoid-flattens",
    did="returns the numbers in one flat row, whatever the shape of z",
    seems_right="a loop over all numbers gives the right numbers, one after the other",
    hint="Call it with an array of 2 rows and 3 columns. Which shape comes back?",
)
def sigmoid(z):
    return np.array([1 / (1 + np.exp(-value)) for value in np.ravel(z)])


@misconception(
    "sigmoid-returns-in-the-loop",
    did="returns from inside the loop, after the first number",
    seems_right="the return line is there, only one step too far to the right",
    hint="How many numbers go in, and how many come out? When does a return end the function?",
    construct="return in loop",
    numbers="returns what belongs to the first number only",
    numbers_hint="How many numbers go in? Where do the others get lost?",
)
def sigmoid(z):
    for value in np.ravel(z):
        result = 1 / (1 + np.exp(-value))
        return result


@misconception(
    "sigmoid-overwrites-argument",
    did="changes the sign of z in place: the numbers are right, but the caller's array is changed",
    seems_right="a function seems to work on a copy of what it is given",
    hint="Print z before and after the call. What does an operator with = do to an array?",
    construct="in place",
    numbers="changes the caller's z: the numbers are right, but z is not what it was",
    numbers_hint="Print z before and after the call. Whose array do you write into?",
)
def sigmoid(z):
    z *= -1
    return 1 / (1 + np.exp(z))


@misconception(
    "sigmoid-result-clipped",
    did="keeps the result between 0.01 and 0.99",
    seems_right="exact zeros and ones are feared because of a later logarithm",
    hint="What should sigmoid(8) be to four decimals? Which line stops yours from getting there?",
)
def sigmoid(z):
    return np.clip(1 / (1 + np.exp(-z)), 0.01, 0.99)


@misconception(
    "sigmoid-hard-sigmoid",
    did="uses a straight line with cut ends (the 'hard sigmoid')",
    seems_right="it is fast, and some libraries offer it",
    hint="Is your curve ever curved? The formula of this step has an e in it.",
)
def sigmoid(z):
    return np.clip(0.2 * z + 0.5, 0, 1)


@misconception(
    "sigmoid-is-tanh",
    did="returns the tanh, which runs from -1 to 1",
    seems_right="the two curves have the same S shape",
    hint="Between which two values does the sigmoid run? What should it be at 0?",
)
def sigmoid(z):
    return np.tanh(z)


@misconception(
    "sigmoid-from-tanh-not-halved",
    did="uses (1 + tanh(z)) / 2, which is too steep: it is the sigmoid of 2 z",
    seems_right="the result runs from 0 to 1 and is 0.5 at 0, as it should",
    hint="sigmoid(1) should be about 0.731. By what factor is the argument off?",
)
def sigmoid(z):
    return (1 + np.tanh(z)) / 2


@misconception(
    "sigmoid-subtracts-the-maximum",
    did="subtracts the largest entry from z first, so that the outputs depend on one another",
    seems_right="that trick is safe in softmax, where it cancels out",
    hint="Change the largest entry of z. Should the other outputs move? Does the shift cancel here?",
)
def sigmoid(z):
    shifted = np.exp(z - np.max(z))
    return shifted / (1 + shifted)


@misconception(
    "sigmoid-is-its-derivative",
    did="returns the slope of the sigmoid in place of the sigmoid",
    seems_right="function and derivative are written next to each other",
    hint="What is your value for a large z: near 1, or near 0? Which of the two functions does that?",
)
def sigmoid(z):
    s = 1 / (1 + np.exp(-z))
    return s * (1 - s)


@misconception(
    "sigmoid-derivative-mixed",
    did="returns sigmoid(z) * (1 - z)",
    seems_right="one of two places was replaced when a formula for activations was adapted",
    hint="How often does the sigmoid's value occur in the rule? Check each factor for the same quantity.",
)
def sigmoid_derivative(z):
    return sigmoid(z) * (1 - z)


@misconception(
    "sigmoid-derivative-of-activation",
    did="treats z as if it were the activated value already",
    seems_right="many tutorials hand the activation to the derivative",
    hint="What is your slope at z = 3? The curve never falls, so can it be negative? "
    "What does this function get as z, and what does the rule need?",
)
def sigmoid_derivative(z):
    return z * (1 - z)


@misconception(
    "sigmoid-derivative-double-sigmoid",
    did="applies the sigmoid twice before it takes the slope",
    seems_right="training still improves with it, so it looks right",
    hint="At z = 8 the curve is flat. What slope does your function report there?",
)
def sigmoid_derivative(z):
    s = sigmoid(sigmoid(z))
    return s * (1 - s)


@misconception(
    "sigmoid-derivative-one-minus-only",
    did="returns 1 - sigmoid(z), the second factor only",
    seems_right="it is the part of the rule that is remembered best",
    hint="The curve is flat on both sides. Is your result small on both sides?",
)
def sigmoid_derivative(z):
    return 1 - sigmoid(z)


@misconception(
    "sigmoid-derivative-is-sigmoid",
    did="returns the sigmoid itself",
    seems_right="exp is its own derivative, so the function built from it might be too",
    hint="Sketch the curve and its steepness. Where is it steepest?",
)
def sigmoid_derivative(z):
    return sigmoid(z)


@misconception(
    "sigmoid-derivative-missing-parentheses",
    did="repeats the formula of the sigmoid without its inner brackets",
    seems_right="the fraction was typed again in place of calling the function",
    hint="You already have a tested function. Do you need to spell its formula a second time?",
)
def sigmoid_derivative(z):
    s = 1 / 1 + np.exp(-z)
    return s * (1 - s)


@misconception(
    "sigmoid-derivative-sign",
    did="has the wrong sign: it is negative everywhere",
    seems_right="a minus is easily lost when a fraction is differentiated",
    hint="The curve rises everywhere. What sign must its slope have?",
)
def sigmoid_derivative(z):
    s = sigmoid(z)
    return s * (s - 1)


@misconception(
    "sigmoid-derivative-nested",
    did="puts 1 - sigmoid(z) inside another sigmoid",
    seems_right="a product of two factors was read as a function of a function",
    hint="Is the factor with the 1 in it multiplied by the other one, or fed into it?",
)
def sigmoid_derivative(z):
    return sigmoid(1 - sigmoid(z))


@misconception(
    "sigmoid-derivative-squared",
    did="returns 1 - sigmoid(z) ** 2, which is tanh's rule",
    seems_right="the two rules look much alike",
    hint="Two activations, two rules. Which function's slope is 1 minus its square?",
)
def sigmoid_derivative(z):
    return 1 - sigmoid(z) ** 2


@misconception(
    "sigmoid-derivative-overflow-nan",
    did="uses a fraction of exponentials for every z, which becomes inf / inf (extreme inputs only)",
    seems_right="it is the quotient rule, copied literally",
    hint="What is your slope at z = -1000? The sigmoid itself survives there. "
    "Can the slope be written with its value alone?",
)
def sigmoid_derivative(z):
    return np.exp(-z) / (1 + np.exp(-z)) ** 2


@misconception(
    "sigmoid-derivative-brackets-missing",
    did="leaves out the brackets around 1 - s, so that everything cancels to 0",
    seems_right="read aloud it is the rule: s times one minus s",
    hint="Work out your line for s = 0.5 in the order Python does. Which comes first, * or -?",
)
def sigmoid_derivative(z):
    s = sigmoid(z)
    return s * 1 - s


@misconception(
    "sigmoid-derivative-times-two",
    did="multiplies by 2 where it should square: s - s * 2",
    seems_right="one star and two stars look much alike",
    hint="Your slope is negative everywhere. Which of your operators should be a power?",
)
def sigmoid_derivative(z):
    s = sigmoid(z)
    return s - s * 2


@misconception(
    "sigmoid-derivative-square-inside",
    did="squares only the exponential in the denominator, not the whole bracket",
    seems_right="the 2 of the quotient rule stands somewhere near the bracket",
    hint="At z = 0 the slope is 0.25. What do you get there, and what exactly does your square apply to?",
)
def sigmoid_derivative(z):
    return np.exp(-z) / (1 + np.exp(-z) ** 2)


@misconception(
    "sigmoid-derivative-without-inner",
    did="differentiates 1 / u as -1 / u squared, and leaves out the derivative of u",
    seems_right="the outer step of the chain rule is done correctly",
    hint="What is u in your fraction, and does it depend on z as well? What does the chain rule say then?",
)
def sigmoid_derivative(z):
    return -(sigmoid(z) ** 2)


@misconception(
    "sigmoid-derivative-divides",
    did="divides s by 1 - s, where the rule multiplies",
    seems_right="s / (1 - s) is a well-known expression too (the odds)",
    hint="The curve is flat for large z. Is your result small there?",
)
def sigmoid_derivative(z):
    s = sigmoid(z)
    return s / (1 - s)


@misconception(
    "sigmoid-derivative-times-z",
    did="multiplies the slope by z once more",
    seems_right="the chain rule asks for one more factor, and z is at hand",
    hint="What is your slope at z = 0, and is the curve flat there? What is the derivative of z by z?",
)
def sigmoid_derivative(z):
    s = sigmoid(z)
    return s * (1 - s) * z


@misconception(
    "sigmoid-derivative-is-tanh-slope",
    did="returns the slope of tanh",
    seems_right="both curves have the same S shape",
    hint="How steep is the sigmoid at 0: 1, or less? Which curve did you differentiate?",
)
def sigmoid_derivative(z):
    return 1 - np.tanh(z) ** 2


@misconception(
    "sigmoid-derivative-matrix-product",
    did="uses the matrix product @ where the factors belong together entry by entry",
    seems_right="networks are full of matrix products",
    hint="Three numbers go in. How many slopes should come out? Which operator multiplies entry by entry?",
)
def sigmoid_derivative(z):
    return sigmoid(z) @ (1 - sigmoid(z))


@misconception(
    "sigmoid-derivative-jacobian",
    did="puts the slopes on the diagonal of a matrix",
    seems_right="the derivative of a vector by a vector is a matrix",
    hint="Compare the shape of your result with the shape of z. Which shape does the task ask for?",
)
def sigmoid_derivative(z):
    s = sigmoid(z)
    return np.diag(s * (1 - s))


@misconception(
    "sigmoid-derivative-np-gradient",
    did="lets np.gradient take differences between neighbours in the array",
    seems_right="the name of that function promises a gradient",
    hint="Swap two entries of z. Should the slope at the others change? What does np.gradient compare?",
    construct="gradient",
    numbers="takes differences between neighbours in the array",
    numbers_hint="Swap two entries of z. Should the slope at the others change?",
)
def sigmoid_derivative(z):
    return np.gradient(sigmoid(z))


@misconception(
    "sigmoid-derivative-coarse-difference",
    did="takes the difference of two sigmoid values that are 0.1 apart",
    seems_right="a slope is a small difference divided by a small step",
    hint="At z = 0 the slope is 0.25 exactly. How far off are you? There is an exact rule that needs no step.",
)
def sigmoid_derivative(z):
    return (sigmoid(z + 0.1) - sigmoid(z)) / 0.1


@misconception(
    "sigmoid-derivative-overwrites-argument",
    did="writes into the array it was given",
    seems_right="a function seems to work on a copy of what it is given",
    hint="Print z before and after the call. Whose array do you write into?",
)
def sigmoid_derivative(z):
    z[:] = sigmoid(z)
    return z * (1 - z)


@misconception(
    "sigmoid-derivative-returns-pair",
    did="returns the activation and the slope together",
    seems_right="both are needed in backpropagation",
    hint="What does the task say this function returns? How many things do you return?",
)
def sigmoid_derivative(z):
    s = sigmoid(z)
    return s, s * (1 - s)


@misconception(
    "sigmoid-derivative-no-return",
    did="computes the slope and forgets to return it",
    seems_right="the last line looks like the result",
    hint="Write d = sigmoid_derivative(z) and look at d. What hands a value back to the caller?",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)
def sigmoid_derivative(z):
    s = sigmoid(z)
    s * (1 - s)


@misconception(
    "sigmoid-derivative-clipped",
    did="clips z to a narrow range, so that the slope never gets small",
    seems_right="it keeps the gradient alive and prevents overflow",
    hint="At z = 12 the curve is nearly flat. Is your slope there really that of the curve?",
)
def sigmoid_derivative(z):
    s = sigmoid(np.clip(z, -5, 5))
    return s * (1 - s)


@misconception(
    "relu-np-max",
    did="calls np.max(0, z), which reads z as the number of an axis",
    seems_right="max and maximum sound alike, and Python's own max takes two values",
    hint="One NumPy function looks for the largest entry of an array, another compares two arrays entry by entry. "
    "Which one did you call?",
    construct="np.max|numpy.max|amax",
    numbers="hands a whole array to something that wants one whole number",
)
def relu(z):
    return np.max(0, z)


@misconception(
    "relu-if-on-array",
    did="asks `if z > 0` of a whole array",
    seems_right="it is the definition from paper, and works for a single number",
    hint="z > 0 is a whole array of answers. Can one `if` act on all of them?",
    construct="if",
    numbers="needs a single yes or no from a whole array",
    numbers_hint="Which part of your line wants one answer for the whole array? Each entry needs its own.",
    look_alikes=("relu-builtin-max",),
)
def relu(z):
    return z if z > 0 else 0


@misconception(
    "relu-builtin-max",
    did="uses Python's max, which must decide once for the whole array",
    seems_right="max(0, z) is the definition of relu, and works for a single number",
    hint="Python's max asks whether the array is larger than 0 and wants one answer. "
    "Which function compares entry by entry?",
    construct="max()",
    numbers="needs a single yes or no from a whole array",
    numbers_hint="Which part of your line wants one answer for the whole array? Each entry needs its own.",
    look_alikes=("relu-if-on-array",),
)
def relu(z):
    return max(0, z)


@misconception(
    "relu-mutates-input",
    did="sets the negative entries of the array it was given to 0: right numbers, but the caller's array is changed",
    seems_right="a function seems to work on a copy of what it is given",
    hint="Print z before and after the call. Who else may still need the old z?",
)
def relu(z):
    z[z < 0] = 0
    return z


@misconception(
    "relu-abs",
    did="takes the absolute value: negative inputs come through as positive",
    seems_right="'make it positive' can be read that way",
    hint="What should happen to -3: become 3, or become 0?",
)
def relu(z):
    return np.abs(z)


@misconception(
    "relu-leaky",
    did="keeps 1 percent of every negative value",
    seems_right="plain relu units can 'die', and this is the usual remedy",
    hint="That is a useful relative of relu. Which one does the task ask for?",
)
def relu(z):
    return np.where(z > 0, z, 0.01 * z)


@misconception(
    "relu-is-step",
    did="returns 1 where z is positive, and 0 elsewhere",
    seems_right="that is relu's derivative, or the old perceptron's step",
    hint="relu(2.5) should be 2.5. What do you get?",
)
def relu(z):
    return np.where(z > 0, 1.0, 0.0)


@misconception(
    "relu-capped",
    did="clips the values to the range from 0 to 1",
    seems_right="the sigmoid stays between 0 and 1, so every activation might have to",
    hint="Has relu an upper limit? What is relu(4)?",
)
def relu(z):
    return np.clip(z, 0, 1)


@misconception(
    "relu-capped-at-six",
    did="cuts values above 6",
    seems_right="that relative (ReLU6) is found in networks for telephones",
    hint="What is relu(10) on paper, and what in your code?",
)
def relu(z):
    return np.clip(z, 0, 6)


@misconception(
    "relu-minimum",
    did="keeps the negative values and cuts the positive ones",
    seems_right="one comparison or one name points the wrong way",
    hint="What do you get for 3 and for -3? Which of the two should survive?",
)
def relu(z):
    return np.minimum(0, z)


@misconception(
    "relu-largest-entry",
    did="returns the largest entry alone",
    seems_right="np.max and np.maximum sound alike",
    hint="Three numbers go in. How many should come out?",
)
def relu(z):
    return max(0, np.max(z))


@misconception(
    "relu-at-least-one",
    did="compares with 1 in place of 0: no output is below 1",
    seems_right="two constants, both small, are easily swapped",
    hint="What should relu(0.5) be? Which number do you compare with?",
)
def relu(z):
    return np.maximum(1, z)


@misconception(
    "relu-threshold-half",
    did="lets only values above 0.5 pass",
    seems_right="0.5 is the usual limit for decisions",
    hint="What should relu(0.25) be? Where is relu's kink?",
)
def relu(z):
    return np.where(z > 0.5, z, 0)


@misconception(
    "relu-drops-negatives",
    did="leaves the negative entries out, so that fewer numbers come back",
    seems_right="z[z > 0] reads as 'z where it is positive'",
    hint="Compare the shapes of input and output. What should stand where a negative entry was?",
)
def relu(z):
    return z[z > 0]


@misconception(
    "relu-elu",
    did="bends towards -1 for negative values (that is ELU)",
    seems_right="it is a modern relative, praised as better",
    hint="What should relu(-2) be, exactly?",
)
def relu(z):
    return np.where(z > 0, z, np.exp(z) - 1)


@misconception(
    "relu-softplus",
    did="uses the smooth relative log(1 + exp(z))",
    seems_right="it is relu without the kink, and has a nicer derivative",
    hint="What should relu(0) be, exactly? And what is log(1 + exp(0))?",
)
def relu(z):
    return np.logaddexp(0, z)


@misconception(
    "relu-truncates",
    did="gives whole numbers: everything behind the point is lost",
    seems_right="the zeros it starts from look like whole numbers",
    hint="What is your relu(2.5)? Which type of number can your result hold?",
)
def relu(z):
    result = np.zeros(z.shape, dtype=int)
    result[z > 0] = z[z > 0]
    return result


@misconception(
    "relu-flattens",
    did="returns the numbers in one flat row, whatever the shape of z",
    seems_right="a loop over all numbers gives the right numbers, one after the other",
    hint="Call it with an array of 2 rows and 3 columns. Which shape comes back?",
)
def relu(z):
    return np.array([max(0, value) for value in np.ravel(z)])


@misconception(
    "relu-loops-over-rows",
    did="loops over the array as if its elements were numbers: in a table they are rows",
    seems_right="it works for a list of numbers",
    hint="Loop over an array with 2 rows and 3 columns, and print each element. What is it?",
    construct="loop",
    numbers="is right for a row of numbers, and stumbles over a table",
    numbers_hint="Call it with an array of 2 rows and 3 columns. What is asked of a whole row there?",
)
def relu(z):
    result = []
    for value in z:
        if value > 0:
            result.append(value)
        else:
            result.append(0)
    return np.array(result)


@misconception(
    "relu-returns-in-the-loop",
    did="returns from inside the loop, after the first number",
    seems_right="the return line is there, only one step too far to the right",
    hint="How many numbers go in, and how many come out? When does a return end the function?",
    construct="return in loop",
    numbers="returns what belongs to the first number only",
    numbers_hint="How many numbers go in? Where do the others get lost?",
)
def relu(z):
    for value in np.ravel(z):
        if value > 0:
            return value
        return 0


@misconception(
    "relu-prints",
    did="works out the value and returns nothing: None comes back",
    seems_right="the right numbers appear on the screen",
    hint="Write a = relu(z) and look at a. What does a function hand back when it has no return?",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)
def relu(z):
    print(np.maximum(0, z))


@misconception(
    "relu-multiplies-twice",
    did="multiplies by z where z is positive already: the result grows like a square",
    seems_right="z times a mask is right, but the mask was replaced by relu itself",
    hint="relu(3) should be 3. What do you get, and how often does z occur in your product?",
)
def relu(z):
    return z * np.maximum(0, z)


@misconception(
    "relu-scaled-by-maximum",
    did="divides by the largest entry, so that the outputs depend on one another",
    seems_right="numbers between 0 and 1 look tidy",
    hint="Change the largest entry of z. Should the other outputs move?",
)
def relu(z):
    return np.maximum(0, z) / np.max(z)


@misconception(
    "relu-average-missing-parentheses",
    did="writes |z| + z / 2: only the second part is halved",
    seems_right="the printed fraction reads as one line",
    hint="Work out your line for z = 4 in the order Python does. Which comes first, + or /?",
)
def relu(z):
    return np.abs(z) + z / 2


@misconception(
    "relu-derivative-mutates-input",
    did="writes into the array it was given: the result is right, but the caller's z is gone",
    seems_right="a much copied forum answer does exactly this",
    hint="Your return value is fine. What happened to the array you were given?",
)
def relu_derivative(z):
    z[z <= 0] = 0
    z[z > 0] = 1
    return z


@misconception(
    "relu-derivative-ratio-nan",
    did="divides 0 by 0 where z is exactly 0, so that nan comes back there",
    seems_right="it is neat algebra, and right everywhere else",
    hint="Feed it an array with an exact 0, as inputs of XOR with zero biases produce.",
)
def relu_derivative(z):
    return relu(z) / z


@misconception(
    "relu-derivative-if-on-array",
    did="asks `if z > 0` of a whole array",
    seems_right="it is the definition from paper, and works for a single number",
    hint="Your condition yields one answer per entry. What can hold them all?",
    construct="if",
    numbers="needs a single yes or no from a whole array",
    numbers_hint="Which part of your line wants one answer for the whole array? Each entry needs its own.",
)
def relu_derivative(z):
    if z > 0:
        return 1
    return 0


@misconception(
    "relu-derivative-is-relu",
    did="returns relu's value in place of its slope",
    seems_right="'positive stays, negative becomes 0' sounds right for the slope too",
    hint="How steep is relu at z = 5? Is it steeper there than at z = 1?",
)
def relu_derivative(z):
    return np.where(z > 0, z, 0)


@misconception(
    "relu-derivative-inverted",
    did="returns 1 for negative z and 0 for positive z",
    seems_right="one comparison sign points the wrong way",
    hint="On which side of 0 does relu rise? What does your function say at z = 3?",
)
def relu_derivative(z):
    return np.where(z < 0, 1.0, 0.0)


@misconception(
    "relu-derivative-sign",
    did="returns the sign of z: -1 for negative values",
    seems_right="that is the slope of |z|, which also has a kink at 0",
    hint="relu is flat on the left. Which number describes flat?",
)
def relu_derivative(z):
    return np.sign(z)


@misconception(
    "relu-derivative-always-one",
    did="asks whether relu(z) is at least 0, which is always true",
    seems_right="at 0 both > and >= are allowed, but only for z itself",
    hint="Print your result for z = -3. Can relu(z) ever be below 0?",
)
def relu_derivative(z):
    return (relu(z) >= 0).astype(float)


@misconception(
    "relu-derivative-leaky",
    did="returns 0.01 on the negative side",
    seems_right="it belongs to the leaky relative of relu",
    hint="relu is exactly flat for negative z. How steep is flat?",
)
def relu_derivative(z):
    return np.where(z > 0, 1.0, 0.01)


@misconception(
    "relu-derivative-threshold-one",
    did="compares with 1 in place of 0",
    seems_right="there is a 1 in the answer, and it slipped into the question",
    hint="How steep is relu at z = 0.5? Where exactly is the kink?",
)
def relu_derivative(z):
    return np.where(z > 1, 1.0, 0.0)


@misconception(
    "relu-derivative-keeps-negatives",
    did="sets positive entries to 1 and leaves negative ones as they are",
    seems_right="the second half of the rule seems to take care of itself",
    hint="What does your function return for z = -3? What is the slope there?",
)
def relu_derivative(z):
    slope = np.array(z, dtype=float)
    slope[slope > 0] = 1
    return slope


@misconception(
    "relu-derivative-drops-entries",
    did="returns ones for the positive entries only, so that fewer numbers come back",
    seems_right="z[z > 0] reads as 'z where it is positive'",
    hint="Compare the shapes of input and output. What should stand where a negative entry was?",
)
def relu_derivative(z):
    return np.ones_like(z[z > 0])


@misconception(
    "relu-derivative-np-gradient",
    did="lets np.gradient take differences between neighbours in the array",
    seems_right="the name of that function promises a gradient",
    hint="Swap two entries of z. Should the slope at the others change? What does np.gradient compare?",
    construct="gradient",
    numbers="takes differences between neighbours in the array",
    numbers_hint="Swap two entries of z. Should the slope at the others change?",
)
def relu_derivative(z):
    return np.gradient(relu(z))


@misconception(
    "relu-derivative-heaviside-swapped",
    did="swaps the two arguments of np.heaviside, so that z comes back as it went in",
    seems_right="'at 0, of z' is a natural order to say it",
    hint="Look up np.heaviside: what is its first argument, and when is the second one used?",
    construct="heaviside",
    numbers="returns z as it went in",
    numbers_hint="How steep is relu at z = 5, and how steep at z = 1?",
)
def relu_derivative(z):
    return np.heaviside(0, z)


@misconception(
    "relu-derivative-any",
    did="asks whether any entry is positive, and gives every entry the same answer",
    seems_right="the error message about arrays and `if` recommends any() or all()",
    hint="Mix positive and negative entries. Should they all get the same slope?",
)
def relu_derivative(z):
    if np.any(z > 0):
        return np.ones_like(z, dtype=float)
    return np.zeros_like(z, dtype=float)


@misconception(
    "relu-derivative-all",
    did="asks whether all entries are positive, and gives every entry the same answer",
    seems_right="the error message about arrays and `if` recommends any() or all()",
    hint="Mix positive and negative entries. Should one negative entry switch off the others?",
)
def relu_derivative(z):
    if np.all(z > 0):
        return np.ones_like(z, dtype=float)
    return np.zeros_like(z, dtype=float)


@misconception(
    "relu-derivative-is-sigmoid",
    did="returns the sigmoid, which is the slope of a smoothed relu",
    seems_right="it avoids the kink at 0",
    hint="How steep is relu at z = 0.5? Does it depend on how far z is from 0?",
)
def relu_derivative(z):
    return sigmoid(z)


@misconception(
    "relu-derivative-counts",
    did="adds the mask up: one number for the whole array",
    seems_right="np.sum has a condition inside, as one writes it to count entries",
    hint="Three numbers go in. How many slopes should come out?",
)
def relu_derivative(z):
    return np.sum(z > 0)


@misconception(
    "relu-derivative-clipped",
    did="clips z to the range from 0 to 1: between them it returns z itself",
    seems_right="it is 0 on the left and 1 on the right, as it should be",
    hint="What is the slope of relu at z = 0.25? And what do you return?",
)
def relu_derivative(z):
    return np.clip(z, 0, 1)


@misconception(
    "relu-derivative-sign-missing-parentheses",
    did="writes sign(z) + 1 / 2: only the 1 is halved",
    seems_right="the printed fraction reads as one line",
    hint="Work out your line for z = 3 in the order Python does. Which comes first, + or /?",
)
def relu_derivative(z):
    return np.sign(z) + 1 / 2


@misconception(
    "relu-derivative-unit-difference",
    did="takes the difference of two relu values that are 1 apart",
    seems_right="a slope is a difference divided by a step, and relu is straight",
    hint="What do you get at z = -0.5? Does your step cross the kink?",
)
def relu_derivative(z):
    return relu(z + 1) - relu(z)


@misconception(
    "relu-derivative-flattens",
    did="returns the numbers in one flat row, whatever the shape of z",
    seems_right="a loop over all numbers gives the right numbers, one after the other",
    hint="Call it with an array of 2 rows and 3 columns. Which shape comes back?",
)
def relu_derivative(z):
    return np.array([1.0 if value > 0 else 0.0 for value in np.ravel(z)])


@misconception(
    "relu-derivative-loops-over-rows",
    did="loops over the array as if its elements were numbers: in a table they are rows",
    seems_right="it works for a list of numbers",
    hint="Loop over an array with 2 rows and 3 columns, and print each element. What is it?",
    construct="loop",
    numbers="is right for a row of numbers, and stumbles over a table",
    numbers_hint="Call it with an array of 2 rows and 3 columns. What is asked of a whole row there?",
)
def relu_derivative(z):
    return np.array([1.0 if value > 0 else 0.0 for value in z])


@misconception(
    "relu-derivative-no-return",
    did="computes the mask and forgets to return it",
    seems_right="the last line looks like the result",
    hint="Write d = relu_derivative(z) and look at d. What hands a value back to the caller?",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)
def relu_derivative(z):
    (z > 0).astype(float)


@misconception(
    "tanh-missing-parentheses",
    did="writes numerator and denominator without brackets",
    seems_right="the horizontal bar of the printed fraction was doing the grouping",
    hint="tanh never leaves (-1, 1). Evaluate your expression at z = 2 step by step.",
)
def tanh(z):
    return np.exp(z) - np.exp(-z) / np.exp(z) + np.exp(-z)


@misconception(
    "tanh-half-argument",
    did="leaves out the 2 in the exponent, and computes tanh(z / 2)",
    seems_right="the shape is right, only too flat",
    hint="tanh(1) is about 0.76. What do you get? By what factor is the argument off?",
)
def tanh(z):
    return 2 / (1 + np.exp(-z)) - 1


@misconception(
    "tanh-is-tan",
    did="returns the tangent of an angle, tan(z)",
    seems_right="the h is easily lost",
    hint="Look at your function at z = 1.5. Is it between -1 and 1?",
)
def tanh(z):
    return np.tan(z)


@misconception(
    "tanh-upside-down",
    did="swaps numerator and denominator",
    seems_right="both hold the same two exponentials",
    hint="What should tanh(0) be? What is your denominator there?",
)
def tanh(z):
    return np.cosh(z) / np.sinh(z)


@misconception(
    "tanh-overflow-nan",
    did="uses a fraction of exponentials, which becomes inf / inf (extreme inputs only)",
    seems_right="it is the definition",
    hint="It is right on paper. What does exp(1000) give, and what has NumPy ready-made?",
)
def tanh(z):
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


@misconception(
    "tanh-one-sided-overflow",
    did="uses a fraction of exp(2 z), which becomes inf / inf on the right (extreme inputs only)",
    seems_right="it is the definition with one exponential less to compute",
    hint="What do you get at z = 1000, and what at z = -1000? Which of them overflows?",
)
def tanh(z):
    return (np.exp(2 * z) - 1) / (np.exp(2 * z) + 1)


@misconception(
    "tanh-is-sinh",
    did="returns the hyperbolic sine, which has no limits",
    seems_right="sinh, cosh and tanh stand side by side",
    hint="Between which two values does tanh stay? What do you get at z = 5?",
)
def tanh(z):
    return np.sinh(z)


@misconception(
    "tanh-is-arctan",
    did="returns the arc tangent, whose limits are not -1 and 1",
    seems_right="the two curves have the same S shape",
    hint="What is the limit of your function for large z? What should it be?",
)
def tanh(z):
    return np.arctan(z)


@misconception(
    "tanh-is-arctanh",
    did="uses the inverse function, which is not defined beyond 1",
    seems_right="the two names stand next to each other in the manual",
    hint="What do you get at z = 2? Which function undoes tanh?",
)
def tanh(z):
    return np.arctanh(z)


@misconception(
    "tanh-sine-over-cosh",
    did="divides sin by cosh: one h is missing",
    seems_right="one of the two names was typed without its h",
    hint="tanh grows towards 1. What does your function do at z = 4? Check both names in your fraction.",
)
def tanh(z):
    return np.sin(z) / np.cosh(z)


@misconception(
    "tanh-math-tanh",
    did="uses math.tanh, which takes one number and no array",
    seems_right="it works for every single number one tries",
    hint="Call it with an array of three numbers and read the error. Who offers a tanh for whole arrays?",
    construct="math",
    numbers="hands a whole array to something that takes one number",
    numbers_hint="Call it with an array of three numbers. Which call in that line takes one number only?",
)
def tanh(z):
    import math

    return math.tanh(z)


@misconception(
    "tanh-same-sign-twice",
    did="has the same difference above and below the bar, so that the fraction is 1 wherever it is defined",
    seems_right="the numerator was copied, and the sign not changed",
    hint="What should tanh(-2) be? Compare the two halves of your fraction, sign by sign.",
)
def tanh(z):
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) - np.exp(-z))


@misconception(
    "tanh-is-sigmoid",
    did="returns the sigmoid, which runs from 0 to 1",
    seems_right="the two curves have the same S shape",
    hint="What should tanh(0) be? Between which two values does tanh run?",
)
def tanh(z):
    return sigmoid(z)


@misconception(
    "tanh-from-sigmoid-not-shifted",
    did="stretches a sigmoid to twice its height, and does not shift it down",
    seems_right="half of the recipe 'stretch and shift'",
    hint="What should tanh(0) be? How far down must your curve move?",
)
def tanh(z):
    return 2 * sigmoid(2 * z)


@misconception(
    "tanh-from-sigmoid-not-stretched",
    did="shifts a sigmoid down by 1, and does not stretch it",
    seems_right="half of the recipe 'stretch and shift'",
    hint="tanh runs from -1 to 1. From where to where does yours run?",
)
def tanh(z):
    return sigmoid(2 * z) - 1


@misconception(
    "tanh-squeezed-to-unit",
    did="moves the values into the range from 0 to 1",
    seems_right="the sigmoid stays between 0 and 1, so every activation might have to",
    hint="What should tanh(-2) be: negative, or positive?",
)
def tanh(z):
    return (np.tanh(z) + 1) / 2


@misconception(
    "tanh-hard-tanh",
    did="clips z to the range from -1 to 1 (the 'hard tanh')",
    seems_right="it has the right limits, and is fast",
    hint="tanh(1) is about 0.76. What do you get? Is your curve ever curved?",
)
def tanh(z):
    return np.clip(z, -1, 1)


@misconception(
    "tanh-clip-distorts",
    did="clips z to a narrow range before it takes the tanh",
    seems_right="clipping is a known remedy against overflow",
    hint="Compare your values at z = 3 and z = 4. Should they be equal?",
)
def tanh(z):
    return np.tanh(np.clip(z, -2, 2))


@misconception(
    "tanh-in-degrees",
    did="converts z from degrees first",
    seems_right="sin, cos and tan want an angle",
    hint="tanh(1) is about 0.76. What do you get? Is z an angle here?",
)
def tanh(z):
    return np.tanh(np.deg2rad(z))


@misconception(
    "tanh-is-its-derivative",
    did="returns the slope of tanh in place of tanh",
    seems_right="function and derivative are written next to each other",
    hint="What is your value for a large z: near 1, or near 0? Which of the two functions does that?",
)
def tanh(z):
    return 1 - np.tanh(z) ** 2


@misconception(
    "tanh-absolute",
    did="returns positive values only",
    seems_right="negative activations look like a mistake after sigmoid and relu",
    hint="What should tanh(-2) be? Is the curve the same on both sides, or turned upside down?",
)
def tanh(z):
    return np.abs(np.tanh(z))


@misconception(
    "tanh-base-ten",
    did="uses powers of 10 in place of powers of e",
    seems_right="exponents and logarithms are often met in base ten first",
    hint="tanh(1) should be about 0.762. Which base does the e in the formula stand for?",
)
def tanh(z):
    return 2 / (1 + 10.0 ** (-2 * z)) - 1


@misconception(
    "tanh-rounded",
    did="rounds the result to two decimals",
    seems_right="short numbers are easier to read",
    hint="Is tanh(3) really exactly 1? What does rounding do to small differences?",
)
def tanh(z):
    return np.round(np.tanh(z), 2)


@misconception(
    "tanh-whole-number-result",
    did="gives whole numbers where z holds whole numbers, so that these inputs give only 0",
    seems_right="empty_like looks like 'same shape', but it copies the type of the numbers too",
    hint="Try np.array([1, 2]) and np.array([1.0, 2.0]). Which type has the array that you return?",
)
def tanh(z):
    result = np.empty_like(z)
    for index, value in np.ndenumerate(z):
        result[index] = np.tanh(value)
    return result


@misconception(
    "tanh-overwrites-argument",
    did="doubles z in place: the numbers are right, but the caller's array is changed",
    seems_right="a function seems to work on a copy of what it is given",
    hint="Print z before and after the call. What does an operator with = do to an array?",
    construct="in place",
    numbers="changes the caller's z: the numbers are right, but z is not what it was",
    numbers_hint="Print z before and after the call. Whose array do you write into?",
)
def tanh(z):
    z *= 2
    return 2 / (1 + np.exp(-z)) - 1


@misconception(
    "tanh-flattens",
    did="returns the numbers in one flat row, whatever the shape of z",
    seems_right="a loop over all numbers gives the right numbers, one after the other",
    hint="Call it with an array of 2 rows and 3 columns. Which shape comes back?",
)
def tanh(z):
    return np.array([np.tanh(value) for value in np.ravel(z)])


@misconception(
    "tanh-prints",
    did="works out the value and returns nothing: None comes back",
    seems_right="the right numbers appear on the screen",
    hint="Write a = tanh(z) and look at a. What does a function hand back when it has no return?",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)
def tanh(z):
    print(np.tanh(z))


@misconception(
    "tanh-derivative-times-two",
    did="multiplies by 2 where it should square: 1 - tanh(z) * 2",
    seems_right="one star and two stars look much alike",
    hint="Can the slope of tanh be negative? Where is the square?",
)
def tanh_derivative(z):
    return 1 - tanh(z) * 2


@misconception(
    "tanh-derivative-missing-one",
    did="leaves out the 1, and returns -tanh(z) ** 2",
    seems_right="the square is the part of the rule that is remembered",
    hint="How steep is tanh at 0? And what sign has your result?",
)
def tanh_derivative(z):
    return -(tanh(z) ** 2)


@misconception(
    "tanh-derivative-no-square",
    did="leaves out the square, and returns 1 - tanh(z)",
    seems_right="the 1 minus is the part of the rule that is remembered",
    hint="The slope should be the same at z and -z. Is yours?",
)
def tanh_derivative(z):
    return 1 - tanh(z)


@misconception(
    "tanh-derivative-sinh",
    did="uses (2 / (e^z - e^-z)) squared: sinh where cosh belongs",
    seems_right="sinh and cosh differ by one sign only",
    hint="At z = 0 your denominator is what? How steep is tanh there?",
)
def tanh_derivative(z):
    return (2 / (np.exp(z) - np.exp(-z))) ** 2


@misconception(
    "tanh-derivative-plus",
    did="adds the square in place of subtracting it: 1 + tanh(z) ** 2",
    seems_right="that is the pattern of the rule for tan",
    hint="Is the curve steeper or flatter far from 0?",
)
def tanh_derivative(z):
    return 1 + tanh(z) ** 2


@misconception(
    "tanh-derivative-sigmoid-rule",
    did="uses the sigmoid's rule t * (1 - t)",
    seems_right="the line was copied from the sigmoid, and only the name changed",
    hint="Check z = 0: is tanh flat there?",
)
def tanh_derivative(z):
    t = tanh(z)
    return t * (1 - t)


@misconception(
    "tanh-derivative-square-outside",
    did="squares the whole difference: (1 - tanh(z)) ** 2",
    seems_right="a bracket in the wrong place changes little to the eye",
    hint="Which part is squared: the tanh, or the whole difference? Are your values the same at 2 and -2?",
)
def tanh_derivative(z):
    return (1 - tanh(z)) ** 2


@misconception(
    "tanh-derivative-of-activation",
    did="treats z as if it were the activated value already",
    seems_right="many tutorials hand the activation to the derivative",
    hint="What is your slope at z = 3? tanh never falls, so can it be negative? "
    "What does this function get as z, and what does the rule need?",
)
def tanh_derivative(z):
    return 1 - z**2


@misconception(
    "tanh-derivative-double-tanh",
    did="applies tanh twice before it takes the slope",
    seems_right="one call looks right at each place by itself",
    hint="At z = 8 the curve is flat. What slope does your function report there?",
)
def tanh_derivative(z):
    return 1 - tanh(tanh(z)) ** 2


@misconception(
    "tanh-derivative-square-inside",
    did="squares z before it takes the tanh",
    seems_right="the square sits inside the wrong bracket",
    hint="Is it z that is squared in the rule, or the value of tanh? Check your slope at z = 0.5: it should be 0.786.",
)
def tanh_derivative(z):
    return 1 - tanh(z**2)


@misconception(
    "tanh-derivative-cosh-not-squared",
    did="divides by cosh once, and not by its square",
    seems_right="the rule with cosh is remembered, the square is not",
    hint="At z = 2 the slope is about 0.071. How far off are you, and what would make it smaller?",
)
def tanh_derivative(z):
    return 1 / np.cosh(z)


@misconception(
    "tanh-derivative-upside-down",
    did="returns cosh squared, which grows, where the slope shrinks",
    seems_right="it is the right expression, upside down",
    hint="Is the curve steeper or flatter far from 0? Does your result grow or shrink?",
)
def tanh_derivative(z):
    return np.cosh(z) ** 2


@misconception(
    "tanh-derivative-is-tanh",
    did="returns tanh itself",
    seems_right="exp is its own derivative, so the function built from it might be too",
    hint="How steep is tanh at 0? And far from 0?",
)
def tanh_derivative(z):
    return tanh(z)


@misconception(
    "tanh-derivative-of-tan",
    did="returns the slope of the tangent of an angle, tan(z)",
    seems_right="the h is easily lost, and the rules look alike",
    hint="Look at your slope at z = 1.5. Can tanh be that steep?",
)
def tanh_derivative(z):
    return 1 + np.tan(z) ** 2


@misconception(
    "tanh-derivative-sign",
    did="has the wrong sign: it is negative everywhere",
    seems_right="the two parts of a difference are easily swapped",
    hint="The curve rises everywhere. What sign must its slope have?",
)
def tanh_derivative(z):
    return tanh(z) ** 2 - 1


@misconception(
    "tanh-derivative-is-sigmoid-slope",
    did="returns the slope of the sigmoid",
    seems_right="the line was copied from above",
    hint="How steep is tanh at 0: 1, or 0.25? Which curve did you differentiate?",
)
def tanh_derivative(z):
    return sigmoid(z) * (1 - sigmoid(z))


@misconception(
    "tanh-derivative-half-argument",
    did="takes the slope at z / 2",
    seems_right="a formula for tanh with the sigmoid in it has a 2 somewhere",
    hint="At z = 2 the slope is about 0.071. What do you get? By what factor is the argument off?",
)
def tanh_derivative(z):
    return 1 - tanh(z / 2) ** 2


@misconception(
    "tanh-derivative-caret",
    did="uses ^ for 'to the power of', which in Python means something else",
    seems_right="calculators and other languages write powers so",
    hint="Type 3 ^ 2 into Python. How does Python write a power?",
)
def tanh_derivative(z):
    return 1 - tanh(z) ^ 2


@misconception(
    "tanh-derivative-overwrites-argument",
    did="writes into the array it was given",
    seems_right="t = z seems to make a copy",
    hint="Print z before and after the call. Are you writing into an array of your own, or into the caller's?",
)
def tanh_derivative(z):
    t = z
    t[:] = tanh(z)
    return 1 - t**2


@misconception(
    "tanh-derivative-matrix-product",
    did="uses the matrix product @ for the square",
    seems_right="networks are full of matrix products",
    hint="Three numbers go in. How many slopes should come out? What squares each entry by itself?",
)
def tanh_derivative(z):
    return 1 - tanh(z) @ tanh(z)


@misconception(
    "tanh-derivative-summed",
    did="adds the squares up before it subtracts them: one number for the whole array",
    seems_right="squares are often summed",
    hint="Three numbers go in. How many slopes should come out?",
)
def tanh_derivative(z):
    return 1 - np.sum(tanh(z) ** 2)


@misconception(
    "tanh-derivative-floor",
    did="never returns less than 0.1",
    seems_right="vanishing slopes stop the learning, and this keeps them alive",
    hint="At z = 5 tanh is nearly flat. Is your slope that of the curve?",
)
def tanh_derivative(z):
    return np.maximum(1 - tanh(z) ** 2, 0.1)


@misconception(
    "tanh-derivative-overflow-nan",
    did="uses fractions of exponentials, which become inf / inf (extreme inputs only)",
    seems_right="it is the definition, spelled once more",
    hint="What is your slope at z = 1000? You already have a tanh that survives there.",
)
def tanh_derivative(z):
    t = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
    return 1 - t**2


@misconception(
    "tanh-derivative-no-return",
    did="computes the slope and forgets to return it",
    seems_right="the last line looks like the result",
    hint="Write d = tanh_derivative(z) and look at d. What hands a value back to the caller?",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)
def tanh_derivative(z):
    1 - tanh(z) ** 2
