"""A class of some 120 students, as seven course systems hand it out.

python -m tests.made_downloads FOLDER    lays out the seven downloads, with a roster where there is one
"""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.made_class import (
    ACTIVATIONS,
    ALL,
    LOSS,
    NOTHING,
    OLD,
    PDF,
    STUB,
    Content,
    Download,
    Student,
    below,
    dealt,
    zipped,
)


def canvas() -> Download:
    """Loose files with name, id and number of the file in front."""

    def as_zip(number: int, files: Mapping[str, Content]) -> tuple[str, Mapping[str, Content]]:
        name = f"zip{chr(97 + number // 26)}{chr(97 + number % 26)}_{100 + number}_{30_000 + number}_work"
        return name, {f"{name}.zip": zipped(files)}

    named = [
        ("amy_1_11111", "capitals", {"_Step3_Loss.py": LOSS}, True, ("was taken for step3_loss.py",)),
        ("bob_2_22222", "a hyphen", {"_step3-loss.py": LOSS}, True, ("was taken for step3_loss.py",)),
        ("cem_3_33333", "a copy", {"_step3_loss copy.py": LOSS}, True, ("was taken for step3_loss.py",)),
        ("dee_4_44444", ".txt behind it", {"_step3_loss.py.txt": LOSS}, True, ("was taken for step3_loss.py",)),
        ("eve_5_55555", "another name", {"_FINAL.py": LOSS}, True, ("as it defines",)),
        ("fay_LATE_6_66666", "a PDF", {"_report.pdf": PDF}, False, ("no step module",)),
        ("gus_7_77777", "a test", {"_test_step3_loss.py": LOSS}, False, ("no step module",)),
        ("hal_8_88888_work", "a rar", {".rar": b"Rar!"}, False, ("send a zip",)),
    ]
    students = [
        Student(row, trouble, {f"{row}{name}": content for name, content in files.items()}, right, said)
        for row, trouble, files, right, said in named
    ]
    students += [
        Student(
            "ida_9_11111",
            "handed in again: -1",
            {"ida_9_11111_step3_loss.py": NOTHING, "ida_9_11112_step3_loss-1.py": LOSS},
            said=("latest of 2 attempts (ida_9_11112_step3_loss-1.py)",),
        ),
        Student(
            "ivo_18_11111",
            "handed in again under the same name",
            {"ivo_18_11112_step3_loss.py": LOSS, "ivo_18_11111_step3_loss.py": NOTHING},
            said=("latest of 2 attempts",),
        ),
        Student(
            "jan_10_20001",
            "handed in again: the -1 has a lower number",
            {
                "jan_10_20009_step3_loss-2.py": LOSS,
                "jan_10_20005_step3_loss-1.py": NOTHING,
                "jan_10_20001_step3_loss.py": NOTHING,
            },
            said=("latest of 3 attempts",),
        ),
        Student(
            "kim_LATE_11_30005",
            "late, and an untouched file last",
            {"kim_LATE_11_30005_step3_loss-1.py": STUB, "kim_11_30001_step3_loss.py": LOSS},
            said=("from an earlier attempt",),
        ),
        Student(
            "lea_12_40001",
            "one zip for each step",
            {
                "lea_12_40001_step1.zip": zipped({"step1_activations.py": ACTIVATIONS}),
                "lea_12_40002_step3.zip": zipped({"step3_loss.py": LOSS}),
            },
        ),
        Student(
            "max_13_50001",
            "an older and a newer zip",
            {
                "max_13_50001_work.zip": zipped({"step3_loss.py": NOTHING}),
                "max_13_50009_work-1.zip": zipped({"deep/er/step3_loss.py": LOSS}, OLD),
            },
            said=("latest of 2 attempts",),
        ),
        Student("ned_14", "typed text", {"ned_14_text.html": "<p>def mse"}, False, ("no step module",)),
        Student(
            "ole_15_60001",
            "an address, and a file",
            {"ole_15_link.html": "<a>", "ole_15_60001_step3_loss.py": LOSS},
        ),
        Student("m\u00fcllerj\u00f6rg_16_70001", "umlauts", {"m\u00fcllerj\u00f6rg_16_70001_step3_loss.py": LOSS}),
        Student("anon_a1b2c_80001", "anonymous", {"anon_a1b2c_80001_step3_loss.py": LOSS}),
        Student(
            "pia_17_90001",
            "six loose steps",
            {f"pia_17_{90_001 + n}_{name}": text for n, (name, text) in enumerate(sorted(ALL.items()))},
        ),
    ]
    students += dealt(as_zip, (6, 7, 9, 10, 11, 21, 30, 36, 40, 42, 43))
    roster = '\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Loss (9)\r\n"    Points Possible",,,,,10\r\n'
    roster += '"Doe, Jane",999,S9,jdoe,A,\r\n"Student, Test",998,,t,A,\r\n"Amy, X",1,S1,amy,A,\r\n'
    return Download(
        "Canvas",
        tuple(students),
        {"notes.txt": "x"},
        ("notes.txt",),
        ("gradebook.csv", roster),
        ("doejane_999_0000_nothing",),
    )


