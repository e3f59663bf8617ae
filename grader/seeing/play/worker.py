"""The process that runs the learner's functions for the page: it is asked, and answers, one thing at a time."""

import json
import os
import signal
import sys
import traceback
import warnings
from collections.abc import Callable
from dataclasses import asdict
from multiprocessing.connection import Connection
from typing import Any

import numpy as np

from grader.checks.failures import TookTooLong, interrupt_after
from grader.checks.messages import ascii_only
from grader.seeing.functions import Direct, NotSeen, Work
from grader.seeing.play import digits, points, setting
from grader.seeing.play.network import Network
from grader.seeing.play.setting import NoSetting, Setting

MakeWork = Callable[[], Work]
Answer = dict[str, Any]

CHOICES = {  # what can be chosen once these functions are written
    "binary": ("binary_cross_entropy", "binary_cross_entropy_gradient"),
    "classes": ("softmax", "cross_entropy", "cross_entropy_gradient"),
    "batch": ("minibatches",),
    "scaled": ("standardize",),
    "splits": ("train_validation_split",),
    "momentum": ("momentum_step",),
    "digits": ("fit",),
}


class Worker:
    """What the process keeps: the learner's functions, the network in training, and those that read digits."""

    def __init__(self, work: Work):
        self.functions = Direct(work)
        self.network: Network | None = None
        self.readers = digits.Readers(self.functions)
        self.choices = {choice: all(map(self.functions.is_written, names)) for choice, names in CHOICES.items()}

    def answer(self, asked: dict[str, Any]) -> Answer:
        """What a page asks for, by `do`. Raises NotSeen and NoSetting."""
        doing = {"set": self.set, "go": self.go, "learn": self.readers.learn, "read": self.readers.read}
        return doing[asked["do"]](asked)

    def set(self, asked: dict[str, Any]) -> Answer:
        """Another setting. The network goes on where only its rate, batch size or momentum changes."""
        wanted = setting.read(asked["setting"])
        choices = self.choices | {"mnist": bool(asked["mnist"])}
        told: Answer = {"setting": asdict(wanted), "text": wanted.text(), "choices": choices}
        try:
            self._expect_written(wanted)
            if self.network and not asked.get("anew") and wanted.goes_on_from(self.network.setting):
                self.network.adjust(wanted)
            else:
                self.network = None
                chosen = points.points(wanted, self.functions, self.choices["splits"])
                self.network = Network(wanted, chosen, self.functions)
            told["network"] = self.network.told()
            told["frame"] = self.network.frame()
        except (NotSeen, NoSetting) as error:
            told["problem"] = str(error)
        return told

    def _expect_written(self, wanted: Setting) -> None:
        """Raises NoSetting for a choice whose functions are not there yet."""
        chosen = {wanted.loss: True, "batch": wanted.batch, "momentum": wanted.momentum, "scaled": wanted.scaled}
        for name, functions in CHOICES.items():
            if chosen.get(name) and not self.choices[name]:
                raise NoSetting(f"this setting needs {', '.join(functions)}, and not all of that is written yet")

    def go(self, asked: dict[str, Any]) -> Answer:
        """Train a little, or for some epochs."""
        if self.network is None:
            raise NotSeen("there is no network yet")
        self.network.train(int(asked.get("epochs", 0)))
        return {"frame": self.network.frame()}


def serve(make: MakeWork, pipe: Connection) -> None:
    """Answer until the other end closes. What the learner's code prints is dropped."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends this process
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    work, worker = make(), None
    pipe.send_bytes(b"ready")
    while True:
        try:
            asked = json.loads(pipe.recv_bytes())
        except (EOFError, OSError):
            return
        cancel = interrupt_after(asked["seconds"], lambda: False)
        try:
            worker = worker or Worker(work)
            told = worker.answer(asked)
        except (NotSeen, NoSetting) as error:
            told = {"problem": str(error)}
        except TookTooLong as error:
            told = {"problem": ascii_only(work.where_it_was(error, "a call"))}
        except Exception:
            told = {"problem": f"the page itself failed:\n{ascii_only(traceback.format_exc(limit=-2))}"}
        finally:
            cancel()
        pipe.send_bytes(json.dumps(told, allow_nan=False).encode())
