"""The playground as a learner starts it, for tests: `python -m grader play` in a kit, and questions to it."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from urllib.parse import urlsplit

PAGE = "a page"


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
