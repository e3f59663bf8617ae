"""Single keys from the terminal, on the three systems; where there is no terminal, whole lines."""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


def _lines() -> Iterator[str]:
    for line in sys.stdin:
        yield line.strip()[:1]


def _windows_keys() -> Iterator[str]:
    import msvcrt

    while True:
        yield msvcrt.getwch()  # type: ignore[attr-defined]


def _posix_keys() -> Iterator[str]:
    while key := os.read(sys.stdin.fileno(), 1):
        yield key.decode("ascii", "replace")


@contextmanager
def _unbuffered() -> Iterator[None]:
    """A terminal that hands over every key at once; as it was before when this ends."""
    import termios
    import tty

    before = termios.tcgetattr(sys.stdin)
    tty.setcbreak(sys.stdin)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


@contextmanager
def listening(hear: Callable[[str], None]) -> Iterator[None]:
    """Call `hear` with every key, from a thread of its own, as long as this lasts."""

    def listen(keys: Iterator[str]) -> None:
        with suppress(OSError, ValueError):  # the terminal is gone
            for key in keys:
                hear(key)

    terminal = sys.stdin is not None and sys.stdin.isatty()
    keys = _lines if not terminal else _windows_keys if os.name == "nt" else _posix_keys
    thread = threading.Thread(target=listen, args=(keys(),), daemon=True)
    if terminal and os.name != "nt":
        with _unbuffered():
            thread.start()
            yield
    else:
        if sys.stdin is not None:
            thread.start()
        yield
