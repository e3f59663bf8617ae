"""How learners get step 8 wrong: labels as rows, scaling, splits and minibatches."""

import numpy as np

from grader.steps.entry import misconception, plain

# one_hot


@plain("one_hot")
def plain_one_hot(labels, n_classes):
    rows = np.zeros((len(labels), n_classes))
    rows[np.arange(len(labels)), labels] = 1.0
    return rows


plain_one_hot.mistake(
    "one-hot-inferred-classes",
    change=("(len(labels), n_classes)", "(len(labels), np.max(labels) + 1)"),
    did="takes the number of columns from the labels, and not from n_classes",
    seems_right="with the whole data set it is the same",
    hint="Encode a few labels without the last class. How many columns should there be?",
)

plain_one_hot.mistake(
    "one-hot-labels-from-one",
    change=("rows[np.arange(len(labels)), labels]", "rows[np.arange(len(labels)), labels - 1]"),
    did="takes 1 away from every label: class 0 lands in the last column",
    seems_right="other languages count from 1",
    hint="Encode the label 0. Where is the 1?",
)

plain_one_hot.mistake(
    "one-hot-one-column-too-many",
    change=("(len(labels), n_classes)", "(len(labels), n_classes + 1)"),
    did="makes a column more than there are classes",
    seems_right="the largest label plus 1 is added once more",
    hint="How many classes are there if the labels are 0, 1 and 2? How many columns have you got?",
)


@misconception(
    "one-hot-one-column-too-few",
    did="leaves out the last class",
    seems_right="the others being 0 says it already",
    hint="How many columns should there be? What does a row of zeros stand for?",
)
def one_hot(labels, n_classes):
    return (labels[:, None] == np.arange(n_classes - 1)).astype(float)


plain_one_hot.mistake(
    "one-hot-writes-the-label",
    change=("rows[np.arange(len(labels)), labels] = 1.0", "rows[np.arange(len(labels)), labels] = labels"),
    did="writes the number of the label where a 1 is due",
    seems_right="the label is what the row is about",
    hint="What number belongs in the column? What does class 0 look like in your result?",
)


@misconception(
    "one-hot-thermometer",
    did="writes ones from the first column up to the label's",
    seems_right="a larger label reaches further",
    hint="How many ones should stand in each row?",
)
def one_hot(labels, n_classes):
    return (np.arange(n_classes) <= labels[:, None]).astype(float)


plain_one_hot.mistake(
    "one-hot-transposed",
    change=("return rows", "return rows.T"),
    did="has one column per sample, where one row per sample is due",
    seems_right="other courses store samples that way",
    hint="What should the rows be: samples, or classes?",
)

plain_one_hot.mistake(
    "one-hot-selects-columns",
    change=("rows[np.arange(len(labels)), labels]", "rows[:, labels]"),
    did="fills whole columns with ones, because of a colon",
    seems_right="the colon means every row",
    hint="How many ones should stand in each row? What takes the place of the colon?",
    construct="colon",
    numbers="makes all rows equal: each has a 1 for every label that occurs",
    numbers_hint="How many ones should stand in each row? Where do the others come from?",
    look_alikes=("one-hot-same-row-again",),
)

plain_one_hot.mistake(
    "one-hot-rows-and-columns-exchanged",
    change=("rows[np.arange(len(labels)), labels]", "rows[labels, np.arange(len(labels))]"),
    did="exchanges the two indices",
    seems_right="row and column are easily confused",
    hint="Which index comes first: that of the sample, or that of the class?",
)


@misconception(
    "one-hot-all-zeros",
    did="makes the zeros, and sets no ones",
    seems_right="fancy indexing gives a copy when it is read",
    hint="Print a row. Which line should set its 1, and does it change the array or a copy?",
)
def one_hot(labels, n_classes):
    rows = np.zeros((len(labels), n_classes))
    picked = rows[np.arange(len(labels)), labels]
    picked += 1.0
    return rows


plain_one_hot.mistake(
    "one-hot-minus-one",
    change=("np.zeros((len(labels), n_classes))", "-np.ones((len(labels), n_classes))"),
    did="writes -1 where 0 is due",
    seems_right="that is the code for a tanh output",
    hint="Which two numbers does the task name?",
)


@misconception(
    "one-hot-one-cold",
    did="has zeros and ones exchanged",
    seems_right="the rows are full of something either way",
    hint="How many ones should stand in each row?",
)
def one_hot(labels, n_classes):
    rows = np.ones((len(labels), n_classes))
    rows[np.arange(len(labels)), labels] = 0.0
    return rows


@misconception(
    "one-hot-one-row-for-all",
    did="makes a single row that marks every class that occurs",
    seems_right="one row is enough to see them all",
    hint="How many rows are due for six labels?",
)
def one_hot(labels, n_classes):
    row = np.zeros(n_classes)
    row[labels] = 1.0
    return row


@misconception(
    "one-hot-column-of-labels",
    did="returns the labels as a column",
    seems_right="that shape is what a table wants",
    hint="How many columns are due? What is in them?",
)
def one_hot(labels, n_classes):
    return labels.reshape(-1, 1)


@misconception(
    "one-hot-eye-of-samples",
    did="makes the table from as many classes as there are samples",
    seems_right="np.eye(n)[labels] is short, whatever n is",
    hint="How many columns should there be: as many as samples, or as classes?",
)
def one_hot(labels, n_classes):
    return np.eye(max(len(labels), int(np.max(labels)) + 1))[labels]


@misconception(
    "one-hot-eye-without-labels",
    did="returns an identity matrix, which no label enters",
    seems_right="np.eye is the core of the trick",
    hint="Change a label. Does your result notice?",
)
def one_hot(labels, n_classes):
    return np.eye(len(labels), n_classes)


plain_one_hot.mistake(
    "one-hot-reversed-columns",
    change=("rows[np.arange(len(labels)), labels]", "rows[np.arange(len(labels)), n_classes - 1 - labels]"),
    did="counts the columns from the right",
    seems_right="bits are counted from the right",
    hint="Encode the label 0. Where is the 1?",
)


