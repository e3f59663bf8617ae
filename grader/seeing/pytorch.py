"""`torch`: the network that the learner has written, in fifteen lines of PyTorch, and the gradients of both.

PyTorch is not needed: without it the page ends before the gradients. It is imported where it is there.
"""

import ast
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import datasets
from grader.checks.messages import ascii_only
from grader.curriculum import Step
from grader.seeing.functions import Functions, Params, layers, pair

XOR = """\
import torch
from torch import nn

X = torch.tensor([[0., 0.], [0., 1.], [1., 0.], [1., 1.]])
y = torch.tensor([[0.], [1.], [1.], [0.]])

net = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1), nn.Sigmoid())  # init_params
optimizer = torch.optim.SGD(net.parameters(), lr=2.0)
for epoch in range(500):
    y_hat = net(X)                           # forward
    loss = nn.functional.mse_loss(y_hat, y)  # mse
    optimizer.zero_grad()                    # PyTorch adds new gradients to the old ones
    loss.backward()                          # mse_gradient and backward
    optimizer.step()                         # gradient_step
print((net(X) >= 0.5).int())                 # predict
"""
DIGITS = """\
import datasets
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split

pixels, labels = datasets.digits()
data = TensorDataset(torch.tensor(pixels, dtype=torch.float32), torch.tensor(labels))
train, validation = random_split(data, [0.8, 0.2])                     # train_validation_split
net = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))   # init_params
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
for epoch in range(30):
    for X, y in DataLoader(train, batch_size=32, shuffle=True):        # minibatches
        loss = nn.functional.cross_entropy(net(X), y)                  # forward, cross_entropy
        optimizer.zero_grad()
        loss.backward()                                # cross_entropy_gradient and backward
        optimizer.step()                               # momentum_step
X, y = validation[:]
print((net(X).argmax(dim=1) == y).double().mean())     # accuracy
"""


@dataclass(frozen=True)
class Page:
    """What there is for a step. loop: the learner's function that stands beside the program."""

    program: str
    loop: str
    sizes: list[int]
    activations: list[str]


PAGES = {
    "step6_training": Page(XOR, "train", [2, 8, 1], ["tanh", "sigmoid"]),
    "step9_sgd": Page(DIGITS, "fit", [64, 32, 10], ["relu", "identity"]),
}


def page(step: Step, functions: Functions, file: Path) -> Iterator[str]:
    """The page, line by line. file: the learner's module. Raises ValueError where there is none, and NotSeen."""
    if step.module not in PAGES:
        raise ValueError("this comes after step 6 and after step 9")
    todo = [function.name for function in step.functions if not functions.is_right(function.name)]
    if todo:
        raise ValueError(f"this comes after step {step.number}; not right yet: {', '.join(todo)}")
    found = PAGES[step.module]
    yield f"Your {found.loop}, from {file.parent.name}/{file.name}:"
    yield ""
    yield from (f"    {line}".rstrip() for line in _source(file, found.loop))
    yield ""
    yield "The same in PyTorch; at the right are your names:"
    yield ""
    yield from (f"    {line}".rstrip() for line in found.program.splitlines())
    yield ""
    if importlib.util.find_spec("torch") is None:
        yield "PyTorch is not installed here. With it (pip install torch) both gradients stand here side by side."
        return
    yield from _gradients(step, functions)


def _source(file: Path, name: str) -> Iterator[str]:
    """The lines of the learner's function, without its docstring."""
    text = file.read_text(encoding="utf-8", errors="replace")
    found = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef) and node.name == name]
    if not found:
        yield f"({name} is made in another way than by def)"
        return
    node, lines = found[-1], text.splitlines()
    body = node.body[1:] if ast.get_docstring(node, clean=False) is not None and len(node.body) > 1 else node.body
    head = lines[node.lineno - 1 : node.body[0].lineno - 1]
    for line in [*head, *lines[body[0].lineno - 1 : node.end_lineno]]:
        if "### " not in line:  # marks of the reference
            yield ascii_only(line.rstrip())


def _gradients(step: Step, functions: Functions) -> Iterator[str]:
    """Of the same network with the same weights and data: the learner's gradients beside PyTorch's."""
    found = PAGES[step.module]
    params = layers(functions.ask("init_params", found.sizes, np.random.default_rng(0)), found.sizes, "init_params")
    classes = step.module == "step9_sgd"
    X, y = (part[:32] for part in (datasets.digits() if classes else datasets.xor()))
    y_hat, cache = pair(functions.ask("forward", params, X, found.activations), "forward", "y_hat, cache")
    slope = functions.ask("cross_entropy_gradient" if classes else "mse_gradient", y_hat, y)
    mine = layers(functions.ask("backward", params, cache, found.activations, slope), found.sizes, "backward")
    theirs = _torch_gradients(params, X, y, found.activations, classes)
    yield f"The gradients of both, from the same weights, on {len(X)} samples:"
    yield ""
    yield f"    {'':<14}{'yours':>22}{'PyTorch':>22}   equal to"
    for layer, (own, other) in enumerate(zip(mine, theirs, strict=True), start=1):
        for name, a, b in zip(("dW", "db"), own, other, strict=True):
            a = a.reshape(b.shape)
            at = np.unravel_index(np.argmax(np.abs(b)), b.shape)
            told = f"{name} of layer {layer}"
            yield f"    {told:<14}{a[at]:>22.15f}{b[at]:>22.15f}   {_digits(a, b)} digits"
    yield ""
    yield "Of each array the largest entry is shown; the digits are those of its worst entry."


def _torch_gradients(params: Params, X: Any, y: Any, activations: list[str], classes: bool) -> Params:
    """The gradients of the loss that PyTorch finds, in double precision."""
    import torch

    bends = {"tanh": torch.tanh, "sigmoid": torch.sigmoid, "relu": torch.relu, "identity": lambda z: z}
    tensors = [tuple(torch.tensor(array, requires_grad=True) for array in both) for both in params]
    a = torch.tensor(X)
    for (W, b), name in zip(tensors, activations, strict=True):
        a = bends[name](a @ W + b)
    wanted = torch.tensor(y)
    loss = torch.nn.functional.cross_entropy(a, wanted) if classes else torch.nn.functional.mse_loss(a, wanted)
    loss.backward()
    return [(W.grad.numpy(), b.grad.numpy()) for W, b in tensors]


def _digits(a: np.ndarray, b: np.ndarray) -> int:
    """To how many digits two arrays are equal, measured by the largest entry."""
    apart = float(np.max(np.abs(a - b)) / max(float(np.max(np.abs(b))), 1e-300))
    return 16 if apart < 1e-16 else max(0, int(-np.log10(apart)))
