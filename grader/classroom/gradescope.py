"""Gradescope: a report as its `results.json`, and an autograder zip that makes one from a submission.

The formats are those of https://gradescope-autograders.readthedocs.io (specs). In Gradescope's container everything
runs as root in `/autograder`, one submission at a time. What a student hands in runs sealed there too, since a
submission that can write files can write its own results.
"""

import argparse
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

from grader.checks.answer import GRADER_ERROR, NOT_ATTEMPTED, PASSED
from grader.examination.cleaning import clean_all
from grader.examination.report import points
from grader.examination.summary import counted, first_words, lines_of, message_of

ROOT = Path(__file__).resolve().parent.parent.parent
KIT = ("grader", "solutions", "datasets", "exercises")
FILES = ("pyproject.toml", "README.md", "LICENSE")  # beside them; the packaging asks for all three
LEFT_OUT = ("__pycache__", "figures")
WAITS = 540  # seconds for a submission; Gradescope stops an autograder after ten minutes by default
STAMP = (2020, 1, 1, 0, 0, 0)  # of every file, so that the same kit makes the same zip

SETUP = """\
#!/usr/bin/env bash
# Installs what the grader needs, in an environment of its own. Gradescope runs it once, when the image is built.
set -euo pipefail
SOURCE="${AUTOGRADER_SOURCE:-/autograder/source}"
if command -v apt-get > /dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update
    apt-get install -y python3 python3-venv libseccomp2
fi
PYTHON=python3
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    apt-get install -y python3.11 python3.11-venv
    PYTHON=python3.11
fi
"$PYTHON" -m venv "$SOURCE/environment"
"$SOURCE/environment/bin/python" -m pip install --no-cache-dir -e "$SOURCE/kit[instructor]"
cd "$SOURCE/kit"
"$SOURCE/environment/bin/python" -c 'from grader.examination.sandbox import isolation; print(*isolation())'
"""
RUN = """\
#!/usr/bin/env bash
# Grades one submission. Whatever happens, there is a results.json afterwards.
SOURCE="${AUTOGRADER_SOURCE:-/autograder/source}"
SUBMISSION="${AUTOGRADER_SUBMISSION:-/autograder/submission}"
RESULTS="${AUTOGRADER_RESULTS:-/autograder/results}/results.json"
PYTHON="${AUTOGRADER_PYTHON:-$SOURCE/environment/bin/python}"
SUBMISSION="$(realpath "$SUBMISSION")" RESULTS="$(realpath -m "$RESULTS")"
mkdir -p "$(dirname "$RESULTS")"
rm -f "$RESULTS"
cd "$SOURCE/kit" \\
    && timeout --kill-after=10 {waits} "$PYTHON" -m grader.classroom.gradescope "$SUBMISSION" "$RESULTS"{trust}
if [ ! -s "$RESULTS" ]; then
    cat > "$RESULTS" << 'END'
{failed}
END
fi
exit 0
"""
FAILED = (
    f"There are no results: the grader failed, or it took longer than {WAITS // 60} minutes. Please tell your teacher, "
    "who finds in the log of the autograder what happened."
)


def results(report: dict[str, Any]) -> dict[str, Any]:
    """A report as the content of `results.json`: a test per function. report: the data of a `report.json`."""
    about = [first_words(report), *report["problems"]]
    if report["network"]["message"]:
        about.append(f"Your own network on XOR (without points): {report['network']['message']}")
    about.append(f"Seed {report['seed']}, isolation: {report['isolation']}.")
    data = {
        "score": round(report["score"] + report["bonus"], 2),
        "output": "\n".join(about),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [_test(result) for result in counted(report)],
        "extra_data": {"seed": report["seed"], "isolation": report["isolation"]},
    }
    return clean_all(data)


def _test(result: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": f"step {result['step']}: {result['function']}",
        "score": result["score"],
        "max_score": result["max_score"],
        "status": "passed" if result["outcome"] == PASSED else "failed",
        "output": _output(result),
        "output_format": "text",
        "visibility": "visible",
    }