def moodle_folders() -> Download:
    """A folder for each student and each kind of submission."""

    def laid(number: int, files: Mapping[str, Content]) -> tuple[str, Mapping[str, Content]]:
        folder = f"Student {chr(65 + number % 26)}{number}_{5000 + number}_assignsubmission_file"
        return folder, below(folder, files)

    students = dealt(laid, (0, 1, 2, 3, 4, 5, 8, 12, 26, 27, 28, 29, 33, 34, 37, 39))
    students += [
        Student(
            "Jane Doe_123456_assignsubmission_file",
            "a file and typed text",
            {
                "Jane Doe_123456_assignsubmission_file/step3_loss.py": LOSS,
                "Jane Doe_123456_assignsubmission_onlinetext/onlinetext.html": "<p>please",
            },
        ),
        Student(
            "Typed Only_123457_assignsubmission_onlinetext",
            "typed text alone",
            {"Typed Only_123457_assignsubmission_onlinetext/onlinetext.html": "<p>def mse"},
            False,
            ("no step module",),
        ),
        Student(
            "Old Moodle_123458_assignsubmission_file_",
            "a line at the end of the folder's name",
            {"Old Moodle_123458_assignsubmission_file_/step3_loss.py": LOSS},
        ),
    ]
    roster = (
        "Identifier,Full name,Email address,Status\nParticipant 123456,Jane Doe,j@x,\nParticipant 42,No Body,n@x,\n"
    )
    return Download(
        "Moodle, folders",
        tuple(students),
        roster=("worksheet.csv", roster),
        absent=("No Body_42_assignsubmission_nothing",),
    )


def moodle_flat() -> Download:
    """Loose files with the name, the number and the kind of submission in front."""

    def laid(number: int, files: Mapping[str, Content]) -> tuple[str, Mapping[str, Content]]:
        begins = f"Flat {chr(65 + number % 26)}{number}_{6000 + number}_assignsubmission_file"
        row = f"{begins}_work" if set(files) == {"work.rar"} else begins  # a single archive is called as it is
        return row, {f"{begins}_{name}": content for name, content in files.items()}

    students = dealt(laid, (0, 13, 14, 15, 17, 18, 19, 20, 22, 23, 24, 25, 32))
    students += [
        Student(
            "Una Lim_700_assignsubmission_file",
            "a file and typed text",
            {
                "Una Lim_700_assignsubmission_file_step3_loss.py": LOSS,
                "Una Lim_700_assignsubmission_onlinetext_onlinetext.html": "<p>",
            },
        ),
        Student(
            "Zip Lim_701_assignsubmission_file_my work",
            "a zip with a space in its name",
            {"Zip Lim_701_assignsubmission_file_my work.zip": zipped({"step3_loss.py": LOSS})},
        ),
    ]
    return Download("Moodle, flat", tuple(students))


