"""Step 1 in unusual dress: right activation functions and derivatives that a careless check would refuse."""

import numpy as np

from grader.steps.entry import variant

# sigmoid


@variant("sigmoid-plain", unusual="warns of overflow at -1e4, with right values")
def sigmoid(z):
    return 1 / (1 + np.exp(-z))


@variant("sigmoid-where-both-branches", unusual="both branches are computed, so it warns although its values are right")
def sigmoid(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


@variant("sigmoid-masks", unusual="boolean assignment on a result array")
def sigmoid(z):
    result = np.empty(np.shape(z))
    positive = z >= 0
    negative = ~positive
    result[positive] = 1 / (1 + np.exp(-z[positive]))
    e = np.exp(z[negative])
    result[negative] = e / (1 + e)
    return result


@variant("sigmoid-logaddexp", unusual="exponential of a logarithm, no division at all")
def sigmoid(z):
    return np.exp(-np.logaddexp(0, -z))


@variant("sigmoid-vectorize-otypes", unusual="a Python if per element, by np.vectorize with otypes")
def sigmoid(z):
    import math

    def one(x):
        if x >= 0:
            return 1.0 / (1.0 + math.exp(-x))
        return math.exp(x) / (1.0 + math.exp(x))

    return np.vectorize(one, otypes=[float])(z)


@variant("sigmoid-returns-matrix", unusual="np.matrix where the input has two dimensions")
def sigmoid(z):
    result = 1 / (1 + np.exp(-np.clip(z, -700, 700)))
    return np.asmatrix(result) if np.ndim(z) == 2 else result


@variant("sigmoid-float32", unusual="float32 inside and in the result")
def sigmoid(z):
    z = np.asarray(z, dtype=np.float32)
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, np.float32(1), small) / (np.float32(1) + small)


@variant("sigmoid-power-of-e", unusual="np.e to a power in place of np.exp")
def sigmoid(z):
    return 1 / (1 + np.e**-z)


@variant("sigmoid-half-tanh", unusual="written with tanh")
def sigmoid(z):
    return 0.5 * (1.0 + np.tanh(0.5 * z))


@variant("sigmoid-nested-lists", unusual="nested lists come back, or a Python float for a 0-d array")
def sigmoid(z):
    from math import exp

    def squash(x):
        if isinstance(x, list):
            return [squash(entry) for entry in x]
        if x < 0:
            return 1 - squash(-x) if x > -30 else exp(x)
        return 1 / (1 + exp(-x))

    return squash(z.tolist())


@variant("sigmoid-except-overflow", unusual="catches the OverflowError of math.exp, element by element")
def sigmoid(z):
    import math

    result = np.zeros(z.shape)
    for index in np.ndindex(*z.shape):
        try:
            result[index] = 1 / (1 + math.exp(-z[index]))
        except OverflowError:
            result[index] = 0
    return result


@variant("sigmoid-clip-wide", unusual="clips z, far outside the range where it could be seen")
def sigmoid(z):
    z = np.clip(z, -500, 500)
    return 1.0 / (1.0 + np.exp(-z))


@variant("sigmoid-while-over-flat", unusual="a while loop over flattened arrays, one index counted by hand")
def sigmoid(z):
    n = z.size
    x = z.reshape(n).astype(np.float64)
    y = np.zeros(n)
    i = 0
    while i < n:
        e = np.exp(-abs(x[i]))
        y[i] = 1.0 / (1.0 + e)
        if x[i] < 0:
            y[i] = e / (1.0 + e)
        i += 1
    return y.reshape(z.shape)


@variant("sigmoid-exp-minus-abs", unusual="one exponential of -|z| serves both signs")
def sigmoid(z):
    return np.where(z < 0, e := np.exp(-np.abs(z)), 1.0) / (1.0 + e)