@misconception(
    "one-hot-sorted",
    did="sorts the rows by label",
    seems_right="np.unique and friends give sorted results",
    hint="Does the first row belong to the first label?",
)
def one_hot(labels, n_classes):
    return np.eye(n_classes)[np.sort(labels)]


@misconception(
    "one-hot-last-label-only",
    did="returns the row of the last label only",
    seems_right="the loop visits every label",
    hint="How many rows are due? Where are the others kept?",
)
def one_hot(labels, n_classes):
    for label in labels:
        row = np.zeros(n_classes)
        row[label] = 1.0
    return row


@misconception(
    "one-hot-same-row-again",
    did="puts the same list into every row, so that all rows become equal",
    seems_right="[row] * n looks like n rows",
    hint="Change one row. Do the others change with it?",
    construct="loop",
    numbers="makes all rows equal: each has a 1 for every label that occurs",
    numbers_hint="How many ones should stand in each row? Change one row: do the others change with it?",
    look_alikes=("one-hot-selects-columns",),
)
def one_hot(labels, n_classes):
    rows = [[0.0] * n_classes] * len(labels)
    for i, label in enumerate(labels):
        rows[i][label] = 1.0
    return np.array(rows)


@misconception(
    "one-hot-first-label-only",
    did="returns from inside the loop, after the first label",
    seems_right="the return stands only one step too far to the right",
    hint="How many rows have a 1? When does a return end the function?",
    construct="return in loop",
    numbers="returns what belongs to the first label only",
    numbers_hint="How many rows have a 1?",
)
def one_hot(labels, n_classes):
    rows = np.zeros((len(labels), n_classes))
    for i, label in enumerate(labels):
        rows[i, label] = 1.0
        return rows


plain_one_hot.mistake(
    "one-hot-no-return",
    change=("return rows", ""),
    did="fills the table and does not return it",
    seems_right="the last line looks like the result",
    hint="What does a function hand back when it has no return?",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)

plain_one_hot.mistake(
    "one-hot-shape-as-two-arguments",
    change=("np.zeros((len(labels), n_classes))", "np.zeros(len(labels), n_classes)"),
    did="calls np.zeros with two numbers, where one shape in brackets is due",
    seems_right="np.random's functions take them like that",
    hint="How many arguments does np.zeros take for the shape? Where do the inner brackets go?",
)


@misconception(
    "one-hot-mutates-labels",
    did="changes the caller's labels",
    seems_right="a name of its own seems to be a copy",
    hint="Print the labels before and after the call.",
)
def one_hot(labels, n_classes):
    rows = np.zeros((len(labels), n_classes))
    labels += n_classes * np.arange(len(labels))
    rows.ravel()[labels] = 1.0
    return rows


@misconception(
    "one-hot-every-class-at-once",
    did="compares labels with all classes without a second axis: a single comparison comes back",
    seems_right="== compares entry by entry, and so it should",
    hint="Which shape has labels[:, None], and which has labels?",
)
def one_hot(labels, n_classes):
    return np.array([float(np.array_equal(labels, c)) for c in range(n_classes)])


# standardize


@plain("standardize")
def plain_standardize(train, other):
    mean, deviation = np.mean(train, axis=0), np.std(train, axis=0)
    scale = np.where(deviation == 0, 1.0, deviation)
    return (train - mean) / scale, (other - mean) / scale


@misconception(
    "standardize-other-by-itself",
    did="takes the mean and deviation of other for other",
    seems_right="the same recipe for every set looks fair",
    hint="Standardize an other of one row. What is left of it? Whose numbers should be used?",
)
def standardize(train, other):
    def scaled(x):
        deviation = np.std(x, axis=0)
        return (x - np.mean(x, axis=0)) / np.where(deviation == 0, 1.0, deviation)

    return scaled(train), scaled(other)


@misconception(
    "standardize-by-variance",
    did="divides by the variance",
    seems_right="the root was forgotten",
    hint="What is the deviation of your columns afterwards? What should it be?",
)
def standardize(train, other):
    variance = np.var(train, axis=0)
    scale = np.where(variance == 0, 1.0, variance)
    return (train - np.mean(train, axis=0)) / scale, (other - np.mean(train, axis=0)) / scale


@misconception(
    "standardize-mutates-input",
    did="changes the caller's train",
    seems_right="-= saves an array",
    hint="Print train before and after the call. Whose array do you write into?",
)
def standardize(train, other):
    mean, deviation = np.mean(train, axis=0), np.std(train, axis=0)
    train -= mean
    scale = np.where(deviation == 0, 1.0, deviation)
    return train / scale, (other - mean) / scale


@misconception(
    "standardize-mutates-other",
    did="changes the caller's other",
    seems_right="-= saves an array",
    hint="Print other before and after the call. Whose array do you write into?",
)
def standardize(train, other):
    mean, deviation = np.mean(train, axis=0), np.std(train, axis=0)
    other -= mean
    scale = np.where(deviation == 0, 1.0, deviation)
    return (train - mean) / scale, other / scale


plain_standardize.mistake(
    "standardize-precedence",
    change=("(train - mean) / scale, (other - mean) / scale", "train - mean / scale, other - mean / scale"),
    did="divides the mean by the deviation, because brackets are missing",
    seems_right="read aloud it is the formula: x minus mean over deviation",
    hint="Work out your line in the order Python does. What is divided?",
)


@misconception(
    "standardize-statistics-too-late",
    did="takes mean and deviation of the train that is standardized already: other comes back unchanged",
    seems_right="one name was used for the old train and the new",
    hint="Print the mean that you subtract from other. When was it taken?",
    construct="new value for a parameter",
    numbers="leaves other as it is",
    numbers_hint="Will a network that learned from small numbers understand large ones?",
    look_alikes=("standardize-only-train",),
)
def standardize(train, other):
    deviation = np.std(train, axis=0)
    train = (train - np.mean(train, axis=0)) / np.where(deviation == 0, 1.0, deviation)
    late = np.std(train, axis=0)
    return train, (other - np.mean(train, axis=0)) / np.where(late == 0, 1.0, late)


