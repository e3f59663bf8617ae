"""The keys of `watch`: a hint, a picture, the next function, a step begun again, without leaving the screen."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path

from grader import curriculum
from grader.curriculum import Function, Step
from grader.learning import hints, history, verdict
from grader.learning.progress import sees
from grader.learning.running import Results

KEYS = {
    "h": "hint       the next hint for the function on the screen",
    "e": "explain    which entries of its gradient are wrong",
    "s": "see        a picture of its step",
    "n": "next       what to do next, and where",
    "l": "list       how far each step is",
    "o": "open       its place in the editor",
    "r": "reset      begin its step again (asks first; your file is kept)",
    "a": "all        run every check",
    "q": "quit",
    "?": "this list",
}
BY_PLACE = ("code", "code-insiders", "codium", "cursor", "windsurf")  # editors that take -g FILE:LINE
IN_TERMINAL = ("vi", "vim", "nvim", "nano", "micro", "hx", "helix", "joe", "emacs", "ne", "kak", "ed")


class Keyboard:
    """Answers the keys. say: shows a text. run_all: runs every check."""

    def __init__(self, folder: Path, say: Callable[[str], None], plain: bool = False):
        self.folder, self.say, self.plain = folder, say, plain
        self.run_all: Callable[[], None] = lambda: None
        self.results: Results = {}
        self.steps: Collection[Step] = ()
        self.finales: set[int] | None = None  # steps whose finale was there already; None before the first run
        self.question: Callable[[], None] | None = None  # what y does

    def saw(self, results: Results, steps: Collection[Step]) -> None:
        """Note what is on the screen, and offer the finale of a step that has just been finished."""
        self.results, self.steps, self.question = results, steps, None
        whole = {step.number for step in curriculum.steps() if step.finale and self._is_whole(step)}
        new = whole - self.finales if self.finales is not None else set()
        self.finales = whole | (self.finales or set())
        for step in curriculum.steps():
            if step.number in new:
                command = [sys.executable, "-m", f"{self.folder.name}.{step.module}"]
                self._ask(f"step {step.number} is right. See how {step.finale}?", partial(self._run, command))
                return

    def _is_whole(self, last: Step) -> bool:
        names = [f.name for step in curriculum.steps() if step.number <= last.number for f in step.functions]
        return all(name in self.results and self.results[name].is_right for name in names)

    def press(self, key: str) -> None:
        """Do what a key stands for; an answer to a question comes first."""
        key, question, self.question = key.lower(), self.question, None
        if question:
            if key == "y":
                question()
                return
            self.say("left as it is")
            if key == "n":
                return
        actions = {"h": self._hint, "e": self._explain, "s": self._see, "n": self._next}
        actions |= {"l": self._list, "o": self._open, "r": self._reset, "a": self.run_all, "?": self._help}
        if action := actions.get(key):
            action()

    def _ask(self, text: str, yes: Callable[[], None]) -> None:
        self.question = yes
        self.say(f"\n{text}  y or n")

    def _run(self, command: list[str]) -> None:
        """Run a command in a process of its own: what the learner has just saved is imported anew."""
        sys.stdout.flush()
        subprocess.run(command, cwd=self.folder.parent, stdin=subprocess.DEVNULL, check=False)

    def _grader(self, *words: str) -> None:
        self._run(
            [sys.executable, "-m", "grader", *words, *(["--plain"] if self.plain and words[0] == "explain" else [])]
        )

    def _current(self) -> Function | None:
        """The function that the screen is about; where all of it is right, the next one."""
        found = verdict.following(self.results, self.steps)
        if found is None:
            self.say("every function is right: there is nothing to look at")
        return found

    def _shown(self) -> Step | None:
        """The step to draw: the one that was just run, right or wrong, or else that of the function on the screen."""
        if len(self.steps) == 1:
            return next(iter(self.steps))
        if function := verdict.following(self.results, self.steps):
            return function.step
        return curriculum.steps()[-1] if self.results else None

    def _hint(self) -> None:
        if not (function := self._current()):
            return
        past = history.load(self.folder)
        shown = past.of(function).hints
        level = hints.level_to_show(function, shown, None)

        def show() -> None:
            self.say(f"\n{hints.hint(function, level)}")
            past.hint_shown(function, level)
            history.save(self.folder, past)

        if level == len(function.hints) and shown < level:
            self._ask("The last hint is nearly the answer. Show it?", show)
        else:
            show()

    def _explain(self) -> None:
        if function := self._current():
            if function.explained:
                self._grader("explain", function.name)
            else:
                self.say(f"{function.name} gives no gradient: there is no picture of it; h gives a hint")

    def _see(self) -> None:
        if not sees():
            self.say("this kit has no pictures of steps")
        elif step := self._shown():
            self._grader("see", str(step.number))

    def _next(self) -> None:
        self.say("\n" + "\n".join(verdict.next_lines(self.results, verdict.following(self.results, ()))))

    def _list(self) -> None:
        self.say("\n" + "\n".join(verdict.progress_lines(self.results, curriculum.steps(), self.plain)))

    def _reset(self) -> None:
        if function := self._current():
            step = function.step
            self._ask(
                f"Begin step {step.number} ({step.title}) again? Your file is copied first.",
                lambda: self._grader("reset", str(step.number), "--yes"),
            )

    def _help(self) -> None:
        self.say("\n" + "\n".join(f"{key}  {told}" for key, told in KEYS.items()))

    def _open(self) -> None:
        if not (function := self._current()):
            return
        place = self.results[function.name].place or f"{self.folder.name}/{function.step.module}.py"
        command = editor(self.folder.parent, place)
        if command is None:
            self.say(f"open {place}   (set VISUAL to a command that opens a window, and o does it)")
            return
        try:
            subprocess.Popen(
                command,
                cwd=self.folder.parent,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            self.say(f"opening {place}")
        except OSError as error:
            self.say(f"{command[0]} cannot be started ({error.strerror}): open {place}")


def editor(folder: Path, place: str) -> list[str] | None:
    """What opens FILE:LINE in the learner's editor; None where it would need this terminal, or is not known."""
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR") or shutil.which("code")
    try:
        words = shlex.split(chosen or "", posix=os.name != "nt")
    except ValueError:
        return None
    name = Path(words[0]).stem.lower() if words else ""
    if not name or name in IN_TERMINAL:
        return None
    file = str(folder / place.split(" ")[0].rpartition(":")[0]) if ":" in place else str(folder / place)
    line = place.rpartition(":")[2] if ":" in place else "1"
    return [*words, "-g", f"{file}:{line}"] if name in BY_PLACE else [*words, file]
