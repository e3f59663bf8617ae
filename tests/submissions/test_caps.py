"""What one submission may take while it is read: so many bytes in all, and one notebook at a time."""

import json
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from grader.submissions import intake, lenient

KIT = Path(__file__).resolve().parent.parent.parent
MOST = 900  # MB; a notebook of the largest size takes most of that

READ = """
import resource, sys
from pathlib import Path
from grader.submissions import intake
work = intake.read(Path(sys.argv[1]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10)
print(*work.problems, sep="\\n")
"""


def notebook(text):
    cell = {
        "cell_type": "code",
        "source": "def sigmoid(z):\n    return z\n",
        "metadata": {},
        "outputs": [{"text": text}],
    }
    return json.dumps({"cells": [cell]}, ensure_ascii=False).encode()


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured as Linux counts it")
def test_six_notebooks_of_the_largest_size_in_a_small_zip(tmp_path):
    """59 MB each, in characters that Python keeps in four bytes: 350 KB as a zip."""
    path = tmp_path / "ada.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        data = notebook("x" * 59_000_000 + "\U0001f600")
        for number in range(6):
            archive.writestr(f"{number}.ipynb", data)
    assert path.stat().st_size < 400_000
    done = subprocess.run([sys.executable, "-c", READ, path], cwd=KIT, capture_output=True, text=True, check=True)
    peak, *problems = done.stdout.splitlines()
    assert int(peak) < MOST
    assert "5.ipynb is too much: all notebooks together may have 60,000,000 bytes" in problems


def test_small_notebooks_share_what_there_is(tmp_path, monkeypatch):
    monkeypatch.setattr(lenient, "MAX_BYTES", 1000)
    for number, size in enumerate((500, 300, 300)):
        (tmp_path / f"{number}.ipynb").write_bytes(notebook("x" * (size - len(notebook("")))))
    (tmp_path / "3.ipynb").write_bytes(notebook("x" * 2000))
    problems = "\n".join(intake.read(tmp_path).problems)
    assert "2.ipynb is too much" in problems and "1.ipynb is too much" not in problems


def test_notebooks_are_read_one_at_a_time(monkeypatch):
    """A class is read in as many threads as there are jobs."""
    at_once, most, loads = [], [], json.loads

    def counted(text):
        at_once.append(1)
        most.append(len(at_once))
        found = loads(text)
        at_once.pop()
        return found

    monkeypatch.setattr(lenient.json, "loads", counted)
    data = notebook("x" * 1_000_000)
    threads = [threading.Thread(target=lenient.cells_of, args=(data,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 8