@misconception(
    "standardize-only-train",
    did="leaves other as it is",
    seems_right="test data must not be touched, one hears",
    hint="Will a network that learned from small numbers understand large ones?",
    look_alikes=("standardize-statistics-too-late",),
)
def standardize(train, other):
    deviation = np.std(train, axis=0)
    return (train - np.mean(train, axis=0)) / np.where(deviation == 0, 1.0, deviation), other.copy()


@misconception(
    "standardize-only-centres",
    did="subtracts the mean and does not divide",
    seems_right="that is one half of the recipe",
    hint="What is the deviation of your columns afterwards? What should it be?",
)
def standardize(train, other):
    mean = np.mean(train, axis=0)
    return train - mean, other - mean


@misconception(
    "standardize-only-scales",
    did="divides by the deviation without subtracting the mean",
    seems_right="that is one half of the recipe",
    hint="What is the mean of your columns afterwards? What should it be?",
)
def standardize(train, other):
    deviation = np.std(train, axis=0)
    scale = np.where(deviation == 0, 1.0, deviation)
    return train / scale, other / scale


@misconception(
    "standardize-one-number-for-all",
    did="takes one mean and one deviation for the whole table",
    seems_right="np.mean without an axis works",
    hint="One column counts rooms, another square metres. Should they share a mean?",
)
def standardize(train, other):
    mean, deviation = np.mean(train), np.std(train)
    return (train - mean) / deviation, (other - mean) / deviation


@misconception(
    "standardize-by-row",
    did="takes the mean and deviation of each row",
    seems_right="axis 1 was right in step 7",
    hint="What is averaged over: the samples, or the features?",
)
def standardize(train, other):
    def scaled(x):
        deviation = np.std(x, axis=1, keepdims=True)
        return (x - np.mean(x, axis=1, keepdims=True)) / np.where(deviation == 0, 1.0, deviation)

    return scaled(train), scaled(other)


@misconception(
    "standardize-nan-for-constant-columns",
    did="divides by 0 in a column that never changes: nan comes back",
    seems_right="on paper no column is constant",
    hint="What is 0 / 0? Which columns of the digits never change?",
)
def standardize(train, other):
    mean, deviation = np.mean(train, axis=0), np.std(train, axis=0)
    return (train - mean) / deviation, (other - mean) / deviation


plain_standardize.mistake(
    "standardize-sample-deviation",
    change=("np.std(train, axis=0)", "np.std(train, axis=0, ddof=1)"),
    did="takes the deviation with n - 1 in the denominator",
    seems_right="statistics courses and pandas do so",
    hint="Which deviation does the task name? What is the argument ddof for?",
)


@misconception(
    "standardize-epsilon-too-big",
    did="adds 0.001 to every deviation, which a column that hardly changes does not survive",
    seems_right="dividing by 0 is a fear one learns",
    hint="Take a column with a deviation of 0.01. What is its deviation afterwards?",
)
def standardize(train, other):
    mean, deviation = np.mean(train, axis=0), np.std(train, axis=0)
    return (train - mean) / (deviation + 1e-3), (other - mean) / (deviation + 1e-3)


plain_standardize.mistake(
    "standardize-small-columns-left",
    change=("deviation == 0", "deviation < 0.1"),
    did="divides only where the deviation is at least 0.1",
    seems_right="a small deviation looks like none",
    hint="Take a column with a deviation of 0.01. What is its deviation afterwards?",
)


@misconception(
    "standardize-drops-constant-columns",
    did="leaves constant columns out",
    seems_right="they tell nothing, so why keep them",
    hint="How many columns does the first layer of a network expect, if nobody tells it?",
)
def standardize(train, other):
    mean, deviation = np.mean(train, axis=0), np.std(train, axis=0)
    keep = deviation > 0
    return (train - mean)[:, keep] / deviation[keep], (other - mean)[:, keep] / deviation[keep]


@misconception(
    "standardize-constant-columns-untouched",
    did="leaves constant columns as they are",
    seems_right="there seems to be nothing to standardize",
    hint="What should a constant column become?",
)
def standardize(train, other):
    mean, deviation = np.mean(train, axis=0), np.std(train, axis=0)
    varies = deviation > 0
    mean, scale = np.where(varies, mean, 0.0), np.where(varies, deviation, 1.0)
    return (train - mean) / scale, (other - mean) / scale


@misconception(
    "standardize-constant-columns-one",
    did="makes constant columns 1",
    seems_right="a constant that is not 0 looks safe",
    hint="What should a constant column become?",
)
def standardize(train, other):
    mean, deviation = np.mean(train, axis=0), np.std(train, axis=0)
    scale = np.where(deviation == 0, 1.0, deviation)
    new_train, new_other = (train - mean) / scale, (other - mean) / scale
    new_train[:, deviation == 0] = new_other[:, deviation == 0] = 1.0
    return new_train, new_other


@misconception(
    "standardize-min-max",
    did="stretches every column to the range from 0 to 1",
    seems_right="that is another common way to scale",
    hint="Which mean and which deviation should the columns have afterwards?",
)
def standardize(train, other):
    low, high = np.min(train, axis=0), np.max(train, axis=0)
    span = np.where(high == low, 1.0, high - low)
    return (train - low) / span, (other - low) / span


@misconception(
    "standardize-by-largest",
    did="divides by the largest size in each column, after subtracting the mean",
    seems_right="it brings everything into the range from -1 to 1",
    hint="What is the deviation of your columns afterwards? What should it be?",
)
def standardize(train, other):
    mean = np.mean(train, axis=0)
    largest = np.max(np.abs(train - mean), axis=0)
    scale = np.where(largest == 0, 1.0, largest)
    return (train - mean) / scale, (other - mean) / scale


@misconception(
    "standardize-joint-statistics",
    did="takes the mean and deviation of both arrays together",
    seems_right="more data give better statistics",
    hint="May data that are for judging have a say in how the training data look?",
)
def standardize(train, other):
    both = np.concatenate([train, other])
    mean, deviation = np.mean(both, axis=0), np.std(both, axis=0)
    scale = np.where(deviation == 0, 1.0, deviation)
    return (train - mean) / scale, (other - mean) / scale


plain_standardize.mistake(
    "standardize-statistics-of-other",
    change=("np.mean(train, axis=0), np.std(train, axis=0)", "np.mean(other, axis=0), np.std(other, axis=0)"),
    did="takes the mean and deviation of other for both",
    seems_right="one of two names was taken",
    hint="Whose mean and deviation does the task name?",
)

