"""The playground as a learner starts it, for tests: `python -m grader play` in a kit, and questions to it."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from urllib.parse import urlsplit

from grader.steps import reference

PAGE = "a page"
SLOW = """    a, cache = X, []
    for (W, b), name in zip(params, activations, strict=True):
        z = np.zeros((len(a), W.shape[1]))
        for s in range(len(a)):
            for j in range(W.shape[1]):
                for i in range(W.shape[0]):
                    z[s, j] += a[s, i] * W[i, j]
                z[s, j] += b[j]
        cache.append((a, z))
        a = ACTIVATIONS[name][0](z)
    return a, cache
"""


class Playground:
    """A running `python -m grader play`. Use as a context manager."""

    def __init__(self, kit, *arguments):
        self.kit, self.arguments = kit, arguments

    def __enter__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "grader", "play", "--no-browser", *self.arguments],
            cwd=self.kit,
            env={name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        first = self.process.stdout.readline()
        self.address = re.search(r"http://127\.0\.0\.1:\d+/[\w-]+/\S*", first)[0]
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGINT)
        self.said = self.process.communicate(timeout=60)

    def request(self, method="GET", path=None, body=None, **headers):
        """Status and text of an answer. path: None for that of the page."""
        place = urlsplit(self.address)
        connection = http.client.HTTPConnection(place.hostname, place.port, timeout=60)
        connection.request(method, place.path if path is None else path, body, headers)
        response = connection.getresponse()
        return response, response.read().decode()

    def ask(self, do, page=PAGE, **question):
        """The answer to a question, as the page would ask it."""
        body = json.dumps({"do": do, "page": page, **question})
        place = urlsplit(self.address).path + "ask"
        response, text = self.request("POST", place, body, **{"Content-Type": "application/json"})
        assert response.status == 200, text
        return json.loads(text)


def with_body(module, function, body):
    """The reference's text of a module in which a function has another body."""
    source = reference.source(module)
    pattern = rf'(^def {function}\(.*?\n    """.*?"""\n)    ### BEGIN SOLUTION\n.*?### END SOLUTION\n'
    changed, count = re.subn(pattern, lambda found: found[1] + body, source, flags=re.MULTILINE | re.DOTALL)
    assert count == 1
    return changed


def write_module(kit, module, text):
    (kit / "exercises" / f"{module}.py").write_text(text, encoding="utf-8")
