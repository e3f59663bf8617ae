"""Files are written whole or not at all, wherever the kit writes one."""

from pathlib import Path

import pytest

from grader.curriculum import files

GRADER = Path(files.__file__).resolve().parent.parent


def test_a_file_is_there_as_a_whole(tmp_path):
    path = tmp_path / "a.json"
    for content in ("old", "\u03c3\r\n", b"\x00\xff"):
        files.write_whole(path, content)
        assert path.read_bytes() == (content if isinstance(content, bytes) else content.encode())
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_what_stands_there_stays_when_writing_fails(tmp_path):
    path = tmp_path / "a.zip"
    files.write_whole(path, "old")
    with pytest.raises(KeyboardInterrupt), files.whole(path) as partial:
        partial.write_text("half of the ne")
        raise KeyboardInterrupt
    with pytest.raises(UnicodeEncodeError):
        files.write_whole(path, "\ud800")
    assert path.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


@pytest.mark.parametrize("refusals", [0, 3, 10])
def test_who_reads_the_file_for_a_moment_is_waited_for(tmp_path, monkeypatch, refusals):
    """As on Windows, where a file that somebody reads cannot be replaced."""
    left, replace = [None] * refusals, Path.replace

    def refusing(self, other):
        if left:
            left.pop()
            raise PermissionError(13, "used by another process")
        return replace(self, other)

    monkeypatch.setattr(Path, "replace", refusing)
    monkeypatch.setattr(files, "TRIES", 5)
    monkeypatch.setattr(files, "PAUSE", 0)
    if refusals > 5:
        with pytest.raises(PermissionError):
            files.write_whole(tmp_path / "a", "new")
        assert list(tmp_path.iterdir()) == []
    else:
        files.write_whole(tmp_path / "a", "new")
        assert (tmp_path / "a").read_text() == "new"


def test_nobody_else_writes_beside_and_renames():
    """One place does it; the memory of learners may not fail, and has its own."""
    own = [path for path in GRADER.rglob("*.py") if ".replace(path)" in (text := path.read_text()) or '.part"' in text]
    assert {path.relative_to(GRADER).as_posix() for path in own} == {"curriculum/files.py", "course/manifest.py"}
