"""How many pictures a second the playground shows, and how much of the time is the learner's own arithmetic.

    python -m tests.benchmarks.playground

In Chromium and in Firefox, where they are. The learner's functions are those of the reference, and once with loops in
forward.
"""

import tempfile
import time
from pathlib import Path

from grader.seeing.functions import Direct
from grader.seeing.play.network import Network
from grader.seeing.play.points import points
from grader.seeing.play.setting import read
from tests import browser as chromium
from tests import firefox
from tests.kits import finished_kit
from tests.made_work import MadeWork
from tests.playing import SLOW, Playground, with_body

SECONDS = 5
SETTINGS = {"XOR 2-8-8-1": "data=xor&hidden=8tanh,8tanh", "spirals 2-8-8-1": "data=spirals&hidden=8tanh,8tanh&rate=2"}
BROWSERS = {
    "chromium": (chromium.Browser, chromium.executable()),
    "firefox": (firefox.Firefox, firefox.executable()),
}
ANSWERS = "performance.getEntriesByType('resource').filter(e => e.name.endsWith('/ask')).length"


class Timed(Direct):
    """Knows how long the learner's functions took."""

    spent = 0.0

    def ask(self, name, *arguments, seconds=0):
        before = time.perf_counter()
        try:
            return super().ask(name, *arguments)
        finally:
            self.spent += time.perf_counter() - before


def inside(setting, epochs):
    """Of one picture: seconds in the learner's functions, and in all, in the process that runs them."""
    functions = Timed(MadeWork())
    network = Network(read(setting), points(read(setting), functions, True), functions)
    for _ in range(20):
        network.frame()  # until the size of the pictures is chosen
    functions.spent, before, count = 0.0, time.perf_counter(), 100
    for _ in range(count):
        network.train(epochs)
        network.frame()
    return functions.spent / count, (time.perf_counter() - before) / count


def pictures_per_second(browser, address, setting, speed):
    browser.visit("about:blank", 1280)
    browser.visit(f"{address}#{setting}", 1280)
    browser.evaluate(
        f"performance.setResourceTimingBufferSize(1e5); document.querySelector('#speed').value = '{speed}'"
    )
    browser.evaluate("document.querySelector('#play').click()")
    browser.wait_for("Number(document.querySelector('#epochs').textContent) > 3")
    before, started = browser.evaluate(ANSWERS), time.perf_counter()
    time.sleep(SECONDS)
    count = (browser.evaluate(ANSWERS) - before) / (time.perf_counter() - started)
    epochs = int(browser.evaluate("document.querySelector('#epochs').textContent"))
    browser.evaluate("document.querySelector('#play').click()")
    return count, epochs


def measure(browser, kind, kit):
    """A line of figures for each setting and speed."""
    with Playground(kit) as running:
        for (name, setting), speed in ((item, speed) for item in SETTINGS.items() for speed in (1, 0)):
            count, epochs = pictures_per_second(browser, running.address, setting, speed)
            told = f"{kind:<17} {name:<16} {'fast' if speed == 0 else '1 epoch':<8}"
            told += f" {count:5.1f} pictures/s  {epochs:6d} epochs"
            if kind == "reference":
                own, whole = inside(setting, speed)
                told += f"  learner's: {100 * own / whole:3.0f} % of their process"
                told += f", {100 * own * count:3.0f} % of all time"
            yield told


def main():
    with tempfile.TemporaryDirectory() as folder:
        kits = {"reference": finished_kit(Path(folder) / "kit")}
        loops = with_body("step2_network", "forward", SLOW)
        kits["loops in forward"] = finished_kit(Path(folder) / "slow", step2_network=loops)
        for name, (Kind, there) in BROWSERS.items():
            if not there:
                print(f"{name} is not there")
                continue
            with Kind(Path(folder) / name) as browser:
                for kind, kit in kits.items():
                    for told in measure(browser, kind, kit):
                        print(f"{name:<9} {told}", flush=True)


if __name__ == "__main__":
    main()