def blackboard() -> Download:
    """Loose files with assignment, login and time in front, and a text on each attempt."""

    def attempt(login: str, day: str, files: Mapping[str, Content]) -> dict[str, Content]:
        begins = f"Loss, part_1_{login}_attempt_2026-11-{day}-10-11-12"
        return {f"{begins}.txt": f"Name: X ({login})"} | {f"{begins}_{name}": text for name, text in files.items()}

    def laid(number: int, files: Mapping[str, Content]) -> tuple[str, Mapping[str, Content]]:
        return f"Loss, part_1_bb{number}_attempt_2026-11-20-10-11-12", attempt(f"bb{number}", "20", files)

    students = dealt(laid, (0, 13, 16, 21, 35))
    begins = "Loss, part_1_{}_attempt_2026-11-{}-10-11-12"
    students += [
        Student(
            begins.format("twice", "20"),
            "two attempts",
            attempt("twice", "09", {"step3_loss.py": NOTHING}) | attempt("twice", "20", {"step3_loss.py": LOSS}),
            said=("latest of 2 attempts (that of 2026-11-20 10:11:12)",),
        ),
        Student(
            begins.format("parts", "21"),
            "the second attempt holds what was missing",
            attempt("parts", "20", {"step3_loss.py": LOSS})
            | attempt("parts", "21", {"step1_activations.py": ACTIVATIONS}),
            said=("from an earlier attempt (that of 2026-11-20 10:11:12): there is none in the last",),
        ),
        Student(
            begins.format("stub", "21"),
            "the last attempt is untouched",
            attempt("stub", "20", {"step3_loss.py": LOSS}) | attempt("stub", "21", {"step3_loss.py": STUB}),
            said=("from an earlier attempt (that of 2026-11-20 10:11:12)",),
        ),
        Student(begins.format("text", "20"), "text alone", attempt("text", "20", {}), False, ("no step module",)),
        Student(
            begins.format("zips", "22"),
            "a zip in each attempt",
            attempt("zips", "20", {"work.zip": zipped({"step3_loss.py": NOTHING})})
            | attempt("zips", "22", {"work.zip": zipped({"x/step3_loss.py": LOSS}, OLD)}),
            said=("latest of 2 attempts",),
        ),
    ]
    return Download("Blackboard", tuple(students))


def brightspace() -> Download:
    """A folder for each attempt, with ids, name and time as its name."""

    def laid(number: int, files: Mapping[str, Content]) -> tuple[str, Mapping[str, Content]]:
        folder = f"{8000 + number}-77 - Bright {chr(65 + number % 26)} - Nov 20, 2026 1011 AM"
        return folder, below(folder, files)

    def attempt(who: str, when: str, files: Mapping[str, Content]) -> dict[str, Content]:
        return below(f"{who} - {when}", files)

    students = dealt(laid, (1, 9, 20, 31, 38, 41))
    students += [
        Student(
            "900-77 - Twice O'Neil - Nov 20, 2026 1011 AM",
            "two attempts, and the later is before the other by name",
            attempt("900-77 - Twice O'Neil", "Nov 9, 2026 1011 PM", {"step3_loss.py": NOTHING})
            | attempt("900-77 - Twice O'Neil", "Nov 20, 2026 1011 AM", {"step3_loss.py": LOSS}),
            said=("latest of 2 attempts (that of 2026-11-20 10:11)",),
        ),
        Student(
            "901-77 - Noon Lee - Nov 20, 2026 1205 PM",
            "morning and noon",
            attempt("901-77 - Noon Lee", "Nov 20, 2026 905 AM", {"step3_loss.py": NOTHING})
            | attempt("901-77 - Noon Lee", "Nov 20, 2026 1205 PM", {"step3_loss.py": LOSS}),
            said=("that of 2026-11-20 12:05",),
        ),
        Student(
            "902-77 - Jo-Ann Day - 2 December, 2026 9:05",
            "the day first",
            attempt("902-77 - Jo-Ann Day", "30 November, 2026 22:40", {"step3_loss.py": NOTHING})
            | attempt("902-77 - Jo-Ann Day", "2 December, 2026 9:05", {"step3_loss.py": LOSS}),
            said=("that of 2026-12-02 09:05",),
        ),
        Student(
            "903-77 - Flat File - Nov 20, 2026 1011 AM",
            "a file without a folder",
            {"903-77 - Flat File - Nov 20, 2026 1011 AM - step3_loss.py": LOSS},
        ),
        Student(
            "904-77 - Same Name - Nov 20, 2026 1011 AM",
            "a name that two have (one)",
            attempt("904-77 - Same Name", "Nov 20, 2026 1011 AM", {"step3_loss.py": LOSS}),
        ),
        Student(
            "905-77 - Same Name - Nov 20, 2026 1012 AM",
            "a name that two have (the other)",
            attempt("905-77 - Same Name", "Nov 20, 2026 1012 AM", {"step3_loss.py": LOSS}),
        ),
    ]
    return Download("Brightspace", tuple(students), {"index.html": "<html>"}, ("index.html",))