@variant("sigmoid-piecewise", unusual="np.piecewise with lambdas")
def sigmoid(z):
    z = np.asarray(z, dtype=float)
    return np.piecewise(z, [z < 0], [lambda x: np.exp(x) / (1 + np.exp(x)), lambda x: 1 / (1 + np.exp(-x))])


@variant("sigmoid-long-double", unusual="np.longdouble inside and in the result")
def sigmoid(z):
    wide = np.asarray(z, dtype=np.longdouble)
    return 1 / (1 + np.exp(-np.clip(wide, -700, 700)))


@variant("sigmoid-frompyfunc", unusual="np.frompyfunc, whose object array is converted at the end")
def sigmoid(z):
    from math import tanh as hyperbolic

    return np.asarray(np.frompyfunc(lambda x: (hyperbolic(x / 2) + 1) / 2, 1, 1)(z), dtype=float)


@variant("sigmoid-errstate", unusual="silences its own overflow warning")
def sigmoid(z):
    with np.errstate(over="ignore"):
        return np.reciprocal(1.0 + np.exp(-z))


@variant("sigmoid-out-buffers", unusual="one buffer of its own, changed by every ufunc in turn")
def sigmoid(z):
    buffer = np.array(z, dtype=float)
    np.negative(buffer, out=buffer)
    np.clip(buffer, -700, 700, out=buffer)
    np.exp(buffer, out=buffer)
    buffer += 1
    return np.divide(1, buffer, out=buffer)


@variant("sigmoid-nditer", unusual="np.nditer with an allocated output")
def sigmoid(z):
    walk = np.nditer([z, None], flags=["zerosize_ok"], op_dtypes=[None, np.float64], casting="unsafe")
    with walk:
        for x, y in walk:
            y[...] = 0.5 + 0.5 * np.tanh(x / 2)
        return walk.operands[1]


@variant("sigmoid-reversed-view", unusual="the result is a view with negative strides")
def sigmoid(z):
    backwards = np.array(np.flip(z), order="C")
    return np.flip(0.5 + 0.5 * np.tanh(backwards / 2))


# sigmoid_derivative


@variant("sigmoid-derivative-product", unusual="calls sigmoid twice")
def sigmoid_derivative(z):
    return sigmoid(z) * (1 - sigmoid(z))


@variant("sigmoid-derivative-two-sigmoids", unusual="sigmoid(z) sigmoid(-z), without a subtraction")
def sigmoid_derivative(z):
    return sigmoid(z) * sigmoid(-z)


@variant("sigmoid-derivative-cosh", unusual="a hyperbolic cosine; warns at 1e4, with right values")
def sigmoid_derivative(z):
    return 1 / (4 * np.cosh(z / 2) ** 2)


@variant("sigmoid-derivative-exp-abs", unusual="symmetric in z, so the sign is dropped first")
def sigmoid_derivative(z):
    e = np.exp(-np.abs(z))
    return e / (1 + e) ** 2


@variant("sigmoid-derivative-exp-textbook", unusual="the quotient rule as it stands, on a clipped z")
def sigmoid_derivative(z):
    z = np.clip(z, -300, 300)
    return np.exp(-z) / (1 + np.exp(-z)) ** 2


@variant("sigmoid-derivative-complex-step", unusual="numeric, and exact to the last digits: a complex step")
def sigmoid_derivative(z):
    h = 1e-20
    z = np.clip(z, -300, 300) + 1j * h
    return (1 / (1 + np.exp(-z))).imag / h


@variant("sigmoid-derivative-finite-difference", unusual="numeric: a central difference, off by about 1e-11")
def sigmoid_derivative(z):
    h = 1e-5
    return (sigmoid(z + h) - sigmoid(z - h)) / (2 * h)


@variant("sigmoid-derivative-inner-function-on-activation", unusual="an inner function takes the activation, rightly")
def sigmoid_derivative(z):
    def slope(a):
        return a * (1 - a)

    return slope(sigmoid(z))


