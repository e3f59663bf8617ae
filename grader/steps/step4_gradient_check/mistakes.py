"""How learners get step 4 wrong: the numerical gradient and the relative error."""

import numpy as np

from grader.steps.entry import misconception, plain


@plain("numerical_gradient")
def plain_numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad


plain_numerical_gradient.mistake(
    "numgrad-forward-difference",
    changes=[
        ("up, down = x.copy(), x.copy()", "up = x.copy()"),
        ("down[i] -= h\ngrad[i] = (f(up) - f(down)) / (2 * h)", "grad[i] = (f(up) - f(x)) / h"),
    ],
    did="compares f(x + h) with f(x), so that it steps to one side only",
    seems_right="the definition of the derivative in most school books",
    hint="Your estimate looks ahead only. Which error would cancel if you also looked back?",
)

plain_numerical_gradient.mistake(
    "numgrad-backward-difference",
    changes=[
        ("up, down = x.copy(), x.copy()\nup[i] += h", "down = x.copy()"),
        ("(f(up) - f(down)) / (2 * h)", "(f(x) - f(down)) / h"),
    ],
    did="compares f(x) with f(x - h), so that it steps to one side only",
    seems_right="one difference looks as good as another",
    hint="Your estimate looks back only. Which error would cancel if you also looked ahead?",
)

plain_numerical_gradient.mistake(
    "numgrad-missing-two",
    change=("(f(up) - f(down)) / (2 * h)", "(f(up) - f(down)) / h"),
    did="divides by h, although the two points are further apart than that",
    seems_right="the formula with one step, which has h alone below the line",
    hint="How far apart are x + h and x - h?",
)

plain_numerical_gradient.mistake(
    "numgrad-not-divided",
    change=("(f(up) - f(down)) / (2 * h)", "f(up) - f(down)"),
    did="returns the differences of f without dividing them by the width of the step",
    seems_right="the change of f as the thing that matters",
    hint="A slope is rise over run. Where is the run?",
)

plain_numerical_gradient.mistake(
    "numgrad-divides-by-two-only",
    change=("(f(up) - f(down)) / (2 * h)", "(f(up) - f(down)) / 2"),
    did="divides the difference by 2 and forgets h",
    seems_right="the idea of an average of two sides",
    hint="Make h ten times smaller. Should the slope become ten times smaller too?",
)

plain_numerical_gradient.mistake(
    "numgrad-missing-parentheses-below",
    change=("(f(up) - f(down)) / (2 * h)", "(f(up) - f(down)) / 2 * h"),
    did="writes / 2 * h, which divides by 2 and then multiplies by h",
    seems_right="the printed formula, where 2h stands together below the line",
    hint="In which order does Python work out a / 2 * h? Try it with a = 8 and h = 2.",
)

plain_numerical_gradient.mistake(
    "numgrad-missing-parentheses-above",
    change=("(f(up) - f(down)) / (2 * h)", "f(up) - f(down) / (2 * h)"),
    did="divides only the second value of f, because the difference stands without brackets",
    seems_right="the printed fraction, whose bar groups what stands above it",
    hint="Which comes first in Python, the minus or the division?",
)

plain_numerical_gradient.mistake(
    "numgrad-sign-flipped",
    change=("f(up) - f(down)", "f(down) - f(up)"),
    did="subtracts the two values the wrong way round, so that every slope has the wrong sign",
    seems_right="a difference, whose order is easily lost",
    hint="Try f(x) = x, which rises everywhere. What sign does your slope have?",
)

plain_numerical_gradient.mistake(
    "numgrad-divides-by-h-squared",
    change=("(f(up) - f(down)) / (2 * h)", "(f(up) - f(down)) / (2 * h**2)"),
    did="divides by h twice",
    seems_right="the formula of the second derivative, or a division moved and not removed",
    hint="Try f(x) = 3 * x by hand. How often must you divide by h to get 3?",
)

