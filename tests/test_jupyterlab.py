"""The core notebook in JupyterLab, in a real browser: it opens, runs from top to bottom, and shows its plots.

The pictures stay in the folder that the variable PICTURES names, for people to look at.
"""

import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests import courses
from tests.browser import Browser, executable
from tests.courses import cell, filled, released

MISSING = [name for name in ("nbgrader", "jupyterlab") if not importlib.util.find_spec(name)]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=f"NOT INSTALLED: {', '.join(MISSING)}"),
    pytest.mark.skipif(not executable(), reason="NO BROWSER: install chromium, or name one in BROWSER_FOR_TESTS"),
]
SECONDS = 240
SCROLL = "jupyterapp.shell.currentWidget.content.scrollToItem(NUMBER, 'start')"
RUN_ALL = "jupyterapp.commands.execute('notebook:run-all-cells')"


@pytest.fixture
def lab(tmp_path):
    """JupyterLab in a folder of a student, with a notebook that is finished but for one mistake."""
    course = courses.made(tmp_path / "mycourse")
    work = tmp_path / "work"
    shutil.copytree(course / "release" / "core", work)
    notebook = filled(released(course))
    cell(notebook, "tanh_derivative")["source"] = "def tanh_derivative(z):\n    return 1 - tanh(z)\n"
    (work / "core.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", f"--port={port}", "--no-browser", "--allow-root"]
    command += ["--IdentityProvider.token=", "--ServerApp.password=", "--expose-app-in-browser"]
    command += ["--ip=127.0.0.1", "--ServerApp.port_retries=0", "--LabApp.news_url=None"]
    home = {name: str(tmp_path / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    server = subprocess.Popen(
        command, cwd=work, env=os.environ | home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(lambda: answers(f"http://127.0.0.1:{port}/api"))
        yield work, f"http://127.0.0.1:{port}/lab/tree/core.ipynb?reset"
    finally:
        server.terminate()
        server.wait()


def answers(url):
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except (urllib.error.URLError, OSError):
        return False


def wait_for(condition, seconds=SECONDS):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it takes too long"
        time.sleep(0.5)


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
        for name in ("check-tanh_derivative", due[-1]):
            browser.ask("Runtime.evaluate", expression=SCROLL.replace("NUMBER", str(every.index(name))))
            time.sleep(2)
            browser.screenshot(pictures / f"lab-{name}.png")
    assert not [out for outs in outputs.values() for out in outs if out["output_type"] == "error"]
    assert "all 5 checks pass" in text_of(outputs["check-sigmoid"])
    assert "returned" in text_of(outputs["check-tanh_derivative"])
    assert "Your network has" in text_of(outputs[due[-1]])
    for name in ("check-sigmoid", "check-tanh_derivative", due[-1]):
        assert any("image/png" in out.get("data", {}) for out in outputs[name]), name