@variant("sigmoid-derivative-tanh", unusual="a quarter of 1 - tanh squared")
def sigmoid_derivative(z):
    return 0.25 * (1 - np.tanh(z / 2) ** 2)


@variant("sigmoid-derivative-difference-of-powers", unusual="s - s squared; no (1 - s) in sight")
def sigmoid_derivative(z):
    s = sigmoid(z)
    return s - s**2


@variant("sigmoid-derivative-in-place-on-own-array", unusual="works in place on its own new array")
def sigmoid_derivative(z):
    s = np.array(sigmoid(z))
    s *= 1 - s
    return s


@variant("sigmoid-derivative-einsum", unusual="an elementwise product by einsum")
def sigmoid_derivative(z):
    s = np.asarray(sigmoid(z))
    return np.einsum("...,...->...", s, 1 - s)


@variant(
    "sigmoid-derivative-reciprocal-sum", unusual="1 / (e^z + 2 + e^-z): infinite below the line, zero above; warns"
)
def sigmoid_derivative(z):
    return 1 / (np.exp(z) + 2 + np.exp(-z))


@variant("sigmoid-derivative-log-space", unusual="computed as the exponential of its logarithm")
def sigmoid_derivative(z):
    size = np.abs(z)
    return np.exp(-size - 2 * np.log1p(np.exp(-size)))


@variant("sigmoid-derivative-walrus", unusual="an assignment inside the expression")
def sigmoid_derivative(z):
    return (s := sigmoid(z)) * (1 - s)


@variant("sigmoid-derivative-polynomial", unusual="a polynomial in the activation by np.polyval")
def sigmoid_derivative(z):
    return np.polyval([-1.0, 1.0, 0.0], sigmoid(z))


@variant("sigmoid-derivative-table-lookup", unusual="finds sigmoid through the table below it")
def sigmoid_derivative(z):
    function, _ = ACTIVATIONS["sigmoid"]
    value = function(z)
    return np.multiply(value, np.subtract(1, value))


@variant("sigmoid-derivative-dual-numbers", unusual="a class inside that does forward-mode differentiation")
def sigmoid_derivative(z):
    class Dual:
        def __init__(self, value, slope):
            self.value, self.slope = value, slope

        def exp(self):
            return Dual(np.exp(self.value), np.exp(self.value) * self.slope)

        def plus_one(self):
            return Dual(self.value + 1, self.slope)

        def inverse(self):
            return Dual(1 / self.value, -self.slope / self.value**2)

    minus_z = Dual(np.clip(-np.asarray(z, dtype=float), -300, 300), -1.0)
    return minus_z.exp().plus_one().inverse().slope


@variant("sigmoid-derivative-float32", unusual="float32 result")
def sigmoid_derivative(z):
    s = np.asarray(sigmoid(z)).astype("float32")
    return s * (np.float32(1) - s)


@variant("sigmoid-derivative-nested-lists", unusual="pure Python on lists, and lists come back")
def sigmoid_derivative(z):
    import math

    def walk(x):
        if type(x) is list:
            return list(map(walk, x))
        e = math.exp(-abs(x))
        return e / (1 + e) / (1 + e)

    return walk(z.tolist())


@variant("sigmoid-derivative-parabola", unusual="a quarter minus the squared distance from one half")
def sigmoid_derivative(z):
    return 0.25 - (sigmoid(z) - 0.5) ** 2


# relu


@variant("relu-maximum", unusual="nothing: the usual form, integers stay integers")
def relu(z):
    return np.maximum(0, z)


@variant("relu-times-mask", unusual="gives -0.0 for negatives, which prints differently")
def relu(z):
    return z * (z > 0)


@variant("relu-abs-average", unusual="(|z| + z) / 2: float for integer input")
def relu(z):
    return (np.abs(z) + z) / 2


@variant("relu-mask-on-a-copy", unusual="changes a copy in place")
def relu(z):
    result = z.copy()
    result[result < 0] = 0
    return result