plain_numerical_gradient.mistake(
    "numgrad-second-derivative",
    change=("(f(up) - f(down)) / (2 * h)", "(f(up) - 2 * f(x) + f(down)) / h**2"),
    did="computes the second derivative, f(x + h) - 2 f(x) + f(x - h) over h squared",
    seems_right="another central difference, found beside the right one",
    hint="Try f(x) = x. Its slope is 1 everywhere: what do you get?",
)

plain_numerical_gradient.mistake(
    "numgrad-absolute",
    change=("(f(up) - f(down)) / (2 * h)", "abs(f(up) - f(down)) / (2 * h)"),
    did="takes the absolute value of the difference, so that no slope is ever negative",
    seems_right="a distance, which is never negative",
    hint="What should the slope be where f falls?",
)

plain_numerical_gradient.mistake(
    "numgrad-half-step",
    changes=[
        ("up[i] += h", "up[i] += h / 2"),
        ("down[i] -= h", "down[i] -= h / 2"),
    ],
    did="steps h / 2 to each side, yet divides by 2 h",
    seems_right="two right formulas mixed into one",
    hint="How far apart are your two points? Is that the number you divide by?",
)


@misconception(
    "numgrad-second-point-is-the-start",
    did="compares f(x + h) with f(x), yet divides by 2 h",
    seems_right="minus h as the counterpart of plus h",
    hint="How far apart are your two points? Is that the number you divide by?",
)
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    work = x.copy()
    for i in np.ndindex(x.shape):
        work[i] = x[i] + h
        up = f(work)
        work[i] -= h
        down = f(work)
        work[i] = x[i]
        grad[i] = (up - down) / (2 * h)
    return grad


@misconception(
    "numgrad-keeps-the-perturbation",
    did="works on x itself and does not leave it as it was",
    seems_right="the next entry, which has nothing to do with this one",
    hint="Print x before and after the call. Whose array is it?",
)
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        up = f(x)
        x[i] -= 2 * h
        down = f(x)
        grad[i] = (up - down) / (2 * h)
    return grad


@misconception(
    "numgrad-perturbations-pile-up",
    did="does not put an entry back before the next one is moved, so that the steps pile up",
    seems_right="a copy, after which nothing can go wrong",
    hint="When the third entry is measured, what do the first two entries hold?",
)
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    work = x.copy()
    for i in np.ndindex(x.shape):
        work[i] += h
        up = f(work)
        work[i] -= 2 * h
        down = f(work)
        grad[i] = (up - down) / (2 * h)
    return grad


@misconception(
    "numgrad-restores-too-much",
    did="works on x itself and puts back 2 h where h was taken, so that x drifts upwards",
    seems_right="undoing the last line, which was a step of 2 h",
    hint="Start at x, go up h, go down 2 h. How far is it back to x?",
)
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        up = f(x)
        x[i] -= 2 * h
        down = f(x)
        x[i] += 2 * h
        grad[i] = (up - down) / (2 * h)
    return grad


plain_numerical_gradient.mistake(
    "numgrad-two-names-for-one-array",
    change=("up, down = x.copy(), x.copy()", "up = x\ndown = x"),
    did="gives x two more names where it needs two copies, so that both points are the same and every slope is 0",
    seems_right="the equals sign, read as 'make a copy'",
    hint="After b = a, does b[0] = 5 change a? Try it with an array.",
    construct="second name",
    numbers="says that every slope is 0, as if f never saw the nudge",
    numbers_hint="Print what f gets, before each call of f. Does it differ from x?",
)


@misconception(
    "numgrad-whole-array-at-once",
    did="shifts all entries together and returns one number",
    seems_right="NumPy, which adds h to the whole array in one go",
    hint="How many partial derivatives does a function of six numbers have? Which entry did you change for each?",
)
def numerical_gradient(f, x, h=1e-5):
    return (f(x + h) - f(x - h)) / (2 * h)


