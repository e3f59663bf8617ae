"""What a learner's network can do, as parts of a page without scripts: a film of XOR, and digits that it reads."""

import base64
import io
from collections.abc import Iterator
from html import escape

import numpy as np

import datasets
from grader.seeing import reading
from grader.seeing.functions import Functions, NotSeen, layers, numbers, pair
from grader.seeing.pictures.sheet import drawable
from grader.seeing.pictures.xor import ACTIVATIONS, SIZES, train

EPOCHS = np.unique(np.geomspace(1, 301, 24).astype(int)) - 1  # at which the film has a picture
PIXELS = 90
LOW, HIGH = -0.4, 1.4  # of the plane, along both axes
SHOWN = 24  # digits
WIDTH, HEIGHT = 320, 120  # of the curve
STYLE = """
.seen { display: flex; flex-wrap: wrap; gap: 1rem 2rem; align-items: start; margin: .6rem 0; }
.seen figure { margin: 0; max-width: 21rem; }
.seen figcaption { font-size: .875rem; color: var(--soft); }
.film { position: relative; width: 15rem; height: 15rem; background-size: 100% auto; background-position: 0 100%;
  animation: film 4.5s steps(FRAMES, jump-none) 1; }
.film:hover, .film:focus { animation-name: again; }
.film svg { min-width: 0; height: 100%; }
@keyframes film { from { background-position: 0 0; } to { background-position: 0 100%; } }
@keyframes again { from { background-position: 0 0; } to { background-position: 0 100%; } }
@media (prefers-reduced-motion: reduce) { .film, .film:hover, .film:focus { animation: none; } }
.point { stroke-width: 1.5; }
.point.zero { fill: #fff; stroke: #000; }
.point.one { fill: #000; stroke: #fff; }
svg.curve { min-width: 0; width: 20rem; max-width: 100%; }
svg.curve polyline { fill: none; stroke: var(--lit); stroke-width: 2; }
svg.curve line { stroke: var(--soft); }
.digits { display: flex; flex-wrap: wrap; gap: .5rem; margin: .4rem 0; }
.digits figure { margin: 0; text-align: center; }
.digits img { width: 3.5rem; height: 3.5rem; display: block; image-rendering: pixelated;
  border: 1px solid var(--line); }
@media print { .film { animation: none; } }
""".replace("FRAMES", str(len(EPOCHS)))


def sections(functions: Functions) -> Iterator[str]:
    """The parts of the page; nothing for what is not there yet."""
    for section in (_xor, _digits):
        try:
            yield section(functions)
        except NotSeen:
            continue


def _xor(functions: Functions) -> str:
    """The network on its way to XOR. Raises NotSeen."""
    X, y = datasets.xor()
    params = layers(functions.ask("init_params", SIZES, np.random.default_rng(0)), SIZES, "init_params")
    frames, losses = [_plane(functions, params)], []
    for epochs in np.diff(EPOCHS):
        params, new = train(functions, params, X, y, int(epochs))
        losses += new
        frames.append(_plane(functions, params))
    answers = numbers(functions.ask("predict", params, X, ACTIVATIONS), y.shape, "predict")
    right = int(np.sum(answers == y))
    lead = "This network has learned XOR." if right == 4 else f"This network has {right} of 4 right so far."
    film = _png(np.vstack(frames))
    points = "".join(_point(x, label) for x, label in zip(X, y[:, 0], strict=True))
    said = f"What the network answers over the plane, from before training to after {EPOCHS[-1]} epochs"
    return f"""<h2>XOR</h2>
<p>{lead} Its loss fell from {losses[0]:.3f} to {losses[-1]:.3f} in {len(losses)} epochs.</p>
<div class="seen">
<figure><div class="film" tabindex="0" role="img" aria-label="{said}" style="background-image: url({film})">
<svg viewBox="0 0 100 100" aria-hidden="true">{points}</svg></div>
<figcaption>Light: 1, dark: 0, black line: one half. Point at it to see it learn again.</figcaption></figure>
<figure>{_curve(losses)}<figcaption>The loss, epoch by epoch.</figcaption></figure>
</div>"""


