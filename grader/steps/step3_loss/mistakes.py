"""Mistakes that learners make in step 3: the mean squared error and its gradient."""

import numpy as np

from grader.steps.entry import misconception


@misconception(
    "mse-sum",
    did="sums the squared errors, and does not take their mean",
    seems_right="many courses define the loss as a sum",
    hint="Double the data by repeating it. Should the loss change?",
)
def mse(y_hat, y):
    return float(np.sum((y_hat - y) ** 2))


@misconception(
    "mse-half",
    did="has an extra factor of one half",
    seems_right="the half cancels the 2 of the derivative; the convention is widespread",
    hint="Your convention exists, but which one does the task state? What is your value for one error of 1?",
)
def mse(y_hat, y):
    return float(0.5 * np.mean((y_hat - y) ** 2))


@misconception(
    "mse-half-sum",
    did="returns half the sum of the squared errors",
    seems_right="textbooks write the cost of one sample so",
    hint="Double the data by repeating it. Should the loss change? And what does the M in the name stand for?",
)
def mse(y_hat, y):
    return float(0.5 * np.sum((y_hat - y) ** 2))


@misconception(
    "mse-divides-by-rows",
    did="divides by the number of samples only, not by the number of all elements",
    seems_right="n is the number of samples in most formulas",
    hint="Try two output columns. How many squared errors do you add up, and by how many do you divide?",
)
def mse(y_hat, y):
    return float(np.sum((y_hat - y) ** 2) / len(y))


@misconception(
    "mse-half-over-rows",
    did="divides by twice the number of samples",
    seems_right="1 / (2 m) is the convention of a well-known course",
    hint="Your convention exists, but which one does the task state? What is your value for one error of 1?",
)
def mse(y_hat, y):
    return float(np.sum((y_hat - y) ** 2) / (2 * len(y)))


@misconception(
    "mse-divides-by-columns",
    did="divides by the number of columns only, not by the number of all elements",
    seems_right="the outputs of one sample are what one thinks of",
    hint="Double the data by repeating it. Should the loss change? Which axis counts samples?",
)
def mse(y_hat, y):
    return float(np.sum((y_hat - y) ** 2) / y.shape[-1])


@misconception(
    "mse-divides-by-one-less",
    did="divides by one less than the number of elements",
    seems_right="statistics books divide a variance so",
    hint="Count the squared errors you add up. What makes a sum of that many numbers a mean?",
)
def mse(y_hat, y):
    return float(np.sum((y_hat - y) ** 2) / (y.size - 1))


@misconception(
    "mse-mean-then-square",
    did="takes the mean first and squares it afterwards",
    seems_right="the power stands outside the bracket",
    hint="Errors +1 and -1: what is your loss, and what should it be?",
)
def mse(y_hat, y):
    return float(np.mean(y_hat - y) ** 2)


@misconception(
    "mse-not-squared",
    did="takes the mean of the differences without squaring them",
    seems_right="the mean error sounds like the mean squared error",
    hint="Errors +1 and -1: what is your loss, and what should it be? Can a loss be negative?",
)
def mse(y_hat, y):
    return float(np.mean(y_hat - y))


@misconception(
    "mse-absolute",
    did="returns the mean absolute error",
    seems_right="it is another common and sensible loss",
    hint="What does the S in the name stand for?",
)
def mse(y_hat, y):
    return float(np.mean(np.abs(y_hat - y)))


@misconception(
    "mse-root",
    did="takes the square root at the end",
    seems_right="the root has the unit of y, and is often reported",
    hint="That is the R in RMSE. Which of the two does the task ask for?",
)
def mse(y_hat, y):
    return float(np.sqrt(np.mean((y_hat - y) ** 2)))


@misconception(
    "mse-norm-not-squared",
    did="divides the length of the error vector by the number of elements",
    seems_right="np.linalg.norm squares and adds, so it looks complete",
    hint="What does the norm do after squaring and adding? Try one error of 2.",
)
def mse(y_hat, y):
    return float(np.linalg.norm(y_hat - y) / y.size)