@variant("relu-fmax", unusual="fmax in place of maximum")
def relu(z):
    return np.fmax(z, 0.0)


@variant("relu-vectorize-otypes", unusual="Python's max per element, by np.vectorize")
def relu(z):
    return np.vectorize(lambda x: max(x, 0.0), otypes=[np.float64])(z)


@variant("relu-element-loop", unusual="a loop with ndenumerate")
def relu(z):
    result = np.zeros(z.shape)
    for index, value in np.ndenumerate(z):
        if value > 0:
            result[index] = value
    return result


@variant("relu-heaviside", unusual="a step function times z")
def relu(z):
    return np.heaviside(z, 0) * z


@variant("relu-float32", unusual="float32 result")
def relu(z):
    return np.maximum(z, 0).astype(np.float32)


@variant("relu-returns-its-argument", unusual="hands back z itself where nothing is negative")
def relu(z):
    if not (z < 0).any():
        return z
    return np.where(z > 0, z, 0)


@variant("relu-clip-method", unusual="the clip method with only a lower end")
def relu(z):
    return z.clip(0)


@variant("relu-double-negative", unusual="minus the minimum of -z and 0: zeros of both signs")
def relu(z):
    return -np.minimum(-z, 0)


@variant("relu-masked-array", unusual="a masked array on the way")
def relu(z):
    return np.ma.masked_less(z, 0).filled(0)


@variant("relu-square-root-of-square", unusual="|z| as the root of a square")
def relu(z):
    z = 1.0 * z
    return 0.5 * z + 0.5 * np.sqrt(z * z)


@variant("relu-stack-and-reduce", unusual="a new axis that is reduced away")
def relu(z):
    return np.max([z, np.zeros_like(z)], axis=0)


@variant("relu-select", unusual="np.select with a default")
def relu(z):
    return np.select([z > 0], [z], default=0.0)


@variant("relu-nested-lists", unusual="recursion over nested lists, lists come back")
def relu(z):
    def rectify(x):
        return [rectify(entry) for entry in x] if isinstance(x, list) else (x if x > 0 else 0)

    return rectify(z.tolist())


@variant("relu-big-endian", unusual="a result of the other byte order")
def relu(z):
    return np.maximum(z, 0).astype(">f8")


@variant("relu-read-only", unusual="the result cannot be written to")
def relu(z):
    result = np.array(z, dtype=float)
    np.putmask(result, result < 0, 0)
    result.flags.writeable = False
    return result


@variant("relu-where-argument", unusual="multiplies only where a mask allows it")
def relu(z):
    return np.multiply(z, 1.0, out=np.zeros(np.shape(z)), where=np.greater(z, 0))


@variant("relu-minus-negative-part", unusual="subtracts the negative part")
def relu(z):
    return z - np.where(z < 0, z, 0)


@variant("relu-generator", unusual="fills the array from a generator")
def relu(z):
    return np.fromiter((x if x >= 0 else 0 for x in z.flat), dtype=float, count=z.size).reshape(z.shape)


# relu_derivative


@variant("relu-derivative-astype", unusual="0 at 0")
def relu_derivative(z):
    return (z > 0).astype(float)


@variant("relu-derivative-half-at-zero", unusual="0.5 at 0, a valid subgradient")
def relu_derivative(z):
    return np.heaviside(z, 0.5)


@variant("relu-derivative-one-at-zero", unusual="1 at 0, a valid subgradient")
def relu_derivative(z):
    return np.where(z >= 0, 1.0, 0.0)


@variant("relu-derivative-boolean", unusual="dtype bool, which works in products")
def relu_derivative(z):
    return z > 0


@variant("relu-derivative-integers", unusual="dtype int")
def relu_derivative(z):
    return np.where(z > 0, 1, 0)


@variant("relu-derivative-zeros-like-then-fill", unusual="integers for integer input")
def relu_derivative(z):
    slope = np.zeros_like(z)
    slope[z > 0] = 1
    return slope


