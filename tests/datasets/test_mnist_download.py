"""Fetching MNIST, from servers on loopback that are good, gone, or lying."""

import contextlib
import gzip
import hashlib
import os
import socket
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from datasets import mnist_download
from datasets.__main__ import main
from tests.idx_files import NAMES, contents, write

FILES = {f"{name}.gz": gzip.compress(content, mtime=0) for name, content in contents().items()}
FIRST, SECOND, THIRD, FOURTH = FILES
ORIGINALS, MIRRORS = mnist_download.ORIGINALS, mnist_download.MIRRORS  # before the tests put others in their place


def sha256(content):
    return hashlib.sha256(content).hexdigest()


@contextlib.contextmanager
def mirror(answer):
    """A server whose answer to a name is bytes, or an HTTP status; yields its address and the names asked for."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            name = self.path.removeprefix("/")
            asked.append(name)
            content = answer(name)
            if isinstance(content, int):
                self.send_error(content)
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(FILES[name])))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def good():
    with mirror(FILES.__getitem__) as (address, asked):
        yield address, asked


@pytest.fixture
def gone():
    """An address at which nobody listens: its port is taken, and never opened."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}/"


@pytest.fixture(autouse=True)
def tiny(monkeypatch):
    """The tiny files in place of the originals and no mirror but those of the test."""
    originals = {
        name.split("-idx")[0]: mnist_download.Original(len(content), sha256(content), sha256(gzip.decompress(content)))
        for name, content in FILES.items()
    }
    monkeypatch.setattr(mnist_download, "ORIGINALS", originals)
    monkeypatch.setattr(mnist_download, "MIRRORS", ())
    for variable in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def fetch(monkeypatch, tmp_path):
    """`python -m datasets mnist --download` from these mirrors, into tmp_path / "mnist" unless told otherwise."""

    def run(*mirrors, folder=tmp_path / "mnist"):
        monkeypatch.setattr(mnist_download, "MIRRORS", mirrors)
        return main(["mnist", "--download", str(folder)])

    return run


def assert_whole(folder):
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == FILES


def test_the_originals_have_the_sizes_and_places_of_the_well_known_copies():
    assert {name: entry.size for name, entry in ORIGINALS.items()} == {
        "train-images": 9912422,
        "train-labels": 28881,
        "t10k-images": 1648877,
        "t10k-labels": 4542,
    }
    assert len({sum for entry in ORIGINALS.values() for sum in (entry.zipped, entry.unpacked) if len(sum) == 64}) == 8
    assert all(address.startswith("https://") and address.endswith("/") for address in MIRRORS)


def test_all_four_are_fetched_and_looked_at(fetch, good, tmp_path, capsys):
    address, asked = good
    assert fetch(address) == 0
    assert_whole(tmp_path / "mnist")
    assert asked == list(FILES)
    said = capsys.readouterr().out.splitlines()
    assert said[:4] == [f"{name}: fetched from {address}" for name in FILES]
    assert said[4].split() == f"{FIRST} 5 images of 28 x 28".split()


def test_a_folder_is_made_with_those_above_it(fetch, good, tmp_path):
    assert fetch(good[0], folder=tmp_path / "a" / "b") == 0
    assert_whole(tmp_path / "a" / "b")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_others_may_read_what_was_fetched(fetch, good, tmp_path):
    assert fetch(good[0]) == 0
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "mnist").iterdir()} == {0o644}


def test_a_whole_file_is_not_fetched_again(fetch, good, capsys):
    address, asked = good
    assert fetch(address) == 0
    asked.clear()
    capsys.readouterr()
    assert fetch(address) == 0
    assert asked == []
    assert f"{FIRST}: there already" in capsys.readouterr().out


@pytest.mark.parametrize("zipped", [False, True])
def test_a_whole_file_under_another_name_is_not_fetched_again(fetch, good, tmp_path, zipped):
    files = {name.replace("-idx", ".idx"): content for name, content in contents().items()}
    folder = write(tmp_path / "mnist", files, zipped)
    assert fetch(good[0]) == 0
    assert good[1] == []
    assert len(list(folder.iterdir())) == 4


BAD_MIRRORS = {
    "has no such file": (lambda name: 404, "answered 404 Not Found"),
    "is out of order": (lambda name: 503, "answered 503 Service Unavailable"),
    "sends wrong bytes": (lambda name: bytes(len(FILES[name])), "what it sent is not the file (wrong checksum)"),
    "sends nothing": (lambda name: b"", "no connection, or it broke off"),
    "breaks off": (lambda name: FILES[name][:-5], "no connection, or it broke off"),
}
bad_mirrors = pytest.mark.parametrize(("answer", "reason"), BAD_MIRRORS.values(), ids=BAD_MIRRORS)


@bad_mirrors
def test_where_the_first_mirror_fails_the_second_is_asked(fetch, good, tmp_path, answer, reason):
    with mirror(answer) as (bad, asked):
        assert fetch(bad, good[0]) == 0
    assert asked == good[1] == list(FILES)
    assert_whole(tmp_path / "mnist")