@misconception(
    "mse-per-sample-array",
    did="takes the mean over the last axis only: one number per sample",
    seems_right="an axis is given in many examples",
    hint="How many numbers should a loss be?",
)
def mse(y_hat, y):
    return np.mean((y_hat - y) ** 2, axis=-1)


@misconception(
    "mse-per-output-array",
    did="takes the mean over the samples only: one number per output",
    seems_right="the mean over the samples is what the formula shows",
    hint="How many numbers should a loss be, also for two outputs?",
)
def mse(y_hat, y):
    return np.mean((y_hat - y) ** 2, axis=0)


@misconception(
    "mse-not-averaged-array",
    did="returns all squared errors, without their mean",
    seems_right="the formula for one sample has no mean",
    hint="One number, please: what turns many squared errors into one?",
)
def mse(y_hat, y):
    return (y_hat - y) ** 2


@misconception(
    "mse-keepdims",
    did="returns the mean inside an array of shape (1, 1)",
    seems_right="keepdims=True helped elsewhere",
    hint="Print the shape of your result. What does the task say it should be?",
)
def mse(y_hat, y):
    return np.mean((y_hat - y) ** 2, keepdims=True)


@misconception(
    "mse-rounded-predictions",
    did="rounds the predictions first",
    seems_right="a prediction is seen as a decision",
    hint="If y_hat moves from 0.6 to 0.9, does your loss notice?",
)
def mse(y_hat, y):
    return float(np.mean((np.round(y_hat) - y) ** 2))


@misconception(
    "mse-rounded",
    did="rounds the loss to two decimals",
    seems_right="short numbers are easier to read",
    hint="When the loss falls from 0.0049 to 0.0011, what does your function show?",
)
def mse(y_hat, y):
    return round(float(np.mean((y_hat - y) ** 2)), 2)


@misconception(
    "mse-whole-number",
    did="turns the loss into a whole number",
    seems_right="int and float both make a plain number of it",
    hint="What is your loss for errors below 1? Which kind of number should come back?",
)
def mse(y_hat, y):
    return int(np.mean((y_hat - y) ** 2))


@misconception(
    "mse-square-before-difference",
    did="squares y only: the power comes before the difference",
    seems_right="read aloud it is the formula: y_hat minus y squared",
    hint="Work out your line for y_hat = 3 and y = 2 in the order Python does. Which comes first, - or **?",
)
def mse(y_hat, y):
    return float(np.mean(y_hat - y**2))


@misconception(
    "mse-difference-of-squares",
    did="subtracts the squares, where it should square the difference",
    seems_right="it looks like the same thing with the bracket dissolved",
    hint="Work out both for y_hat = 3 and y = 2. Can your loss be negative?",
)
def mse(y_hat, y):
    return float(np.mean(y_hat**2 - y**2))


@misconception(
    "mse-adds-target",
    did="squares the sum of prediction and target",
    seems_right="one sign differs from the formula",
    hint="What is your loss where every prediction is perfect?",
)
def mse(y_hat, y):
    return float(np.mean((y_hat + y) ** 2))


@misconception(
    "mse-times-two",
    did="multiplies by 2 where it should square",
    seems_right="one star and two stars look much alike",
    hint="Errors +1 and -1: what is your loss, and what should it be? Where is the square?",
)
def mse(y_hat, y):
    return float(np.mean((y_hat - y) * 2))


@misconception(
    "mse-caret",
    did="uses ^ for 'to the power of', which in Python means something else",
    seems_right="calculators and other languages write powers so",
    hint="Type 3 ^ 2 into Python. How does Python write a power?",
)
def mse(y_hat, y):
    return float(np.mean((y_hat - y) ^ 2))


@misconception(
    "mse-negative",
    did="has the wrong sign: the loss is below 0",
    seems_right="scores are maximised, and log losses have a minus",
    hint="What is your loss for one error of 1? Should a worse prediction have a higher or a lower loss?",
)
def mse(y_hat, y):
    return float(-np.mean((y_hat - y) ** 2))


@misconception(
    "mse-median",
    did="takes the median of the squared errors",
    seems_right="the middle value is an average too",
    hint="What does the M in the name stand for? Try the errors 0, 0 and 3.",
)
def mse(y_hat, y):
    return float(np.median((y_hat - y) ** 2))


