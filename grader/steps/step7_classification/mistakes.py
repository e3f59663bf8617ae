"""How learners get step 7 wrong: probabilities, cross-entropies and their gradients, and the accuracy."""

import numpy as np

from grader.steps.entry import misconception, plain

# softmax


@plain("softmax")
def plain_softmax(logits):
    powers = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    return powers / np.sum(powers, axis=1, keepdims=True)


plain_softmax.mistake(
    "softmax-no-keepdims",
    change=("np.sum(powers, axis=1, keepdims=True)", "np.sum(powers, axis=1)"),
    did="divides by row sums of shape (n,), which NumPy lays along the columns",
    seems_right="a sum over axis 1 sounds like enough",
    hint="Do your rows sum to 1? Try three samples with three classes, and three with four.",
)

plain_softmax.mistake(
    "softmax-max-no-keepdims",
    change=("np.max(logits, axis=1, keepdims=True)", "np.max(logits, axis=1)"),
    did="subtracts row maxima of shape (n,), which NumPy lays along the columns",
    seems_right="a maximum over axis 1 sounds like enough",
    hint="Print the shape of the maximum. Is it a column, or a row?",
)


@misconception(
    "softmax-over-columns",
    did="works down the columns: the samples share a probability, where the classes should",
    seems_right="axis 0 comes first, and is often the right one",
    hint="What sums to 1 in your result: the rows, or the columns? What does each row stand for?",
)
def softmax(logits):
    powers = np.exp(logits - np.max(logits, axis=0, keepdims=True))
    return powers / np.sum(powers, axis=0, keepdims=True)


plain_softmax.mistake(
    "softmax-sum-over-columns",
    change=("np.sum(powers, axis=1, keepdims=True)", "np.sum(powers, axis=0, keepdims=True)"),
    did="takes the maximum of each row, but the sum of each column",
    seems_right="one of two axis arguments was not changed",
    hint="What sums to 1 in your result: the rows, or the columns?",
)


@misconception(
    "softmax-over-everything",
    did="divides by the sum over all samples and classes together",
    seems_right="for a single sample that is the formula",
    hint="Try two equal samples. What should each row sum to?",
)
def softmax(logits):
    powers = np.exp(logits - np.max(logits))
    return powers / np.sum(powers)


plain_softmax.mistake(
    "softmax-row-max-total-sum",
    change=("np.sum(powers, axis=1, keepdims=True)", "np.sum(powers)"),
    did="subtracts the maximum of each row, but divides by the sum over all samples together",
    seems_right="sum without an axis works for a single sample",
    hint="Try two equal samples. What should each row sum to?",
)

plain_softmax.mistake(
    "softmax-divides-inside-exp",
    change=("powers / np.sum(powers, axis=1, keepdims=True)", "np.exp(logits / np.sum(powers, axis=1, keepdims=True))"),
    did="divides by the sum before exp is taken",
    seems_right="a closing bracket stands one step too far",
    hint="Which comes first in the formula: the exponential, or the division?",
)


@misconception(
    "softmax-mutates-logits",
    did="changes the caller's logits",
    seems_right="-= saves an array, and a function seems to work on a copy",
    hint="Print the logits before and after the call.",
)
def softmax(logits):
    logits -= np.max(logits, axis=1, keepdims=True)
    powers = np.exp(logits)
    return powers / np.sum(powers, axis=1, keepdims=True)


@misconception(
    "softmax-elementwise-sigmoid",
    did="takes the sigmoid of each logit by itself",
    seems_right="a single output is squashed that way",
    hint="Do your rows sum to 1? Should raising one logit lower the other probabilities?",
)
def softmax(logits):
    return 1.0 / (1.0 + np.exp(-np.clip(logits, -500, 500)))


@misconception(
    "softmax-returns-log",
    did="returns the logarithms of the probabilities",
    seems_right="that is numerically nicer, and libraries have it",
    hint="Should the results lie between 0 and 1? Do yours?",
)
def softmax(logits):
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))


plain_softmax.mistake(
    "softmax-max-only-in-numerator",
    change=("np.sum(powers, axis=1, keepdims=True)", "np.sum(np.exp(logits), axis=1, keepdims=True)"),
    did="subtracts the maximum above the fraction bar, but not below it",
    seems_right="the shift was added later, as a patch",
    hint="The shift cancels only if it is where?",
)

plain_softmax.mistake(
    "softmax-max-only-in-denominator",
    change=("powers / np.sum(powers, axis=1, keepdims=True)", "np.exp(logits) / np.sum(powers, axis=1, keepdims=True)"),
    did="subtracts the maximum below the fraction bar, but not above it",
    seems_right="the shift was added later, as a patch",
    hint="The shift cancels only if it is where?",
)

plain_softmax.mistake(
    "softmax-epsilon-too-big",
    change=("np.sum(powers, axis=1, keepdims=True)", "(np.sum(powers, axis=1, keepdims=True) + 1e-3)"),
    did="adds 0.001 to the denominator, so that rows sum to less than 1",
    seems_right="dividing by zero is a fear one learns",
    hint="After the shift, how small can the denominator become?",
)

plain_softmax.mistake(
    "softmax-overflow-nan",
    change=("logits - np.max(logits, axis=1, keepdims=True)", "logits"),
    did="takes exp of the logits as they are, which overflows for large ones",
    seems_right="the formula in every book has no shift",
    hint="What is exp(1000) here, and what is that divided by itself? What may be subtracted from a whole row?",
)

plain_softmax.mistake(
    "softmax-global-max",
    change=("np.max(logits, axis=1, keepdims=True)", "np.max(logits)"),
    did="subtracts the largest logit of all samples, so that rows far below it become 0 / 0",
    seems_right="one maximum for all is shorter, and prevents the overflow",
    hint="Let one row lie at 10000 and another at -10000. Which maximum does each row need?",
)

plain_softmax.mistake(
    "softmax-max-of-columns",
    change=("np.max(logits, axis=1, keepdims=True)", "np.max(logits, axis=0, keepdims=True)"),
    did="subtracts the maximum of each column, and so changes the differences within a row",
    seems_right="axis=0 is the usual one",
    hint="What may be subtracted without changing the result: one number from a whole row, or from a column?",
)

plain_softmax.mistake(
    "softmax-min-subtracted",
    change=("np.max(logits, axis=1, keepdims=True)", "np.min(logits, axis=1, keepdims=True)"),
    did="subtracts the smallest logit of each row: exp still overflows for the others",
    seems_right="subtracting something makes numbers smaller",
    hint="How large is the largest exponent after your shift?",
)

plain_softmax.mistake(
    "softmax-mean-subtracted",
    change=("np.max(logits, axis=1, keepdims=True)", "np.mean(logits, axis=1, keepdims=True)"),
    did="subtracts the mean of each row, above which exp can still overflow",
    seems_right="centring is the usual remedy",
    hint="How large can the largest exponent be after your shift?",
)

plain_softmax.mistake(
    "softmax-largest-size-subtracted",
    change=("np.max(logits, axis=1, keepdims=True)", "np.max(np.abs(logits), axis=1, keepdims=True)"),
    did="subtracts the largest absolute value, so that rows of large negative logits become 0 / 0",
    seems_right="it is the size that overflows",
    hint="Take a row near -10000. What is left of it after your shift?",
)

plain_softmax.mistake(
    "softmax-clips-logits",
    change=("logits - np.max(logits, axis=1, keepdims=True)", "np.clip(logits, -30, 30)"),
    did="cuts the logits off at two ends, against overflow",
    seems_right="clipping was the remedy for the sigmoid",
    hint="Two logits of 10000 and 10001 are cut to the same number. What should their probabilities be?",
)


@misconception(
    "softmax-no-exp",
    did="divides the logits themselves by their sum",
    seems_right="shares are made that way",
    hint="Can a logit be negative? Can a probability? What makes every number positive?",
)
def softmax(logits):
    return logits / np.sum(logits, axis=1, keepdims=True)


@misconception(
    "softmax-absolute-values",
    did="divides the absolute values by their sum",
    seems_right="that makes every number positive",
    hint="Should a logit of -5 get more than one of 1?",
)
def softmax(logits):
    sizes = np.abs(logits)
    return sizes / np.sum(sizes, axis=1, keepdims=True)


@misconception(
    "softmax-squares",
    did="squares the logits where it should take exp",
    seems_right="squares are positive as well",
    hint="Should a logit of -5 get more than one of 1?",
)
def softmax(logits):
    return logits**2 / np.sum(logits**2, axis=1, keepdims=True)


@misconception(
    "softmax-shifted-logits-without-exp",
    did="subtracts the smallest logit and divides by the sum, without exp",
    seems_right="that makes shares between 0 and 1",
    hint="What becomes of the smallest logit? Can a softmax be exactly 0 for ordinary logits?",
)
def softmax(logits):
    shifted = logits - np.min(logits, axis=1, keepdims=True)
    return shifted / np.sum(shifted, axis=1, keepdims=True)


@misconception(
    "softmax-hard-max",
    did="gives 1 to the largest logit and 0 to the others",
    seems_right="the name speaks of a maximum",
    hint='What does the word "soft" in the name promise? Has a step a slope to learn from?',
)
def softmax(logits):
    return (logits == np.max(logits, axis=1, keepdims=True)).astype(float)


@misconception(
    "softmax-argmax",
    did="returns the number of the largest logit of each row",
    seems_right="the decision is what one wants in the end",
    hint="How many numbers should come back for each sample?",
)
def softmax(logits):
    return np.argmax(logits, axis=1)


plain_softmax.mistake(
    "softmax-minus-sign",
    change=("logits - np.max(logits, axis=1, keepdims=True)", "-(logits - np.min(logits, axis=1, keepdims=True))"),
    did="takes exp of minus the logits: the smallest gets the most",
    seems_right="the sigmoid has a minus in its exponent",
    hint="Which class should get the largest probability: that of the largest logit?",
)


@misconception(
    "softmax-base-two",
    did="takes powers of 2 where powers of e are due",
    seems_right="any base gives shares that sum to 1",
    hint="For the logits 0 and 1 the second probability should be 0.731. What base does the e stand for?",
)
def softmax(logits):
    powers = 2.0 ** (logits - np.max(logits, axis=1, keepdims=True))
    return powers / np.sum(powers, axis=1, keepdims=True)


plain_softmax.mistake(
    "softmax-divides-by-length",
    change=("np.sum(powers, axis=1, keepdims=True)", "np.linalg.norm(powers, axis=1, keepdims=True)"),
    did="divides by the root of the sum of squares: rows have length 1, but do not sum to 1",
    seems_right="normalizing a vector means that elsewhere",
    hint="What should a row of probabilities sum to?",
)

