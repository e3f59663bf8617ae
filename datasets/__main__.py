"""python -m datasets: lists the data sets, draws one into a file, and looks after the files of MNIST."""

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from datasets.catalogue import CATALOGUE, MNIST_ABOUT, MNIST_SIZE, PICTURES
from datasets.figure import plot, plot_pictures
from datasets.mnist_download import DownloadFailed, download
from datasets.mnist_files import survey

FORMATS = (".png", ".svg", ".pdf")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line. Returns the exit code: 0, or 1 or 2 after an error that stderr tells."""
    options = _parser().parse_args(arguments)
    return options.run(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m datasets",
        description="The data sets of the kit. Without a command: list them.",
    )
    parser.set_defaults(run=_list)
    commands = parser.add_subparsers(metavar="COMMAND")
    figure = commands.add_parser("figure", help="draw a data set into a file")
    names = [*CATALOGUE, *PICTURES]
    figure.add_argument("name", metavar="NAME", choices=names, help=", ".join(names))
    figure.add_argument("--save", metavar="FILE", type=Path, help="where to (default: NAME.png in this folder)")
    figure.add_argument("--force", action="store_true", help="replace FILE if it exists")
    figure.set_defaults(run=_figure)
    mnist = commands.add_parser("mnist", help="look whether MNIST is all there in a folder, or fetch it")
    mnist.add_argument("folder", metavar="DIR", type=Path, help="the folder for the four files of MNIST")
    mnist.add_argument("--download", action="store_true", help="fetch what is missing or damaged (11 MB in all)")
    mnist.set_defaults(run=_mnist)
    return parser


def _list(options: argparse.Namespace) -> int:
    listed = CATALOGUE | PICTURES
    width = max(map(len, [*listed, "mnist"]))
    for name, entry in listed.items():
        print(f"{name:{width}}  {entry.size:9}  {entry.about}")
    print(f"{'mnist':{width}}  {MNIST_SIZE:9}  {MNIST_ABOUT}")
    print("\nSizes are samples x features; n is yours to choose.")
    print("All but mnist as a picture: python -m datasets figure NAME")
    return 0


def _figure(options: argparse.Namespace) -> int:
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


def _write_figure(name: str, path: Path, force: bool) -> None:
    from matplotlib.figure import Figure  # without pyplot, so that no display is asked for

    figure = Figure(layout="constrained")
    if name in PICTURES:
        plot_pictures(*PICTURES[name].example(), figure=figure, title=name)
    else:
        plot(*CATALOGUE[name].example(), ax=figure.subplots(), title=name)
    picture = io.BytesIO()
    figure.savefig(picture, format=path.suffix[1:].lower(), dpi=150)
    with path.open("wb" if force else "xb") as file:
        file.write(picture.getvalue())


def _mnist(options: argparse.Namespace) -> int:
    folder = options.folder
    try:
        if options.download:
            for line in download(folder):
                print(_ascii(line), flush=True)
        there, wrong = survey(folder)
    except KeyboardInterrupt:
        return _fail("stopped; the files that are whole stay, and the same command goes on from there", code=130)
    except DownloadFailed as error:
        return _fail(str(error), code=1)
    except OSError as error:
        return _fail(f"{error.filename or folder}: {error.strerror}" if error.strerror else str(error), code=1)
    for line in there:
        print(_ascii(line))
    for line in wrong:
        _fail(line)
    if wrong:
        print(f"to fetch what is missing or damaged: python -m datasets mnist --download {_ascii(str(folder))}")
    return 1 if wrong else 0


def _fail(message: str, code: int = 2) -> int:
    print(f"python -m datasets: error: {_ascii(message)}", file=sys.stderr)
    return code


def _ascii(text: str) -> str:
    return text.encode("ascii", "backslashreplace").decode("ascii")


if __name__ == "__main__":
    sys.exit(main())