@misconception(
    "numgrad-whole-array-filled",
    did="shifts all entries together and writes the same number into every place",
    seems_right="an array of the right shape",
    hint="Try a function that looks at the first entry alone. What should the other slopes be?",
)
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        grad[i] = (f(x + h) - f(x - h)) / (2 * h)
    return grad


plain_numerical_gradient.mistake(
    "numgrad-rows-only",
    change=("np.ndindex(x.shape)", "range(len(x))"),
    did="shifts a whole row of a matrix at once",
    seems_right="range(len(x)), which visits every entry of a vector",
    hint="For a 2 by 3 array, how many slopes do you measure? How many entries are there?",
)


@misconception(
    "numgrad-first-row-only",
    did="fills the first row and leaves the others at zero",
    seems_right="a loop written for a vector, made to run for a matrix",
    hint="Which entries of your gradient are 0? Is f really flat there?",
)
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    rows = np.atleast_2d(x)
    for j in range(rows.shape[1]):
        up, down = rows.copy(), rows.copy()
        up[0, j] += h
        down[0, j] -= h
        slope = (f(up.reshape(x.shape)) - f(down.reshape(x.shape))) / (2 * h)
        np.atleast_2d(grad)[0, j] = slope
    return grad


@misconception(
    "numgrad-needs-two-axes",
    did="works for matrices only, and fails for a vector such as a bias",
    seems_right="the weights, which are always matrices",
    hint="A bias has one axis. Which line of yours asks for two? np.ndindex visits the entries of any shape.",
)
def numerical_gradient(f, x, h=1e-5):
    rows, columns = x.shape
    grad = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            up, down = x.copy(), x.copy()
            up[i, j] += h
            down[i, j] -= h
            grad[i, j] = (f(up) - f(down)) / (2 * h)
    return grad


plain_numerical_gradient.mistake(
    "numgrad-returns-in-the-loop",
    change=("    return grad", "        return grad"),
    did="returns inside the loop, so that only the first entry is ever filled",
    seems_right="a return that stands one level too deep",
    hint="How often does your loop run before the function ends? Look at the indentation of the last line.",
    construct="return in loop",
    numbers="fills the first entry only",
    numbers_hint="Which entries of your gradient are 0? Is f really flat there?",
)


@misconception(
    "numgrad-first-slope-only",
    did="returns the slope of the first entry as a number",
    seems_right="a function of one variable, in which there is one slope",
    hint="Which shape should the gradient have? Compare it with the shape of x.",
)
def numerical_gradient(f, x, h=1e-5):
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        return (f(up) - f(down)) / (2 * h)


plain_numerical_gradient.mistake(
    "numgrad-last-slope-only",
    changes=[
        ("grad = np.zeros(x.shape)", ""),
        ("grad[i] = (f(up) - f(down)) / (2 * h)", "grad = (f(up) - f(down)) / (2 * h)"),
    ],
    did="returns the slope of the last entry alone",
    seems_right="a name called grad, taken for the gradient",
    hint="Where are the slopes of the earlier entries kept?",
)


@misconception(
    "numgrad-misses-last-entry",
    did="leaves the last slope at 0",
    seems_right="counting from 0, with the end moved by one as well",
    hint="Which entries do you visit? Is one missing at the end?",
)
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in range(x.size - 1):
        up, down = x.copy(), x.copy()
        up.flat[i] += h
        down.flat[i] -= h
        grad.flat[i] = (f(up) - f(down)) / (2 * h)
    return grad


@misconception(
    "numgrad-misses-first-entry",
    did="leaves the first slope at 0",
    seems_right="counting from 1",
    hint="Which index does the first entry of an array have?",
)
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in range(1, x.size):
        up, down = x.copy(), x.copy()
        up.flat[i] += h
        down.flat[i] -= h
        grad.flat[i] = (f(up) - f(down)) / (2 * h)
    return grad


