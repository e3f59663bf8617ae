"""`grade --git FILE`: what is graded is cloned from the addresses in a file, for as long as the grading lasts.

git is run with a time limit for each address, asks nobody for a password, runs no hook, and takes the last state alone.
Whoever cannot be cloned has a row with 0 points and the reason.
"""

import os
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from grader.classroom.csv_files import read_rows
from grader.classroom.names import on_screen
from grader.submissions import intake
from grader.submissions.class_folder import Class, Entry
from grader.submissions.found import Found

SECONDS = 120.0  # for one clone
AT_ONCE = 4
PROTOCOLS = "https:http:ssh:git:file"
ADDRESS = re.compile(r"(?:https?|ssh|git|file)://\S+|[\w.-]+@[\w.-]+:\S+|[./~]\S*")
QUIET = {  # nobody is asked for anything, and nothing of the account's own runs
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "SSH_ASKPASS": "",
    "GCM_INTERACTIVE": "never",
    "GIT_SSH_COMMAND": "ssh -o BatchMode=yes -o ConnectTimeout=20",
    "GIT_ALLOW_PROTOCOL": PROTOCOLS,
    "GIT_LFS_SKIP_SMUDGE": "1",
    "LC_ALL": "C",
}
SETTINGS = ("core.hooksPath=/dev/null", "core.symlinks=false", "core.askPass=", "submodule.recurse=false")
REASONS = {  # what git says, and what it comes down to
    r"could not read (?:Username|Password)|Authentication failed|Permission denied|terminal prompts disabled": (
        "it is not there, or you may not read it"
    ),
    r"not found|does not exist|does not appear to be a git repository": "there is no repository at that address",
    r"Could not resolve host|unable to access|Connection (?:refused|timed out)|Network is unreachable": (
        "the server could not be reached"
    ),
    r"transport '.*' not allowed|unknown option|is not a valid": "that is no address to clone from",
}


def read(path: Path) -> dict[str, str]:
    """The address of each student in a file of addresses, or of student and address. Raises ValueError in one line."""
    rows = read_rows(path)
    if rows and len(rows[0]) > 1 and not ADDRESS.fullmatch(rows[0][1]):
        rows = rows[1:]  # names of columns
    elif rows and rows[0][0].casefold() in ("address", "url", "repository"):
        rows = rows[1:]
    pairs = [(row[0] if len(row) > 1 else "", row[-1] if len(row) == 1 else row[1]) for row in rows]
    if not pairs:
        raise ValueError(f"{path} has no addresses in it")
    for _, address in pairs:
        if not ADDRESS.fullmatch(address):
            raise ValueError(f"{path}: {without_secrets(address)!r} is no address of a repository")
    names = _names([address for _, address in pairs])
    found: dict[str, str] = {}
    for (student, address), name in zip(pairs, names, strict=True):
        if (student or name) in found:
            raise ValueError(f"{path}: {student or name} stands there twice")
        found[student or name] = address
    return found


def _names(addresses: list[str]) -> list[str]:
    """What to call whoever has no name: by the repository, else by its owner, else by both, so that all differ."""
    parts = [re.split(r"[/:]+", address.rstrip("/").removesuffix(".git")) for address in addresses]
    repositories, owners = [p[-1] for p in parts], [p[-2] if len(p) > 1 else p[-1] for p in parts]
    counts, counted = Counter(repositories), Counter(owners)
    return [
        repository if counts[repository] == 1 else owner if counted[owner] == 1 else f"{owner}-{repository}"
        for repository, owner in zip(repositories, owners, strict=True)
    ]


def without_secrets(address: str) -> str:
    """An address without a password or a token in it."""
    return re.sub(r"//[^/@\s]*@", "//", address)


def clone(address: str, folder: Path, seconds: float = SECONDS) -> str:
    """Clone the last state of a repository. Returns "" or why it could not be done."""
    options = [part for setting in SETTINGS for part in ("-c", setting)]
    what = ["clone", "--quiet", "--depth", "1", "--single-branch", "--no-tags", "--no-recurse-submodules"]
    command = ["git", *options, *what, "--template=", "--", address, str(folder)]
    try:
        done = subprocess.run(
            command, env=os.environ | QUIET, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds
        )
    except FileNotFoundError:
        raise ValueError("git is not installed, and --git needs it") from None
    except subprocess.TimeoutExpired:
        return f"it took longer than {seconds:g} seconds"
    if done.returncode == 0:
        return ""
    said = without_secrets(done.stderr.decode("utf-8", "replace")).replace(without_secrets(address), "it")
    for pattern, reason in REASONS.items():
        if re.search(pattern, said):
            return reason
    last = [line for line in said.splitlines() if line.strip()][-1:] or [f"git ended with {done.returncode}"]
    return re.sub(r"^(?:fatal|error): ", "", last[0].replace(str(folder), "it"))[:150]


def _refuse(why: str) -> list[Found]:
    raise ValueError(f"could not be cloned: {why}")


@contextmanager
def cloned(path: Path, say: Callable[[str], None]) -> Iterator[Class]:
    """The class that is cloned from the addresses in a file. Raises ValueError."""
    addresses = read(path)
    with tempfile.TemporaryDirectory(prefix="clones-") as place:
        folders = {student: Path(place, str(number)) for number, student in enumerate(addresses)}
        with ThreadPoolExecutor(AT_ONCE) as threads:
            jobs = {student: threads.submit(clone, addresses[student], folders[student]) for student in addresses}
        failed = {student: job.result() for student, job in jobs.items() if job.result()}
        say(f"cloned {len(addresses) - len(failed)} of {len(addresses)}")
        for student, why in failed.items():
            say(on_screen(f"{student} could not be cloned: {why}"))
        entries = []
        for student in sorted(addresses):
            work = partial(_refuse, failed[student]) if student in failed else partial(_files, folders[student])
            entries.append(Entry(student, work))
        yield Class(tuple(entries), ())


def _files(folder: Path) -> list[Found]:
    return intake.folder_files(folder)
