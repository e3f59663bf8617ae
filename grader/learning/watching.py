"""`watch`: as soon as a step file is saved, its visible checks run, and their verdict is shown.

The operating system tells when something happens in the folder; which file it was is seen from the files themselves. So
swap files, saving by renaming and saving twice make no difference, and where no news arrives (network drives), a look
twice a second finds what was saved.
"""

import os
import queue
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from grader import curriculum
from grader.checks.answer import NOT_ATTEMPTED
from grader.curriculum import Step
from grader.learning.running import Results, Run, RunFailed

LOOK = 0.5  # seconds between looks at the files where nothing is heard of them
QUIET = 40  # milliseconds without news, after which a save is over

Stamp = tuple[int, int, int] | None  # None: there is no such file
Show = Callable[[Results, tuple[Step, ...], list[str]], None]


def stamps(folder: Path) -> dict[str, Stamp]:
    """What tells whether a step module was saved, for each of them."""
    found: dict[str, Stamp] = {}
    for step in curriculum.steps():
        found[step.module] = None
        with suppress(OSError):
            seen = (folder / f"{step.module}.py").stat()
            found[step.module] = (seen.st_mtime_ns, seen.st_size, seen.st_ino)
    return found


class Watch:
    """Runs checks when files change.

    show: called with all results so far, the steps that were run (none for all), and functions that are right no more.
    begin: called when a run starts. failed: called with a line where the checks could not be run. pressed: called with
    a key, between runs or during one, never at the same time as another of these.
    """

    def __init__(
        self,
        folder: Path,
        show: Show,
        begin: Callable[[], None],
        failed: Callable[[str], None],
        pressed: Callable[[str], None] = lambda key: None,
    ):
        self.folder, self.show, self.begin, self.failed, self.pressed = folder, show, begin, failed, pressed
        self.events: queue.Queue[tuple[str, Run | None, Results | str]] = queue.Queue()
        self.results: Results = {}
        self.stamps = stamps(folder)
        self.run: Run | None = None
        self.steps: tuple[Step, ...] = ()  # of the run under way, or of the last one

    def press(self, key: str) -> None:
        """A key of the learner's."""
        self.events.put(("quit", None, {}) if key.lower() == "q" else ("key", None, key))

    def run_all(self) -> None:
        """Run every check."""
        self._start(())

    def go_on(self) -> None:
        """Watch until somebody quits."""
        threading.Thread(target=self._hear, daemon=True).start()
        self._start(())
        try:
            while self._turn():
                pass
        finally:
            if self.run:
                self.run.stop()

    def once(self) -> Results:
        """Run every check and show it. Raises RunFailed."""
        self.results = Run([], self.folder).wait()
        self.show(self.results, (), [])
        return self.results

    def _turn(self) -> bool:
        """Wait for one event and answer it. Returns whether to go on."""
        try:
            event, run, results = self.events.get(timeout=LOOK)
        except queue.Empty:
            self._look(also_gone=True)
            return True
        if event == "news":
            self._look(also_gone=False)
        elif event == "key" and isinstance(results, str):
            self.pressed(results)
        elif event == "done" and run is self.run:
            self._finish(results)
        return event != "quit"

    def _look(self, also_gone: bool) -> None:
        """Run what was saved. A file that is gone may be on its way back, from an editor that saves by renaming."""
        now = stamps(self.folder)
        saved = [name for name, stamp in now.items() if stamp != self.stamps[name] and (stamp or also_gone)]
        if saved:
            self.stamps |= {name: now[name] for name in saved}
            self._start(step for step in curriculum.steps() if step.module in saved)

    def _start(self, steps: Iterable[Step]) -> None:
        chosen = set(steps)
        if self.run:  # what it was about is not answered yet
            self.run.stop()
            chosen = chosen | set(self.steps) if self.steps else set()
        self.steps = tuple(step for step in curriculum.steps() if step in chosen)
        self.begin()
        self.run = Run(self.steps, self.folder)
        threading.Thread(target=self._wait, args=(self.run,), daemon=True).start()

    def _wait(self, run: Run) -> None:
        try:
            self.events.put(("done", run, run.wait()))
        except RunFailed as error:
            self.events.put(("done", run, str(error)))

    def _finish(self, results: Results | str) -> None:
        self.run = None
        if isinstance(results, str):
            self.failed(results)
            return
        before, self.results = self.results, self.results | results
        lost = [name for name in results if name in before and before[name].is_right and not results[name].is_right]
        lost = list({results[name].message or name: name for name in reversed(lost)}.values())[::-1]  # one of a kind
        self.show(self.results, self.steps, lost)
        if all(result.is_right for result in results.values()):
            self._start_wrong()

    def _start_wrong(self) -> None:
        """Look again at steps where something was wrong: what was just mended may have mended them."""
        wrong = {name for name, r in self.results.items() if not r.is_right and r.outcome != NOT_ATTEMPTED}
        if steps := [step for step in curriculum.steps() if wrong & {function.name for function in step.functions}]:
            self._start(steps)

    def _hear(self) -> None:
        """Pass on that something happened in the folder; runs in a thread of its own."""
        from watchfiles import watch

        modules = {f"{step.module}.py" for step in curriculum.steps()}
        with suppress(OSError, RuntimeError):  # nothing can be heard here; the looks remain
            for _ in watch(
                self.folder,
                watch_filter=lambda _, path: os.path.basename(path) in modules,
                step=QUIET,
                recursive=False,
                raise_interrupt=False,
            ):
                self.events.put(("news", None, {}))