plain_numerical_gradient.mistake(
    "numgrad-returns-flat",
    changes=[
        ("grad = np.zeros(x.shape)", "slopes = []"),
        ("grad[i] = (f(up) - f(down)) / (2 * h)", "slopes.append((f(up) - f(down)) / (2 * h))"),
        ("return grad", "return np.array(slopes)"),
    ],
    did="returns the slopes in one long row, whatever the shape of x",
    seems_right="a list of slopes, one per entry",
    hint="The numbers may be right. Which shape must the gradient of a 2 by 3 array have?",
)

plain_numerical_gradient.mistake(
    "numgrad-transposed",
    change=("return grad", "return grad.T"),
    did="returns the gradient with rows and columns swapped",
    seems_right="gradients, which some books write as rows and some as columns",
    hint="Change x[0, 1] alone. At which place of your result should that show?",
)


@misconception(
    "numgrad-column-order",
    did="collects the slopes column by column but fills them in row by row",
    seems_right="two nested loops, whose order seems not to matter",
    hint="Right numbers stand in wrong places. In which order do you visit the entries? In which does reshape fill?",
)
def numerical_gradient(f, x, h=1e-5):
    slopes = []
    for i in np.ndindex(x.shape[::-1]):
        up, down = x.copy(), x.copy()
        up[i[::-1]] += h
        down[i[::-1]] -= h
        slopes.append((f(up) - f(down)) / (2 * h))
    return np.array(slopes).reshape(x.shape)


@misconception(
    "numgrad-ignores-h",
    did="uses a step of its own and ignores the argument h",
    seems_right="1e-5, which is the right step anyway",
    hint="Call your function with h=0.1. Does anything change?",
)
def numerical_gradient(f, x, h=1e-5):
    step = 1e-5
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += step
        down[i] -= step
        grad[i] = (f(up) - f(down)) / (2 * step)
    return grad


plain_numerical_gradient.mistake(
    "numgrad-step-too-small",
    change=("grad = np.zeros(x.shape)", "h = 1e-15\ngrad = np.zeros(x.shape)"),
    did="uses a step of 1e-15 of its own, so small that rounding swallows it",
    seems_right="the limit in the definition: the smaller h, the better",
    hint="Two nearly equal numbers are subtracted. How many of the 16 digits are left?",
)

plain_numerical_gradient.mistake(
    "numgrad-step-too-large",
    change=("grad = np.zeros(x.shape)", "h = 0.1\ngrad = np.zeros(x.shape)"),
    did="uses a step of 0.1 of its own, so large that the curve bends between the two points",
    seems_right="a step that is safe from rounding",
    hint="How far may f bend between your two points? What is the argument h for?",
)

plain_numerical_gradient.mistake(
    "numgrad-integer-result",
    change=("np.zeros(x.shape)", "np.zeros(x.shape, dtype=int)"),
    did="cuts off everything behind the point of every slope",
    seems_right="zeros, which look like whole numbers",
    hint="Which dtype has the array that you return?",
)

plain_numerical_gradient.mistake(
    "numgrad-single-precision",
    change=("grad = np.zeros(x.shape)", "grad = np.zeros(x.shape, dtype=np.float32)\nx = x.astype(np.float32)"),
    did="works in float32, where half of the digits are gone before the subtraction",
    seems_right="float32, the usual kind of number in other frameworks",
    hint="About seven digits fit into float32. How many are left after subtracting two nearly equal numbers?",
)

plain_numerical_gradient.mistake(
    "numgrad-scales-the-entry",
    changes=[
        ("up[i] += h", "up[i] *= 1 + h"),
        ("down[i] -= h", "down[i] *= 1 - h"),
    ],
    did="multiplies the entry by 1 + h and 1 - h where it should add and subtract h",
    seems_right="a change of a small percentage",
    hint="How far does your entry move if it is 0? How far if it is 100?",
)


