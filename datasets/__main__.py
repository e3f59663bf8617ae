"""python -m datasets: lists the data sets. python -m datasets figure NAME: draws one into a file."""

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from datasets.catalogue import CATALOGUE
from datasets.figure import plot

FORMATS = (".png", ".svg", ".pdf")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line. Returns the exit code: 0, or 2 after an error in one line on stderr."""
    options = _parser().parse_args(arguments)
    if options.command is None:
        _list()
        return 0
    path = options.save or Path(f"{options.name}.png")
    if path.suffix.lower() not in FORMATS:
        return _fail(f"the name of a figure must end in {', '.join(FORMATS)}, not {path.name!r}")
    try:
        _write_figure(options.name, path, options.force)
    except FileExistsError:
        return _fail(f"{path} exists already; --force replaces it, --save FILE writes elsewhere")
    except OSError as error:
        return _fail(f"cannot write {path}: {error.strerror}")
    print(f"wrote {_ascii(str(path))}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m datasets",
        description="The data sets of the kit. Without a command: list them.",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    figure = commands.add_parser("figure", help="draw a data set into a file")
    figure.add_argument("name", metavar="NAME", choices=list(CATALOGUE), help=", ".join(CATALOGUE))
    figure.add_argument("--save", metavar="FILE", type=Path, help="where to (default: NAME.png in this folder)")
    figure.add_argument("--force", action="store_true", help="replace FILE if it exists")
    return parser


def _list() -> None:
    width = max(map(len, CATALOGUE))
    for name, entry in CATALOGUE.items():
        print(f"{name:{width}}  {entry.size:6}  {entry.about}")
    print("\nSizes are samples x features; n is yours to choose.")
    print("One of them as a picture: python -m datasets figure NAME")


def _write_figure(name: str, path: Path, force: bool) -> None:
    from matplotlib.figure import Figure  # without pyplot, so that no display is asked for

    figure = Figure(layout="constrained")
    plot(*CATALOGUE[name].example(), ax=figure.subplots(), title=name)
    picture = io.BytesIO()
    figure.savefig(picture, format=path.suffix[1:].lower(), dpi=150)
    with path.open("wb" if force else "xb") as file:
        file.write(picture.getvalue())


def _fail(message: str) -> int:
    print(f"python -m datasets: error: {_ascii(message)}", file=sys.stderr)
    return 2


def _ascii(text: str) -> str:
    return text.encode("ascii", "backslashreplace").decode("ascii")


if __name__ == "__main__":
    sys.exit(main())