@misconception(
    "mse-largest-error",
    did="returns the largest squared error",
    seems_right="the worst case is what one worries about",
    hint="What does the M in the name stand for? Improve one small error: should the loss notice?",
)
def mse(y_hat, y):
    return float(np.max((y_hat - y) ** 2))


@misconception(
    "mse-variance",
    did="returns the variance of the errors, in which their mean is subtracted",
    seems_right="a variance is a mean of squares",
    hint="Add 1 to every prediction. Does your loss notice?",
)
def mse(y_hat, y):
    return float(np.var(y_hat - y))


@misconception(
    "mse-relative-error",
    did="divides each error by its target",
    seems_right="an error of 1 weighs more on a small target",
    hint="What happens where the target is 0? Does the task speak of relative errors?",
)
def mse(y_hat, y):
    return float(np.mean(((y_hat - y) / y) ** 2))


@misconception(
    "mse-first-output-only",
    did="compares the first column only",
    seems_right="with one output there is only one column",
    hint="Try two output columns, and change the second one. Does your loss notice?",
)
def mse(y_hat, y):
    return float(np.mean((y_hat[..., 0] - y[..., 0]) ** 2))


@misconception(
    "mse-is-cross-entropy",
    did="returns the binary cross-entropy",
    seems_right="it is the loss of choice for yes-or-no outputs",
    hint="Is there a logarithm in the formula of this step?",
)
def mse(y_hat, y):
    return float(-np.mean(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)))


@misconception(
    "mse-matrix-product",
    did="multiplies the errors as matrices: a table comes out",
    seems_right="for one column, the product of a row and a column is the sum of squares",
    hint="Print the shape of your result for two output columns. How many numbers should a loss be?",
)
def mse(y_hat, y):
    d = y_hat - y
    return d.T @ d / y.size


@misconception(
    "mse-flattens-only-target",
    did="compares every prediction with every target, because two arrays of different shapes are subtracted",
    seems_right="a flat list of targets looks tidy",
    hint="Print the shape of the difference. Every prediction is compared with how many targets?",
)
def mse(y_hat, y):
    return float(np.mean((y_hat - np.ravel(y)) ** 2))


@misconception(
    "mse-overwrites-prediction",
    did="changes the caller's y_hat",
    seems_right="y_hat -= y saves an array, and a function seems to work on a copy",
    hint="Print y_hat before and after the call.",
)
def mse(y_hat, y):
    y_hat -= y
    return float(np.mean(y_hat**2))


@misconception(
    "mse-loop-overwrites-total",
    did="replaces the total in every round of the loop, where it should add",
    seems_right="the loop runs over everything",
    hint="Print the total in every round. Does it ever shrink? What should each round do to it?",
    construct="loop",
    numbers="counts the last squared error only",
    numbers_hint="Change the first prediction. Does your loss notice?",
)
def mse(y_hat, y):
    total = 0.0
    for a, b in zip(np.ravel(y_hat), np.ravel(y)):
        total = (a - b) ** 2
    return float(total / y.size)


@misconception(
    "mse-returns-in-the-loop",
    did="returns from inside the loop, after the first element",
    seems_right="the return line is there, only one step too far to the right",
    hint="How many elements does your loop look at? When does a return end the function?",
    construct="return in loop",
    numbers="counts the first element only",
    numbers_hint="Change the last prediction. Does your loss notice?",
)
def mse(y_hat, y):
    total = 0.0
    for a, b in zip(np.ravel(y_hat), np.ravel(y)):
        total += (a - b) ** 2
        return float(total / y.size)


@misconception(
    "mse-returns-pair",
    did="returns the loss and its gradient together",
    seems_right="both are needed in training",
    hint="What does the task say this function returns? How many things do you return?",
)
def mse(y_hat, y):
    d = y_hat - y
    return float(np.mean(d**2)), 2 * d / y.size


@misconception(
    "mse-prints",
    did="works out the loss and returns nothing: None comes back",
    seems_right="the right number appears on the screen",
    hint="Store what mse gives back under a name and print that. What does a function hand back when it has no return?",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)
def mse(y_hat, y):
    print(np.mean((y_hat - y) ** 2))


