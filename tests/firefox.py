"""A real Firefox, driven as `tests.browser` drives Chromium: over WebDriver BiDi, which it speaks without a helper."""

import base64
import io
import json
import os
import shutil
import subprocess
import time

import pytest
from PIL import Image

from tests import browser
from tests.browser import SECONDS, Browser

NAMES = ("firefox", "firefox-esr")
EVENTS = {"log.entryAdded": "Log.entryAdded", "network.beforeRequestSent": browser.REQUEST}  # named as Chromium does
KEYS = {"Tab": "\ue004", "ArrowDown": "\ue015", "Delete": "\ue017"}


def executable() -> str:
    """Where a Firefox is; "" where there is none. The variable FIREFOX_FOR_TESTS names another one."""
    wanted = os.environ.get("FIREFOX_FOR_TESTS")
    return next((path for name in ([wanted] if wanted else NAMES) if (path := shutil.which(name))), "")


class Firefox(Browser):
    """A headless Firefox with one page. Use as a context manager. It shows pages on the screen alone, not on paper."""

    def __enter__(self):
        import websocket

        self.profile.mkdir(parents=True, exist_ok=True)
        flags = ["--headless", "--no-remote", "--profile", str(self.profile), "--remote-debugging-port", "0"]
        self.process = subprocess.Popen(
            [executable(), *flags], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        place = self._listening(time.monotonic() + SECONDS)
        address = f"ws://{place['ws_host']}:{place['ws_port']}/session"
        self.socket = websocket.create_connection(address, timeout=SECONDS, suppress_origin=True)
        self.ask("session.new", capabilities={})
        self.ask("session.subscribe", events=list(EVENTS))
        # A tab of its own: nothing in the one that is there at first ever has the focus.
        self.context = self.ask("browsingContext.create", type="tab")["context"]
        return self

    def _listening(self, deadline):
        """Where it listens, which it writes into its profile."""
        file = self.profile / "WebDriverBiDiServer.json"
        while time.monotonic() < deadline:
            assert self.process.poll() is None, "the browser has ended"
            try:
                return json.loads(file.read_text())
            except (FileNotFoundError, ValueError):
                time.sleep(0.05)
        raise TimeoutError("the browser does not answer")

    def __exit__(self, *_):
        self.ask("browser.close")
        self.socket.close()
        self.process.wait(SECONDS)

    def ask(self, method, **parameters):
        """One command of WebDriver BiDi, and its result."""
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.recv())
            if message["type"] == "event":
                self.events.append(message)
            elif message["id"] == self.number:
                assert message["type"] == "success", message
                return message["result"]

    def visit(self, address, width, media="screen"):
        assert media == "screen"
        self.events.clear()
        viewport = {"width": width, "height": 900}
        self.ask("browsingContext.setViewport", context=self.context, viewport=viewport, devicePixelRatio=1)
        self.ask("browsingContext.navigate", context=self.context, url=address, wait="complete")
        return [found for found in self.complaints() if found[1] not in (address, "data:,")]

    def complaints(self):
        return [(EVENTS[event["method"]], _said(event["params"])) for event in self.events]

    def evaluate(self, expression, wait=False):
        told = self.ask("script.evaluate", expression=expression, target={"context": self.context}, awaitPromise=wait)
        return _plain(told.get("result", {}))

    def press(self, key, text="", kind="keyDown"):
        self._act({"type": "key", "id": "keyboard", "actions": [{"type": kind, "value": KEYS.get(key, key)}]})

    def drag(self, *points):
        moves = [{"type": "pointerMove", "x": round(x), "y": round(y)} for x, y in points]
        down, up = {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}
        self._act({"type": "pointer", "id": "mouse", "actions": [moves[0], down, *moves[1:], up]})

    def _act(self, source):
        self.ask("input.performActions", context=self.context, actions=[source])

    def choose_file(self, selector, path):
        found = self.ask(
            "browsingContext.locateNodes", context=self.context, locator={"type": "css", "value": selector}
        )
        element = {"sharedId": found["nodes"][0]["sharedId"]}
        self.ask("input.setFiles", context=self.context, element=element, files=[str(path)])

    def screenshot(self, path, grey=False):
        taken = self.ask("browsingContext.captureScreenshot", context=self.context, origin="document")
        picture = Image.open(io.BytesIO(base64.b64decode(taken["data"])))
        (picture.convert("L") if grey else picture).save(path)


def _said(event):
    """The address of a request, or what else an event says."""
    return event["request"]["url"] if "request" in event else f"{event['level']}: {event['text']}"[:300]


def _plain(told):
    """A value as Python has it, from how the protocol writes it down."""
    kind, value = told.get("type"), told.get("value")
    if kind == "array":
        return [_plain(item) for item in value]
    if kind == "object":
        return {name: _plain(item) for name, item in value}
    return value if kind in ("string", "number", "boolean") else None


def _param(kind, found, name, variable):
    missing = pytest.mark.skipif(not found, reason=f"NO BROWSER: install {name}, or name one in {variable}")
    return pytest.param(kind, marks=missing, id=name)


BOTH = [  # for tests that are asked of both
    _param(Browser, browser.executable(), "chromium", "BROWSER_FOR_TESTS"),
    _param(Firefox, executable(), "firefox", "FIREFOX_FOR_TESTS"),
]