plain_standardize.mistake(
    "standardize-other-not-centred",
    change=("(other - mean) / scale", "other / scale"),
    did="divides other by train's deviation, but does not subtract the mean",
    seems_right="half of the second line was forgotten",
    hint="A row of other that equals the mean of train: what should become of it?",
)

plain_standardize.mistake(
    "standardize-other-not-scaled",
    change=("(other - mean) / scale", "other - mean"),
    did="subtracts train's mean from other, but does not divide",
    seems_right="half of the second line was forgotten",
    hint="What is done to train must be done to other. Which half is missing?",
)


@misconception(
    "standardize-other-with-its-own-mean",
    did="subtracts the mean of other from other, and divides by train's deviation",
    seems_right="one of two names was changed",
    hint="Whose mean should be subtracted from other?",
)
def standardize(train, other):
    deviation = np.std(train, axis=0)
    scale = np.where(deviation == 0, 1.0, deviation)
    return (train - np.mean(train, axis=0)) / scale, (other - np.mean(other, axis=0)) / scale


@misconception(
    "standardize-returns-only-train",
    did="returns the first array only",
    seems_right="train is what the network learns from",
    hint="How many arrays are handed in, and how many are due?",
)
def standardize(train, other):
    mean, deviation = np.mean(train, axis=0), np.std(train, axis=0)
    return (train - mean) / np.where(deviation == 0, 1.0, deviation)


plain_standardize.mistake(
    "standardize-returns-swapped",
    change=("(train - mean) / scale, (other - mean) / scale", "(other - mean) / scale, (train - mean) / scale"),
    did="returns other first, and train second",
    seems_right="order looks unimportant while one writes it",
    hint="In which order are the two handed in?",
)


@misconception(
    "standardize-returns-statistics",
    did="returns the mean and the deviation",
    seems_right="those are what one needs for other data",
    hint="What does the task say comes back?",
)
def standardize(train, other):
    return np.mean(train, axis=0), np.std(train, axis=0)


plain_standardize.mistake(
    "standardize-adds-the-mean",
    change=("(train - mean) / scale, (other - mean) / scale", "(train + mean) / scale, (other + mean) / scale"),
    did="adds the mean",
    seems_right="one sign differs from the formula",
    hint="What is the mean of your columns afterwards? What should it be?",
)


@misconception(
    "standardize-median",
    did="subtracts the median",
    seems_right="the middle value is an average too",
    hint="What is the mean of your columns afterwards? What should it be?",
)
def standardize(train, other):
    middle, deviation = np.median(train, axis=0), np.std(train, axis=0)
    scale = np.where(deviation == 0, 1.0, deviation)
    return (train - middle) / scale, (other - middle) / scale


@misconception(
    "standardize-multiplies",
    did="multiplies by the deviation",
    seems_right="one sign differs from the formula",
    hint="Is the deviation of your columns 1 afterwards?",
)
def standardize(train, other):
    mean, deviation = np.mean(train, axis=0), np.std(train, axis=0)
    return (train - mean) * deviation, (other - mean) * deviation


@misconception(
    "standardize-no-return",
    did="computes both arrays and does not return them",
    seems_right="the last lines look like the result",
    hint="What does a function hand back when it has no return?",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)
def standardize(train, other):
    mean, deviation = np.mean(train, axis=0), np.std(train, axis=0)
    scale = np.where(deviation == 0, 1.0, deviation)
    train = (train - mean) / scale
    other = (other - mean) / scale


@misconception(
    "standardize-whole-numbers",
    did="gives whole numbers where train holds whole numbers",
    seems_right="zeros_like is the natural way to make room",
    hint="Try it on an array of integers. Which kind of numbers can your result hold?",
)
def standardize(train, other):
    mean, deviation = np.mean(train, axis=0), np.std(train, axis=0)
    scale = np.where(deviation == 0, 1.0, deviation)
    new_train, new_other = np.zeros_like(train), np.zeros_like(other)
    new_train[...] = (train - mean) / scale
    new_other[...] = (other - mean) / scale
    return new_train, new_other


# train_validation_split


@plain("train_validation_split")
def plain_train_validation_split(X, y, validation_fraction, rng):
    order = rng.permutation(len(X))
    cut = round(len(X) * validation_fraction)
    return X[order[cut:]], y[order[cut:]], X[order[:cut]], y[order[:cut]]


@misconception(
    "split-not-shuffled",
    did="cuts the data where they end, without shuffling",
    seems_right="the data look random already",
    hint="Try data that are sorted by class. Which classes are in the validation part?",
)
def train_validation_split(X, y, validation_fraction, rng):
    cut = len(X) - round(len(X) * validation_fraction)
    return X[:cut], y[:cut], X[cut:], y[cut:]


@misconception(
    "split-first-rows",
    did="takes the first rows for validation, without shuffling",
    seems_right="the data look random already",
    hint="Try data that are sorted by class. Which classes are in the validation part?",
)
def train_validation_split(X, y, validation_fraction, rng):
    cut = round(len(X) * validation_fraction)
    return X[cut:], y[cut:], X[:cut], y[:cut]


@misconception(
    "split-train-keeps-everything",
    did="leaves the validation samples in the training part",
    seems_right="splitting is understood as copying a part",
    hint="Is any sample in both parts? Can a network be judged by what it has learned?",
)
def train_validation_split(X, y, validation_fraction, rng):
    order = rng.permutation(len(X))
    chosen = order[: round(len(X) * validation_fraction)]
    return X.copy(), y.copy(), X[chosen], y[chosen]


@misconception(
    "split-fraction-inverted",
    did="puts n * fraction samples into the first part, where X_train is due, and the rest into the second",
    seems_right="libraries differ in what the fraction means",
    hint="0.25 of 20 samples: how many are for validation, and which place have they in what you return?",
)
def train_validation_split(X, y, validation_fraction, rng):
    order = rng.permutation(len(X))
    cut = round(len(X) * validation_fraction)
    return X[order[:cut]], y[order[:cut]], X[order[cut:]], y[order[cut:]]


