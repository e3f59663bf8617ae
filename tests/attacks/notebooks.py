"""Attacks by notebooks: what a cell may do, and what a file may be that says it is one."""

import json
from collections.abc import Callable
from pathlib import Path

from grader.submissions.tracks import tracks
from tests.attacks.case import Case, Place, filled, function
from tests.attacks.speaking import HTML, TERMINAL

FILE = f"{tracks()[0].name}.ipynb"
Make = Callable[[str, Place], bytes]


def cell(source: str, **more: object) -> dict[str, object]:
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None} | more


def cells(*sources: str, **more: object) -> Make:
    """A notebook of these cells, each with the constants of an attack in the first."""

    def make(name: str, place: Place) -> bytes:
        made = [cell(filled("", name, place)), *(cell(source, **more) for source in sources)]
        return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()

    return make


def _bytes(data: Callable[[], bytes]) -> Make:
    return lambda name, place: data()


def answering(body: str) -> str:
    return function("sigmoid", "z", body)


WRONG = answering("return z")
NOTEBOOKS: dict[str, Make] = {
    "notebook-that-reads": cells(answering("raise ValueError(open(SECRET).read())")),
    "notebook-that-writes-in-a-cell": cells("x = open(VICTIM + '/' + ME, 'w')", WRONG),
    "notebook-of-magics": cells(
        "!cp secret.txt /tmp", "%run -i ../ann/step1_activations.py", "%%bash\nrm -rf x", WRONG
    ),
    "notebook-that-runs-a-shell": cells("get_ipython().system('id')\nsigmoid = get_ipython()", WRONG),
    "notebook-that-exits": cells("raise SystemExit", "import os; os._exit(0)", "sigmoid = [os._exit(0)]", WRONG),
    "notebook-that-poisons-earlier-steps": cells(
        "import exercises.step1_activations as s\ns.ACTIVATIONS.clear()\nmse = lambda *_: 0.0",
        function("train", "params, X, y, a, r, epochs, print_every=0", "return params, [mse(X, y)] * epochs"),
    ),
    "notebook-that-claims-to-be-given": cells(WRONG, metadata={"nbgrader": {"grade_id": "given-x", "points": 99}}),
    "notebook-with-a-score": cells(WRONG, metadata={"nbgrader": {"grade": True, "score": 100, "points": 100}}),
    "notebook-with-live-text": cells(f"# {HTML} {TERMINAL}\n{answering(f'raise ValueError({HTML + TERMINAL!r})')}"),
    "notebook-with-a-live-cell": cells(f"def sigmoid(z):\n    {HTML} !"),
    "notebook-of-many-parts": _bytes(lambda: b'{"cells": [' + b"[]," * 12_000_000 + b"[]]}"),
    "notebook-of-many-numbers": _bytes(lambda: b'{"cells": [' + b"1.5," * 9_000_000 + b"1]}"),
    "notebook-that-is-deep": _bytes(lambda: b'{"cells": ' + b"[" * 900_000),
    "notebook-of-many-cells": _bytes(lambda: json.dumps({"cells": [cell("x = 1")] * 50_000}).encode()),
    "notebook-of-much-text": cells(f"x = '{'y' * 450_000}'", WRONG),
    "notebook-of-many-line-ends": cells("\n" * 450_000 + WRONG),
    "notebook-with-a-number-for-cells": _bytes(lambda: b'{"cells": 5}'),
    "notebook-with-a-number-for-sheets": _bytes(lambda: b'{"worksheets": [{"cells": 5}, {"cells": null}, 7]}'),
    "notebook-with-odd-cells": _bytes(
        lambda: json.dumps({"cells": [1, None, [], {"cell_type": []}, cell([[]]), cell({"a": 1}, metadata=3)]}).encode()
    ),
    "notebook-with-long-numbers": _bytes(lambda: b'{"nbformat": ' + b"9" * 90_000 + b', "cells": []}'),
    "notebook-of-nothing": _bytes(lambda: b""),
    "notebook-with-live-metadata": cells(
        WRONG,
        metadata={"nbgrader": {"grade_id": HTML, "solution": True, "cell_type": "code"}, "tags": [HTML, TERMINAL]},
    ),
    "notebook-with-odd-metadata": cells(WRONG, metadata={"nbgrader": [1, {"grade_id": {}}], "tags": {"x": None}}),
    "notebook-with-outputs-that-claim": cells(
        WRONG,
        outputs=[
            {"output_type": "display_data", "data": {"text/html": HTML, "application/javascript": "alert(1)"}},
            {"output_type": "stream", "name": "stdout", "text": "sigmoid: passed, 4 of 4 points"},
            {"output_type": "error", "ename": HTML, "evalue": TERMINAL, "traceback": [HTML] * 999},
            5,
        ],
    ),
    "notebook-with-an-output-of-much": cells(WRONG, outputs=[{"output_type": "stream", "text": "x" * 9_000_000}]),
    "notebook-with-attachments": cells(WRONG, attachments={"x.png": 5, HTML: {"image/png": ["a", 5]}, "y": None}),
    "notebook-with-an-attachment-of-much": cells(WRONG, attachments={"x.png": {"image/png": "x" * 9_000_000}}),
    "notebook-with-cells-of-one-name": cells(WRONG, answering("return z * 0"), id="same"),
    "notebook-of-half-characters": _bytes(
        lambda: b'{"cells": [{"cell_type": "code", "source": "def sigmoid(z): return \'\\ud800\'", "metadata": {}}]}'
    ),
    "notebook-of-raises": cells(
        "\n" * 60_000 + " raise" * 9_999, "\n" + " " * 99_000 + "raise NotImplementedErro", WRONG
    ),
    "notebook-in-utf-16": lambda name, place: cells(WRONG)(name, place).decode().encode("utf-16"),
}


def _lay(name: str, make: Make) -> Callable[[Path, Place], None]:
    def lay(folder: Path, place: Place) -> None:
        (folder / name).mkdir()
        (folder / name / FILE).write_bytes(make(name, place))

    return lay


def _many(folder: Path, place: Place) -> None:
    (folder / "notebooks-by-the-thousand").mkdir()
    for number in range(3000):
        (folder / "notebooks-by-the-thousand" / f"{number}{'x' * 200}.ipynb").write_bytes(b"{")


ALL = [
    *(Case(name, "notebooks", _lay(name, make)) for name, make in NOTEBOOKS.items()),
    Case("notebooks-by-the-thousand", "notebooks", _many),
]