@variant("relu-derivative-of-activation", unusual="the mask of relu(z), which is the mask of z")
def relu_derivative(z):
    return 1.0 * (relu(z) > 0)


@variant("relu-derivative-safe-ratio", unusual="relu(z) / z, divided only where z is not 0")
def relu_derivative(z):
    return np.divide(relu(z), z, out=np.zeros(np.shape(z)), where=z != 0)


@variant("relu-derivative-vectorized-if", unusual="a Python if per element")
def relu_derivative(z):
    def slope(x):
        if x > 0:
            return 1.0
        else:
            return 0.0

    return np.vectorize(slope, otypes=[float])(z)


@variant("relu-derivative-int8-view", unusual="the mask's bytes, seen as int8")
def relu_derivative(z):
    return np.asarray(z > 0).view(np.int8)


@variant("relu-derivative-uint8", unusual="unsigned bytes: minus 1 wraps to 255")
def relu_derivative(z):
    return np.greater(z, 0).astype(np.uint8)


@variant("relu-derivative-sign-of-relu", unusual="the sign of the activation")
def relu_derivative(z):
    return np.sign(np.maximum(z, 0))


@variant("relu-derivative-half-of-sign-plus-one", unusual="0.5 at 0, from the sign function")
def relu_derivative(z):
    return (np.sign(z) + 1) / 2


@variant("relu-derivative-list-of-bools", unusual="nested lists of Python bools")
def relu_derivative(z):
    return (z > 0).tolist()


@variant("relu-derivative-nested-lists", unusual="nested lists of Python ints, by recursion")
def relu_derivative(z):
    def slope(x):
        return int(x > 0) if not isinstance(x, list) else [slope(entry) for entry in x]

    return slope(z.tolist())


@variant("relu-derivative-searchsorted", unusual="a binary search among one bin edge")
def relu_derivative(z):
    return np.searchsorted([0.0], z)


@variant("relu-derivative-ceiling", unusual="the ceiling of z clipped to [0, 1]")
def relu_derivative(z):
    return np.ceil(np.clip(z, 0, 1))


@variant("relu-derivative-signbit", unusual="0.0 and -0.0 get different slopes, both valid")
def relu_derivative(z):
    return np.logical_not(np.signbit(z))


@variant("relu-derivative-complex-step", unusual="numeric and exact: a complex step through relu")
def relu_derivative(z):
    h = 1e-30
    return np.where(z > 0, z + h * 1j, 0).imag / h


@variant("relu-derivative-matrix", unusual="np.matrix of bools for two dimensions")
def relu_derivative(z):
    mask = z > 0
    return np.asmatrix(mask) if mask.ndim == 2 else mask


@variant("relu-derivative-dictionary", unusual="a dictionary in place of an if")
def relu_derivative(z):
    value = {True: 1.0, False: 0.0}
    return np.array([value[bool(x > 0)] for x in z.ravel()]).reshape(z.shape)


@variant("relu-derivative-float32-ones", unusual="float32, from ones that are struck out")
def relu_derivative(z):
    slope = np.ones(z.shape, dtype=np.float32)
    slope[z <= 0] = 0
    return slope


# tanh


@variant("tanh-numpy", unusual="nothing: NumPy's own")
def tanh(z):
    return np.tanh(z)


@variant("tanh-from-sigmoid", unusual="2 sigmoid(2z) - 1")
def tanh(z):
    return 2 * sigmoid(2 * z) - 1


@variant("tanh-sinh-over-cosh", unusual="sinh over cosh on a clipped z")
def tanh(z):
    z = np.clip(z, -300, 300)
    return np.sinh(z) / np.cosh(z)


@variant("tanh-math-loop", unusual="math.tanh in a loop")
def tanh(z):
    import math

    result = np.zeros(z.size)
    for i, x in enumerate(z.flat):
        result[i] = math.tanh(x)
    return result.reshape(z.shape)


