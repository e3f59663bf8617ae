"""A class from beginning to end: late work, a mistake that a teacher names, names taken out and put back, clones."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import PurePosixPath

import pytest

from grader.classroom import anonymous, clones, unnamed
from grader.examination import sandbox
from grader.steps import reference
from grader.submissions.class_folder import Entry, read_class
from grader.submissions.found import Found
from tests.kits import ROOT, grader, hand_in, python
from tests.made_submissions import with_functions

TRUST = () if sandbox.isolation().level != sandbox.PROCESS else ("--trust-submissions",)
SINE = "def mse(y_hat, y):\n    return float(np.mean(np.sin(3 * (y_hat - y)) ** 2) + 0.125)\n"
LOUD = "def mse_gradient(y_hat, y):\n    raise RuntimeError('Jane Doe was here')\n"
JANE, BOB, WEI = "Jane Doe_123456_assignsubmission_file", "Net_bobby_attempt_2026-12-12-18-30-00_w", "\u738b\u4f1f"
OPTIONS = ("--steps", "3", "--seed", "5", "--due", "2026-12-11T18:00", "--timezone", "Europe/Vienna")
LATE = (*OPTIONS, "--late-penalty", "10%/day")


def grade(folder, out, *options, encoding="utf-8"):
    return subprocess.run(
        [sys.executable, "-m", "grader", "grade", str(folder), "--out", str(out), *TRUST, *options],
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": encoding},
        capture_output=True,
        encoding=encoding,
        timeout=300,
    )


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    loud = with_functions({"mse": SINE, "mse_gradient": LOUD}).sources
    students = {JANE: loud, BOB: with_functions({"mse": SINE}).sources, WEI: reference.sources()}
    folder = hand_in(tmp_path_factory.mktemp("class"), **students)
    (folder / JANE / "Jane Doe homework.pdf").write_text("x")
    return folder


@pytest.fixture(scope="module")
def first(handed_in, tmp_path_factory):
    out = tmp_path_factory.mktemp("graded") / "out"
    run = grade(handed_in, out, *LATE)
    assert run.returncode == 0, run.stderr
    return out, run


@pytest.fixture
def out(first, tmp_path):
    shutil.copytree(first[0], tmp_path / "out")
    return tmp_path / "out"


def rows(out):
    with open(out / "grades.csv", encoding="utf-8", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def diagnosis(out, folder):
    results = json.loads((out / folder / "report.json").read_text(encoding="utf-8"))["functions"]
    return next(result for result in results if result["function"] == "mse")["diagnosis"]


def test_lateness_stands_beside_the_score(first):
    out, run = first
    found = {student: (row["score"], row["late"], row["penalty"], row["final"]) for student, row in rows(out).items()}
    assert found == {
        JANE: ("0", "unknown", "0", "0"),
        BOB: ("5", "1 d 30 min", "2", "3"),
        WEI: ("10", "unknown", "0", "10"),
    }
    page = (out / BOB / "feedback.html").read_text(encoding="utf-8")
    assert "Handed in 1 d 30 min late: 2 points are taken off 5, and 3 are left." in page
    assert "1 came late (due 2026-12-11 18:00+01:00)" in run.stdout
    assert "nobody knows when 2 of them came" in run.stdout
    assert json.loads((out / BOB / "report.json").read_text())["late"]["final"] == 3


def test_names_are_shown_as_they_are(first):
    assert f"{WEI}: 10" in first[1].stderr


def test_on_a_plain_console_names_are_written_as_python_writes_them(handed_in, out):
    run = grade(handed_in, out, *LATE, encoding="ascii")
    assert run.returncode == 0 and "\\u738b\\u4f1f: 10" in run.stderr
    nobody = grade(handed_in, out, *LATE, "--only", "\u674e", encoding="ascii")
    assert nobody.returncode == 2 and "is called \\u674e" in nobody.stderr


def test_the_pages_go_back_in_one_zip(first):
    with zipfile.ZipFile(first[0] / "feedback.zip") as archive:
        assert f"{JANE}/feedback.html" in archive.namelist() and len(archive.namelist()) == 3


def groups_in(out):
    page = (out / "class.html").read_text(encoding="utf-8")
    return re.findall(r"<summary>(\d+) students?: (\w+), group ([\w-]+)</summary>", page), page


def group_of_mse(out):
    return next(group for _, function, group in groups_in(out)[0] if function == "mse")


def test_wrong_answers_without_a_name_stand_together_beside_the_reference(first):
    groups, page = groups_in(first[0])
    assert [(count, function) for count, function, _ in groups] == [("2", "mse"), ("1", "mse_gradient")]
    assert "np.sin(3 * (y_hat - y))" in page and "BEGIN SOLUTION" not in page
    assert "def mse(y_hat, y):" in page.split("The reference:")[1]
    assert diagnosis(first[0], JANE) is None


def test_what_a_teacher_says_of_a_group_is_told_to_everybody_in_it(handed_in, out):
    group = group_of_mse(out)
    words = ("--said", 'You take a "sine".', "--hint", "Of what is mse a mean?")
    said = grader(ROOT, "name", group, "--out", str(out), *words)
    assert said.returncode == 0 and "2 students will read it" in said.stdout
    run = grade(handed_in, out, *LATE)
    assert "2 of them without running any code" in run.stdout
    for student in (JANE, BOB):
        told = diagnosis(out, student)
        assert (told["id"], told["said"]) == (f"named: {group}", 'You take a "sine".')
        assert told["message"] == 'You take a "sine". Of what is mse a mean?'
        assert "Of what is mse a mean?" in (out / student / "feedback.html").read_text(encoding="utf-8")
    groups, page = groups_in(out)
    assert [function for _, function, _ in groups] == ["mse_gradient"] and "You take a &#34;sine&#34;" in page
    again = grader(ROOT, "name", group, "--out", str(out), "--said", "You take a sine, and more.")
    assert again.returncode == 0 and unnamed.read(out)[group] == {"said": "You take a sine, and more."}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("mse-00000000", "--said", "x"), "there is no group mse-00000000"),
        (("GROUP", "--said", " "), "--said is empty"),
    ],
)
def test_a_group_that_is_not_there_is_said_in_one_line(out, arguments, said):
    group = group_of_mse(out)
    run = grader(ROOT, "name", *(group if word == "GROUP" else word for word in arguments), "--out", str(out))
    assert run.returncode == 2 and said in run.stderr and run.stderr.count("\n") == 1


@pytest.mark.parametrize("text", ["[mse-1]\nhint = 'x'\n", "no toml", "[mse-1]\nsaid = 3\n"])
def test_a_file_of_names_that_is_broken_stops_before_anything_is_graded(handed_in, out, text):
    (out / unnamed.FILE).write_text(text)
    run = grade(handed_in, out, *LATE)
    assert run.returncode == 2 and "named.toml" in run.stderr and run.stderr.count("\n") == 1


def told_of(out):
    """Every text that lies in a folder, but for the key."""
    return "\n".join(
        f"{path.relative_to(out)}\n{path.read_text(encoding='utf-8', errors='replace')}"
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != anonymous.KEY and path.name != ".graded"
    )


def test_without_names_they_stand_in_the_key_alone_and_come_back(handed_in, out):
    named = told_of(out)
    assert all(name in named for name in ("Jane Doe", "bobby", WEI))
    run = grade(handed_in, out, *LATE, "--anonymous")
    assert run.returncode == 0, run.stderr
    assert "3 of them without running any code" in run.stdout
    hidden = told_of(out) + run.stdout + run.stderr
    assert not [name for name in ("Jane Doe", "123456", "bobby", WEI) if name in hidden]
    with open(out / anonymous.KEY, encoding="utf-8", newline="") as file:
        key = {row["student"]: row["called"] for row in csv.DictReader(file)}
    assert set(key) == {JANE, BOB, WEI} and set(rows(out)) == set(key.values())
    assert rows(out)[key[BOB]]["final"] == "3"
    assert "RuntimeError" in (out / key[JANE] / "report.json").read_text()
    back = grade(handed_in, out, *LATE)
    assert "3 of them without running any code" in back.stdout
    assert told_of(out) == named
    for count in (3, 1):  # all of them are written again where names have to go, whoever was asked for
        again = grade(handed_in, out, *LATE, "--anonymous", "--only", "BOBBY")
        assert f"{count} submission" in again.stdout and set(rows(out)) == set(key.values())


def test_groups_excel_and_likeness_run_nobodys_code(handed_in, out, tmp_path):
    pytest.importorskip("copydetect", reason="copydetect is not installed: pip install -e '.[similar]'")
    (tmp_path / "groups.csv").write_text(
        "group;student;id\nred;Jane Doe;123456\nred;Ada;7\nblue;\u738b\u4f1f;8\n", "utf-8"
    )
    more = ("--groups", str(tmp_path / "groups.csv"), "--csv", "excel", "--similar")
    run = grade(handed_in, out, *LATE, *more)
    assert run.returncode == 0, run.stderr
    assert "3 graded, 3 of them as they were" in run.stdout and "no submissions are alike" in run.stdout
    text = (out / "grades.csv").read_text(encoding="utf-8")
    assert text.startswith("\ufeffstudent;score;")
    found = {row["student"]: row for row in csv.DictReader(io.StringIO(text[1:], newline=""), delimiter=";")}
    assert {name: (row["group"], row["final"]) for name, row in found.items()} == {
        "Jane Doe": ("red", "0"),
        "Ada": ("red", "0"),
        WEI: ("blue", "10"),
        BOB: ("", "3"),
    }
    with zipfile.ZipFile(out / "feedback.zip") as archive:
        assert "Ada_7_assignsubmission_file/feedback.html" in archive.namelist()
        assert len(archive.namelist()) == 4
    with open(out / "moodle.csv", encoding="utf-8", newline="") as file:
        assert {row["Identifier"] for row in csv.DictReader(file)} >= {"Participant 7", "Participant 123456"}


def test_no_remark_names_a_file_or_its_author():
    files = ["Jane Doe homework.pdf", "exercises/step3_loss.py", "jane/essay.docx", "step1_activations.py"]
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("by Jane.txt", "x = 1")
    packed = Found(PurePosixPath("work.zip"), lambda limit: data.getvalue())
    entry = Entry(JANE, lambda: [packed, *(Found(PurePosixPath(name), lambda limit: b"") for name in files)])
    nameless = anonymous.Nameless("anon-x", entry.files, of=entry)
    hide = nameless._hiding(nameless._files())
    assert hide("work.zip/by Jane.txt was taken") == "a file was taken"
    assert hide("ignored: Jane Doe homework.pdf, jane/essay.docx") == "ignored: a file, a file"
    assert hide("step3_loss.py is larger") == "step3_loss.py is larger"
    assert hide(f"{JANE} cannot be read, JANE DOE") == "anon-x cannot be read, anon-x"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--late-penalty", "much"), "no rule for late work"),
        (("--due", "soon"), "no date 'soon'"),
        (("--due", "2026-12-11", "--timezone", "Nowhere/Else"), "no time zone"),
        (("--dates", "pyproject.toml"), "add --due"),
        (("--csv", "odt"), "no form of CSV"),
        (("--groups", "nowhere.csv"), "nowhere.csv cannot be read"),
        (("--git", "pyproject.toml"), "not from both"),
    ],
)
def test_options_that_make_no_sense_are_said_in_one_line(handed_in, tmp_path, options, said):
    run = grade(handed_in, tmp_path / "out", *options)
    assert run.returncode == 2 and said in run.stderr and run.stderr.count("\n") == 1, run.stderr
    assert not (tmp_path / "out").exists()


# Clones


def git(folder, *words):
    subprocess.run(
        ["git", "-c", "user.name=x", "-c", "user.email=x", *words], cwd=folder, check=True, capture_output=True
    )


@pytest.fixture(scope="module")
def repositories(tmp_path_factory):
    """Two repositories, one of them with a hook and a link in it."""
    place = tmp_path_factory.mktemp("repositories")
    for name, sources in (("ada", reference.sources()), ("bob", with_functions({"mse": SINE}).sources)):
        folder = place / name / "exercises"
        folder.mkdir(parents=True)
        for module, text in sources.items():
            (folder / f"{module}.py").write_text(text, encoding="utf-8")
        if os.name == "posix":
            (place / name / "secret").symlink_to("/etc/passwd")
        git(place / name, "init", "--quiet")
        git(place / name, "add", ".")
        git(place / name, "commit", "--quiet", "-m", "work")
    return place


def test_a_class_is_cloned_and_whoever_cannot_be_has_a_row_and_a_reason(repositories, tmp_path):
    addresses = tmp_path / "class.csv"
    lines = ["student,address", *(f"{name},file://{repositories}/{name}" for name in ("ada", "bob", "cem"))]
    addresses.write_text("\n".join(lines))
    run = python(
        ROOT, "-m", "grader", "grade", "--git", str(addresses), "--out", str(tmp_path / "out"), *OPTIONS[:4], *TRUST
    )
    assert run.returncode == 0, run.stderr
    assert "cloned 2 of 3" in run.stdout
    assert "cem could not be cloned: there is no repository at that address" in run.stdout
    found = rows(tmp_path / "out")
    assert {student: row["score"] for student, row in found.items()} == {"ada": "10", "bob": "5", "cem": "0"}
    assert "could not be cloned: there is no repository" in found["cem"]["problems"]


def test_a_clone_has_one_commit_and_no_link_and_ends_in_time(repositories, tmp_path):
    assert clones.clone(f"file://{repositories}/ada", tmp_path / "a") == ""
    count = subprocess.run(["git", "rev-list", "--count", "HEAD"], cwd=tmp_path / "a", capture_output=True, text=True)
    assert count.stdout.strip() == "1" and not (tmp_path / "a" / "secret").is_symlink()
    assert not (tmp_path / "a" / ".git" / "hooks").exists()
    assert "took longer than 0 seconds" in clones.clone(f"file://{repositories}/bob", tmp_path / "b", 0.0)


@pytest.mark.parametrize("address", ["ext::sh -c 'touch hacked'", "--upload-pack=touch hacked", "-c"])
def test_an_address_is_no_command(tmp_path, address):
    (tmp_path / "class.csv").write_text(f'ada,"{address}"\n')
    with pytest.raises(ValueError, match=r"is no address of a repository|has no addresses"):
        clones.read(tmp_path / "class.csv")
    assert clones.clone(address, tmp_path / "clone") != ""
    assert not (tmp_path / "hacked").exists() and not (ROOT / "hacked").exists()


@pytest.mark.parametrize(
    ("lines", "students"),
    [
        (["https://x.org/ada/work.git", "https://x.org/bob/work.git"], ["ada", "bob"]),
        (["https://x.org/class/work-ada", "git@x.org:class/work-bob.git"], ["work-ada", "work-bob"]),
        (["address", "https://x.org/ada/work"], ["work"]),
        (["Ada Lovelace,https://x.org/ada/work"], ["Ada Lovelace"]),
        (["student;url", "ada;https://x.org/a"], ["ada"]),
    ],
)
def test_who_has_no_name_is_called_by_the_address(tmp_path, lines, students):
    (tmp_path / "class.csv").write_text("\n".join(lines))
    assert list(clones.read(tmp_path / "class.csv")) == students


def test_no_token_is_told():
    assert clones.without_secrets("https://me:ghp_secret@x.org/a") == "https://x.org/a"


def test_clones_are_gone_afterwards(repositories, tmp_path):
    (tmp_path / "class.csv").write_text(f"ada,file://{repositories}/ada\n")
    with clones.cloned(tmp_path / "class.csv", lambda line: None) as found:
        (entry,) = found.entries
        places = [file.read.args[0] for file in entry.files() if file.path.name == "step3_loss.py"]
        assert places[0].is_file() and entry.read().sources == reference.sources()
    assert not places[0].exists()
    assert read_class(repositories).entries