@misconception(
    "numgrad-h-outside-f",
    did="adds h to the value of f where it belongs to its argument, so that every slope is 1",
    seems_right="f(x + h), read as f(x) + h",
    hint="Is f(x + h) the same as f(x) + h? Try f(x) = 3 * x.",
)
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up = f(x) + h
        down = f(x) - h
        grad[i] = (up - down) / (2 * h)
    return grad


@misconception(
    "numgrad-f-gets-one-entry",
    did="calls f with a single entry where f needs the whole array",
    seems_right="the derivative for this entry, for which the others seem not to matter",
    hint="What does f expect: one number, or an array of x's shape? Try f(x) = x[0] * x[1].",
)
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        grad[i] = (f(x[i] + h) - f(x[i] - h)) / (2 * h)
    return grad


@misconception(
    "numgrad-f-gets-flat-array",
    did="hands f a flattened array, although f may depend on the shape",
    seems_right="one loop over a flat array, which reaches every entry",
    hint="Would your network accept its weights as one long row? Which shape does f expect?",
)
def numerical_gradient(f, x, h=1e-5):
    flat = x.flatten()
    grad = np.zeros(flat.size)
    for i in range(flat.size):
        up, down = flat.copy(), flat.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad.reshape(x.shape)


plain_numerical_gradient.mistake(
    "numgrad-others-set-to-zero",
    changes=[
        ("x.copy(), x.copy()", "np.zeros(x.shape), np.zeros(x.shape)"),
        ("up[i] += h", "up[i] = x[i] + h"),
        ("down[i] -= h", "down[i] = x[i] - h"),
    ],
    did="sets all other entries to zero while it shifts one",
    seems_right="a vector that is h in one place and 0 elsewhere, without x added to it",
    hint="The slope is wanted AT x. Which values do the other entries have when you call f?",
)


@misconception(
    "numgrad-complex-step",
    did="hands f complex numbers, although f is promised real arrays",
    seems_right="the complex step, which is more exact where f can do it",
    hint="May f call float() on its result? What is then left of the imaginary part?",
)
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        point = x.astype(complex)
        point[i] += 1j * h
        grad[i] = np.imag(f(point)) / h
    return grad


@misconception(
    "numgrad-differences-of-x",
    did="takes the differences between neighbouring entries of x and never calls f",
    seems_right="np.gradient, whose name promises a gradient",
    hint="Where is f called? The slope of f at x cannot be read from x alone.",
)
def numerical_gradient(f, x, h=1e-5):
    return np.gradient(x, h)


plain_numerical_gradient.mistake(
    "numgrad-rounds",
    change=("return grad", "return np.round(grad, 3)"),
    did="rounds the slopes to three decimals",
    seems_right="an estimate, of which only the first digits count",
    hint="A gradient check looks at the seventh digit. Which digits does your result keep?",
)

plain_numerical_gradient.mistake(
    "numgrad-normalized",
    change=("return grad", "return grad / np.linalg.norm(grad)"),
    did="scales the gradient to length 1",
    seems_right="the direction of steepest ascent, whose length seems not to matter",
    hint="Double f. Should the gradient double, or stay the same?",
)

plain_numerical_gradient.mistake(
    "numgrad-returns-none",
    change=("return grad", ""),
    did="computes the gradient and returns nothing",
    seems_right="an array that has been filled, and so is there",
    hint="What does the caller receive? Look at the last line of your function.",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)


@misconception(
    "relerr-missing-abs-above",
    did="leaves out the absolute value of the difference, so that a negative error is no error",
    seems_right="a - b, which is the difference",
    hint="Swap a and b. Should the error change?",
)
def relative_error(a, b):
    return float(np.max((a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))))


@misconception(
    "relerr-missing-abs-below",
    did="adds a and b below the line without their absolute values",
    seems_right="the sum of both, as a measure of size",
    hint="What stands below the line for a = -3 and b = -3? How large are the two numbers?",
)
def relative_error(a, b):
    return float(np.max(np.abs(a - b) / np.maximum(1e-8, a + b)))