@variant("tanh-exponentials-guarded", unusual="the quotient of exponentials inside, plus or minus one outside")
def tanh(z):
    middle = np.clip(z, -20, 20)
    up, down = np.exp(middle), np.exp(-middle)
    return np.where(np.abs(z) > 20, np.sign(z), (up - down) / (up + down))


@variant("tanh-expm1", unusual="expm1 of -2|z|, the sign put back at the end")
def tanh(z):
    minus = np.expm1(-2 * np.abs(z))
    return np.copysign(minus / (minus + 2), z)


@variant("tanh-one-minus-fraction", unusual="1 - 2 / (1 + e^2z); warns at 1e4, with right values")
def tanh(z):
    return 1 - 2 / (1 + np.exp(2 * z))


@variant("tanh-complex-tangent", unusual="the tangent of an imaginary number")
def tanh(z):
    return np.tan(1j * np.clip(z, -300, 300)).imag


@variant("tanh-gudermannian", unusual="sine of the arc tangent of sinh; warns at 1e4, with right values")
def tanh(z):
    return np.sin(np.arctan(np.sinh(z)))


@variant("tanh-halving-recursion", unusual="calls itself on z / 2 until z is tiny")
def tanh(z):
    z = np.clip(z, -25.0, 25.0)
    if np.all(np.abs(z) < 1e-3):
        return z - z**3 / 3 + 2 * z**5 / 15
    half = tanh(z / 2)
    return 2 * half / (1 + half * half)


@variant("tanh-continued-fraction", unusual="Lambert's continued fraction, evaluated from the bottom")
def tanh(z):
    x = np.clip(z, -20.0, 20.0)
    fraction = np.full(np.shape(z), 161.0)
    for odd in range(159, 0, -2):
        fraction = odd + x * x / fraction
    return x / fraction


@variant("tanh-float32", unusual="float32 inside and in the result")
def tanh(z):
    return np.tanh(z, dtype=np.float32, casting="unsafe")


@variant("tanh-nested-lists", unusual="nested lists come back, or a Python float for a 0-d array")
def tanh(z):
    import math

    def deep(x):
        try:
            return [deep(entry) for entry in x]
        except TypeError:
            return math.tanh(x)

    return deep(z.tolist())


@variant("tanh-matrix", unusual="np.matrix where the input has two dimensions")
def tanh(z):
    return np.asmatrix(np.tanh(z)) if np.ndim(z) == 2 else np.tanh(z)


@variant("tanh-vectorize-cmath", unusual="complex numbers from cmath, real part taken")
def tanh(z):
    import cmath

    return np.vectorize(lambda x: cmath.tanh(complex(x, 0)).real, otypes=["d"])(z)


@variant("tanh-masks", unusual="positive and negative entries are filled in separately")
def tanh(z):
    result = np.zeros(np.shape(z))
    for sign in (1, -1):
        chosen = sign * z > 0
        e = np.exp(-2 * sign * z[chosen])
        result[chosen] = sign * (1 - e) / (1 + e)
    return result


@variant("tanh-fortran-order", unusual="column-major memory in the result")
def tanh(z):
    return np.asfortranarray(np.tanh(z)).reshape(np.shape(z))


@variant("tanh-functional", unusual="map and reduce over the shape")
def tanh(z):
    from functools import reduce
    from math import tanh as scalar_tanh

    count = reduce(lambda total, length: total * length, z.shape, 1)
    return np.array(tuple(map(scalar_tanh, z.reshape(count)))).reshape(z.shape)


# tanh_derivative


@variant("tanh-derivative-square", unusual="calls tanh")
def tanh_derivative(z):
    return 1 - tanh(z) ** 2


@variant("tanh-derivative-cosh", unusual="1 / inf = 0 at 1e4, with a warning")
def tanh_derivative(z):
    return 1 / np.cosh(z) ** 2