@misconception(
    "mse-gradient-missing-two",
    did="leaves out the factor 2",
    seems_right="it belongs to the convention with one half in the loss",
    hint="Differentiate d squared. Or nudge one prediction, see how YOUR mse changes, and compare: what is the ratio?",
)
def mse_gradient(y_hat, y):
    return (y_hat - y) / y.size


@misconception(
    "mse-gradient-missing-mean",
    did="leaves out the division by the number of elements",
    seems_right="the derivation was for one sample",
    hint="Your loss divides by something. Where is that in the gradient?",
)
def mse_gradient(y_hat, y):
    return 2 * (y_hat - y)


@misconception(
    "mse-gradient-plain-error",
    did="returns the plain difference y_hat - y",
    seems_right="the textbook's cost is half the squared error of one sample",
    hint="Of which loss is this the exact derivative? Is it the loss you wrote?",
)
def mse_gradient(y_hat, y):
    return y_hat - y


@misconception(
    "mse-gradient-divides-by-columns",
    did="divides by the number of outputs only",
    seems_right="one thinks of one sample with several outputs",
    hint="Repeat the data. Should each entry of the gradient shrink?",
)
def mse_gradient(y_hat, y):
    return 2 * (y_hat - y) / y.shape[-1]


@misconception(
    "mse-gradient-divides-by-rows",
    did="divides by the number of samples only",
    seems_right="n is the number of samples in most formulas",
    hint="Try two output columns. By how many elements does your loss divide?",
)
def mse_gradient(y_hat, y):
    return 2 * (y_hat - y) / len(y)


@misconception(
    "mse-gradient-error-over-rows",
    did="returns the difference divided by the number of samples: the 2 is missing, and the number of outputs",
    seems_right="it is the gradient of another common loss, with 1 / (2 m)",
    hint="Of which loss is this the exact derivative? Nudge one prediction, and see how YOUR mse changes.",
)
def mse_gradient(y_hat, y):
    return (y_hat - y) / len(y)


@misconception(
    "mse-gradient-mean-twice",
    did="divides by the number of elements twice",
    seems_right="once for the mean, once for the gradient of the mean",
    hint="How often does the loss divide by the number of elements? Nudge one prediction: how does your mse change?",
)
def mse_gradient(y_hat, y):
    return 2 * (y_hat - y) / y.size**2


@misconception(
    "mse-gradient-divides-by-one-less",
    did="divides by one less than the number of elements",
    seems_right="statistics books divide a variance so",
    hint="By how many does your loss divide? Should the gradient know another number?",
)
def mse_gradient(y_hat, y):
    return 2 * (y_hat - y) / (y.size - 1)


@misconception(
    "mse-gradient-sign",
    did="has the wrong sign: it points from prediction to target",
    seems_right="'target minus output' is what is usually called the error",
    hint="A prediction is too high. Does the loss rise or fall when it rises further? What sign is that?",
)
def mse_gradient(y_hat, y):
    return 2 * (y - y_hat) / y.size


@misconception(
    "mse-gradient-missing-parentheses",
    did="leaves out the brackets around the difference",
    seems_right="read aloud it is the formula: two y_hat minus y over n",
    hint="Work out your line for y_hat = y = 1 and four elements, in the order Python does. What should it be?",
)
def mse_gradient(y_hat, y):
    return 2 * y_hat - y / y.size


@misconception(
    "mse-gradient-floor-division",
    did="divides with //, which throws away everything behind the point",
    seems_right="one slash and two slashes look much alike",
    hint="Type 1 / 4 and 1 // 4 into Python. Which one do you need?",
    construct="//|floor_divide",
    numbers="rounds every quotient down to a whole number",
    numbers_hint="How large should the gradient be for an error of 0.5? Which step of yours makes whole numbers?",
)
def mse_gradient(y_hat, y):
    return 2 * (y_hat - y) // y.size


@misconception(
    "mse-gradient-scalar",
    did="averages everything to one number",
    seems_right="a loss is one number, so its gradient might be one too",
    hint="The gradient answers 'what if THIS prediction moved?'. How many predictions are there?",
)
def mse_gradient(y_hat, y):
    return 2 * np.mean(y_hat - y)


