# %% [markdown]
# # Step 4: The gradient check
#
# In the next step you will write backpropagation. It is short, and it is treacherous: a wrong gradient often
# still makes the loss go down, just more slowly or to a worse place, so watching the loss proves little. You
# need a judge who cannot be fooled.
#
# So build the judge first. He is slow, he knows nothing about networks, and all he can do is nudge a number
# and see what happens. That is exactly why you can trust him.

# %%
import numpy as np

# %% [markdown]
# ## Nudge and see
#
# A slope is rise over run. The derivative is the limit for a vanishing run $h$; take a small $h$ instead and
# you are nearly there. Stepping to **both** sides is far better than to one:
#
# $$\frac{\partial f}{\partial x_k} \approx \frac{f(x + h\,e_k) - f(x - h\,e_k)}{2h}$$
#
# Here $e_k$ is 1 at entry $k$ and 0 elsewhere: only **one** entry moves at a time. To see why two sides are
# better, write down the Taylor series of both terms. The parts with $h^2$ are equal and cancel in the
# difference, so the error shrinks like $h^2$ rather than like $h$.
#
# How small should $h$ be? Too large, and the curve bends away; too small, and you subtract two almost equal
# numbers, of which only rounding noise is left. In 64-bit floats $10^{-5}$ is a good compromise.
#
# What to mind when you write it:
#
# - `x` may have any number of axes. `np.ndindex(x.shape)` walks through all index tuples, and `x[index]`
#   takes one.
# - `x` belongs to somebody else and must come out as it was, even if `f` fails halfway. The easiest way to
#   be sure is to nudge copies.
# - An array of integers cannot hold a nudge of 0.00001, and cuts it off silently. Make your copies floats.


# %%
def numerical_gradient(f, x, h=1e-5):
    """Gradient of f at x by central differences, one entry at a time.

    Parameters:
        f: function from an array of x's shape to a float.
        x: array of any shape; it is left as it was.
        h: float, how far to step to either side.
    Returns: array of x's shape: the slope of f in every entry.
    Source: CS231n notes, "Gradient checks".

    >>> numerical_gradient(lambda x: np.sum(x**2), np.array([1.0, -2.0])).round(6)
    array([ 2., -4.])
    """
    raise NotImplementedError("write numerical_gradient in exercises/step4_gradient_check.py")


# %% [markdown]
# ## Near enough?
#
# Two gradients, one from the judge and one from your formula, will never agree to the last digit. Is a
# difference of 0.0001 good? If the numbers are around 1, yes; if they are around 0.0001, one of them is
# plain wrong. So measure the difference **relative** to the size of the numbers, entry by entry, and report
# the worst entry:
#
# $$\max_k \; \frac{|a_k - b_k|}{\max\bigl(10^{-8},\; |a_k| + |b_k|\bigr)}$$
#
# The $10^{-8}$ keeps you from dividing by zero where both are 0. The result lies between 0 (equal) and 1
# (opposite signs, or one of the two is 0 and the other is not). As a rule of thumb:
#
# - below $10^{-6}$: your formula is right.
# - above $10^{-2}$: it is wrong.
# - in between: look at the entries. Very small gradients suffer from rounding, and a ReLU whose $z$ is
#   almost 0 may have been nudged across its corner, where there is no slope to agree on. Everywhere else,
#   expect a mistake.


# %%
def relative_error(a, b):
    """Largest difference between two arrays, relative to the size of the entries.

    Parameters:
        a: array of any shape.
        b: array of the same shape.
    Returns: float from 0 (equal) to 1.
    Source: CS231n assignments, where it is called rel_error.

    >>> relative_error(np.array([1.0, 200.0]), np.array([3.0, 200.0]))
    0.5
    """
    raise NotImplementedError("write relative_error in exercises/step4_gradient_check.py")
