"""The decision boundary, while the network learns: python -m exercises.experiments.live. A window, or a GIF."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

import datasets
from exercises.experiments.bench import add_reference, as_ascii, leave, positive, progress
from exercises.experiments.drawing import FIXED, draw_output
from exercises.experiments.kit import Kit, NotReady

DATA = {
    "linear": lambda rng: datasets.linear(100, rng),
    "xor": lambda rng: datasets.xor(),
    "xor_diagonals": lambda rng: datasets.xor_diagonals(),
    "moons": lambda rng: datasets.moons(100, 0.1, rng),
    "spirals": lambda rng: datasets.spirals(200, 0.02, rng),
}
FRAMES = 48
PER_SECOND = 8


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and show; the exit code is 0, or 1 if it could not be done."""
    options = parser().parse_args(arguments)
    leave(lambda: watch(options))


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m exercises.experiments.live",
        description="Shows the decision boundary while the network learns.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    add_reference(parser)
    parser.add_argument("--data", choices=DATA, default="moons", help="what to learn")
    parser.add_argument(
        "--hidden", type=positive, nargs="+", default=[8], metavar="N", help="units of each hidden layer"
    )
    parser.add_argument(
        "--activation", choices=["tanh", "relu", "sigmoid", "identity"], default="tanh", help="of those"
    )
    parser.add_argument("--rate", type=float, default=1.0, help="learning rate")
    parser.add_argument("--epochs", type=positive, default=1500, help="how long to train")
    parser.add_argument("--seed", type=int, default=0, help="of the first weights, and of random data")
    parser.add_argument("--save", type=Path, metavar="FILE.gif", help="write a GIF, and open no window")
    parser.add_argument("--force", action="store_true", help="replace the GIF if it exists")
    return parser


def watch(options: argparse.Namespace) -> bool:
    """Show or save what the options ask for. Returns whether it could be done; if not, a line has told why."""
    try:
        if options.save:
            check_target(options.save, options.force)
        kit = Kit(options.reference)
        kit.rehearse()
        with np.errstate(over="ignore", invalid="ignore"):  # a rate may be far too large
            show(kit, options)
    except NotReady as error:
        print(as_ascii(str(error)))
        return False
    return True


def check_target(path: Path, force: bool) -> None:
    if path.suffix.lower() != ".gif":
        raise NotReady(f"the name behind --save must end in .gif, not {path.name!r}")
    if not path.parent.is_dir():
        raise NotReady(f"there is no folder {path.parent}")
    if path.exists() and not force:
        raise NotReady(f"{path} exists already; --force replaces it")


def stages(kit: Kit, options: argparse.Namespace, X: np.ndarray, y: np.ndarray) -> Iterator[tuple[list, list[float]]]:
    """The params and all losses so far, more and more epochs apart. The first are those before training."""
    rng = np.random.default_rng(options.seed)
    params, losses = kit.init_params([2, *options.hidden, 1], rng), []
    epochs = np.unique(np.geomspace(1, options.epochs + 1, FRAMES).astype(int)) - 1
    for more in progress(np.diff(epochs, prepend=0), "frames"):
        params, new = kit.train(params, X, y, activations(options), options.rate, int(more))
        losses = [*losses, *new]
        yield params, losses


def activations(options: argparse.Namespace) -> list[str]:
    return [options.activation] * len(options.hidden) + ["sigmoid"]


def show(kit: Kit, options: argparse.Namespace) -> None:
    """Draw every stage as soon as it is trained, in a window or into a GIF."""
    import matplotlib

    if options.save:
        matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    from matplotlib.animation import FuncAnimation, PillowWriter

    if not options.save and plt.get_backend().lower() in FIXED:
        raise NotReady("no window can be opened here: write a GIF with --save FILE.gif")
    X, y = DATA[options.data](np.random.default_rng(options.seed))
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.5, 4.2), layout="constrained")

    def draw(stage: tuple[list, list[float]]) -> None:
        params, losses = stage
        left.clear()
        left.plot(np.arange(1, len(losses) + 1), losses, color="black")
        left.set(xlabel="epoch, counted from 1", ylabel="mean squared error", xscale="log")
        left.set(xlim=(1, options.epochs), ylim=(0, max([0.3, *losses[:1]])), title=f"after {len(losses)} epochs")
        right.clear()
        mesh = draw_output(right, lambda points: kit.forward(params, points, activations(options))[0], X, y)
        right.set_title(f"{options.data}: {np.mean(kit.predict(params, X, activations(options)) == y):.0%} right")
        right.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=2, frameon=False)
        if len(figure.axes) == 2:
            figure.colorbar(mesh, ax=right, label="output of the network")
            figure.canvas.draw()
            figure.set_layout_engine("none")  # arranged once, and quicker from then on

    animation = FuncAnimation(
        figure,
        draw,
        lambda: stages(kit, options, X, y),
        init_func=lambda: None,
        interval=1000 / PER_SECOND,
        repeat=False,
        cache_frame_data=False,
        save_count=FRAMES,
    )
    if not options.save:
        plt.show()
        return
    print(f"{FRAMES} pictures: this takes about a minute, or two on a slow machine", flush=True)
    try:
        animation.save(options.save, PillowWriter(fps=PER_SECOND), dpi=80)
    except OSError as error:
        raise NotReady(f"cannot write {options.save}: {error.strerror or error}") from None
    print(f"wrote {as_ascii(str(options.save))}")


if __name__ == "__main__":
    main()