plain_softmax.mistake(
    "softmax-divides-by-mean",
    change=("np.sum(powers, axis=1, keepdims=True)", "np.mean(powers, axis=1, keepdims=True)"),
    did="divides by the mean of the powers, so that rows sum to the number of classes",
    seems_right="mean and sum differ only by a factor",
    hint="What should a row of probabilities sum to?",
)

plain_softmax.mistake(
    "softmax-divides-by-sum-of-logits",
    change=("np.sum(powers, axis=1, keepdims=True)", "np.sum(logits, axis=1, keepdims=True)"),
    did="divides the powers by the sum of the logits",
    seems_right='the sum of "all z" is easily misread',
    hint="Which sum stands below the fraction bar: that of the logits, or that of their powers?",
)


@misconception(
    "softmax-not-normalized",
    did="returns the powers without dividing by their sum",
    seems_right="exp makes positive numbers of the logits, and that looks done",
    hint="What should a row of probabilities sum to?",
)
def softmax(logits):
    return np.exp(logits - np.max(logits, axis=1, keepdims=True))


@misconception(
    "softmax-last-row-only",
    did="returns the probabilities of the last sample only",
    seems_right="the loop visits every row",
    hint="How many rows does your result have? Where are the others kept?",
)
def softmax(logits):
    for row in logits:
        powers = np.exp(row - np.max(row))
        result = powers / np.sum(powers)
    return result


@misconception(
    "softmax-first-row-only",
    did="returns from inside the loop, after the first sample",
    seems_right="the return stands only one step too far to the right",
    hint="How many rows does your result have? When does a return end the function?",
    construct="return in loop",
    numbers="returns what belongs to the first sample only",
    numbers_hint="How many rows does your result have?",
)
def softmax(logits):
    for row in logits:
        powers = np.exp(row - np.max(row))
        return powers / np.sum(powers)


@misconception(
    "softmax-twice",
    did="takes the softmax of the softmax",
    seems_right="the word stands in two places of the tutorial",
    hint="Feed it a very sure row, such as 100 and 0. How close to 1 does the larger one get?",
)
def softmax(logits):
    def once(z):
        powers = np.exp(z - np.max(z, axis=1, keepdims=True))
        return powers / np.sum(powers, axis=1, keepdims=True)

    return once(once(logits))


plain_softmax.mistake(
    "softmax-no-return",
    change=("return powers / np.sum(powers, axis=1, keepdims=True)", "powers /= np.sum(powers, axis=1, keepdims=True)"),
    did="computes the probabilities and does not return them",
    seems_right="the last line looks like the result",
    hint="What does a function hand back when it has no return?",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)


@misconception(
    "softmax-rounded",
    did="rounds the probabilities to two decimals",
    seems_right="short numbers are easier to read",
    hint="Do your rows still sum to 1? What is left of a probability of 0.001?",
)
def softmax(logits):
    powers = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    return np.round(powers / np.sum(powers, axis=1, keepdims=True), 2)


@misconception(
    "softmax-whole-number-result",
    did="gives whole numbers where the logits are whole numbers",
    seems_right="zeros_like is the natural way to make room",
    hint="Try it on an array of integers. Which kind of numbers can your result hold?",
)
def softmax(logits):
    result = np.zeros_like(logits)
    for i, row in enumerate(logits):
        powers = np.exp(row - np.max(row))
        result[i] = powers / np.sum(powers)
    return result


plain_softmax.mistake(
    "softmax-transposed",
    change=("powers / np.sum(powers, axis=1, keepdims=True)", "(powers / np.sum(powers, axis=1, keepdims=True)).T"),
    did="returns the result with samples as columns",
    seems_right="other courses store samples that way",
    hint="What should the rows of the result be: samples, or classes?",
)


@misconception(
    "softmax-maximum-function",
    did="calls np.maximum where np.max is due",
    seems_right="the two names are easily confused",
    hint="Which of the two finds the largest entry of a row, and which compares two arrays?",
)
def softmax(logits):
    powers = np.exp(logits - np.maximum(logits, axis=1))
    return powers / np.sum(powers, axis=1)


# cross_entropy


@plain("cross_entropy")
def plain_cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    log_sums = np.log(np.sum(np.exp(shifted), axis=1))
    return float(np.mean(log_sums - shifted[np.arange(len(logits)), labels]))


