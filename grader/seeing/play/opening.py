"""`play`: the server started, and its page opened, until somebody presses Ctrl-C."""

import os
import sys
import webbrowser
from contextlib import suppress
from pathlib import Path

from datasets.mnist_files import find_mnist
from grader.seeing.play import setting as settings
from grader.seeing.play.server import Server
from grader.seeing.play.studio import Studio
from grader.seeing.play.worker import MakeWork


def mnist_in(kit: Path, chosen: Path | None) -> str:
    """The folder with the files of MNIST: the one that was chosen, or `mnist` in the kit; "" where there are none.

    Raises OSError where a chosen one does not hold them.
    """
    try:
        find_mnist(chosen or kit / "mnist")
    except OSError:
        if chosen:
            raise
        return ""
    return str((chosen or kit / "mnist").resolve())


def play(make: MakeWork, folder: Path, setting: str, mnist: str, port: int, browser: bool) -> None:
    """Serve the page. Raises ValueError for a setting that cannot be, OSError where the port is taken."""
    if not folder.is_dir():
        raise ValueError(f"there is no folder {folder.name} in this kit")
    text = settings.read(setting).text() if setting else ""
    studio = Studio(make, folder, mnist)
    try:
        server = Server(studio, port)
    except OSError as error:
        raise OSError(f"port {port} cannot be had ({error.strerror})") from None
    address = server.address + (f"#{text}" if text else "")
    print(f"your network is at   {address}\n(only on this machine; Ctrl-C ends)", flush=True)
    if browser and _has_display():
        webbrowser.open(address)
    with suppress(KeyboardInterrupt), server:
        server.serve_forever()
    studio.stop()


def _has_display() -> bool:
    """Whether a browser can have a window; without one, webbrowser would open one in this terminal."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
