"""Networks that read: each is trained once, by the learner's `fit`, and reads what is drawn on the pad."""

import base64
import binascii
from collections.abc import Callable
from typing import Any

import numpy as np

from grader.seeing import reading
from grader.seeing.functions import Functions, NotSeen
from grader.seeing.play import pad
from grader.seeing.play.network import plain

EPOCHS = {"small": 30, "mnist": 3}
SHOWN = 12  # hidden units: those that answer most; and digits, of which half are misread ones
LIKE: dict[str, Callable[[np.ndarray], np.ndarray]] = {"small": pad.like_small, "mnist": pad.like_mnist}
Answer = dict[str, Any]


class Readers:
    """The networks that have learned to read so far, by the name of their digits: small, or mnist."""

    def __init__(self, functions: Functions):
        self.functions = functions
        self.readers: dict[str, reading.Reader] = {}

    def learn(self, asked: dict[str, Any]) -> Answer:
        """Train one. mnist: the folder with its files. Raises NotSeen."""
        name, rng = asked["digits"], np.random.default_rng(0)
        if name == "mnist":
            try:
                data = reading.mnist(asked["mnist"])
            except (OSError, ValueError) as error:
                raise NotSeen(str(error)) from None
        else:
            data = reading.small_digits(self.functions, rng)
        reader = self.readers[name] = reading.learn(self.functions, data, rng, EPOCHS[name])
        wrong = [i for i in reader.examples(SHOWN) if reader.guesses[i] != data.y_val[i]]
        return {
            "right": reader.right,
            "of": len(reader.sure),
            "epochs": len(reader.losses["train_loss"]),
            "side": data.side,
            "misread": [
                {"picture": plain(data.unseen[i]), "digit": int(data.y_val[i]), "guess": int(reader.guesses[i])}
                for i in wrong
            ],
        }

    def read(self, asked: dict[str, Any]) -> Answer:
        """What a network makes of a drawing. Raises NotSeen."""
        if asked["digits"] not in self.readers:
            raise NotSeen("your network has not learned to read yet")
        picture = LIKE[asked["digits"]](_drawing(asked["drawing"]))
        sure, hidden = self.readers[asked["digits"]].read(self.functions, picture)
        weights = self.readers[asked["digits"]].params[0][0]
        most = np.argsort(-hidden[0], kind="stable")[:SHOWN]
        units = [
            {"unit": int(i), "answer": plain(hidden[0, i]), "weights": plain(weights[:, i] / _most(weights[:, i]))}
            for i in most
        ]
        return {"picture": plain(picture), "sure": plain(sure[0]), "units": units}


def _most(values: np.ndarray) -> float:
    found = float(np.nan_to_num(np.abs(values)).max())
    return found or 1.0


def _drawing(text: str) -> np.ndarray:
    """The pixels of a square drawing, from 0 to 1. Raises NotSeen."""
    try:
        pixels = np.frombuffer(base64.b64decode(text, validate=True), np.uint8)
    except (binascii.Error, ValueError):
        pixels = np.zeros(0, np.uint8)
    side = round(len(pixels) ** 0.5)
    if not side or side * side != len(pixels):
        raise NotSeen("this is no drawing")
    return pixels.reshape(side, side) / 255