@misconception(
    "split-returns-validation-first",
    did="returns the validation part first",
    seems_right="the validation part was cut off first",
    hint="In which order does the task name the four arrays?",
    look_alikes=("split-fraction-inverted",),
)
def train_validation_split(X, y, validation_fraction, rng):
    order = rng.permutation(len(X))
    cut = round(len(X) * validation_fraction)
    return X[order[:cut]], y[order[:cut]], X[order[cut:]], y[order[cut:]]


plain_train_validation_split.mistake(
    "split-fixed-seed",
    change=("rng.permutation(len(X))", "np.random.default_rng(0).permutation(len(X))"),
    did="makes a generator of its own with a fixed seed",
    seems_right="the split should be reproducible",
    hint="Try two seeds. Are the splits different? Who provides the random numbers?",
)

plain_train_validation_split.mistake(
    "split-own-generator",
    change=("rng.permutation(len(X))", "np.random.default_rng().permutation(len(X))"),
    did="makes a generator of its own, without a seed",
    seems_right="default_rng() is how examples begin",
    hint="Call it twice with the same seed. Are the splits equal? Who provides the random numbers?",
)

plain_train_validation_split.mistake(
    "split-global-random",
    change=("rng.permutation", "np.random.permutation"),
    did="draws from np.random, and not from the rng that is handed in",
    seems_right="older tutorials do so",
    hint="Call it twice with the same seed. Are the splits equal? Who provides the random numbers?",
)


@misconception(
    "split-seeds-global-from-rng",
    did="seeds NumPy's global generator with a number from rng",
    seems_right="both worlds then work together",
    hint="What do other parts of the program see, which use np.random as well? Can rng do it alone?",
)
def train_validation_split(X, y, validation_fraction, rng):
    np.random.seed(int(rng.integers(2**31)))
    order = np.random.permutation(len(X))
    cut = round(len(X) * validation_fraction)
    return X[order[cut:]], y[order[cut:]], X[order[:cut]], y[order[:cut]]


plain_train_validation_split.mistake(
    "split-loses-a-row",
    change=("X[order[cut:]], y[order[cut:]]", "X[order[cut + 1 :]], y[order[cut + 1 :]]"),
    did="leaves one sample out between the two parts",
    seems_right="the next part seems to begin one further",
    hint="Do the lengths of the two parts add up?",
)

plain_train_validation_split.mistake(
    "split-shares-a-row",
    change=("X[order[cut:]], y[order[cut:]]", "X[order[max(cut - 1, 0) :]], y[order[max(cut - 1, 0) :]]"),
    did="has one sample in both parts",
    seems_right="the end of a slice seems to be included",
    hint="Is any sample in both parts? Which rows are in X[0:4]?",
)

plain_train_validation_split.mistake(
    "split-float-index",
    change=("round(len(X) * validation_fraction)", "len(X) * validation_fraction"),
    did="cuts at a number that is not whole",
    seems_right="fraction times length is what the task says",
    hint="Can a slice end at 4.5? Which kind of number does a slice want?",
)


@misconception(
    "split-shuffles-apart",
    did="draws one order for X and another for y",
    seems_right="each array is shuffled, as it should be",
    hint="Which label belongs to the first row of X_train? Where did it go?",
)
def train_validation_split(X, y, validation_fraction, rng):
    first, second = rng.permutation(len(X)), rng.permutation(len(X))
    cut = round(len(X) * validation_fraction)
    return X[first[cut:]], y[second[cut:]], X[first[:cut]], y[second[:cut]]


plain_train_validation_split.mistake(
    "split-shuffles-only-x",
    change=("y[order[cut:]], X[order[:cut]], y[order[:cut]]", "y[cut:], X[order[:cut]], y[:cut]"),
    did="shuffles X and leaves y in its old order",
    seems_right="X is what one thinks of as the data",
    hint="Which label belongs to the first row of X_train? Where did it go?",
)


@misconception(
    "split-shuffles-in-place",
    did="changes the caller's arrays",
    seems_right="rng.shuffle is the method with that name",
    hint="Print X before and after the call. Whose arrays do you write into?",
)
def train_validation_split(X, y, validation_fraction, rng):
    state = rng.bit_generator.state
    rng.shuffle(X)
    rng.bit_generator.state = state
    rng.shuffle(y)
    rng.random()
    cut = round(len(X) * validation_fraction)
    return X[cut:].copy(), y[cut:].copy(), X[:cut].copy(), y[:cut].copy()


@misconception(
    "split-with-replacement",
    did="draws the samples with replacement: some come twice, others never",
    seems_right="rng.integers gives random row numbers",
    hint="Is every sample in exactly one part? Can a number come twice?",
)
def train_validation_split(X, y, validation_fraction, rng):
    chosen = rng.integers(0, len(X), round(len(X) * validation_fraction))
    rest = rng.integers(0, len(X), len(X) - len(chosen))
    return X[rest], y[rest], X[chosen], y[chosen]


@misconception(
    "split-validation-with-replacement",
    did="draws the validation samples with replacement",
    seems_right="rng.choice does so unless it is told otherwise",
    hint="Can a sample be drawn twice? What is the argument replace for?",
)
def train_validation_split(X, y, validation_fraction, rng):
    chosen = rng.choice(len(X), round(len(X) * validation_fraction))
    rest = np.setdiff1d(np.arange(len(X)), chosen)
    return X[rest], y[rest], X[chosen], y[chosen]


@misconception(
    "split-coin-for-each-row",
    did="tosses a coin for each sample, so that the size of the parts is chance",
    seems_right="the fraction is met on average",
    hint="0.25 of 20 samples: how many are for validation, and does it change from call to call?",
)
def train_validation_split(X, y, validation_fraction, rng):
    chosen = rng.random(len(X)) < validation_fraction
    return X[~chosen], y[~chosen], X[chosen], y[chosen]


@misconception(
    "split-random-window",
    did="takes a window of neighbouring rows from a random place",
    seems_right="it is random where the window begins",
    hint="Data often come sorted. Which classes are in your window?",
)
def train_validation_split(X, y, validation_fraction, rng):
    size = round(len(X) * validation_fraction)
    start = int(rng.integers(0, len(X)))
    order = np.roll(np.arange(len(X)), -start)
    return X[order[size:]], y[order[size:]], X[order[:size]], y[order[:size]]