def gradescope() -> Download:
    """Folders by number, and a file that says whose they are."""
    metadata: list[str] = ["---"]

    def submitted(number: int, people: Iterable[str], when: str, files: Mapping[str, Content]) -> dict[str, Content]:
        metadata.append(f"submission_{number}:\n  :submitters:")
        metadata.extend(f"  - :name: {name}\n    :sid: '{len(name)}{number}'\n    :email: {name}@x" for name in people)
        metadata.append(f"  :created_at: 2026-11-{when} 10:00:00.5 Z\n  :score: 0.0\n  :results:\n    :tests: []")
        return below(f"submission_{number}", files)

    def laid(number: int, files: Mapping[str, Content]) -> tuple[str, Mapping[str, Content]]:
        return f"Grade S{number} (submission_{number})", submitted(number, [f"Grade S{number}"], "20", files)

    students = dealt(laid, (0, 2, 4, 9, 12, 20, 24, 44))
    students += [
        Student(
            "Two Ann (submission_501)",
            "a group (one)",
            submitted(501, ["Two Ann", "Two Bo"], "20", {"step3_loss.py": LOSS}),
        ),
        Student("Two Bo (submission_501)", "a group (the other)", {}),
        Student(
            "Again (submission_503)",
            "two submissions, the later number is older",
            submitted(509, ["Again"], "01", {"step3_loss.py": NOTHING})
            | submitted(503, ["Again"], "20", {"step3_loss.py": LOSS}),
            said=("latest of 2 attempts",),
        ),
        Student("Gone (submission_504)", "no folder", submitted(504, ["Gone"], "20", {}), False, ("has no folder",)),
        Student("submission_600", "not in the list", below("submission_600", {"step3_loss.py": LOSS})),
    ]
    return Download("Gradescope", tuple(students), {"submission_metadata.yml": "\n".join(metadata) + "\n"})


def plain() -> Download:
    """Folders, zips and loose files as people name them."""

    def laid(number: int, files: Mapping[str, Content]) -> tuple[str, Mapping[str, Content]]:
        return f"student{number}", below(f"student{number}", files)

    students = dealt(laid, (0, 2, 3, 6, 10, 25, 27, 30, 31, 39, 42))
    students += [
        Student("ada", "a loose file", {"ada_step3_loss.py": LOSS}),
        Student(
            "bob b",
            "a loose file of nearly the name",
            {"bob b - Step3-Loss copy.py": LOSS},
            said=("Step3-Loss copy.py was taken",),
        ),
        Student("cem", "the name behind", {"step3_loss_cem.py": LOSS}, said=("was taken for",)),
        Student("dilek", "a file with nothing but a name", {"dilek.py": LOSS}, said=("as it defines",)),
        Student("eve", "a zip", {"eve.zip": zipped({"eve/step3_loss.py": LOSS})}),
        Student(
            "finn",
            "the zip, downloaded once more",
            {"finn.zip": zipped({"step3_loss.py": NOTHING}, OLD), "finn (1).zip": zipped({"step3_loss.py": LOSS})},
        ),
        Student(
            "gita",
            "a zip for each step",
            {
                "gita_step1.zip": zipped({"step1_activations.py": ACTIVATIONS}),
                "gita_step3.zip": zipped({"step3_loss.py": LOSS}),
            },
        ),
        Student(
            "week_3_10001_work",
            "a number that is no file's (one)",
            {"week_3_10001_work.zip": zipped({"step3_loss.py": LOSS})},
        ),
        Student(
            "week_3_10002_work",
            "a number that is no file's (two)",
            {"week_3_10002_work.zip": zipped({"step3_loss.py": LOSS})},
        ),
        Student("=1+1", "a name like a formula", {"=1+1/step3_loss.py": LOSS}),
        Student("\u738b\u4f1f", "a Chinese name", {"\u738b\u4f1f/step3_loss.py": LOSS}),
    ]
    beside = {"readme.txt": "x", "collect.py": "import os\n", "conftest.py": ""}
    roster = "STUDENT0\nada\nbob b\nnora\n"
    return Download(
        "plain", tuple(students), beside, ("collect.py", "conftest.py", "readme.txt"), ("ids.txt", roster), ("nora",)
    )


DOWNLOADS = (canvas, moodle_folders, moodle_flat, blackboard, brightspace, gradescope, plain)


def lay_out(folder: Path, download: Download) -> Path:
    """The download as a folder."""
    for name, content in download.files().items():
        path = folder / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def main() -> None:
    place = Path(sys.argv[1])
    for make in DOWNLOADS:
        download = make()
        lay_out(place / make.__name__, download)
        if name := download.roster[0]:
            (place / f"{make.__name__}-{name}").write_text(download.roster[1], encoding="utf-8")
        print(f"{download.system}: {len(download.students)} students")


if __name__ == "__main__":
    main()
