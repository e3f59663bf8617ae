"""Fetches the four files of MNIST, each from the first mirror that has it, and checks them by their SHA-256."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from datasets.mnist_files import PARTS, Part, existing_folder

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)
SECONDS = 20  # without a word from a mirror
CHUNK = 1 << 16
BAR = {"unit": "B", "unit_scale": True, "ascii": True, "ncols": 80, "disable": None}  # None: shown on a terminal only


@dataclass(frozen=True)
class Original:
    """A file as it was published: its bytes when gzipped, and the SHA-256 gzipped and unpacked."""

    size: int
    zipped: str
    unpacked: str


ORIGINALS = {
    "train-images": Original(
        9912422,
        zipped="440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
        unpacked="ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    ),
    "train-labels": Original(
        28881,
        zipped="3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
        unpacked="65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    ),
    "t10k-images": Original(
        1648877,
        zipped="8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
        unpacked="0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    ),
    "t10k-labels": Original(
        4542,
        zipped="f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
        unpacked="ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    ),
}


class DownloadFailed(Exception):
    """A file could not be fetched; the message says which and why, and what to do by hand."""


def download(folder: Path) -> Iterator[str]:
    """Fetch what is not there yet into a folder, which is made if need be. Needs pooch and tqdm.

    A file appears under its name only when it is whole and its checksum right. A whole one is not fetched again; one
    that broke off is fetched from its start, since pooch does not resume within a file. What stands in the place of
    a new file and is not the same is kept beside it, under another name.

    Yields: a line about each file, as it happens.
    Raises: DownloadFailed if no mirror gives a file, or what is needed to fetch it is not installed; OSError if the
    folder cannot be written.
    """
    try:
        import pooch
        import tqdm  # noqa: F401  (for its progress bar)
    except ImportError:
        raise DownloadFailed("fetching MNIST needs two more packages: pip install pooch tqdm") from None

    pooch.get_logger().setLevel("WARNING")
    if folder.exists():
        existing_folder(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        if there := _whole(folder, part):
            yield f"{there.name}: there already"
            continue
        target = folder / part.files[0]
        with TemporaryDirectory(dir=folder) as unfinished:
            fetched = Path(unfinished) / target.name
            mirror = _fetch(fetched, part, folder)
            if target.exists():
                yield f"{target.name}: the damaged one is kept as {_put_aside(target).name}"
            fetched.chmod(0o644)  # pooch leaves it readable by its owner only
            fetched.rename(target)
        yield f"{target.name}: fetched from {mirror}"


def _whole(folder: Path, part: Part) -> Path | None:
    """The file that a reader of the folder would take for this part, if it is the original one."""
    path = part.find(folder)
    if path is None:
        return None
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    return path if found in (ORIGINALS[part.name].zipped, ORIGINALS[part.name].unpacked) else None


def _put_aside(path: Path) -> Path:
    """Rename a file to the first free name of path.bak, path.bak2, path.bak3, ... and return that name."""
    number = 1
    while (aside := path.with_name(f"{path.name}.bak{number if number > 1 else ''}")).exists():
        number += 1
    return path.rename(aside)


def _fetch(target: Path, part: Part, folder: Path) -> str:
    """Bring a file, which is to end in the folder, from the first mirror that has it right. Returns the mirror."""
    import pooch
    import requests
    from tqdm import tqdm

    original = ORIGINALS[part.name]
    lines = [f"no mirror gave {target.name}"]
    for mirror in MIRRORS:
        with tqdm(desc=part.name, total=original.size, **BAR) as bar:
            source = pooch.HTTPDownloader(progressbar=bar, chunk_size=CHUNK, timeout=SECONDS)
            try:
                pooch.retrieve(mirror + target.name, original.zipped, target.name, target.parent, downloader=source)
                return mirror
            except requests.RequestException as error:
                bar.leave = False
                lines.append(f"  {mirror}: {_reason(error)}")
            except ValueError:
                lines.append(f"  {mirror}: what it sent is not the file (wrong checksum)")
    raise DownloadFailed("\n".join(lines + _by_hand(folder)))


def _reason(error: Exception) -> str:
    import requests

    if isinstance(error, requests.HTTPError) and error.response is not None:
        return f"answered {error.response.status_code} {error.response.reason}"
    if isinstance(error, requests.Timeout):
        return f"silent for {SECONDS} seconds"
    return "no connection, or it broke off"


def _by_hand(folder: Path) -> list[str]:
    """What to do without this program: which files, from where, into which folder."""
    first, *others = MIRRORS
    missing = [part.files[0] for part in PARTS if not _whole(folder, part)]
    return [
        "By hand: fetch with a browser",
        *(f"  {first}{file}" for file in missing),
        *(f"  (the same files are under {mirror})" for mirror in others),
        "into the folder",
        f"  {folder.resolve()}",
        "and see whether all is there:",
        f"  python -m datasets mnist {folder}",
    ]