@misconception(
    "relerr-abs-of-the-sum",
    did="takes the absolute value of the sum, where the sum of the absolute values belongs",
    seems_right="|a + b| and |a| + |b|, which agree for positive numbers",
    hint="Work out what stands below the line for a = 2 and b = -2.",
)
def relative_error(a, b):
    return float(np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a + b))))


@misconception(
    "relerr-abs-after-max",
    did="takes the absolute value after the maximum, so that large negative differences are overlooked",
    seems_right="an error that is positive in the end",
    hint="Take the differences 1 and -5. Which is the larger error, and which does your maximum pick?",
)
def relative_error(a, b):
    return float(abs(np.max((a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)))))


@misconception(
    "relerr-smallest",
    did="returns the smallest error of all entries, where the largest is asked for",
    seems_right="min and max, easily swapped",
    hint="One entry is right and all others are wrong. What should the error say?",
)
def relative_error(a, b):
    return float(np.min(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))))


@misconception(
    "relerr-mean",
    did="averages the errors of all entries, where the largest is asked for",
    seems_right="an average, the usual summary of many numbers",
    hint="A thousand slopes are right and one is wrong. Does your number show it?",
)
def relative_error(a, b):
    return float(np.mean(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))))


@misconception(
    "relerr-sum",
    did="adds up the errors of all entries, where the largest is asked for",
    seems_right="the total error",
    hint="Should a larger array have a larger error if each entry is equally good?",
)
def relative_error(a, b):
    return float(np.sum(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))))


@misconception(
    "relerr-first-entry-only",
    did="looks at the first entry only",
    seems_right="a return inside the loop",
    hint="Change the last entry of a. Does your number change?",
)
def relative_error(a, b):
    for first, second in zip(np.ravel(a), np.ravel(b)):
        return float(abs(first - second) / max(1e-8, abs(first) + abs(second)))


@misconception(
    "relerr-last-entry-only",
    did="overwrites the error in the loop, so that only the last entry counts",
    seems_right="a loop over all entries, which surely sees them all",
    hint="What happens to the error of the first entry when the second one comes?",
    construct="loop",
    numbers="counts the last entry only",
    numbers_hint="Change the first entry of a. Does your number change?",
)
def relative_error(a, b):
    for first, second in zip(np.ravel(a), np.ravel(b)):
        error = abs(first - second) / max(1e-8, abs(first) + abs(second))
    return float(error)


@misconception(
    "relerr-norms",
    did="compares the lengths of whole arrays, where each entry should be compared by itself",
    seems_right="the formula of other gradient checks, which use norms",
    hint="A tiny slope is wrong beside a huge one that is right. Does your number show it?",
)
def relative_error(a, b):
    return float(np.linalg.norm(a - b) / max(1e-8, np.linalg.norm(a) + np.linalg.norm(b)))


@misconception(
    "relerr-ratio-of-sums",
    did="adds up above and below the line first, and divides once",
    seems_right="the same symbols in another order",
    hint="Is the ratio of sums the largest of the ratios? Try it with two entries.",
)
def relative_error(a, b):
    return float(np.sum(np.abs(a - b)) / max(1e-8, np.sum(np.abs(a) + np.abs(b))))


@misconception(
    "relerr-max-before-dividing",
    did="takes the maximum above and the maximum below the line, and divides once",
    seems_right="the maximum in the formula, read as belonging to the difference",
    hint="The two maxima may belong to different entries. Which comes first, the ratio or the maximum?",
)
def relative_error(a, b):
    return float(np.max(np.abs(a - b)) / max(1e-8, np.max(np.abs(a) + np.abs(b))))