@misconception(
    "mse-gradient-batch-mean",
    did="averages over the samples: one number per output",
    seems_right="texts on gradient descent speak of the average gradient",
    hint="Compare the shape with that of y_hat.",
)
def mse_gradient(y_hat, y):
    return 2 * np.mean(y_hat - y, axis=0)


@misconception(
    "mse-gradient-row-mean",
    did="averages over the outputs: one number per sample",
    seems_right="every sample should have one error",
    hint="Try two output columns. Compare the shape with that of y_hat.",
)
def mse_gradient(y_hat, y):
    return 2 * np.mean(y_hat - y, axis=-1, keepdims=True) / len(y)


@misconception(
    "mse-gradient-flattens",
    did="returns the numbers in one flat row, whatever the shape of y_hat",
    seems_right="a gradient is often called a vector",
    hint="Compare the shape with that of y_hat.",
)
def mse_gradient(y_hat, y):
    return np.ravel(2 * (y_hat - y) / y.size)


@misconception(
    "mse-gradient-transposed",
    did="returns the gradient with samples as columns",
    seems_right="some books write gradients as rows",
    hint="Compare the shape with that of y_hat. What should its rows be?",
)
def mse_gradient(y_hat, y):
    return 2 * (y_hat - y).T / y.size


@misconception(
    "mse-gradient-is-loss",
    did="squares the differences again",
    seems_right="value and slope were confused",
    hint="Can your gradient be negative? Should it?",
)
def mse_gradient(y_hat, y):
    return 2 * (y_hat - y) ** 2 / y.size


@misconception(
    "mse-gradient-returns-loss-value",
    did="returns the loss itself",
    seems_right="the line was copied from above",
    hint="What is the derivative of d squared? How many numbers should come back?",
)
def mse_gradient(y_hat, y):
    return np.mean((y_hat - y) ** 2)


@misconception(
    "mse-gradient-absolute",
    did="takes the absolute value of the differences",
    seems_right="errors are thought of as positive",
    hint="A prediction below its target must move the other way than one above it.",
)
def mse_gradient(y_hat, y):
    return 2 * np.abs(y_hat - y) / y.size


@misconception(
    "mse-gradient-of-absolute-error",
    did="keeps only the sign of each difference",
    seems_right="that is the gradient of the mean absolute error",
    hint="Should an error of 3 pull as hard as an error of 0.1? Which loss did you differentiate?",
)
def mse_gradient(y_hat, y):
    return np.sign(y_hat - y) / y.size


@misconception(
    "mse-gradient-of-root",
    did="returns the gradient of the root of the loss",
    seems_right="loss and metric were confused",
    hint="Which of the two losses does your mse return: with or without the root?",
)
def mse_gradient(y_hat, y):
    d = y_hat - y
    return d / (y.size * np.sqrt(np.mean(d**2)))


@misconception(
    "mse-gradient-of-cross-entropy",
    did="returns the gradient of the binary cross-entropy",
    seems_right="it is the loss of choice for yes-or-no outputs",
    hint="What happens to your gradient when y_hat is 0 or 1? Is there a logarithm in the loss of this step?",
)
def mse_gradient(y_hat, y):
    return (y_hat - y) / (y_hat * (1 - y_hat)) / y.size


@misconception(
    "mse-gradient-output-slope",
    did="multiplies by y_hat * (1 - y_hat), the slope of a sigmoid output",
    seems_right="in many tutorials both factors stand in one line",
    hint="With respect to what is the gradient wanted: y_hat, or the z before it? Who takes care of the activation?",
)
def mse_gradient(y_hat, y):
    return 2 * (y_hat - y) * y_hat * (1 - y_hat) / y.size


@misconception(
    "mse-gradient-times-prediction",
    did="multiplies the difference by y_hat",
    seems_right="for weights the chain rule does bring in one more factor, their input",
    hint="What is the inner function here, and what is its derivative with respect to y_hat?",
)
def mse_gradient(y_hat, y):
    return 2 * (y_hat - y) * y_hat / y.size