@misconception(
    "split-every-kth",
    did="takes every k-th sample, without chance",
    seems_right="that spreads them evenly",
    hint="What happens with data in which every fourth sample is of the same kind? Is rng used?",
)
def train_validation_split(X, y, validation_fraction, rng):
    size = round(len(X) * validation_fraction)
    chosen = np.linspace(0, len(X) - 1, size).astype(int)
    rest = np.setdiff1d(np.arange(len(X)), chosen)
    return X[rest], y[rest], X[chosen], y[chosen]


@misconception(
    "split-groups-x-and-y",
    did="returns two pairs, where four arrays are due",
    seems_right="X and y belong together",
    hint="How many things does the task say come back? How would the caller unpack them?",
)
def train_validation_split(X, y, validation_fraction, rng):
    order = rng.permutation(len(X))
    cut = round(len(X) * validation_fraction)
    return (X[order[cut:]], y[order[cut:]]), (X[order[:cut]], y[order[:cut]])


plain_train_validation_split.mistake(
    "split-returns-x-first",
    change=("y[order[cut:]], X[order[:cut]]", "X[order[:cut]], y[order[cut:]]"),
    did="returns X_train, X_val, y_train, y_val",
    seems_right="a well-known library has that order",
    hint="In which order does the task name the four arrays?",
)


@misconception(
    "split-returns-indices",
    did="returns the numbers of the rows, and not the rows",
    seems_right="indices are all that is needed",
    hint="What does the caller expect: numbers of rows, or the rows?",
)
def train_validation_split(X, y, validation_fraction, rng):
    order = rng.permutation(len(X))
    cut = round(len(X) * validation_fraction)
    return order[cut:], order[cut:], order[:cut], order[:cut]


plain_train_validation_split.mistake(
    "split-only-x",
    change=("X[order[cut:]], y[order[cut:]], X[order[:cut]], y[order[:cut]]", "X[order[cut:]], X[order[:cut]]"),
    did="returns the two parts of X, without y",
    seems_right="y is somewhere outside",
    hint="Where does the caller find the labels of the training part?",
)


@misconception(
    "split-no-return",
    did="cuts the parts and does not return them",
    seems_right="the last line looks like the result",
    hint="What does a function hand back when it has no return?",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)
def train_validation_split(X, y, validation_fraction, rng):
    order = rng.permutation(len(X))
    cut = round(len(X) * validation_fraction)
    X[order[cut:]], y[order[cut:]], X[order[:cut]], y[order[:cut]]


plain_train_validation_split.mistake(
    "split-fraction-as-count",
    change=("round(len(X) * validation_fraction)", "min(round(100 * validation_fraction), len(X) - 1)"),
    did="takes the fraction of 100, whatever the number of samples is",
    seems_right="0.25 is 25, as in percent",
    hint="0.25 of 20 samples: how many are for validation?",
)

plain_train_validation_split.mistake(
    "split-always-half",
    change=("round(len(X) * validation_fraction)", "len(X) // 2"),
    did="cuts in the middle, whatever the fraction is",
    seems_right="half and half was the example",
    hint="Call it with two fractions. Is there a difference?",
)

plain_train_validation_split.mistake(
    "split-shuffles-columns",
    change=("order = rng.permutation(len(X))", "order = rng.permutation(len(X))\nX = rng.permuted(X, axis=1)"),
    did="shuffles the columns of X as well",
    seems_right="permuted and permutation are easily confused",
    hint="What does a column of X stand for? May its numbers move to another?",
)


@misconception(
    "split-after-shuffling-each-part",
    did="cuts first, and shuffles only inside the parts",
    seems_right="every part is shuffled, as it should be",
    hint="Data sorted by class: which classes are in the validation part, in any run?",
)
def train_validation_split(X, y, validation_fraction, rng):
    cut = round(len(X) * validation_fraction)
    first, second = rng.permutation(cut), cut + rng.permutation(len(X) - cut)
    return X[second], y[second], X[first], y[first]


plain_train_validation_split.mistake(
    "split-wrong-end-of-the-rest",
    change=("X[order[cut:]], y[order[cut:]]", "X[order[2 * cut :]], y[order[2 * cut :]]"),
    did="takes the rows behind the end of the data for training, where none are",
    seems_right="the fraction was added once more",
    hint="Do the lengths of the two parts add up?",
)


# minibatches


@plain("minibatches")
def plain_minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        rows = order[start : start + batch_size]
        yield X[rows], y[rows]


plain_minibatches.mistake(
    "minibatch-slice-one-short",
    change=("start + batch_size", "start + batch_size - 1"),
    did="ends every batch one row too early",
    seems_right="the end of a slice seems to be included",
    hint="How many rows has X[0:4]? Does every sample come?",
)

plain_minibatches.mistake(
    "minibatch-step-of-one",
    change=("range(0, len(X), batch_size)", "range(len(X))"),
    did="moves on by one row for each batch, so that they overlap",
    seems_right="range counts by one, unless it is told otherwise",
    hint="How many batches are there for 10 samples by 4? What is the third argument of range?",
)


@misconception(
    "minibatch-always-the-first",
    did="takes the first rows for every batch",
    seems_right="the loop runs often enough",
    hint="Print the rows of two batches. Where does the loop's variable enter?",
    construct="first rows",
    numbers="deals some samples more than once and others never",
    numbers_hint="Write down the rows of all batches. Does every sample come exactly once in a pass?",
)
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for _ in range(0, len(X), batch_size):
        rows = order[:batch_size]
        yield X[rows], y[rows]


plain_minibatches.mistake(
    "minibatch-returns-in-loop",
    change=("yield X[rows], y[rows]", "return X[rows], y[rows]"),
    did="returns the first batch, where it should yield",
    seems_right="return is how results come back",
    hint="How many batches come out? What is the difference between return and yield?",
)


@misconception(
    "minibatch-batches-columns",
    did="counts the columns of X for samples",
    seems_right="other courses store samples as columns",
    hint="Which axis counts the samples? How many batches are there for 10 samples by 4?",
)
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(X.shape[1])
    for start in range(0, X.shape[1], batch_size):
        rows = order[start : start + batch_size]
        yield X[rows], y[rows]