@misconception(
    "relerr-no-floor",
    did="has no smallest value below the line, so that 0 against 0 gives nan",
    seems_right="the plain formula, without its fine print",
    hint="Two slopes of exactly 0 agree perfectly. What does your function say about them?",
)
def relative_error(a, b):
    return float(np.max(np.abs(a - b) / (np.abs(a) + np.abs(b))))


@misconception(
    "relerr-floor-added",
    did="adds 1e-8 below the line, where it should only take over when the sum is smaller",
    seems_right="the usual trick against division by zero",
    hint="Compare your result with the formula for a = 1e-8 and b = 0. Which of the two does max(1e-8, ...) choose?",
)
def relative_error(a, b):
    return float(np.max(np.abs(a - b) / (np.abs(a) + np.abs(b) + 1e-8)))


@misconception(
    "relerr-floor-above",
    did="puts the 1e-8 above the line, where it should be below",
    seems_right="a small number that has to be somewhere",
    hint="Which part of a fraction must not be zero?",
)
def relative_error(a, b):
    return float(np.max(np.maximum(1e-8, np.abs(a - b)) / (np.abs(a) + np.abs(b))))


@misconception(
    "relerr-floor-of-one",
    did="uses 1 as the smallest value below the line, so that small numbers are compared absolutely",
    seems_right="a formula from another course, with max(1, ...)",
    hint="Take a = 0.001 and b = 0.002: one is twice the other. Does your error show it?",
)
def relative_error(a, b):
    return float(np.max(np.abs(a - b) / np.maximum(1, np.abs(a) + np.abs(b))))


@misconception(
    "relerr-floor-as-minimum",
    did="takes the smaller of 1e-8 and the sum below the line, so that the error is huge",
    seems_right="'at least 1e-8', which sounds like a minimum",
    hint="For a = 1 and b = 2, what stands below the line: 3 or 1e-8?",
)
def relative_error(a, b):
    return float(np.max(np.abs(a - b) / np.minimum(1e-8, np.abs(a) + np.abs(b))))


@misconception(
    "relerr-only-first",
    did="divides by |a| alone",
    seems_right="the relative error of a measurement, which has one true value",
    hint="Swap a and b. Should the error change?",
)
def relative_error(a, b):
    return float(np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a))))


@misconception(
    "relerr-only-second",
    did="divides by |b| alone",
    seems_right="b as the true value, of which a is an estimate",
    hint="Swap a and b. Should the error change?",
)
def relative_error(a, b):
    return float(np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(b))))


@misconception(
    "relerr-larger-of-two",
    did="divides by the larger of |a| and |b|, where their sum is asked for",
    seems_right="a formula that is in use elsewhere",
    hint="What stands below the line in the task for a = 1 and b = 3? What stands there in yours?",
)
def relative_error(a, b):
    return float(np.max(np.abs(a - b) / np.maximum(1e-8, np.maximum(np.abs(a), np.abs(b)))))


@misconception(
    "relerr-smaller-of-two",
    did="divides by the smaller of |a| and |b|, where their sum is asked for",
    seems_right="the strictest choice",
    hint="What stands below the line in the task for a = 1 and b = 3? What stands there in yours?",
)
def relative_error(a, b):
    return float(np.max(np.abs(a - b) / np.maximum(1e-8, np.minimum(np.abs(a), np.abs(b)))))


@misconception(
    "relerr-mean-of-two",
    did="divides by the average of |a| and |b|, so that the error is twice as large as asked",
    seems_right="the average as the fair choice between two",
    hint="What is the largest value that the formula of the task can take? What is it for yours?",
)
def relative_error(a, b):
    return float(np.max(np.abs(a - b) / np.maximum(1e-8, (np.abs(a) + np.abs(b)) / 2)))


@misconception(
    "relerr-absolute-error",
    did="returns the largest difference without dividing by the size of the numbers",
    seems_right="a small difference, which looks like a good match",
    hint="Is a difference of 0.001 small? Between 1000 and 1000.001, and between 0.001 and 0.002?",
)
def relative_error(a, b):
    return float(np.max(np.abs(a - b)))


