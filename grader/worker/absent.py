"""What a sealed process finds in place of modules that it cannot read from disk.

An import at the top of a file breaks nothing. Drawing does nothing, since nobody would see it; a progress bar shows
none; whatever else is used says that it is not there.
"""

import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

DRAWING = {"matplotlib", "mpl_toolkits", "seaborn", "plotly", "bokeh", "IPython", "ipywidgets", "tqdm"}
OTHERS = {"pandas", "scipy", "sklearn", "numba", "sympy", "PIL", "cv2", "imageio", "requests", "joblib", "pytest"}
OTHERS |= {"nose", "h5py", "networkx", "tabulate"}  # nothing that would do the exercises: torch is an ImportError


def _not_there(name: str) -> ImportError:
    return ImportError(
        f"{name} cannot be used while work is graded: there are NumPy and the usual modules of the standard library, "
        "and no files, windows, network or other programs"
    )


class Absent:
    """Stands for anything out of a module that is not there. Its parts are absent too, and to use it is an error."""

    def __init__(self, name: str):
        self.__dict__["_name"] = name

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(self)(f"{self._name}.{name}")

    def __call__(self, *_: Any, **__: Any) -> Any:
        raise _not_there(self._name)

    def __getitem__(self, _: Any) -> Any:
        raise _not_there(self._name)

    def __iter__(self) -> Iterator[Any]:
        raise _not_there(self._name)

    def __enter__(self) -> Any:
        raise _not_there(self._name)

    def __exit__(self, *_: object) -> None: ...

    def __instancecheck__(self, _: Any) -> bool:
        return False

    def __mro_entries__(self, _: Any) -> tuple:
        raise _not_there(self._name)

    def __repr__(self) -> str:
        return f"<{self._name}, not there while work is graded>"


class Silent(Absent):
    """The same for drawing: calls and settings are accepted, and do nothing."""

    def __call__(self, *arguments: Any, **_: Any) -> Any:
        if self._name.endswith(".subplots"):
            return Silent("figure"), _axes(*arguments[:2], **_)
        return Silent(self._name)

    def __getitem__(self, _: Any) -> Any:
        return Silent(self._name)

    def __setitem__(self, _: Any, __: Any) -> None: ...

    def __setattr__(self, _: str, __: Any) -> None: ...

    def __enter__(self) -> Any:
        return self


def _axes(nrows: int = 1, ncols: int = 1, **_: Any) -> Any:
    """What matplotlib's `subplots` returns second: one pair of axes, or an array of them."""
    axes = np.empty((nrows, ncols), dtype=object)
    axes[...] = Silent("axes")
    return axes[0, 0] if axes.size == 1 else axes.squeeze()


class Progress(Silent):
    """A progress bar that shows nothing: only the items go through it."""

    def __init__(self, items: Iterable[Any] = (), *_: Any, **__: Any):
        super().__init__("tqdm")
        self.__dict__["_items"] = items

    def __iter__(self) -> Iterator[Any]:
        return iter(self._items)

    def __call__(self, *_: Any, **__: Any) -> None: ...

    def __getattr__(self, name: str) -> Any:
        return Silent(f"tqdm.{name}")


class _Module(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        top = self.__name__.partition(".")[0]
        if top == "tqdm" and name in ("tqdm", "trange"):
            return Progress if name == "tqdm" else lambda *bounds, **_: Progress(range(*bounds))
        return (Silent if top in DRAWING else Absent)(f"{self.__name__}.{name}")


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """The last to be asked for a module: answers for those that work may well import."""

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> Any:
        top = fullname.partition(".")[0]
        if top not in DRAWING | OTHERS | sys.stdlib_module_names | {"numpy"}:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: Any) -> types.ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        module.__all__ = []  # type: ignore[attr-defined]