plain_minibatches.mistake(
    "minibatch-drops-the-last",
    change=("range(0, len(X), batch_size)", "range(0, len(X) - batch_size + 1, batch_size)"),
    did="leaves out the last samples, if they do not fill a batch",
    seems_right="equal batches are tidier",
    hint="Ten samples by four: which of them are never learned from?",
)


@misconception(
    "minibatch-counts-batches-down",
    did="rounds the number of batches down",
    seems_right="// is how one counts what fits in",
    hint="Ten samples by four: how many batches are there? And with 3 samples by 4?",
    look_alikes=("minibatch-drops-the-last",),
)
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for k in range(len(X) // batch_size):
        rows = order[k * batch_size : (k + 1) * batch_size]
        yield X[rows], y[rows]


plain_minibatches.mistake(
    "minibatch-fills-the-last",
    change=("order[start : start + batch_size]", "np.resize(order, start + batch_size)[start:]"),
    did="fills the last batch up with samples that have come already",
    seems_right="equal batches are tidier",
    hint="Does every sample come exactly once? May the last batch be smaller?",
)


@misconception(
    "minibatch-last-batch-from-the-end",
    did="takes the last rows once more, so that the last batch is full",
    seems_right="a slice from the end is always full",
    hint="Does every sample come exactly once? May the last batch be smaller?",
)
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        start = max(min(start, len(X) - batch_size), 0)
        rows = order[start : start + batch_size]
        yield X[rows], y[rows]


@misconception(
    "minibatch-rest-goes-into-the-last",
    did="adds the rest to the last full batch, which becomes too large",
    seems_right="a small batch is not worth a step",
    hint="How large may a batch be at most?",
)
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    n = max(len(X) // batch_size, 1)
    for k in range(n):
        rows = order[k * batch_size : (k + 1) * batch_size if k < n - 1 else None]
        yield X[rows], y[rows]


@misconception(
    "minibatch-size-is-number",
    did="takes batch_size for the number of batches",
    seems_right="both are small whole numbers",
    hint="40 samples with a batch_size of 8: how many rows has a batch?",
)
def minibatches(X, y, batch_size, rng):
    for rows in np.array_split(rng.permutation(len(X)), min(batch_size, len(X))):
        yield X[rows], y[rows]


@misconception(
    "minibatch-not-shuffled",
    did="cuts the data in their own order",
    seems_right="batches are batches",
    hint="Try data that are sorted by class. What does the first batch hold? Is rng used?",
)
def minibatches(X, y, batch_size, rng):
    for start in range(0, len(X), batch_size):
        yield X[start : start + batch_size], y[start : start + batch_size]


@misconception(
    "minibatch-shuffles-batches-only",
    did="shuffles the batches, but not the rows in them",
    seems_right="the order is random, as it should be",
    hint="Which samples are together in a batch, in every pass?",
)
def minibatches(X, y, batch_size, rng):
    starts = np.arange(0, len(X), batch_size)
    for start in rng.permutation(starts):
        yield X[start : start + batch_size], y[start : start + batch_size]


plain_minibatches.mistake(
    "minibatch-random-start",
    change=("rng.permutation(len(X))", "np.roll(np.arange(len(X)), -int(rng.integers(1, len(X))))"),
    did="begins at a random row and goes on in order",
    seems_right="it is random where the pass begins",
    hint="Which samples follow one another, in every pass?",
)


@misconception(
    "minibatch-with-replacement",
    did="draws every batch anew from all samples: some come twice, others never",
    seems_right="rng.choice gives a batch in one line",
    hint="Does every sample come exactly once in a pass?",
)
def minibatches(X, y, batch_size, rng):
    for start in range(0, len(X), batch_size):
        rows = rng.integers(0, len(X), min(batch_size, len(X) - start))
        yield X[rows], y[rows]


@misconception(
    "minibatch-each-batch-without-replacement",
    did="draws no sample twice in one batch, but every batch from all samples",
    seems_right="replace=False sounds like each once",
    hint="Does every sample come exactly once in a whole pass?",
    look_alikes=("minibatch-with-replacement",),
)
def minibatches(X, y, batch_size, rng):
    for start in range(0, len(X), batch_size):
        rows = rng.choice(len(X), min(batch_size, len(X) - start), replace=False)
        yield X[rows], y[rows]


@misconception(
    "minibatch-shuffles-for-each-batch",
    did="draws a new order for every batch",
    seems_right="shuffling more often seems to be more random",
    hint="Does every sample come exactly once in a whole pass? How often should the order be drawn?",
    look_alikes=("minibatch-each-batch-without-replacement",),
)
def minibatches(X, y, batch_size, rng):
    for start in range(0, len(X), batch_size):
        order = rng.permutation(len(X))
        rows = order[start : start + batch_size]
        yield X[rows], y[rows]


@misconception(
    "minibatch-one-array-for-all",
    did="hands out the same array again and again: each batch is overwritten by the next one",
    seems_right="one array is enough, as one batch is used after the other",
    hint="Collect all batches in a list first. What do the earlier ones hold in the end?",
    construct="in place|empty|zeros|empty_like|zeros_like|take",
    look_alikes=("minibatch-each-batch-without-replacement", "minibatch-shuffles-for-each-batch"),
)
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    rows, targets = np.empty_like(X[:batch_size]), np.empty_like(y[:batch_size])
    for start in range(0, len(X), batch_size):
        chosen = order[start : start + batch_size]
        rows[: len(chosen)], targets[: len(chosen)] = X[chosen], y[chosen]
        yield rows[: len(chosen)], targets[: len(chosen)]


@misconception(
    "minibatch-shuffles-apart",
    did="draws one order for X and another for y",
    seems_right="each array is shuffled, as it should be",
    hint="Which label belongs to the first row of the first batch? Where did it go?",
)
def minibatches(X, y, batch_size, rng):
    first, second = rng.permutation(len(X)), rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        yield X[first[start : start + batch_size]], y[second[start : start + batch_size]]


@misconception(
    "minibatch-shuffles-only-x",
    did="shuffles X and leaves y in its old order",
    seems_right="X is what one thinks of as the data",
    hint="Which label belongs to the first row of the first batch? Where did it go?",
)
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        yield X[order[start : start + batch_size]], y[start : start + batch_size]


@misconception(
    "minibatch-shuffles-in-place",
    did="changes the caller's arrays",
    seems_right="rng.shuffle is the method with that name",
    hint="Print X before and after a pass. Whose arrays do you write into?",
)
def minibatches(X, y, batch_size, rng):
    state = rng.bit_generator.state
    rng.shuffle(X)
    rng.bit_generator.state = state
    rng.shuffle(y)
    rng.random()
    for start in range(0, len(X), batch_size):
        yield X[start : start + batch_size].copy(), y[start : start + batch_size].copy()


plain_minibatches.mistake(
    "minibatch-fixed-seed",
    change=("rng.permutation(len(X))", "np.random.default_rng(0).permutation(len(X))"),
    did="makes a generator of its own with a fixed seed",
    seems_right="the order should be reproducible",
    hint="Make two passes. Are the batches different? Who provides the random numbers?",
)

plain_minibatches.mistake(
    "minibatch-own-generator",
    change=("rng.permutation(len(X))", "np.random.default_rng().permutation(len(X))"),
    did="makes a generator of its own, without a seed",
    seems_right="default_rng() is how examples begin",
    hint="Call it twice with the same seed. Are the batches equal? Who provides the random numbers?",
)

plain_minibatches.mistake(
    "minibatch-global-random",
    change=("rng.permutation", "np.random.permutation"),
    did="draws from np.random, and not from the rng that is handed in",
    seems_right="older tutorials do so",
    hint="Call it twice with the same seed. Are the batches equal? Who provides the random numbers?",
)


@misconception(
    "minibatch-copies-the-generator",
    did="draws from a copy of rng, so that every pass has the same order",
    seems_right="a copy leaves the caller's generator alone",
    hint="Make two passes with one rng. Are the batches different?",
)
def minibatches(X, y, batch_size, rng):
    from copy import deepcopy

    order = deepcopy(rng).permutation(len(X))
    for start in range(0, len(X), batch_size):
        rows = order[start : start + batch_size]
        yield X[rows], y[rows]


@misconception(
    "minibatch-yields-rows-only",
    did="yields the numbers of the rows, and not the rows",
    seems_right="indices are all that is needed",
    hint="What does the caller expect in a batch?",
)
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        yield order[start : start + batch_size]


@misconception(
    "minibatch-yields-only-x",
    did="yields the rows of X without their labels",
    seems_right="X is what one thinks of as the data",
    hint="What does the caller need besides, to work out a loss?",
)
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        yield X[order[start : start + batch_size]]


plain_minibatches.mistake(
    "minibatch-yields-y-first",
    change=("X[rows], y[rows]", "y[rows], X[rows]"),
    did="yields y_batch first",
    seems_right="order looks unimportant while one writes it",
    hint="Which of the two does the task name first?",
)

plain_minibatches.mistake(
    "minibatch-no-return",
    changes=[
        ("order = rng.permutation(len(X))", "order = rng.permutation(len(X))\nbatches = []"),
        ("yield X[rows], y[rows]", "batches.append((X[rows], y[rows]))"),
    ],
    did="collects the batches in a list and does not return it",
    seems_right="the list is complete, and the function ends",
    hint="What does a function hand back when it has no return?",
    construct="no return",
    numbers="ends without handing a value back: None comes back",
    numbers_hint="Which path did your function take to its end, and which `return` on it carries a value?",
)


@misconception(
    "minibatch-returns-two-lists",
    did="returns a list of all X batches and a list of all y batches",
    seems_right="two lists are as good as one",
    hint="What is one batch for the caller: a pair, or an entry of two lists?",
)
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    pieces = [order[start : start + batch_size] for start in range(0, len(X), batch_size)]
    return [X[rows] for rows in pieces], [y[rows] for rows in pieces]


@misconception(
    "minibatch-single-rows",
    did="yields one sample at a time",
    seems_right="stochastic descent means one sample, in older texts",
    hint="How many rows should a batch have?",
)
def minibatches(X, y, batch_size, rng):
    for row in rng.permutation(len(X)):
        yield X[row : row + 1], y[row : row + 1]


@misconception(
    "minibatch-rows-without-axis",
    did="yields single rows without their first axis",
    seems_right="an index picks a row",
    hint="What shape has X[3], and what shape has X[3:4]?",
)
def minibatches(X, y, batch_size, rng):
    for row in rng.permutation(len(X)):
        yield X[row], y[row]


@misconception(
    "minibatch-everything-at-once",
    did="yields all samples in one batch",
    seems_right="the shuffled data are what is wanted",
    hint="40 samples by 8: how many batches are there?",
)
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    yield X[order], y[order]


plain_minibatches.mistake(
    "minibatch-begins-at-one",
    change=("range(0, len(X), batch_size)", "range(1, len(X), batch_size)"),
    did="begins with the second row of the order",
    seems_right="counting starts at 1",
    hint="Does every sample come? Which index has the first entry of a list?",
)


@misconception(
    "minibatch-overlaps-by-one",
    did="begins every batch with the last row of the one before",
    seems_right="the end of a slice seems to be excluded twice",
    hint="Does any sample come twice?",
)
def minibatches(X, y, batch_size, rng):
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        rows = order[max(start - 1, 0) : start + batch_size - 1] if start else order[:batch_size]
        yield X[rows], y[rows]


plain_minibatches.mistake(
    "minibatch-end-without-start",
    change=("start : start + batch_size", "start:batch_size"),
    did="ends every slice at batch_size, so that only the first batch holds anything",
    seems_right="the second number of a slice looks like a length",
    hint="What is X[8:4]? What do the two numbers of a slice mean?",
)

plain_minibatches.mistake(
    "minibatch-growing",
    change=("start : start + batch_size", ": start + batch_size"),
    did="takes all rows from the beginning to the end of the batch",
    seems_right="the start of the slice is missing",
    hint="Print the sizes of the batches. Does any sample come twice?",
)