@misconception(
    "mse-gradient-rounds-predictions",
    did="rounds the predictions first",
    seems_right="a prediction is seen as a decision",
    hint="If y_hat moves from 0.6 to 0.9, does your gradient notice?",
)
def mse_gradient(y_hat, y):
    return 2 * (np.round(y_hat) - y) / y.size


@misconception(
    "mse-gradient-rounded",
    did="rounds the gradient to two decimals",
    seems_right="short numbers are easier to read",
    hint="What is your gradient for many samples and small errors? Can training go on from there?",
)
def mse_gradient(y_hat, y):
    return np.round(2 * (y_hat - y) / y.size, 2)


@misconception(
    "mse-gradient-whole-numbers",
    did="gives whole numbers only, where the targets are whole numbers",
    seems_right="zeros_like looks like 'same shape', but it copies the type of the numbers too",
    hint="Try targets np.array([[0], [1]]) and np.array([[0.0], [1.0]]). Which type has the array that you return?",
)
def mse_gradient(y_hat, y):
    gradient = np.zeros_like(y)
    for index in np.ndindex(y.shape):
        gradient[index] = 2 * (y_hat[index] - y[index]) / y.size
    return gradient


@misconception(
    "mse-gradient-clipped",
    did="limits the differences to the range from -1 to 1",
    seems_right="clipping protects the training from large steps",
    hint="Should an error of 5 pull harder than an error of 1? Is clipping part of the derivative?",
)
def mse_gradient(y_hat, y):
    return 2 * np.clip(y_hat - y, -1, 1) / y.size


@misconception(
    "mse-gradient-normalized",
    did="divides by the length of the gradient, so that it always has length 1",
    seems_right="only the direction seems to matter",
    hint="Make all errors ten times larger. Should the gradient notice?",
)
def mse_gradient(y_hat, y):
    d = y_hat - y
    return d / np.linalg.norm(d)


@misconception(
    "mse-gradient-np-gradient",
    did="lets np.gradient take differences between neighbouring samples",
    seems_right="the name of that function promises a gradient",
    hint="Swap two samples. Should the gradient of the others change? What does np.gradient compare?",
    construct="gradient",
    numbers="takes differences between neighbouring samples",
    numbers_hint="Swap two samples. Should the gradient of the others change?",
)
def mse_gradient(y_hat, y):
    return np.gradient((y_hat - y) ** 2, axis=0)


@misconception(
    "mse-gradient-of-both",
    did="returns two gradients, also one with respect to y",
    seems_right="the loss has two arguments",
    hint="Which of the two can the network change? How many things should come back?",
)
def mse_gradient(y_hat, y):
    gradient = 2 * (y_hat - y) / y.size
    return gradient, -gradient


@misconception(
    "mse-gradient-returns-pair",
    did="returns the loss and the gradient together",
    seems_right="both are needed in training",
    hint="What does the task say this function returns? How many things do you return?",
)
def mse_gradient(y_hat, y):
    d = y_hat - y
    return np.mean(d**2), 2 * d / y.size


@misconception(
    "mse-gradient-overwrites-prediction",
    did="changes the caller's y_hat",
    seems_right="y_hat -= y saves an array, and a function seems to work on a copy",
    hint="Print y_hat before and after the call.",
)
def mse_gradient(y_hat, y):
    y_hat -= y
    y_hat *= 2 / y.size
    return y_hat


@misconception(
    "mse-gradient-returns-in-the-loop",
    did="returns from inside the loop, with all rows but the first still 0",
    seems_right="the return line is there, only one step too far to the right",
    hint="How many rows of your result are filled? When does a return end the function?",
    construct="return in loop",
    numbers="fills the first row only, and leaves the others at 0",
    numbers_hint="How many rows of your result are filled?",
)
def mse_gradient(y_hat, y):
    gradient = np.zeros(y.shape)
    for i in range(len(y)):
        gradient[i] = 2 * (y_hat[i] - y[i]) / y.size
        return gradient


@misconception(
    "mse-gradient-no-return",
    did="computes the gradient and forgets to return it",
    seems_right="the last line looks like the result",
    hint="Write g = mse_gradient(y_hat, y) and look at g. What hands a value back to the caller?",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)
def mse_gradient(y_hat, y):
    2 * (y_hat - y) / y.size