@misconception(
    "relerr-squares",
    did="uses squares where absolute values are asked for",
    seems_right="the other way to get rid of a sign",
    hint="Try a = 1 and b = 3 by hand, with your formula and with that of the task.",
)
def relative_error(a, b):
    return float(np.max((a - b) ** 2 / np.maximum(1e-8, a**2 + b**2)))


@misconception(
    "relerr-missing-parentheses",
    did="divides by |a| and adds |b| afterwards, because the sum has no brackets",
    seems_right="the printed fraction, whose bar groups what stands below it",
    hint="Which comes first in Python, the division or the plus?",
)
def relative_error(a, b):
    return float(np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a)) + np.abs(b)))


@misconception(
    "relerr-percent",
    did="returns the error in percent",
    seems_right="errors, which are often given in percent",
    hint="By which factor does your number differ from the formula?",
)
def relative_error(a, b):
    return float(100 * np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))))


@misconception(
    "relerr-verdict",
    did="returns True or False, where a number is asked for",
    seems_right="the question that the error should answer in the end",
    hint="Who decides how small is small enough? What does the caller want to see?",
)
def relative_error(a, b):
    return bool(np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))) < 1e-5)


@misconception(
    "relerr-array",
    did="returns one error per entry, where one number is asked for",
    seems_right="the formula, applied to arrays",
    hint="The task says 'over all entries'. How many numbers should come back?",
)
def relative_error(a, b):
    return np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))


@misconception(
    "relerr-per-column",
    did="takes the maximum down each column, so that a matrix gives several numbers",
    seems_right="axis=0, copied from another sum",
    hint="How many numbers should come back for a matrix? What does axis leave over?",
)
def relative_error(a, b):
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)), axis=0)


@misconception(
    "relerr-keeps-axes",
    did="returns the right number inside an array of one entry",
    seems_right="keepdims=True, which avoids shape errors elsewhere",
    hint="A number is asked for. What is the shape of your result?",
)
def relative_error(a, b):
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)), keepdims=True)


@misconception(
    "relerr-python-max",
    did="calls Python's max on a whole array, which cannot say which of two arrays is larger",
    seems_right="the word max in the formula",
    hint="Is the array [1, 3] larger than 2? Which NumPy function compares entry by entry?",
    construct="max()",
    numbers="needs a single yes or no from a whole array",
    numbers_hint="Which part of your line wants one answer for the whole array? Each entry needs its own.",
)
def relative_error(a, b):
    return float(np.max(np.abs(a - b) / max(1e-8, np.abs(a) + np.abs(b))))


@misconception(
    "relerr-np-max-of-two",
    did="calls np.max with two arguments, of which the second is taken for an axis",
    seems_right="max and maximum, which sound alike",
    hint="One NumPy function finds the largest entry of an array, another compares two arrays. Which do you need?",
    construct="np.max|numpy.max|amax",
    numbers="hands a whole array to something that wants one whole number",
    numbers_hint="Which argument in that line must be one whole number, such as an axis? What do you hand over?",
)
def relative_error(a, b):
    return float(np.max(np.abs(a - b) / np.max(1e-8, np.abs(a) + np.abs(b))))


@misconception(
    "relerr-changes-its-argument",
    did="gets the number right, but changes a while computing it",
    seems_right="a -= b, which saves an array",
    hint="Print a before and after the call. Whose array is it?",
)
def relative_error(a, b):
    scale = np.maximum(1e-8, np.abs(a) + np.abs(b))
    a -= b
    return float(np.max(np.abs(a) / scale))


@misconception(
    "relerr-prints",
    did="works out the error and returns nothing: None comes back",
    seems_right="the number on the screen, which is what one wants to see",
    hint="What does error = relative_error(a, b) leave in error?",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)
def relative_error(a, b):
    print(np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))))