@variant("tanh-derivative-exponentials", unusual="4 / (e^z + e^-z)^2; warns at 1e4, with right values")
def tanh_derivative(z):
    return 4 / (np.exp(z) + np.exp(-z)) ** 2


@variant("tanh-derivative-from-sigmoid", unusual="4 sigmoid'(2z)")
def tanh_derivative(z):
    return 4 * sigmoid_derivative(2 * z)


@variant("tanh-derivative-power", unusual="np.power and np.subtract")
def tanh_derivative(z):
    return np.subtract(1, np.power(np.tanh(z), 2))


@variant("tanh-derivative-two-factors", unusual="(1 - t)(1 + t)")
def tanh_derivative(z):
    t = np.tanh(z)
    return (1 - t) * (1 + t)


@variant("tanh-derivative-float32", unusual="float32 result")
def tanh_derivative(z):
    t = np.tanh(np.asarray(z, np.float32))
    return np.float32(1) - np.square(t)


@variant("tanh-derivative-complex-step", unusual="numeric, and exact to the last digits: a complex step")
def tanh_derivative(z):
    h = 1e-100
    return np.imag(np.tanh(np.clip(z, -300, 300) + 1j * h)) / h


@variant("tanh-derivative-finite-difference", unusual="numeric: a central difference, off by about 1e-11")
def tanh_derivative(z):
    h = 1e-5
    return np.divide(np.tanh(z + h) - np.tanh(z - h), 2 * h)


@variant("tanh-derivative-nested-lists", unusual="pure Python on lists, and lists come back")
def tanh_derivative(z):
    from math import tanh as t

    def slope(x):
        return [slope(entry) for entry in x] if isinstance(x, list) else 1.0 - t(x) * t(x)

    return slope(z.tolist())


@variant("tanh-derivative-in-place-on-own-array", unusual="squares, negates and adds on one array of its own")
def tanh_derivative(z):
    result = np.array(np.tanh(z))
    result *= result
    result *= -1
    result += 1
    return result


@variant("tanh-derivative-log-space", unusual="exponential of minus twice log cosh")
def tanh_derivative(z):
    return 4 * np.exp(-2 * np.logaddexp(z, -z))


@variant("tanh-derivative-quotient-rule", unusual="the quotient rule on sinh and cosh, z clipped")
def tanh_derivative(z):
    z = np.clip(z, -150, 150)
    s, c = np.sinh(z), np.cosh(z)
    result = (c * c - s * s) / (c * c)
    # far out the difference of squares is all rounding
    return np.where(np.abs(z) < 5, result, 1 / (c * c))


@variant("tanh-derivative-generator", unusual="fills the array from a generator")
def tanh_derivative(z):
    def slopes():
        for x in np.ravel(z):
            t = np.tanh(x)
            yield 1 - t * t

    return np.fromiter(slopes(), float).reshape(np.shape(z))


@variant("tanh-derivative-table-lookup", unusual="finds tanh through the table below it")
def tanh_derivative(z):
    return 1.0 - np.square(ACTIVATIONS["tanh"][0](z))


@variant("tanh-derivative-while", unusual="a while loop that pops from a list of its own")
def tanh_derivative(z):
    waiting = list(z.flat)
    done = []
    while waiting:
        x = abs(waiting.pop())
        e = np.exp(-2 * x)
        done.append(4 * e / (1 + e) ** 2)
    return np.array(done[::-1]).reshape(z.shape)


@variant("tanh-derivative-einsum", unusual="the square by einsum")
def tanh_derivative(z):
    t = np.tanh(z)
    return 1 - np.einsum("...,...->...", t, t)


@variant("tanh-derivative-matrix", unusual="np.matrix where the input has two dimensions")
def tanh_derivative(z):
    result = 1 - np.tanh(z) ** 2
    return np.asmatrix(result) if np.ndim(z) == 2 else result