def _output(result: dict[str, Any]) -> str:
    """The outcome, the mistake named, and the message of the worst check."""
    if result["outcome"] == PASSED:
        return ""
    if result["outcome"] in (NOT_ATTEMPTED, GRADER_ERROR):
        return f"{result['outcome']}\n{message_of(result)}".strip()
    failing = sum(check["outcome"] != PASSED for check in result["checks"])
    lines = [f"{result['outcome']}: {failing} of {len(result['checks'])} checks did not pass"]
    if result["diagnosis"]:
        lines += lines_of(result["diagnosis"])
    elif hint := result.get("hint"):
        lines.append(hint)
    return "\n".join([*lines, "", message_of(result)]).strip()


def failed(said: str = FAILED) -> dict[str, Any]:
    """The results where there is no report: no points, and why."""
    return {"score": 0, "output": said, "output_format": "text", "stdout_visibility": "hidden", "tests": []}


def build(path: Path, trust_submissions: bool = False) -> None:
    """Write the autograder zip.

    trust_submissions: grade also where submissions cannot be sealed. Raises OSError if it cannot be written.
    """
    scripts = {"setup.sh": SETUP, "run_autograder": _run_script(trust_submissions)}
    partial = path.with_name(path.name + ".part")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in scripts.items():
            _add(archive, name, text.encode(), 0o755)
        for file in kit_files():
            _add(archive, f"kit/{file.relative_to(ROOT).as_posix()}", file.read_bytes(), 0o644)
    partial.replace(path)


def kit_files() -> list[Path]:
    """What of the kit goes into the zip: nothing that git would not take."""
    files = [ROOT / name for name in FILES]
    for name in KIT:
        found = (path for path in sorted((ROOT / name).rglob("*")) if path.is_file())
        files += [path for path in found if not set(path.parts) & set(LEFT_OUT) and ".bak" not in path.name]
    return files


def _run_script(trust: bool) -> str:
    text = RUN.replace("{waits}", str(WAITS)).replace("{trust}", " --trust-submissions" if trust else "")
    return text.replace("{failed}", json.dumps(failed()))


def _add(archive: zipfile.ZipFile, name: str, data: bytes, mode: int) -> None:
    info = zipfile.ZipInfo(name, STAMP)
    info.external_attr = (0o100000 | mode) << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, data)


def grade_one(submission: Path, trust_submissions: bool = False) -> dict[str, Any]:
    """The results for one submission, graded at the best isolation there is."""
    from grader.examination import grading
    from grader.examination.report import Report
    from grader.examination.sandbox import PROCESS, isolation
    from grader.submissions.intake import UnreadableSubmission, read

    level, reason = isolation()
    if level == PROCESS and not trust_submissions:
        print(f"submissions cannot be sealed here: {reason}", file=sys.stderr)
        return failed("Nothing was graded: submissions cannot be sealed on this machine. Please tell your teacher.")
    try:
        work = read(submission)
    except UnreadableSubmission as error:
        return failed(f"What you handed in cannot be read: {error}")
    reports: list[Report] = []
    grading.grade_all([work], reports.append, grading.new_seed(), isolation=level)
    data = reports[0].as_data()
    print(f"{points(data['score'])} of {points(data['max_score'])} points")
    return results(data)


def main() -> None:
    """What `run_autograder` runs."""
    parser = argparse.ArgumentParser(description="Grade one submission for Gradescope.")
    parser.add_argument("submission", type=Path)
    parser.add_argument("results", type=Path)
    parser.add_argument("--trust-submissions", action="store_true")
    chosen = parser.parse_args()
    data = grade_one(chosen.submission, chosen.trust_submissions)
    partial = chosen.results.with_name(chosen.results.name + ".part")
    partial.write_text(json.dumps(data, indent=2, allow_nan=False) + "\n", encoding="utf-8")
    partial.replace(chosen.results)


if __name__ == "__main__":
    main()
