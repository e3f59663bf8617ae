"""The core notebook in JupyterLab, in a real browser: it opens, runs from top to bottom, and shows its plots.

The pictures stay in the folder that the variable PICTURES names, for people to look at.
"""

import importlib.util
import json
import os
import shutil
import time
from pathlib import Path

import pytest

from tests import courses
from tests.browser import Browser, executable
from tests.courses import filled, released
from tests.jupyter import serving, wait_for

MISSING = [name for name in ("nbgrader", "jupyterlab") if not importlib.util.find_spec(name)]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=f"NOT INSTALLED: {', '.join(MISSING)}"),
    pytest.mark.skipif(not executable(), reason="NO BROWSER: install chromium, or name one in BROWSER_FOR_TESTS"),
]
MISTAKE = {
    "mistake": "def tanh_derivative(z):\n    return 1 - tanh(z)",
    "check-mistake": 'check("tanh_derivative")',
}
SCROLL = "document.querySelectorAll('.jp-Notebook .jp-Cell')[NUMBER].scrollIntoView({block: 'end'})"
RUN_ALL = "jupyterapp.commands.execute('notebook:run-all-cells')"


@pytest.fixture
def lab(tmp_path):
    """JupyterLab in a folder of a student, with a finished notebook, and a mistake tried out below it."""
    course = courses.made(tmp_path / "mycourse")
    work = tmp_path / "work"
    shutil.copytree(course / "release" / "core", work)
    notebook = filled(released(course))
    for name, text in MISTAKE.items():
        new = {"id": name, "cell_type": "code", "source": text, "metadata": {}, "outputs": [], "execution_count": None}
        notebook["cells"].append(new)
    (work / "core.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    with serving(work, tmp_path) as address:
        yield work, f"{address}/lab/tree/core.ipynb?reset"


def executed(path):
    """The code cells that have run, by name, as the saved notebook has them."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return {c["id"]: c["outputs"] for c in cells if c["cell_type"] == "code" and c["execution_count"]}


def text_of(outputs):
    return "".join("".join(out.get("text", "")) for out in outputs)


def test_the_notebook_runs_from_top_to_bottom_and_shows_its_plots(lab, tmp_path):
    work, url = lab
    path = work / "core.ipynb"
    pictures = Path(os.environ.get("PICTURES", tmp_path))
    with Browser(tmp_path / "profile") as browser:
        browser.ask("Emulation.setDeviceMetricsOverride", width=1280, height=1400, deviceScaleFactor=1, mobile=False)
        browser.ask("Page.navigate", url=url)
        wait_for(lambda: browser.evaluate("!!window.jupyterapp && !!document.querySelector('.jp-CodeCell')"))
        wait_for(lambda: browser.evaluate("!!document.querySelector('.jp-RenderedMarkdown mjx-container')"))
        browser.screenshot(pictures / "lab-top.png")
        wait_for(lambda: browser.evaluate("document.body.innerText.includes('| Idle')"))
        browser.ask("Runtime.evaluate", expression=RUN_ALL)
        every = [c["id"] for c in json.loads(path.read_text())["cells"]]
        due = [c["id"] for c in json.loads(path.read_text())["cells"] if c["cell_type"] == "code"]

        def all_have_run():
            browser.ask("Runtime.evaluate", expression="jupyterapp.commands.execute('docmanager:save')")
            time.sleep(1)
            return set(due) <= set(executed(path))

        wait_for(all_have_run)
        outputs = executed(path)
        finale = next(name for name in reversed(due) if name.startswith("given-"))
        for name in ("check-relu", finale, "check-mistake"):
            browser.ask("Runtime.evaluate", expression=SCROLL.replace("NUMBER", str(every.index(name))))
            time.sleep(2)
            browser.screenshot(pictures / f"lab-{name}.png")
    assert not [out for outs in outputs.values() for out in outs if out["output_type"] == "error"]
    checked = [name for name in outputs if name.startswith("check-") and name not in MISTAKE]
    assert len(checked) == 16 and all("checks pass." in text_of(outputs[name]) for name in checked)
    assert "returned" in text_of(outputs["check-mistake"])
    assert "Your network has learned XOR." in text_of(outputs[finale])
    for name in ("check-sigmoid", "check-mistake", finale):
        assert any("image/png" in out.get("data", {}) for out in outputs[name]), name