@plain("cross_entropy")
def plain_cross_entropy_by_losses(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    losses = np.log(np.sum(np.exp(shifted), axis=1)) - shifted[np.arange(len(logits)), labels]
    return float(np.mean(losses))


@plain("cross_entropy")
def plain_cross_entropy_by_logs(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    logs = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return float(-np.mean(logs[np.arange(len(logits)), labels]))


@plain("cross_entropy")
def plain_cross_entropy_in_other_words(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError("labels outside the classes")
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    log_sums = np.log(np.sum(np.exp(shifted), axis=1))
    return float(np.mean(log_sums - shifted[np.arange(len(logits)), labels]))


@misconception(
    "ce-double-softmax",
    did="takes the softmax of what is a softmax already",
    seems_right="the word stands in two places of the tutorial",
    hint="Are logits or probabilities handed in? Feed it a very sure right answer: how low does the loss go?",
)
def cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    z = softmax(logits)
    log_sums = np.log(np.sum(np.exp(z), axis=1))
    return float(np.mean(log_sums - z[np.arange(len(z)), labels]))


@misconception(
    "ce-log-of-logits",
    did="takes the logarithm of the logits themselves",
    seems_right="the formula says: log of the output",
    hint="Log of which quantity is meant: a score, or a probability? What is the log of a negative score?",
)
def cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    return float(-np.mean(np.log(logits[np.arange(len(logits)), labels])))


plain_cross_entropy_by_logs.mistake(
    "ce-missing-minus",
    change=("-np.mean(logs[np.arange(len(logits)), labels])", "np.mean(logs[np.arange(len(logs)), labels])"),
    did="leaves out the minus: the loss is below 0",
    seems_right="a logarithm is just a logarithm",
    hint="Which sign has log(0.9)? Should a loss have it?",
)

plain_cross_entropy_by_logs.mistake(
    "ce-selects-columns",
    change=("logs[np.arange(len(logits)), labels]", "logs[:, labels]"),
    did="picks whole columns with a colon: an n by n table is averaged",
    seems_right="the colon means every row",
    hint="Print the shape of what you pick. You want one number per row.",
)


@misconception(
    "ce-per-sample-array",
    did="returns the loss of every sample, without their mean",
    seems_right="the formula for one sample has no mean",
    hint="How many numbers should a loss be?",
)
def cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    return np.log(np.sum(np.exp(shifted), axis=1)) - shifted[np.arange(len(logits)), labels]


@misconception(
    "ce-sum",
    did="adds the losses of the samples up, without dividing by their number",
    seems_right="many books define the loss as a sum",
    hint="Double the data by repeating it. Should the loss change?",
)
def cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    return float(np.sum(np.log(np.sum(np.exp(shifted), axis=1)) - shifted[np.arange(len(logits)), labels]))


plain_cross_entropy_by_logs.mistake(
    "ce-divides-by-entries",
    change=("logs[np.arange(len(logits)), labels]", "np.eye(logits.shape[1])[labels] * logs"),
    did="divides by the number of all entries, samples times classes",
    seems_right="the mean in step 3 went over every entry",
    hint="How many losses are added up: one per entry, or one per sample?",
)

plain_cross_entropy_by_losses.mistake(
    "ce-divides-by-classes",
    change=("np.mean(losses)", "np.sum(losses) / logits.shape[1]"),
    did="divides by the number of classes, where that of the samples is due",
    seems_right="shape[1] and shape[0] are easily confused",
    hint="Over what does the mean go: the samples, or the classes?",
)

plain_cross_entropy_by_losses.mistake(
    "ce-divides-by-samples-twice",
    change=("np.mean(losses)", "np.mean(losses) / len(logits)"),
    did="divides by the number of samples twice",
    seems_right="the mean was taken in two places",
    hint="Repeat the data. Should the loss shrink?",
)


@misconception(
    "ce-log-of-zero",
    did="takes the logarithm of the finished softmax, which is exactly 0 for a hopeless sample",
    seems_right="softmax is written already, and the formula says: log of p",
    hint="What is the softmax of 10000 and 0, and the log of its second entry? Can it be taken on paper first?",
)
def cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    return float(-np.mean(np.log(softmax(logits)[np.arange(len(logits)), labels])))


@misconception(
    "ce-overflow",
    did="takes exp of the logits as they are, which overflows for large ones",
    seems_right="on paper no shift is needed",
    hint="What is exp(10000) on this machine, and its logarithm? What may be subtracted from all logits of a sample?",
)
def cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    log_sums = np.log(np.sum(np.exp(logits), axis=1))
    return float(np.mean(log_sums - logits[np.arange(len(logits)), labels]))


plain_cross_entropy.mistake(
    "ce-global-max",
    change=("np.max(logits, axis=1, keepdims=True)", "np.max(logits)"),
    did="subtracts the largest logit of all samples: in rows far below it, the sum is 0",
    seems_right="one maximum for all is shorter",
    hint="Let one row lie at 10000 and another at -10000. Which maximum does each row need?",
)


@misconception(
    "ce-no-label-check",
    did="lets a label of -1 pass, which silently means the last class",
    seems_right="an index that is wrong will raise an error by itself",
    hint="Which entry of a list is number -1? Who would notice a data set that counts its classes from 1?",
)
def cross_entropy(logits, labels):
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    log_sums = np.log(np.sum(np.exp(shifted), axis=1))
    return float(np.mean(log_sums - shifted[np.arange(len(logits)), labels]))


plain_cross_entropy_in_other_words.mistake(
    "ce-checks-only-large-labels",
    change=("(labels < 0) | (labels >= logits.shape[1])", "labels >= logits.shape[1]"),
    did="refuses labels that are too large, but not negative ones",
    seems_right="too large is what one thinks of first",
    hint="Which entry of a list is number -1? Does your check see it?",
)

plain_cross_entropy_in_other_words.mistake(
    "ce-checks-only-negative-labels",
    change=("(labels < 0) | (labels >= logits.shape[1])", "labels < 0"),
    did="refuses negative labels, and lets one that is as large as the number of classes through",
    seems_right="NumPy raises an error there anyway",
    hint="Which exception comes for a label that is as large as the number of classes, and which one is due?",
)

plain_cross_entropy_in_other_words.mistake(
    "ce-raises-another-exception",
    change=('ValueError("labels outside the classes")', 'IndexError("labels outside the classes")'),
    did="raises another exception than a ValueError for labels outside the classes",
    seems_right="a label is an index, so IndexError sounds right",
    hint="Which exception does the task name?",
)


@misconception(
    "ce-clips-labels",
    did="moves labels outside the classes to the nearest class, silently",
    seems_right="the program then runs without an error",
    hint="If your data were wrong, would you rather know it?",
)
def cross_entropy(logits, labels):
    labels = np.clip(labels, 0, logits.shape[1] - 1)
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    log_sums = np.log(np.sum(np.exp(shifted), axis=1))
    return float(np.mean(log_sums - shifted[np.arange(len(logits)), labels]))


@misconception(
    "ce-drops-wrong-labels",
    did="leaves out the samples whose label is outside the classes, silently",
    seems_right="the others can still be used",
    hint="If your data were wrong, would you rather know it?",
)
def cross_entropy(logits, labels):
    known = (labels >= 0) & (labels < logits.shape[1])
    logits, labels = logits[known], labels[known]
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    log_sums = np.log(np.sum(np.exp(shifted), axis=1))
    return float(np.mean(log_sums - shifted[np.arange(len(logits)), labels]))


plain_cross_entropy_in_other_words.mistake(
    "ce-refuses-the-last-class",
    change=("labels >= logits.shape[1]", "labels >= logits.shape[1] - 1"),
    did="refuses the label of the last class",
    seems_right="less one is easily taken away twice",
    hint="Which labels are allowed for three classes? Does your check let all of them through?",
)

plain_cross_entropy_in_other_words.mistake(
    "ce-refuses-class-zero",
    change=("(labels < 0) | (labels >= logits.shape[1])", "(labels <= 0) | (labels >= logits.shape[1])"),
    did="refuses the label 0",
    seems_right="labels are often counted from 1",
    hint="Which labels are allowed for three classes? Does your check let all of them through?",
)

plain_cross_entropy.mistake(
    "ce-labels-from-one",
    change=("shifted[np.arange(len(logits)), labels]", "shifted[np.arange(len(logits)), labels - 1]"),
    did="takes 1 away from every label, as if classes were counted from 1",
    seems_right="other languages count from 1",
    hint="Which column belongs to class 0? Where does your function look for it?",
)


@misconception(
    "ce-binary-for-each-class",
    did="adds the binary cross-entropy of every class",
    seems_right="with one-hot targets that formula fits too",
    hint="The probabilities of a softmax sum to 1. Is there a term with log(1 - p) in the formula of the task?",
)
def cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    p = np.clip(softmax(logits), 1e-12, 1 - 1e-12)
    t = np.eye(logits.shape[1])[labels]
    return float(-np.mean(np.sum(t * np.log(p) + (1 - t) * np.log(1 - p), axis=1)))


@misconception(
    "ce-squared-error",
    did="returns the mean squared error of the probabilities",
    seems_right="that was the loss so far",
    hint="Is there a logarithm in the formula of this step?",
)
def cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    return float(np.mean((softmax(logits) - np.eye(logits.shape[1])[labels]) ** 2))


@misconception(
    "ce-one-minus-probability",
    did="returns what is missing to 1, without a logarithm",
    seems_right="it is 0 for a right answer, as a loss should be",
    hint="How expensive is a hopeless sample with your loss, and how expensive should it be?",
)
def cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    return float(np.mean(1 - softmax(logits)[np.arange(len(logits)), labels]))


@misconception(
    "ce-error-rate",
    did="returns the share of wrong decisions",
    seems_right="what counts in the end is who is right",
    hint="Does your loss notice when a wrong answer becomes a little less wrong?",
)
def cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    return float(np.mean(np.argmax(logits, axis=1) != labels))


plain_cross_entropy_by_losses.mistake(
    "ce-base-two",
    change=("np.mean(losses)", "np.mean(losses) / np.log(2)"),
    did="takes the logarithm to the base 2",
    seems_right="information is measured in bits",
    hint="Which base belongs to the e in the softmax? What is your loss for two equal logits?",
)

plain_cross_entropy_by_losses.mistake(
    "ce-base-ten",
    change=("np.mean(losses)", "np.mean(losses) / np.log(10)"),
    did="takes the logarithm to the base 10",
    seems_right="on many calculators log is that",
    hint="Which base belongs to the e in the softmax? What is your loss for two equal logits?",
)


@misconception(
    "ce-of-the-best-class",
    did="looks at the most probable class, whatever the label says",
    seems_right="the best class is the answer of the network",
    hint="Change a label. Does your loss notice?",
)
def cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    return float(np.mean(np.log(np.sum(np.exp(shifted), axis=1))))


plain_cross_entropy_by_logs.mistake(
    "ce-softmax-over-columns",
    changes=[
        ("np.max(logits, axis=1, keepdims=True)", "np.max(logits, axis=0, keepdims=True)"),
        ("np.sum(np.exp(shifted), axis=1, keepdims=True)", "np.sum(np.exp(shifted), axis=0, keepdims=True)"),
    ],
    did="sums down the columns: the samples share a probability",
    seems_right="axis 0 comes first",
    hint="What should sum to 1: the classes of a sample, or the samples of a class?",
)


@misconception(
    "ce-softmax-over-everything",
    did="sums over all samples and classes together",
    seems_right="for a single sample that is the formula",
    hint="Add a second sample. Should the loss of the first change?",
)
def cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    shifted = logits - np.max(logits)
    return float(np.mean(np.log(np.sum(np.exp(shifted))) - shifted[np.arange(len(logits)), labels]))


@misconception(
    "ce-epsilon-too-big",
    did="adds 0.001 to every probability before the logarithm",
    seems_right="the logarithm of 0 is a fear one learns",
    hint="How large is your loss for a perfect answer? Which numbers does your addition change noticeably?",
)
def cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    return float(-np.mean(np.log(softmax(logits)[np.arange(len(logits)), labels] + 1e-3)))


@misconception(
    "ce-clips-too-early",
    did="lets no probability count as less than 0.001, so that a hopeless sample costs hardly 7",
    seems_right="clipping is a known remedy, and 0.001 looks small",
    hint="How much should it cost to be sure and wrong? From where on does your loss no longer grow?",
)
def cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    return float(-np.mean(np.log(np.maximum(softmax(logits)[np.arange(len(logits)), labels], 1e-3))))


@misconception(
    "ce-zero-for-hopeless-samples",
    did="counts a hopeless sample as free of charge: the infinite logarithm is replaced by 0",
    seems_right="nan_to_num makes every number finite",
    hint="What does it cost in your loss to be sure and wrong?",
)
def cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    with np.errstate(divide="ignore"):
        logs = np.log(softmax(logits)[np.arange(len(logits)), labels])
    return float(-np.mean(np.where(np.isfinite(logs), logs, 0.0)))


@misconception(
    "ce-entropy",
    did="returns the entropy of the probabilities, which no label enters",
    seems_right="both have a sum of p log p",
    hint="Change a label. Does your loss notice?",
)
def cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    p = softmax(logits)
    return float(-np.mean(np.sum(p * np.log(np.maximum(p, 1e-300)), axis=1)))


@misconception(
    "ce-no-logarithm",
    did="returns minus the mean probability, without a logarithm",
    seems_right="more probability means less loss, and so it is",
    hint="How expensive is a hopeless sample with your loss, and what should a perfect one cost?",
)
def cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    return float(-np.mean(softmax(logits)[np.arange(len(logits)), labels]))


@misconception(
    "ce-without-the-sum",
    did="returns minus the mean logit of the labels, without the logarithm of the sum",
    seems_right="log and exp cancel",
    hint="Add 1 to every logit. Should the loss change?",
)
def cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    return float(-np.mean(logits[np.arange(len(logits)), labels]))


@misconception(
    "ce-without-the-logit",
    did="returns the mean logarithm of the sum, without the logit of the label",
    seems_right="the long part of the formula is there",
    hint="Change a label. Does your loss notice?",
)
def cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    largest = np.max(logits, axis=1, keepdims=True)
    return float(np.mean(np.log(np.sum(np.exp(logits - largest), axis=1)) + largest[:, 0]))


plain_cross_entropy.mistake(
    "ce-shifts-only-the-sum",
    change=("shifted[np.arange(len(logits)), labels]", "logits[np.arange(len(logits)), labels]"),
    did="subtracts the maximum in the sum, but not from the logit of the label",
    seems_right="the shift was added later, as a patch",
    hint="Where does the shift occur in the formula? Add 1 to every logit: should the loss change?",
)

plain_cross_entropy.mistake(
    "ce-adds-the-logit",
    change=("log_sums - shifted[np.arange(len(logits)), labels]", "log_sums + shifted[np.arange(len(logits)), labels]"),
    did="adds the shifted logit where it should be subtracted",
    seems_right="a minus was lost on the way",
    hint="If the logit of the right class grows, should the loss rise or fall?",
)


@misconception(
    "ce-logarithm-of-the-mean",
    did="takes the logarithm of the mean probability, where the mean of the logarithms is due",
    seems_right="mean and log look exchangeable",
    hint="Two samples, one sure and right, one hopeless: what is your loss, and what should it be?",
)
def cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    return float(-np.log(max(np.mean(softmax(logits)[np.arange(len(logits)), labels]), 1e-300)))


@misconception(
    "ce-mutates-logits",
    did="changes the caller's logits",
    seems_right="-= saves an array",
    hint="Print the logits before and after the call.",
)
def cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    logits -= np.max(logits, axis=1, keepdims=True)
    log_sums = np.log(np.sum(np.exp(logits), axis=1))
    return float(np.mean(log_sums - logits[np.arange(len(logits)), labels]))


@misconception(
    "ce-mutates-labels",
    did="changes the caller's labels",
    seems_right="a name of its own seems to be a copy",
    hint="Print the labels before and after the call.",
)
def cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    n = logits.shape[1]
    labels += n * np.arange(len(labels))
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    log_sums = np.log(np.sum(np.exp(shifted), axis=1))
    return float(np.mean(log_sums - shifted.ravel()[labels]))


@misconception(
    "ce-no-return",
    did="computes the loss and does not return it",
    seems_right="printing shows that it is right",
    hint="What does a function hand back when it has no return?",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)
def cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    np.mean(np.log(np.sum(np.exp(shifted), axis=1)) - shifted[np.arange(len(logits)), labels])


@misconception(
    "ce-first-sample-only",
    did="returns from inside the loop, after the first sample",
    seems_right="the return stands only one step too far to the right",
    hint="Change the second sample. Does your loss notice?",
    construct="return in loop",
    numbers="returns what belongs to the first sample only",
    numbers_hint="Change the second sample. Does your loss notice?",
)
def cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    total = 0.0
    for row, label in zip(logits, labels):
        shifted = row - np.max(row)
        total += np.log(np.sum(np.exp(shifted))) - shifted[label]
        return float(total / len(logits))


@misconception(
    "ce-loop-overwrites-total",
    did="replaces the total in every round of the loop, where it should add",
    seems_right="the loop visits every sample",
    hint="Print the total in every round. What should each round do to it?",
    construct="loop",
    numbers="counts the last sample only",
    numbers_hint="Change the first sample. Does your loss notice?",
)
def cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    for row, label in zip(logits, labels):
        shifted = row - np.max(row)
        total = np.log(np.sum(np.exp(shifted))) - shifted[label]
    return float(total / len(logits))


@misconception(
    "ce-keepdims",
    did="returns the loss inside an array of shape (1, 1)",
    seems_right="keepdims=True helped elsewhere",
    hint="Print the shape of your result. What does the task say it should be?",
)
def cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    losses = np.log(np.sum(np.exp(shifted), axis=1, keepdims=True)) - shifted[np.arange(len(logits)), labels][:, None]
    return np.mean(losses, keepdims=True)


@misconception(
    "ce-median",
    did="takes the median of the losses",
    seems_right="the middle value is an average too",
    hint="What does the task say: mean, or middle? Make one sample hopeless: does your loss notice?",
)
def cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    return float(np.median(np.log(np.sum(np.exp(shifted), axis=1)) - shifted[np.arange(len(logits)), labels]))


plain_cross_entropy_by_losses.mistake(
    "ce-perplexity",
    change=("np.mean(losses)", "np.exp(np.minimum(np.mean(losses), 700.0))"),
    did="returns exp of the loss",
    seems_right="language models report that number",
    hint="What should a perfect network have: 0, or 1?",
)

plain_cross_entropy_by_losses.mistake(
    "ce-rounded",
    change=("return float(np.mean(losses))", "return round(float(np.mean(losses)), 2)"),
    did="rounds the loss to two decimals",
    seems_right="short numbers are easier to read",
    hint="When the loss falls from 0.0049 to 0.0011, what does your function show?",
)

plain_cross_entropy_by_logs.mistake(
    "ce-labels-as-targets",
    change=("logs[np.arange(len(logits)), labels]", "np.sum(labels[:, None] * logs, axis=1)"),
    did="multiplies the log-probabilities by the numbers of the labels",
    seems_right="labels are the targets, and targets are multiplied",
    hint="A label is a name. How much more should class 4 count than class 2?",
)


@misconception(
    "ce-sigmoid",
    did="takes the sigmoid of the label's logit, where the softmax of the row is due",
    seems_right="a single output is squashed that way",
    hint="Raise the logit of another class. Should the loss change?",
)
def cross_entropy(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    return float(np.mean(np.logaddexp(0.0, -logits[np.arange(len(logits)), labels])))


plain_cross_entropy_by_losses.mistake(
    "ce-returns-pair",
    change=("return float(np.mean(losses))", "return float(np.mean(losses)), softmax(logits)"),
    did="returns the loss and the probabilities together",
    seems_right="both are needed in training",
    hint="How many things does the task say this function returns?",
)

plain_cross_entropy_by_losses.mistake(
    "ce-half",
    change=("np.mean(losses)", "np.mean(losses) / 2"),
    did="halves the loss",
    seems_right="the half belongs to the squared error, where it cancels a 2",
    hint="Is there a square here whose derivative brings down a 2?",
)


# cross_entropy_gradient


@plain("cross_entropy_gradient")
def plain_cross_entropy_gradient(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    return (softmax(logits) - np.eye(logits.shape[1])[labels]) / len(logits)


@plain("cross_entropy_gradient")
def plain_cross_entropy_gradient_in_place(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    gradient = softmax(logits)
    gradient[np.arange(len(logits)), labels] -= 1.0
    return gradient / len(logits)


@misconception(
    "ce-gradient-extra-softmax-derivative",
    did="multiplies by p * (1 - p) as well",
    seems_right="every activation wants its derivative",
    hint="Probability given minus probability due: is the softmax not inside that formula already?",
)
def cross_entropy_gradient(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    p = softmax(logits)
    return (p - np.eye(logits.shape[1])[labels]) * p * (1 - p) / len(logits)


plain_cross_entropy_gradient.mistake(
    "ce-gradient-sign",
    change=("softmax(logits) - np.eye(logits.shape[1])[labels]", "np.eye(logits.shape[1])[labels] - softmax(logits)"),
    did="has the wrong sign",
    seems_right="error is target minus output, in many texts",
    hint="If the right class has too little, which way should its logit go, and which sign has the gradient then?",
)


@misconception(
    "ce-gradient-of-probabilities",
    did="returns the gradient with respect to the probabilities",
    seems_right="it is the derivative of -log p, and stops one link of the chain too early",
    hint="With respect to what is the gradient wanted?",
)
def cross_entropy_gradient(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    return -np.eye(logits.shape[1])[labels] / np.maximum(softmax(logits), 1e-12) / len(logits)


@misconception(
    "ce-gradient-diagonal-jacobian",
    did="lets every logit act on its own probability only, as with the sigmoid",
    seems_right="the sigmoid's slope is s times (1 - s), and softmax looks like its sister",
    hint="How many probabilities of a sample move when one logit moves?",
)
def cross_entropy_gradient(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    return np.eye(logits.shape[1])[labels] * (softmax(logits) - 1) / len(logits)


plain_cross_entropy_gradient.mistake(
    "ce-gradient-subtracts-label-values",
    change=("np.eye(logits.shape[1])[labels]", "labels[:, None]"),
    did="subtracts the numbers of the labels",
    seems_right="labels are the targets, and targets are subtracted",
    hint="What should be subtracted for class 3: the number 3, or a 1 in column 3?",
)


@misconception(
    "ce-gradient-missing-mean",
    did="does not divide by the number of samples",
    seems_right="for one sample there is nothing to divide by",
    hint="The loss is a mean. Where is its divisor in the gradient?",
)
def cross_entropy_gradient(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    return softmax(logits) - np.eye(logits.shape[1])[labels]


plain_cross_entropy_gradient.mistake(
    "ce-gradient-divides-by-entries",
    change=("len(logits)", "logits.size"),
    did="divides by the number of all entries, samples times classes",
    seems_right="that was the divisor in step 3",
    hint="Over what does the mean of the loss go: entries, or samples?",
)

plain_cross_entropy_gradient.mistake(
    "ce-gradient-divides-by-classes",
    change=("len(logits)", "logits.shape[1]"),
    did="divides by the number of classes, where that of the samples is due",
    seems_right="shape[1] and shape[0] are easily confused",
    hint="Over what does the mean of the loss go: the samples, or the classes?",
)

plain_cross_entropy_gradient.mistake(
    "ce-gradient-divides-twice",
    change=("len(logits)", "len(logits) ** 2"),
    did="divides by the number of samples twice",
    seems_right="the mean was taken in two places",
    hint="Repeat the data. By how much should each entry shrink?",
)

plain_cross_entropy_gradient.mistake(
    "ce-gradient-no-softmax",
    change=("softmax(logits)", "logits"),
    did="subtracts the targets from the logits themselves",
    seems_right="with the squared error it was output minus target",
    hint="What does minus what is due: a score, or a probability? Do your rows add up to 0?",
)

plain_cross_entropy_gradient.mistake(
    "ce-gradient-double-softmax",
    change=("softmax(logits)", "softmax(softmax(logits))"),
    did="takes the softmax of the softmax",
    seems_right="the word stands in two places of the tutorial",
    hint="What does this function receive: probabilities, or logits?",
)

plain_cross_entropy_gradient.mistake(
    "ce-gradient-labels-from-one",
    change=("np.eye(logits.shape[1])[labels]", "np.eye(logits.shape[1])[labels - 1]"),
    did="takes 1 away from every label, as if classes were counted from 1",
    seems_right="other languages count from 1",
    hint="Which column belongs to class 0? Where is the negative entry in your result?",
)

plain_cross_entropy_gradient_in_place.mistake(
    "ce-gradient-selects-columns",
    change=("gradient[np.arange(len(logits)), labels]", "gradient[:, labels]"),
    did="subtracts 1 from whole columns: in every row, 1 is taken away for the label of every sample",
    seems_right="the colon means every row",
    hint="Do your rows add up to 0? In how many entries of each row does a 1 have to be taken away?",
)

plain_cross_entropy_gradient.mistake(
    "ce-gradient-softmax-over-columns",
    change=("softmax(logits)", "softmax(logits.T).T"),
    did="lets the samples share a probability: its softmax works down the columns",
    seems_right="axis 0 comes first",
    hint="What should sum to 1: the classes of a sample, or the samples of a class?",
)


@misconception(
    "ce-gradient-softmax-over-everything",
    did="divides by the sum over all samples and classes together",
    seems_right="for a single sample that is the formula",
    hint="Add a second sample. Should the probabilities of the first change?",
)
def cross_entropy_gradient(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    powers = np.exp(logits - np.max(logits))
    return (powers / np.sum(powers) - np.eye(logits.shape[1])[labels]) / len(logits)


@misconception(
    "ce-gradient-overflow",
    did="takes exp of the logits as they are, which overflows for large ones",
    seems_right="a softmax is one short line, so why call the other",
    hint="Your softmax of this step survives 10000. Do you need to write it a second time?",
)
def cross_entropy_gradient(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    powers = np.exp(logits)
    p = powers / np.sum(powers, axis=1, keepdims=True)
    return (p - np.eye(logits.shape[1])[labels]) / len(logits)


@misconception(
    "ce-gradient-full-jacobian-overflow",
    did="goes through 1 / p, which is infinite where a probability is exactly 0",
    seems_right="the chain rule is right, link by link",
    hint="Multiply the links on paper before you compute: what cancels?",
)
def cross_entropy_gradient(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    gradient = np.zeros(logits.shape)
    for i, (p, label) in enumerate(zip(softmax(logits), labels)):
        slopes = np.zeros(len(p))
        slopes[label] = -1.0 / p[label]
        gradient[i] = (np.diag(p) - np.outer(p, p)) @ slopes
    return gradient / len(logits)


@misconception(
    "ce-gradient-no-label-check",
    did="lets a label of -1 pass, which silently means the last class",
    seems_right="an index that is wrong will raise an error by itself",
    hint="Which entry of a list is number -1? Who would notice a data set that counts its classes from 1?",
)
def cross_entropy_gradient(logits, labels):
    gradient = softmax(logits)
    gradient[np.arange(len(logits)), labels] -= 1.0
    return gradient / len(logits)


@misconception(
    "ce-gradient-checks-only-large-labels",
    did="refuses labels that are too large, but not negative ones",
    seems_right="too large is what one thinks of first",
    hint="Which entry of a list is number -1? Does your check see it?",
)
def cross_entropy_gradient(logits, labels):
    if np.any(labels >= logits.shape[1]):
        raise ValueError("labels outside the classes")
    return (softmax(logits) - np.eye(logits.shape[1])[labels]) / len(logits)


plain_cross_entropy_gradient_in_place.mistake(
    "ce-gradient-checks-only-negative-labels",
    changes=[
        ("(labels < 0) | (labels >= logits.shape[1])", "labels < 0"),
        ('f"every label must be 0 or more, and less than {logits.shape[1]}"', '"labels outside the classes"'),
    ],
    did="refuses negative labels, and lets one that is as large as the number of classes through",
    seems_right="NumPy raises an error there anyway",
    hint="Which exception comes for a label that is as large as the number of classes, and which one is due?",
)


@misconception(
    "ce-gradient-ignores-wrong-labels",
    did="gives samples with a label outside the classes no target, silently",
    seems_right="a comparison with every class number never fails",
    hint="If your data were wrong, would you rather know it?",
)
def cross_entropy_gradient(logits, labels):
    targets = (labels[:, None] == np.arange(logits.shape[1])).astype(float)
    return (softmax(logits) - targets) / len(logits)


plain_cross_entropy_gradient.mistake(
    "ce-gradient-forgets-target",
    change=("(softmax(logits) - np.eye(logits.shape[1])[labels]) / len(logits)", "softmax(logits) / len(logits)"),
    did="returns the probabilities without taking the targets away",
    seems_right="the softmax is the long part of the formula",
    hint="Change a label. Does your gradient notice? Do its rows add up to 0?",
)


@misconception(
    "ce-gradient-forgets-probabilities",
    did="returns minus the targets, without the probabilities",
    seems_right="that is the derivative of the part with the label's logit",
    hint="The logarithm of the sum depends on every logit too. What is its derivative?",
)
def cross_entropy_gradient(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    return -np.eye(logits.shape[1])[labels] / len(logits)


@misconception(
    "ce-gradient-label-entry-only",
    did="returns one number per sample, that of its label",
    seems_right="the loss looks at the label's entry only",
    hint="Which shape has a gradient with respect to the logits?",
)
def cross_entropy_gradient(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    return (softmax(logits)[np.arange(len(logits)), labels] - 1.0) / len(logits)


@misconception(
    "ce-gradient-batch-mean",
    did="averages over the samples: one row comes back",
    seems_right="the mean over the batch is spoken of everywhere",
    hint="Compare the shape of your result with that of the logits.",
)
def cross_entropy_gradient(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    return np.mean(softmax(logits) - np.eye(logits.shape[1])[labels], axis=0)


@misconception(
    "ce-gradient-mutates-logits",
    did="changes the caller's logits",
    seems_right="in place saves an array",
    hint="Print the logits before and after the call.",
)
def cross_entropy_gradient(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    logits -= np.max(logits, axis=1, keepdims=True)
    return (softmax(logits) - np.eye(logits.shape[1])[labels]) / len(logits)


@misconception(
    "ce-gradient-mutates-labels",
    did="changes the caller's labels",
    seems_right="a name of its own seems to be a copy",
    hint="Print the labels before and after the call.",
)
def cross_entropy_gradient(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    gradient = softmax(logits)
    labels += logits.shape[1] * np.arange(len(labels))
    gradient.ravel()[labels] -= 1.0
    return gradient / len(logits)


@misconception(
    "ce-gradient-absolute",
    did="takes the absolute value: no entry is ever negative",
    seems_right="errors are positive",
    hint="Which way must the logit of the right class move, and which way the others?",
)
def cross_entropy_gradient(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    return np.abs(softmax(logits) - np.eye(logits.shape[1])[labels]) / len(logits)


@misconception(
    "ce-gradient-factor-two",
    did="multiplies by 2",
    seems_right="the gradient of step 3 had a 2",
    hint="Is there a square in this loss?",
)
def cross_entropy_gradient(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    return 2.0 * (softmax(logits) - np.eye(logits.shape[1])[labels]) / len(logits)


@misconception(
    "ce-gradient-of-decisions",
    did="takes the decisions, 0 or 1, in place of the probabilities",
    seems_right="right answers need no correction, as it seems",
    hint="A right answer with a probability of 0.6: may it still become better?",
)
def cross_entropy_gradient(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    eye = np.eye(logits.shape[1])
    return (eye[np.argmax(logits, axis=1)] - eye[labels]) / len(logits)


@misconception(
    "ce-gradient-sigmoid",
    did="takes the sigmoid of every logit, where the softmax of the row is due",
    seems_right="with one output it is sigmoid minus target",
    hint="Do your rows add up to 0? Should they?",
)
def cross_entropy_gradient(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    s = 0.5 + 0.5 * np.tanh(0.5 * logits)
    return (s - np.eye(logits.shape[1])[labels]) / len(logits)


plain_cross_entropy_gradient_in_place.mistake(
    "ce-gradient-no-return",
    change=("return gradient / len(logits)", "gradient /= len(logits)"),
    did="computes the gradient and does not return it",
    seems_right="the last line changes the array, and that looks like the result",
    hint="What does a function hand back when it has no return?",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)


@misconception(
    "ce-gradient-transposed",
    did="returns the gradient with samples as columns",
    seems_right="other courses store samples that way",
    hint="Compare the shape of your result with that of the logits.",
)
def cross_entropy_gradient(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    return ((softmax(logits) - np.eye(logits.shape[1])[labels]) / len(logits)).T


plain_cross_entropy_gradient.mistake(
    "ce-gradient-adds-target",
    change=("softmax(logits) - np.eye(logits.shape[1])[labels]", "softmax(logits) + np.eye(logits.shape[1])[labels]"),
    did="adds the targets where it should subtract them",
    seems_right="one sign differs from the formula",
    hint="Which sign should the entry of the right class have?",
)

plain_cross_entropy_gradient.mistake(
    "ce-gradient-subtracts-one-everywhere",
    change=("np.eye(logits.shape[1])[labels]", "1.0"),
    did="takes 1 away from every probability",
    seems_right="minus one is in the formula",
    hint="For which class is the probability due 1, and for which is it 0?",
)

plain_cross_entropy_gradient_in_place.mistake(
    "ce-gradient-divides-before-subtracting",
    changes=[
        ("softmax(logits)", "softmax(logits) / len(logits)"),
        ("return gradient / len(logits)", "return gradient"),
    ],
    did="divides the probabilities by the number of samples, but not the 1",
    seems_right="the bracket is missing",
    hint="Work out your line in the order Python does. What is divided?",
)

plain_cross_entropy_gradient.mistake(
    "ce-gradient-of-log-softmax",
    change=("softmax(logits)", "np.log(np.maximum(softmax(logits), 1e-300))"),
    did="returns the logarithms of the probabilities minus the targets",
    seems_right="the loss works with logarithms",
    hint="The derivative of the logarithm of the sum is a probability. Is there still a logarithm in it?",
)


@misconception(
    "ce-gradient-times-loss",
    did="multiplies by the loss",
    seems_right="the loss is what is sent backwards, in many a picture",
    hint="Which number goes backwards: the loss, or its slope?",
)
def cross_entropy_gradient(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    return cross_entropy(logits, labels) * (softmax(logits) - np.eye(logits.shape[1])[labels]) / len(logits)


@misconception(
    "ce-gradient-rounded",
    did="rounds the entries to two decimals",
    seems_right="short numbers are easier to read",
    hint="What is left of a gradient of 0.004? Does learning stop too early?",
)
def cross_entropy_gradient(logits, labels):
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"every label must be 0 or more, and less than {logits.shape[1]}")
    return np.round((softmax(logits) - np.eye(logits.shape[1])[labels]) / len(logits), 2)


# binary_cross_entropy


@plain("binary_cross_entropy")
def plain_binary_cross_entropy(y_hat, y):
    p, q = np.maximum(y_hat, 1e-12), np.maximum(1 - y_hat, 1e-12)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(q)))


plain_binary_cross_entropy.mistake(
    "bce-missing-minus",
    change=("-np.mean(y * np.log(p) + (1 - y) * np.log(q))", "np.mean(y * np.log(p) + (1 - y) * np.log(q))"),
    did="leaves out the minus: the loss is below 0",
    seems_right="a logarithm is just a logarithm",
    hint="Which sign has log(0.9)? Should a loss have it?",
)


@misconception(
    "bce-only-ones",
    did="counts the targets that are 1, and forgets those that are 0",
    seems_right="with many classes one term is enough",
    hint="What does an answer of 0.99 cost you where the target is 0?",
)
def binary_cross_entropy(y_hat, y):
    return float(-np.mean(y * np.log(np.maximum(y_hat, 1e-12))))


@misconception(
    "bce-only-zeros",
    did="counts the targets that are 0, and forgets those that are 1",
    seems_right="half of the formula is there",
    hint="What does an answer of 0.01 cost you where the target is 1?",
)
def binary_cross_entropy(y_hat, y):
    return float(-np.mean((1 - y) * np.log(np.maximum(1 - y_hat, 1e-12))))


plain_binary_cross_entropy.mistake(
    "bce-terms-exchanged",
    change=("y * np.log(p) + (1 - y) * np.log(q)", "(1 - y) * np.log(p) + y * np.log(q)"),
    did="has the two terms exchanged: right answers are expensive",
    seems_right="y and 1 - y look alike",
    hint="The target is 1 and the answer 0.9: which logarithm should count?",
)


@misconception(
    "bce-arguments-exchanged",
    did="takes the logarithm of the targets, weighted with the answers",
    seems_right="libraries differ in the order of the two",
    hint="Of which of the two is the logarithm taken? Can it be that of exactly 0 all the time?",
)
def binary_cross_entropy(y_hat, y):
    p, q = np.maximum(y, 1e-12), np.maximum(1 - y, 1e-12)
    return float(-np.mean(y_hat * np.log(p) + (1 - y_hat) * np.log(q)))


plain_binary_cross_entropy.mistake(
    "bce-sum",
    change=("np.mean(y * np.log(p) + (1 - y) * np.log(q))", "np.sum(y * np.log(p) + (1 - y) * np.log(q))"),
    did="adds everything up, without dividing by the number of entries",
    seems_right="many books define the loss as a sum",
    hint="Double the data by repeating it. Should the loss change?",
)

plain_binary_cross_entropy.mistake(
    "bce-divides-by-samples",
    change=("-np.mean(y * np.log(p) + (1 - y) * np.log(q))", "-np.sum(y * np.log(p) + (1 - y) * np.log(q)) / len(y)"),
    did="divides by the number of samples, where that of all entries is due",
    seems_right="with one output they are the same",
    hint="Try two output columns. How many entries does the mean go over?",
)

plain_binary_cross_entropy.mistake(
    "bce-per-entry",
    change=("float(-np.mean(y * np.log(p) + (1 - y) * np.log(q)))", "-(y * np.log(p) + (1 - y) * np.log(q))"),
    did="returns the loss of every entry, without the mean",
    seems_right="the formula for one answer has no mean",
    hint="How many numbers should a loss be?",
)


@misconception(
    "bce-per-output",
    did="takes the mean over the samples only",
    seems_right="the mean over the samples is what one speaks of",
    hint="How many numbers should a loss be, also for two outputs?",
)
def binary_cross_entropy(y_hat, y):
    p, q = np.maximum(y_hat, 1e-12), np.maximum(1 - y_hat, 1e-12)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(q), axis=0)


@misconception(
    "bce-no-clip",
    did="takes the logarithm of exactly 0, and infinity or nan comes back",
    seems_right="probabilities are never exactly 0, on paper",
    hint="A sigmoid that is very sure returns exactly 1. What is log(1 - 1), and what is 0 times that?",
)
def binary_cross_entropy(y_hat, y):
    return float(-np.mean(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)))


@misconception(
    "bce-clips-at-zero-only",
    did="keeps y_hat away from 0, but not from 1",
    seems_right="the logarithm of 0 is the danger, and 1 looks harmless",
    hint="What is the second logarithm taken of, when the answer is exactly 1?",
)
def binary_cross_entropy(y_hat, y):
    return float(-np.mean(y * np.log(np.maximum(y_hat, 1e-12)) + (1 - y) * np.log(1 - y_hat)))


@misconception(
    "bce-clips-at-one-only",
    did="keeps y_hat away from 1, but not from 0",
    seems_right="one of two ends was forgotten",
    hint="What is the first logarithm taken of, when the answer is exactly 0?",
)
def binary_cross_entropy(y_hat, y):
    return float(-np.mean(y * np.log(y_hat) + (1 - y) * np.log(np.maximum(1 - y_hat, 1e-12))))


@misconception(
    "bce-clips-at-1e-7",
    did="clips at 1e-7, where the task says 1e-12",
    seems_right="another library uses that number",
    hint="What does an answer of exactly 0 cost where the target is 1? From where on does your loss stay the same?",
)
def binary_cross_entropy(y_hat, y):
    p = np.clip(y_hat, 1e-7, 1 - 1e-7)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@misconception(
    "bce-clips-at-1e-15",
    did="clips at 1e-15, where the task says 1e-12",
    seems_right="another library uses that number",
    hint="What does an answer of exactly 0 cost you where the target is 1, and what should it?",
)
def binary_cross_entropy(y_hat, y):
    p, q = np.maximum(y_hat, 1e-15), np.maximum(1 - y_hat, 1e-15)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(q)))


@misconception(
    "bce-clips-too-early",
    did="clips at 0.01",
    seems_right="a hundredth looks small enough",
    hint="What does an answer of 0.001 cost you where the target is 1? From where on does your loss no longer grow?",
)
def binary_cross_entropy(y_hat, y):
    p = np.clip(y_hat, 0.01, 0.99)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@misconception(
    "bce-epsilon-too-big",
    did="adds 0.001 to what the logarithms are taken of",
    seems_right="the logarithm of 0 is a fear one learns",
    hint="What does a perfect answer cost you? Which numbers does your addition change noticeably?",
)
def binary_cross_entropy(y_hat, y):
    return float(-np.mean(y * np.log(y_hat + 1e-3) + (1 - y) * np.log(1 - y_hat + 1e-3)))


@misconception(
    "bce-free-where-infinite",
    did="counts an exactly wrong answer as free of charge",
    seems_right="where makes every number finite",
    hint="What does it cost in your loss to be sure and wrong?",
)
def binary_cross_entropy(y_hat, y):
    with np.errstate(divide="ignore", invalid="ignore"):
        p, q = np.where(y_hat > 0, np.log(y_hat), 0.0), np.where(y_hat < 1, np.log(1 - y_hat), 0.0)
    return float(-np.mean(y * p + (1 - y) * q))


plain_binary_cross_entropy.mistake(
    "bce-base-two",
    change=("y * np.log(p) + (1 - y) * np.log(q)", "y * np.log2(p) + (1 - y) * np.log2(q)"),
    did="takes the logarithm to the base 2",
    seems_right="information is measured in bits",
    hint="What is your loss for an answer of one half, and what should it be?",
)

plain_binary_cross_entropy.mistake(
    "bce-base-ten",
    change=("y * np.log(p) + (1 - y) * np.log(q)", "y * np.log10(p) + (1 - y) * np.log10(q)"),
    did="takes the logarithm to the base 10",
    seems_right="on many calculators log is that",
    hint="What is your loss for an answer of one half, and what should it be?",
)


@misconception(
    "bce-of-logits",
    did="takes the sigmoid of y_hat first, as if it were a logit",
    seems_right="cross_entropy takes logits as well",
    hint="What does this function receive: probabilities, or logits?",
)
def binary_cross_entropy(y_hat, y):
    p = 1 / (1 + np.exp(-y_hat))
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@misconception(
    "bce-squared-error",
    did="returns the mean squared error",
    seems_right="that was the loss so far",
    hint="Is there a logarithm in the formula of this step?",
)
def binary_cross_entropy(y_hat, y):
    return float(np.mean((y_hat - y) ** 2))


@misconception(
    "bce-absolute-error",
    did="returns the mean absolute error",
    seems_right="it is 0 for right answers and grows with the error",
    hint="Is there a logarithm in the formula of this step?",
)
def binary_cross_entropy(y_hat, y):
    return float(np.mean(np.abs(y_hat - y)))


@misconception(
    "bce-flips-answers-in-place",
    did="changes the caller's y_hat",
    seems_right="it is a neat way around the two terms",
    hint="Print y_hat before and after the call. Whose array do you write into?",
)
def binary_cross_entropy(y_hat, y):
    y_hat[y == 0] = 1 - y_hat[y == 0]
    return float(-np.mean(np.log(np.maximum(y_hat, 1e-12))))


@misconception(
    "bce-rounds-answers",
    did="rounds the answers to decisions first",
    seems_right="a prediction is seen as a decision",
    hint="If y_hat moves from 0.6 to 0.9, does your loss notice?",
)
def binary_cross_entropy(y_hat, y):
    decided = np.round(y_hat)
    p, q = np.maximum(decided, 1e-12), np.maximum(1 - decided, 1e-12)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(q)))


@misconception(
    "bce-one-minus-log",
    did="takes 1 - log(y_hat), where log(1 - y_hat) is due",
    seems_right="the bracket stands one step too early",
    hint="Work out your second term for y_hat = 0.5. What is it the logarithm of?",
)
def binary_cross_entropy(y_hat, y):
    p = np.maximum(y_hat, 1e-12)
    return float(-np.mean(y * np.log(p) + (1 - y) * (1 - np.log(p))))


@misconception(
    "bce-log-one-plus",
    did="takes log(1 + y_hat), where log(1 - y_hat) is due",
    seems_right="log1p looks like the function for it",
    hint="What is the second logarithm for y_hat = 1? Which way should it go as y_hat grows?",
)
def binary_cross_entropy(y_hat, y):
    return float(-np.mean(y * np.log(np.maximum(y_hat, 1e-12)) + (1 - y) * np.log1p(y_hat)))


plain_binary_cross_entropy.mistake(
    "bce-difference-of-terms",
    change=("y * np.log(p) + (1 - y) * np.log(q)", "y * np.log(p) - (1 - y) * np.log(q)"),
    did="subtracts the second term, where it should be added",
    seems_right="one sign differs from the formula",
    hint="What does an answer of 0.9 cost you where the target is 0? Can your loss be negative?",
)


@misconception(
    "bce-no-return",
    did="computes the loss and does not return it",
    seems_right="printing shows that it is right",
    hint="What does a function hand back when it has no return?",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)
def binary_cross_entropy(y_hat, y):
    p, q = np.maximum(y_hat, 1e-12), np.maximum(1 - y_hat, 1e-12)
    -np.mean(y * np.log(p) + (1 - y) * np.log(q))


@misconception(
    "bce-keepdims",
    did="returns the loss inside an array",
    seems_right="keepdims=True helped elsewhere",
    hint="Print the shape of your result. What does the task say it should be?",
)
def binary_cross_entropy(y_hat, y):
    p, q = np.maximum(y_hat, 1e-12), np.maximum(1 - y_hat, 1e-12)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(q), keepdims=True)


plain_binary_cross_entropy.mistake(
    "bce-half",
    change=("-np.mean(y * np.log(p) + (1 - y) * np.log(q))", "-np.mean(y * np.log(p) + (1 - y) * np.log(q)) / 2"),
    did="halves the loss",
    seems_right="the half belongs to the squared error, where it cancels a 2",
    hint="Is there a square here whose derivative brings down a 2?",
)


@misconception(
    "bce-mean-of-each-kind",
    did="averages over the ones and over the zeros apart, and adds the two means",
    seems_right="both kinds should count, as it seems",
    hint="Three targets of 1 and one of 0: how much does each answer count?",
)
def binary_cross_entropy(y_hat, y):
    ones = -np.log(np.maximum(y_hat, 1e-12))[y == 1]
    zeros = -np.log(np.maximum(1 - y_hat, 1e-12))[y == 0]
    return float((np.mean(ones) if ones.size else 0.0) + (np.mean(zeros) if zeros.size else 0.0))


plain_binary_cross_entropy.mistake(
    "bce-entropy",
    change=("y * np.log(p) + (1 - y) * np.log(q)", "y_hat * np.log(p) + (1 - y_hat) * np.log(q)"),
    did="weights with the answers, not with the targets: the entropy of the answers comes back",
    seems_right="both have a sum of p log p",
    hint="Change a target. Does your loss notice?",
)


@misconception(
    "bce-if-on-array",
    did="asks with if whether the target is 1, which works for one number only",
    seems_right="the formula distinguishes two cases on paper",
    hint="y == 1 is a whole array of answers. Can one if act on all of them?",
    construct="if",
    numbers="needs a single yes or no from a whole array",
    numbers_hint="Which part of your line wants one answer for the whole array? Each entry needs its own.",
)
def binary_cross_entropy(y_hat, y):
    if y == 1:
        return float(-np.log(np.maximum(y_hat, 1e-12)))
    return float(-np.log(np.maximum(1 - y_hat, 1e-12)))


@misconception(
    "bce-math-log",
    did="uses math.log, which takes one number and no array",
    seems_right="math has a logarithm too",
    hint="Which module has functions that work on whole arrays?",
    construct="math",
    numbers="hands a whole array to something that takes one number",
    numbers_hint="Call it with an array of three numbers. Which call in that line takes one number only?",
)
def binary_cross_entropy(y_hat, y):
    import math

    return float(-np.mean(y * math.log(y_hat) + (1 - y) * math.log(1 - y_hat)))


@misconception(
    "bce-first-entry-only",
    did="returns from inside the loop, after the first entry",
    seems_right="the return stands only one step too far to the right",
    hint="Change the second answer. Does your loss notice?",
    construct="return in loop",
    numbers="returns what belongs to the first entry only",
    numbers_hint="Change the second answer. Does your loss notice?",
)
def binary_cross_entropy(y_hat, y):
    total = 0.0
    for p, t in zip(np.ravel(y_hat), np.ravel(y)):
        total -= np.log(max(p, 1e-12)) if t == 1 else np.log(max(1 - p, 1e-12))
        return float(total / np.size(y))


@misconception(
    "bce-rounded",
    did="rounds the loss to two decimals",
    seems_right="short numbers are easier to read",
    hint="When the loss falls from 0.0049 to 0.0011, what does your function show?",
)
def binary_cross_entropy(y_hat, y):
    p, q = np.maximum(y_hat, 1e-12), np.maximum(1 - y_hat, 1e-12)
    return round(float(-np.mean(y * np.log(p) + (1 - y) * np.log(q))), 2)


# binary_cross_entropy_gradient


@plain("binary_cross_entropy_gradient")
def plain_binary_cross_entropy_gradient(y_hat, y):
    p, q = np.maximum(y_hat, 1e-12), np.maximum(1 - y_hat, 1e-12)
    return ((1 - y) / q - y / p) / y.size


plain_binary_cross_entropy_gradient.mistake(
    "bce-gradient-sign",
    change=("(1 - y) / q - y / p", "y / p - (1 - y) / q"),
    did="has the wrong sign",
    seems_right="a minus is easily lost when there are two",
    hint="The target is 1 and the answer 0.9. If the answer grows, does the loss rise or fall?",
)

plain_binary_cross_entropy_gradient.mistake(
    "bce-gradient-missing-mean",
    change=("return ((1 - y) / q - y / p) / y.size", "return (1 - y) / q - y / p"),
    did="does not divide by the number of entries",
    seems_right="for one answer there is nothing to divide by",
    hint="The loss is a mean. Where is its divisor in the gradient?",
)

plain_binary_cross_entropy_gradient.mistake(
    "bce-gradient-divides-by-samples",
    change=("return ((1 - y) / q - y / p) / y.size", "return ((1 - y) / q - y / p) / len(y)"),
    did="divides by the number of samples, where that of all entries is due",
    seems_right="with one output they are the same",
    hint="Try two output columns. How many entries does the mean of the loss go over?",
)

plain_binary_cross_entropy_gradient.mistake(
    "bce-gradient-divides-by-outputs",
    change=("return ((1 - y) / q - y / p) / y.size", "return ((1 - y) / q - y / p) / y.shape[-1]"),
    did="divides by the number of outputs, where that of all entries is due",
    seems_right="shape[1] and size are easily confused",
    hint="How many entries does the mean of the loss go over?",
)

plain_binary_cross_entropy_gradient.mistake(
    "bce-gradient-divides-twice",
    change=("return ((1 - y) / q - y / p) / y.size", "return ((1 - y) / q - y / p) / y.size**2"),
    did="divides by the number of entries twice",
    seems_right="the mean was taken in two places",
    hint="Repeat the data. By how much should each entry shrink?",
)


@misconception(
    "bce-gradient-of-logits",
    did="returns the gradient with respect to the logits, with the slope of the sigmoid already in it",
    seems_right="answer minus target is the formula that everybody remembers",
    hint="With respect to what is the gradient wanted? Who multiplies by the sigmoid's slope: you here, or backward?",
)
def binary_cross_entropy_gradient(y_hat, y):
    return (y_hat - y) / y.size


plain_binary_cross_entropy_gradient.mistake(
    "bce-gradient-inner-sign",
    change=("return ((1 - y) / q - y / p) / y.size", "return -(y / p + (1 - y) / q) / y.size"),
    did="forgets the minus from the inside of log(1 - y_hat): both terms are negative",
    seems_right="the derivative of log is one over, and so it is written",
    hint="The target is 0 and the answer 0.9. If the answer grows, does the loss rise or fall?",
)


@misconception(
    "bce-gradient-only-ones",
    did="has a slope only where the target is 1",
    seems_right="with many classes one term is enough",
    hint="The target is 0 and the answer 0.9: which way should the answer go?",
)
def binary_cross_entropy_gradient(y_hat, y):
    return -y / np.maximum(y_hat, 1e-12) / y.size


@misconception(
    "bce-gradient-only-zeros",
    did="has a slope only where the target is 0",
    seems_right="half of the formula is there",
    hint="The target is 1 and the answer 0.1: which way should the answer go?",
)
def binary_cross_entropy_gradient(y_hat, y):
    return (1 - y) / np.maximum(1 - y_hat, 1e-12) / y.size


plain_binary_cross_entropy_gradient.mistake(
    "bce-gradient-terms-exchanged",
    change=("(1 - y) / q - y / p", "(1 - y) / p - y / q"),
    did="has the two denominators exchanged",
    seems_right="y_hat and 1 - y_hat look alike",
    hint="The target is 1 and the answer 0.001: should the gradient be small or large?",
)


@misconception(
    "bce-gradient-no-clip",
    did="divides by exactly 0, and infinity or nan comes back",
    seems_right="probabilities are never exactly 0, on paper",
    hint="What is 0 / 0? How did the loss keep away from it?",
)
def binary_cross_entropy_gradient(y_hat, y):
    return ((1 - y) / (1 - y_hat) - y / y_hat) / y.size


@misconception(
    "bce-gradient-clips-too-early",
    did="clips at 0.01",
    seems_right="a hundredth looks small enough",
    hint="The target is 1 and the answer 0.0001: how large is the slope, and how large should it be?",
)
def binary_cross_entropy_gradient(y_hat, y):
    p = np.clip(y_hat, 0.01, 0.99)
    return ((1 - y) / (1 - p) - y / p) / y.size


@misconception(
    "bce-gradient-epsilon-too-big",
    did="adds 0.001 to the denominators",
    seems_right="dividing by 0 is a fear one learns",
    hint="Which numbers does your addition change noticeably?",
)
def binary_cross_entropy_gradient(y_hat, y):
    return ((1 - y) / (1 - y_hat + 1e-3) - y / (y_hat + 1e-3)) / y.size


plain_binary_cross_entropy_gradient.mistake(
    "bce-gradient-squared-denominator",
    change=("(1 - y) / q - y / p", "(1 - y) / q**2 - y / p**2"),
    did="squares the denominators",
    seems_right="one over x has a square in its derivative",
    hint="What is the derivative of log x: one over x, or one over its square?",
)


@misconception(
    "bce-gradient-of-squared-error",
    did="returns the gradient of the mean squared error",
    seems_right="that was the loss so far",
    hint="Of which loss is this the derivative?",
)
def binary_cross_entropy_gradient(y_hat, y):
    return 2.0 * (y_hat - y) / y.size


@misconception(
    "bce-gradient-times-slope",
    did="multiplies the error by the slope of the sigmoid, where it should divide",
    seems_right="y_hat times (1 - y_hat) belongs to every sigmoid",
    hint="Is the slope of the sigmoid a part of this function, or of backward?",
)
def binary_cross_entropy_gradient(y_hat, y):
    return (y_hat - y) * y_hat * (1 - y_hat) / y.size


plain_binary_cross_entropy_gradient.mistake(
    "bce-gradient-is-loss",
    change=("return ((1 - y) / q - y / p) / y.size", "return -(y * np.log(p) + (1 - y) * np.log(q)) / y.size"),
    did="returns the loss of every entry, where its slope is due",
    seems_right="the formula of the loss was differentiated in words only",
    hint="Can your gradient be negative? Should it?",
)


@misconception(
    "bce-gradient-keeps-the-logarithm",
    did="keeps the logarithm in the denominators",
    seems_right="log is differentiated as if it were a factor",
    hint="What is the derivative of log x? Is there a logarithm in it?",
)
def binary_cross_entropy_gradient(y_hat, y):
    p, q = np.clip(y_hat, 1e-12, 1 - 1e-9), np.clip(1 - y_hat, 1e-12, 1 - 1e-9)
    return ((1 - y) / -np.log(q) - y / -np.log(p)) / y.size


plain_binary_cross_entropy_gradient.mistake(
    "bce-gradient-absolute",
    change=("return ((1 - y) / q - y / p) / y.size", "return np.abs((1 - y) / q - y / p) / y.size"),
    did="takes the absolute value: no entry is ever negative",
    seems_right="errors are positive",
    hint="An answer below its target must move the other way than one above it.",
)


@misconception(
    "bce-gradient-flips-answers-in-place",
    did="changes the caller's y_hat",
    seems_right="it is a neat way around the two terms",
    hint="Print y_hat before and after the call. Whose array do you write into?",
)
def binary_cross_entropy_gradient(y_hat, y):
    y_hat[y == 0] = 1 - y_hat[y == 0]
    return np.where(y == 1, -1.0, 1.0) / np.maximum(y_hat, 1e-12) / y.size


plain_binary_cross_entropy_gradient.mistake(
    "bce-gradient-scalar",
    change=("return ((1 - y) / q - y / p) / y.size", "return float(np.mean((1 - y) / q - y / p))"),
    did="averages to one number",
    seems_right="a loss is one number, so its gradient should be one",
    hint="The gradient answers: what if THIS answer moved? How many answers are there?",
)

plain_binary_cross_entropy_gradient.mistake(
    "bce-gradient-batch-mean",
    change=("return ((1 - y) / q - y / p) / y.size", "return np.mean((1 - y) / q - y / p, axis=0)"),
    did="averages over the samples: one row comes back",
    seems_right="the mean over the batch is spoken of everywhere",
    hint="Compare the shape of your result with that of y_hat.",
)

plain_binary_cross_entropy_gradient.mistake(
    "bce-gradient-no-return",
    change=("return ((1 - y) / q - y / p) / y.size", "((1 - y) / q - y / p) / y.size"),
    did="computes the gradient and does not return it",
    seems_right="the last line looks like the result",
    hint="What does a function hand back when it has no return?",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)

plain_binary_cross_entropy_gradient.mistake(
    "bce-gradient-factor-two",
    change=("return ((1 - y) / q - y / p) / y.size", "return 2.0 * ((1 - y) / q - y / p) / y.size"),
    did="multiplies by 2",
    seems_right="the gradient of step 3 had a 2",
    hint="Is there a square in this loss?",
)


@misconception(
    "bce-gradient-divides-by-answer-only",
    did="divides the error by y_hat only",
    seems_right="the error stands above the fraction bar, and y_hat is below it",
    hint="The target is 0 and the answer 0.999: how large is the slope, and how large should it be?",
)
def binary_cross_entropy_gradient(y_hat, y):
    return (y_hat - y) / np.maximum(y_hat, 1e-12) / y.size


@misconception(
    "bce-gradient-divides-by-rest-only",
    did="divides the error by 1 - y_hat only",
    seems_right="one of two denominators was forgotten",
    hint="The target is 1 and the answer 0.001: how large is the slope, and how large should it be?",
)
def binary_cross_entropy_gradient(y_hat, y):
    return (y_hat - y) / np.maximum(1 - y_hat, 1e-12) / y.size


@misconception(
    "bce-gradient-precedence",
    did="divides by y_hat and multiplies by 1 - y_hat, because a bracket is missing",
    seems_right="read aloud it is the formula: over y_hat times one minus y_hat",
    hint="Work out your line in the order Python does. Which factor ends up above the fraction bar?",
)
def binary_cross_entropy_gradient(y_hat, y):
    p = np.maximum(y_hat, 1e-12)
    return (y_hat - y) / p * (1 - y_hat) / y.size


@misconception(
    "bce-gradient-arguments-exchanged",
    did="exchanges answers and targets",
    seems_right="libraries differ in the order of the two",
    hint="Which of the two stands in the denominators? Can that be exactly 0 all the time?",
)
def binary_cross_entropy_gradient(y_hat, y):
    p, q = np.maximum(y, 1e-12), np.maximum(1 - y, 1e-12)
    return ((1 - y_hat) / q - y_hat / p) / y.size


plain_binary_cross_entropy_gradient.mistake(
    "bce-gradient-rounded",
    change=("return ((1 - y) / q - y / p) / y.size", "return np.round(((1 - y) / q - y / p) / y.size, 2)"),
    did="rounds the entries to two decimals",
    seems_right="short numbers are easier to read",
    hint="What is left of a gradient of 0.004?",
)


# accuracy


@misconception(
    "accuracy-count",
    did="returns how many are right, not which share of them",
    seems_right="counting is the natural first step",
    hint="Double the data by repeating it. Should the accuracy change?",
)
def accuracy(logits, labels):
    return float(np.sum(np.argmax(logits, axis=1) == labels))


@misconception(
    "accuracy-percent",
    did="returns percent",
    seems_right="people say 95 percent",
    hint="What does the task say the largest possible value is?",
)
def accuracy(logits, labels):
    return float(100 * np.mean(np.argmax(logits, axis=1) == labels))


@misconception(
    "accuracy-axis-zero",
    did="looks for the largest logit of each column",
    seems_right="axis 0 comes first",
    hint="What does a column hold: the logits of one sample, or of one class?",
)
def accuracy(logits, labels):
    return float(np.mean(np.argmax(logits, axis=0) == labels))


@misconception(
    "accuracy-no-axis",
    did="looks for the one largest logit of all",
    seems_right="argmax without an axis works for a single sample",
    hint="How many decisions should there be? How many does argmax return?",
)
def accuracy(logits, labels):
    return float(np.mean(np.argmax(logits) == labels))


@misconception(
    "accuracy-argmin",
    did="takes the smallest logit for the answer",
    seems_right="a loss should be small",
    hint="Which class does a network speak for: that of the largest logit, or of the smallest?",
)
def accuracy(logits, labels):
    return float(np.mean(np.argmin(logits, axis=1) == labels))


@misconception(
    "accuracy-largest-size",
    did="takes the logit that is largest in size, whatever its sign",
    seems_right="size matters, as it seems",
    hint="What does a logit of -9 say about its class?",
)
def accuracy(logits, labels):
    return float(np.mean(np.argmax(np.abs(logits), axis=1) == labels))


@misconception(
    "accuracy-error-rate",
    did="returns the share of wrong decisions",
    seems_right="losses count what is wrong",
    hint="What should come back if all answers are right?",
)
def accuracy(logits, labels):
    return float(np.mean(np.argmax(logits, axis=1) != labels))


@misconception(
    "accuracy-compares-logits",
    did="compares the largest logits with the labels",
    seems_right="max and argmax look alike",
    hint="What does np.max give: the largest number, or its place?",
)
def accuracy(logits, labels):
    return float(np.mean(np.max(logits, axis=1) == labels))


@misconception(
    "accuracy-label-positive",
    did="counts the samples whose label has a logit above 0",
    seems_right="above 0 a sigmoid says yes",
    hint="Can the label's logit be above 0, and another one larger still?",
)
def accuracy(logits, labels):
    return float(np.mean(logits[np.arange(len(logits)), labels] > 0))


@misconception(
    "accuracy-label-above-half",
    did="counts the samples whose label has a probability of one half or more",
    seems_right="with two classes that is the decision",
    hint="Three classes with 0.4, 0.3 and 0.3: which one is decided for?",
)
def accuracy(logits, labels):
    return float(np.mean(softmax(logits)[np.arange(len(logits)), labels] >= 0.5))


@misconception(
    "accuracy-mean-probability",
    did="returns the mean probability of the labels",
    seems_right="it is high when the network is right",
    hint="Does the accuracy count decisions, or how sure they are?",
)
def accuracy(logits, labels):
    return float(np.mean(softmax(logits)[np.arange(len(logits)), labels]))


@misconception(
    "accuracy-labels-from-one",
    did="adds 1 to the decisions, as if classes were counted from 1",
    seems_right="other languages count from 1",
    hint="Which label belongs to the first column?",
)
def accuracy(logits, labels):
    return float(np.mean(np.argmax(logits, axis=1) + 1 == labels))


@misconception(
    "accuracy-per-sample",
    did="returns True or False for every sample, without their mean",
    seems_right="the comparison is the answer, as it seems",
    hint="How many numbers should come back?",
)
def accuracy(logits, labels):
    return np.argmax(logits, axis=1) == labels


@misconception(
    "accuracy-all",
    did="returns whether all are right",
    seems_right="all or nothing is easier to say",
    hint="What should come back if half of them are right?",
    construct="all",
    numbers="returns 1 only where all decisions are right, and 0 in all other cases",
    look_alikes=("accuracy-whole-number",),
)
def accuracy(logits, labels):
    return float(np.all(np.argmax(logits, axis=1) == labels))


@misconception(
    "accuracy-labels-as-a-column",
    did="compares every decision with every label",
    seems_right="the targets of step 3 were a column",
    hint="Print the shape of the comparison. How many should there be?",
)
def accuracy(logits, labels):
    return float(np.mean(np.argmax(logits, axis=1) == labels.reshape(-1, 1)))


@misconception(
    "accuracy-whole-number",
    did="divides whole numbers and drops the rest",
    seems_right="// divides as well",
    hint="What is 3 // 4 in Python?",
    construct="//|int|floor",
    look_alikes=("accuracy-all",),
)
def accuracy(logits, labels):
    return np.sum(np.argmax(logits, axis=1) == labels) // len(labels)


@misconception(
    "accuracy-divides-by-classes",
    did="divides by the number of classes",
    seems_right="shape[1] and shape[0] are easily confused",
    hint="Of how many decisions is it a share?",
)
def accuracy(logits, labels):
    return float(np.sum(np.argmax(logits, axis=1) == labels) / logits.shape[1])


@misconception(
    "accuracy-divides-by-entries",
    did="divides by the number of all logits",
    seems_right="size counts everything",
    hint="Of how many decisions is it a share?",
)
def accuracy(logits, labels):
    return float(np.sum(np.argmax(logits, axis=1) == labels) / logits.size)


@misconception(
    "accuracy-best-two",
    did="counts a sample as right if its label is among the best two",
    seems_right="larger tasks are judged that way",
    hint="How many answers may the network give for each sample?",
)
def accuracy(logits, labels):
    return float(np.mean([label in np.argsort(row)[-2:] for row, label in zip(logits, labels)]))


@misconception(
    "accuracy-rounded",
    did="rounds the share to one decimal",
    seems_right="people say nine out of ten",
    hint="What is the difference between 0.951 and 0.999 for your function?",
)
def accuracy(logits, labels):
    return round(float(np.mean(np.argmax(logits, axis=1) == labels)), 1)


@misconception(
    "accuracy-no-return",
    did="computes the share and does not return it",
    seems_right="printing shows that it is right",
    hint="What does a function hand back when it has no return?",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)
def accuracy(logits, labels):
    np.mean(np.argmax(logits, axis=1) == labels)


@misconception(
    "accuracy-first-sample-only",
    did="returns from inside the loop, after the first sample",
    seems_right="the return stands only one step too far to the right",
    hint="Change the second sample. Does your result notice?",
    construct="return in loop",
    numbers="returns what belongs to the first sample only",
    numbers_hint="Change the second sample. Does your result notice?",
)
def accuracy(logits, labels):
    right = 0
    for row, label in zip(logits, labels):
        right += int(np.argmax(row) == label)
        return right / len(labels)


@misconception(
    "accuracy-loop-overwrites",
    did="replaces the count in every round of the loop, where it should add",
    seems_right="the loop visits every sample",
    hint="Print the count in every round. What should each round do to it?",
    construct="loop",
    numbers="counts the last sample only",
    numbers_hint="Change the first sample. Does your result notice?",
)
def accuracy(logits, labels):
    for row, label in zip(logits, labels):
        right = int(np.argmax(row) == label)
    return right / len(labels)


@misconception(
    "accuracy-sorts-the-logits",
    did="sorts the caller's rows in place to find the largest",
    seems_right="sort is at hand, and so is its last entry",
    hint="Print the logits before and after the call. Is the place of the largest still known?",
    construct="sort",
    numbers="changes the caller's logits",
    numbers_hint="Print the logits before and after the call. Whose array do you write into?",
)
def accuracy(logits, labels):
    largest = logits.max(axis=1)
    logits.sort(axis=1)
    return float(np.mean(np.argmax(logits == largest[:, None], axis=1) == labels))


@misconception(
    "accuracy-overwrites-labels",
    did="changes the caller's labels",
    seems_right="a name of its own seems to be a copy",
    hint="Print the labels before and after the call.",
)
def accuracy(logits, labels):
    labels -= np.argmax(logits, axis=1)
    return float(np.mean(labels == 0))


@misconception(
    "accuracy-distance",
    did="returns 1 minus the mean distance between decision and label",
    seems_right="near misses should count a little",
    hint="Is class 3 nearer to class 4 than to class 0?",
)
def accuracy(logits, labels):
    return float(1 - np.mean(np.abs(np.argmax(logits, axis=1) - labels)))


@misconception(
    "accuracy-share-of-class-one",
    did="counts right decisions for classes other than 0 only",
    seems_right="zero looks like nothing",
    hint="Which of the labels count? Is 0 a class like the others?",
)
def accuracy(logits, labels):
    right = (np.argmax(logits, axis=1) == labels) & (labels > 0)
    return float(np.mean(right))


@misconception(
    "accuracy-threshold-at-half",
    did="calls a class chosen where its logit is at least one half",
    seems_right="predict in step 6 did that",
    hint="Three logits of 5, 7 and 9: which class is chosen?",
)
def accuracy(logits, labels):
    chosen = np.argmax(logits >= 0.5, axis=1)
    return float(np.mean(chosen == labels))