def test_where_the_first_mirror_is_gone_the_second_is_asked(fetch, good, gone, tmp_path):
    assert fetch(gone, good[0]) == 0
    assert_whole(tmp_path / "mnist")


@bad_mirrors
def test_where_all_fail_nothing_is_left_behind_and_the_reasons_are_told(fetch, gone, tmp_path, capsys, answer, reason):
    with mirror(answer) as (bad, _):
        assert fetch(gone, bad) == 1
    assert list((tmp_path / "mnist").iterdir()) == []
    told = capsys.readouterr().err.splitlines()
    assert told[:3] == [
        f"python -m datasets: error: no mirror gave {FIRST}",
        f"  {gone}: no connection, or it broke off",
        f"  {bad}: {reason}",
    ]


def test_without_a_network_it_says_what_to_do_by_hand(fetch, gone, tmp_path, capsys):
    folder = write(tmp_path / "mnist", {SECOND: FILES[SECOND]})
    assert fetch(gone) == 1
    told = capsys.readouterr().err
    for name in (FIRST, THIRD, FOURTH):
        assert f"  {gone}{name}\n" in told
    assert f"{gone}{SECOND}" not in told
    assert f"into the folder\n  {folder}\n" in told
    assert f"python -m datasets mnist {folder}" in told


def test_what_is_whole_stays_when_a_later_file_fails_and_the_next_run_goes_on_from_there(fetch, good, tmp_path):
    with mirror(lambda name: 500 if name == THIRD else FILES[name]) as (bad, _):
        assert fetch(bad) == 1
    assert {path.name for path in (tmp_path / "mnist").iterdir()} == {FIRST, SECOND}
    assert fetch(good[0]) == 0
    assert good[1] == [THIRD, FOURTH]
    assert_whole(tmp_path / "mnist")


def test_whoever_stops_it_keeps_what_is_whole(fetch, good, tmp_path, capsys, monkeypatch):
    real = mnist_download._fetch

    def interrupted(target, part, folder):
        if target.name == SECOND:
            target.write_bytes(FILES[SECOND][:10])
            raise KeyboardInterrupt
        return real(target, part, folder)

    monkeypatch.setattr(mnist_download, "_fetch", interrupted)
    assert fetch(good[0]) == 130
    assert capsys.readouterr().err.startswith("python -m datasets: error: stopped; the files that are whole stay")
    assert {path.name: path.read_bytes() for path in (tmp_path / "mnist").iterdir()} == {FIRST: FILES[FIRST]}


def test_a_file_appears_only_when_it_is_whole(fetch, tmp_path):
    seen = []

    def answer(name):
        seen.append({path.name for path in (tmp_path / "mnist").iterdir() if path.is_file()})
        return FILES[name]

    with mirror(answer) as (address, _):
        assert fetch(address) == 0
    assert seen == [set(), {FIRST}, {FIRST, SECOND}, {FIRST, SECOND, THIRD}]


def test_a_damaged_file_is_kept_beside_the_new_one(fetch, good, tmp_path, capsys):
    folder = write(tmp_path / "mnist", {FIRST: b"mine", f"{FIRST}.bak": b"older"})
    assert fetch(good[0]) == 0
    assert f"{FIRST}: the damaged one is kept as {FIRST}.bak2" in capsys.readouterr().out
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == FILES | {
        f"{FIRST}.bak": b"older",
        f"{FIRST}.bak2": b"mine",
    }


def test_a_damaged_file_stays_in_its_place_where_no_new_one_is_to_be_had(fetch, gone, tmp_path):
    folder = write(tmp_path / "mnist", {FIRST: b"mine"})
    assert fetch(gone) == 1
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {FIRST: b"mine"}


def test_a_damaged_unpacked_file_is_left_alone_and_no_longer_read(fetch, good, tmp_path):
    folder = write(tmp_path / "mnist", {NAMES[0]: b"mine"})
    assert fetch(good[0]) == 0
    assert (folder / NAMES[0]).read_bytes() == b"mine"


def test_a_file_in_place_of_the_folder_is_refused(fetch, good, tmp_path, capsys):
    path = tmp_path / "file"
    path.write_text("mine")
    assert fetch(good[0], folder=path) == 1
    assert "is no folder" in capsys.readouterr().err
    assert path.read_text() == "mine"
    assert good[1] == []


@pytest.mark.parametrize("missing", ["pooch", "tqdm"])
def test_without_the_packages_one_line_says_what_to_install(fetch, good, tmp_path, capsys, monkeypatch, missing):
    monkeypatch.setitem(sys.modules, missing, None)
    assert fetch(good[0]) == 1
    assert capsys.readouterr().err == (
        "python -m datasets: error: fetching MNIST needs two more packages: pip install pooch tqdm\n"
    )
    assert not (tmp_path / "mnist").exists()


def test_on_a_terminal_there_is_a_progress_bar_in_ascii(fetch, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(mnist_download, "BAR", mnist_download.BAR | {"disable": False})
    with mirror(FILES.__getitem__) as (address, _):
        assert fetch(address) == 0
    told = capsys.readouterr().err
    assert "train-images: 100%|####" in told
    assert told.isascii()
