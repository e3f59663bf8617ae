"""`upgrade`: a new version of the kit is taken in, and nothing that a learner has written is lost."""

import stat
import zipfile

import pytest

from grader.curriculum import starters
from grader.learning import upgrading
from grader.steps import reference
from tests.kits import copy_of_kit, grader
from tests.made_submissions import stubs

CURRICULUM = "grader/curriculum/curriculum.toml"


@pytest.fixture(autouse=True)
def handed_out(monkeypatch):
    monkeypatch.setattr(starters, "stub", lambda step: stubs()[step.module])


def a_kit(folder, **files):
    """As little as is a kit: its marks, its step modules, and these files."""
    texts = dict.fromkeys(upgrading.MARKS, "1") | {f"exercises/{m}.py": text for m, text in stubs().items()}
    for name, text in (texts | files).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def zipped(folder, path, extra=None):
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, f"kit/{file.relative_to(folder).as_posix()}")
        if extra:
            archive.writestr(*extra)
    return path


@pytest.fixture
def kit(tmp_path):
    mine = {"exercises/step1_activations.py": reference.source("step1_activations"), "exercises/notes.py": "mine"}
    return a_kit(tmp_path / "kit", **mine, **{"grader/old.py": "old", "README.md": "old"})


@pytest.fixture
def new(tmp_path):
    changed = {f"exercises/{module}.py": text + "# new\n" for module, text in stubs().items()}
    return a_kit(tmp_path / "new", **changed, **{"grader/new.py": "raise SystemExit('run')", "README.md": "new"})


@pytest.mark.parametrize("packed", [True, False])
def test_work_stays_and_the_rest_is_new(kit, new, tmp_path, packed):
    before = (kit / "exercises" / "step1_activations.py").read_bytes()
    done = upgrading.upgrade(zipped(new, tmp_path / "new.zip") if packed else new, kit)
    assert (kit / "exercises" / "step1_activations.py").read_bytes() == before
    assert (kit / "exercises" / "notes.py").read_text() == "mine"
    assert (kit / "exercises" / "step2_network.py").read_text().endswith("# new\n")
    assert (kit / "README.md").read_text() == "new"
    assert (kit / "grader" / "new.py").exists()
    assert not (kit / "grader" / "old.py").exists()
    backup = kit / done.backup
    assert (backup / "README.md.bak").read_text() == "old"
    assert (backup / "grader" / "old.py.bak").read_text() == "old"
    assert (backup / "exercises" / "step2_network.py.bak").read_text() == stubs()["step2_network"]
    said = "\n".join(done.told())
    assert "your work stays as it is: step1_activations.py" in said
    assert len(said.splitlines()) <= 5
    assert said.isascii()


def test_a_second_time_there_is_nothing_to_do(kit, new, monkeypatch):
    upgrading.upgrade(new, kit)
    monkeypatch.setattr(starters, "stub", lambda step: stubs()[step.module] + "# new\n")
    assert upgrading.upgrade(new, kit).told() == ["nothing to do: this kit is that version already"]


BAD = {
    "no kit": (None, "no copy of the kit"),
    "a way out": (("kit/../../evil.py", "x"), "no safe path"),
    "an absolute path": (("/evil.py", "x"), "no safe path"),
    "a drive": (("C:evil.py", "x"), "no safe path"),
}


@pytest.mark.parametrize(("extra", "said"), BAD.values(), ids=BAD)
def test_what_is_no_kit_or_not_safe_is_refused_and_nothing_changes(kit, new, tmp_path, extra, said):
    if extra is None:
        (new / CURRICULUM).unlink()
    file = zipped(new, tmp_path / "new.zip", extra)
    before = {path: path.read_bytes() for path in kit.rglob("*") if path.is_file()}
    with pytest.raises(ValueError, match=said):
        upgrading.upgrade(file, kit)
    assert {path: path.read_bytes() for path in kit.rglob("*") if path.is_file()} == before


def test_links_are_refused(kit, new, tmp_path):
    link = zipfile.ZipInfo("kit/grader/link.py")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(ValueError, match="is a link"):
        upgrading.upgrade(zipped(new, tmp_path / "new.zip", (link, "/etc/passwd")), kit)
    (new / "grader" / "link.py").symlink_to("/etc/passwd")
    with pytest.raises(ValueError, match="is a link"):
        upgrading.upgrade(new, kit)


def test_the_command_says_what_it_did_and_refuses_in_one_line(tmp_path):
    kit = copy_of_kit(tmp_path / "kit", stubs() | {"step3_loss": reference.source("step3_loss")})
    new = copy_of_kit(tmp_path / "new", stubs())
    (new / "exercises" / "test_step3_loss.py").write_text("# new\n")
    run = grader(kit, "upgrade", str(new))
    assert (run.returncode, run.stderr) == (0, "")
    assert "upgraded: 1 file replaced, 0 new, 0 taken away" in run.stdout
    assert "your work stays as it is: step3_loss.py" in run.stdout
    assert (kit / "exercises" / "step3_loss.py").read_text() == reference.source("step3_loss")
    for wrong in (tmp_path / "nowhere.zip", tmp_path, kit, kit / "pyproject.toml"):
        run = grader(kit, "upgrade", str(wrong))
        assert (run.returncode, run.stdout, len(run.stderr.splitlines())) == (2, "", 1), run.stderr