def _plane(functions: Functions, params: list) -> np.ndarray:
    """What the network answers over the plane, as colours (PIXELS, PIXELS, 4), black where the answer turns."""
    from matplotlib import colormaps

    x1, x2 = np.meshgrid(np.linspace(LOW, HIGH, PIXELS), np.linspace(HIGH, LOW, PIXELS))
    told = functions.ask("forward", params, np.column_stack([x1.ravel(), x2.ravel()]), ACTIVATIONS)
    output = numbers(pair(told, "forward", "y_hat, cache")[0], (PIXELS**2, 1), "forward").reshape(x1.shape)
    colours = np.array(colormaps["cividis"](np.nan_to_num(output)))
    if np.nanmax(output) - np.nanmin(output) > 1e-3:  # of rounding errors the line would be a cloud
        above = output >= 0.5
        turns = (above != np.roll(above, 1, axis=0)) | (above != np.roll(above, 1, axis=1))
        turns[0], turns[:, 0] = False, False
        colours[turns] = (0, 0, 0, 1)
    return colours


def _point(x: np.ndarray, label: float) -> str:
    column, row = 100 * (x[0] - LOW) / (HIGH - LOW), 100 * (HIGH - x[1]) / (HIGH - LOW)
    if label:
        return f'<rect class="point one" x="{column - 3:.1f}" y="{row - 3:.1f}" width="6" height="6"/>'
    return f'<circle class="point zero" cx="{column:.1f}" cy="{row:.1f}" r="3.4"/>'


def _curve(losses: list[float]) -> str:
    values = np.nan_to_num(drawable(np.array(losses)))
    most = max(float(values.max()), 1e-12)
    x = np.linspace(30, WIDTH - 5, len(values))
    points = " ".join(f"{a:.1f},{5 + (HEIGHT - 25) * (1 - b / most):.1f}" for a, b in zip(x, values, strict=True))
    base = HEIGHT - 20
    said = f"The loss over {len(losses)} epochs, from {losses[0]:.3f} to {losses[-1]:.3f}"
    return (
        f'<svg class="curve" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{said}">'
        f'<line x1="30" y1="{base}" x2="{WIDTH}" y2="{base}"/><line x1="30" y1="0" x2="30" y2="{base}"/>'
        f'<text x="0" y="14">{most:.2f}</text><text x="0" y="{base}">0</text>'
        f'<text class="soft" x="{WIDTH - 5}" y="{HEIGHT - 4}" text-anchor="end">{len(losses)} epochs</text>'
        f'<polyline points="{points}"/></svg>'
    )


def _digits(functions: Functions) -> str:
    """Digits that the network reads, and some that it misreads. Raises NotSeen."""
    rng = np.random.default_rng(0)
    reader = reading.learn(functions, reading.small_digits(functions, rng), rng, epochs=30)
    read: list[str] = []
    misread: list[str] = []
    for number in reader.examples(SHOWN):
        digit, guess = int(reader.digits.y_val[number]), int(reader.guesses[number])
        picture = _png(np.repeat(1 - reader.digits.unseen[number].reshape(8, 8)[:, :, None], 3, axis=2))
        told, kind = (str(digit), read) if digit == guess else (f"{digit}, read as {guess}", misread)
        kind.append(
            f'<figure><img src="{picture}" alt="a handwritten {digit}"><figcaption>{escape(told)}</figcaption></figure>'
        )
    count = len(reader.sure)
    wrong = f'<h3>Misread</h3>\n<div class="digits">{"".join(misread)}</div>' if misread else ""
    return f"""<h2>Handwritten digits</h2>
<p>{reader.right} of {count} digits that it had never seen are right ({100 * reader.right / count:.1f} %).</p>
<div class="digits">{"".join(read)}</div>
{wrong}"""


def _png(colours: np.ndarray) -> str:
    """Colours (height, width, 3 or 4) from 0 to 1 as the address of a picture that lies in the page itself."""
    from matplotlib.image import imsave

    file = io.BytesIO()
    imsave(file, colours, format="png", vmin=0, vmax=1)
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
