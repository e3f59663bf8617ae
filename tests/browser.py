"""A real Chromium, spoken to over its DevTools pipe: what it complains of, how wide a page is, what it looks like."""

import base64
import json
import os
import select
import shutil
import subprocess
import time
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
SECONDS = 60  # for one answer
REQUEST = "Network.requestWillBeSent"
COMPLAINTS = ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled", REQUEST)
KEY_CODES = {"Tab": 9}  # of keys that do nothing without
# Of things that hide what sticks out of them, only those that scroll may be wider inside than outside.
WIDTHS = """(() => {
    const wide = [...document.querySelectorAll("body *")].filter(e => {
        const box = e.getBoundingClientRect();
        return box.width && (box.right > innerWidth + 1 || box.left < -1) && !e.closest(".scroll") && !e.closest("svg");
    });
    const {scrollWidth, clientWidth} = document.documentElement;
    return [scrollWidth, clientWidth, wide.map(e => e.outerHTML.slice(0, 200))];
})()"""


def executable() -> str:
    """Where a Chromium is; "" where there is none. The variable BROWSER_FOR_TESTS names another one."""
    wanted = os.environ.get("BROWSER_FOR_TESTS")
    return next((path for name in ([wanted] if wanted else NAMES) if (path := shutil.which(name))), "")


class Browser:
    """A headless browser with one page. Use as a context manager."""

    def __init__(self, profile: Path):
        self.profile = profile
        self.buffer, self.number, self.events = b"", 0, []

    def __enter__(self):
        theirs_in, self.writing = os.pipe()
        self.reading, theirs_out = os.pipe()
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-pipe"]
        command = [executable(), *flags, f"--user-data-dir={self.profile}", "about:blank"]
        line = f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}'  # the descriptors at which Chromium reads and writes
        self.process = subprocess.Popen(
            ["bash", "-c", line, "bash", *command],
            pass_fds=(theirs_in, theirs_out),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self.session = None
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")
        return self

    def __exit__(self, *_):
        os.close(self.writing)
        os.close(self.reading)
        self.process.kill()
        self.process.wait()

    def _receive(self, deadline):
        while b"\0" not in self.buffer:
            if not select.select([self.reading], [], [], max(0.0, deadline - time.monotonic()))[0]:
                raise TimeoutError("the browser does not answer")
            part = os.read(self.reading, 1 << 20)
            assert part, "the browser has ended"
            self.buffer += part
        message, _, self.buffer = self.buffer.partition(b"\0")
        return json.loads(message)

    def _wait_for(self, fits):
        deadline = time.monotonic() + SECONDS
        while True:
            message = self._receive(deadline)
            if "method" in message:
                self.events.append(message)
            if fits(message):
                return message

    def ask(self, method, **parameters):
        """One command of the DevTools protocol, and its result."""
        self.number += 1
        number = self.number
        request = {"id": number, "method": method, "params": parameters}
        request |= {"sessionId": self.session} if self.session else {}
        os.write(self.writing, json.dumps(request).encode() + b"\0")
        message = self._wait_for(lambda m: m.get("id") == number)
        assert "error" not in message, message
        return message["result"]

    def open(self, path, width, media="screen"):
        """Show a file in a window of this width. Returns complaints, among them everything that it loads besides."""
        return self.visit(path.as_uri(), width, media)

    def visit(self, address, width, media="screen"):
        """The same with any address."""
        self.events.clear()
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 500)
        self.ask("Emulation.setEmulatedMedia", media=media)
        self.ask("Page.navigate", url=address)
        if not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self._wait_for(lambda m: m.get("method") == "Page.loadEventFired")
        self.ask("Runtime.evaluate", expression="1")
        return [found for found in self.complaints() if found[1] not in (address, "data:,")]

    def complaints(self):
        """What the browser complained of since the last visit, and every address that it asked for: (method, text)."""
        return [(event["method"], _said(event)) for event in self.events if event["method"] in COMPLAINTS]

    def wait_for(self, expression, seconds=SECONDS):
        """Wait until an expression of the page is true."""
        deadline = time.monotonic() + seconds
        while not (found := self.evaluate(expression)):
            assert time.monotonic() < deadline, f"this never came true: {expression}"
            time.sleep(0.05)
        return found

    def press(self, key, text="", kind="keyDown"):
        """A key of the keyboard goes down (or, by kind "keyUp", up)."""
        number = {"windowsVirtualKeyCode": KEY_CODES[key]} if key in KEY_CODES else {}
        self.ask("Input.dispatchKeyEvent", type=kind, key=key, code=key, text=text, **number)

    def drag(self, *points):
        """The pointer goes down at the first of these points, over the others, and up at the last."""
        kinds = ["mousePressed", *["mouseMoved"] * (len(points) - 2), "mouseReleased"]
        for kind, (x, y) in zip(kinds, points, strict=True):
            self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=1, clickCount=1)

    def choose_file(self, selector, path):
        """Choose a file in a field of the page."""
        root = self.ask("DOM.getDocument")["root"]["nodeId"]
        field = self.ask("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.ask("DOM.setFileInputFiles", nodeId=field, files=[str(path)])

    def evaluate(self, expression, wait=False):
        """The value of an expression of the page; with wait, that of the promise that it is."""
        told = self.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=wait)
        return told["result"].get("value")

    def screenshot(self, path, grey=False):
        """The whole page as a PNG."""
        self.ask("Emulation.setEmulatedVisionDeficiency", type="achromatopsia" if grey else "none")
        taken = self.ask("Page.captureScreenshot", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(taken["data"]))
        self.ask("Emulation.setEmulatedVisionDeficiency", type="none")  # a filter that the next page would load


def _said(event):
    """The address of a request, or what else an event says."""
    return event["params"].get("request", {}).get("url") or json.dumps(event["params"])[:300]
