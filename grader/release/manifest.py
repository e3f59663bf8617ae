"""What the student's copy is made of: folders of the kit as they are, stubs, data, and one recorded file."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from grader import curriculum
from grader.curriculum import Step
from grader.curriculum.stubs import ROOT, make_stub
from grader.release import recording

GRADER = ROOT / "grader"
HERE = Path(__file__).parent
FOLDERS = ("curriculum", "checks", "diagnosis", "learning", "seeing", "worker")  # of the grader, as they are
WORKFLOW = ".github/workflows/checks.yml"
# Sections of pyproject.toml that hold for the student's copy too.
SECTIONS = ("build-system", "tool.hatch.build", "tool.hatch.build.targets.wheel", "tool.pytest.ini_options")
LAST_OF_THE_COURSE = "step6_training"  # the experiments run on a network that can be trained
DATA = (".py", ".npz", ".txt")
TEXTS = (".py", ".html", ".css", ".js")


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _sections(text: str) -> dict[str, str]:
    """The sections of a TOML file by their names, as they stand there."""
    parts = re.split(r"^\[([\w.-]+)\]\n", text, flags=re.MULTILINE)
    bodies = [re.sub(r"\n+(?:#.*\n)*\Z", "\n", body) for body in parts[2::2]]  # a comment at the end is the next one's
    return dict(zip(parts[1::2], bodies, strict=True))


def packaging() -> str:
    """The `pyproject.toml` of the student's copy."""
    text = text_of(ROOT / "pyproject.toml")
    data, sections = tomllib.loads(text)["project"], _sections(text)
    needed = "".join(f'    "{name}",\n' for name in data["dependencies"])
    extra = ", ".join(f'"{name}"' for name in data["optional-dependencies"]["mnist"])
    project = text_of(HERE / "pyproject.txt").replace("{python}", data["requires-python"])
    project = project.replace("{version}", data["version"]).replace("{needed}", needed).replace("{mnist}", extra)
    kept = [f"[{name}]\n{sections[name]}" for name in SECTIONS]
    return "\n".join([kept[0], project, *kept[1:]])


def shortened(text: str, steps: int) -> str:
    """The text of `curriculum.toml` with the first so many steps only."""
    return "".join(re.split(r"(?m)^(?=\[\[step\]\]$)", text)[: steps + 1]).rstrip() + "\n"


def stub(step: Step) -> str:
    return make_stub(text_of(ROOT / "solutions" / f"{step.module}.py"), step.module)


def _exercises(steps: Iterable[Step]) -> Iterator[tuple[str, str]]:
    folder = curriculum.EXERCISES
    yield "exercises/__init__.py", text_of(folder / "__init__.py")
    yield "exercises/conftest.py", text_of(folder / "conftest.py")
    for step in steps:
        yield f"exercises/{step.module}.py", stub(step)
        yield f"exercises/test_{step.module}.py", text_of(folder / f"test_{step.module}.py")
    if any(step.module == LAST_OF_THE_COURSE for step in steps):
        for path in sorted((folder / "experiments").glob("*.py")):
            yield f"exercises/experiments/{path.name}", text_of(path)


def folder_files(folder: str) -> Iterator[tuple[str, str]]:
    """The modules of one of these folders, and its pages for the browser, by their paths in the grader."""
    for path in sorted(path for path in (GRADER / folder).rglob("*") if path.suffix in TEXTS):
        yield path.relative_to(GRADER).as_posix(), text_of(path)


def _grader(steps: list[Step]) -> Iterator[tuple[str, str]]:
    for name in ("__init__.py", "__main__.py"):
        yield f"grader/{name}", text_of(GRADER / name)
    for folder in FOLDERS:
        yield from ((f"grader/{name}", text) for name, text in folder_files(folder))
    yield "grader/curriculum/curriculum.toml", shortened(text_of(curriculum.FILE), len(steps))
    for step in steps:
        yield f"grader/curriculum/fresh/{step.module}.py", stub(step)


def given(steps: list[Step]) -> dict[str, bytes]:
    """What students are given as what it is: stubs, visible checks, experiments, data. No secret can stand in it."""
    files = {name: text.encode() for name, text in _exercises(steps)}
    for path in sorted((ROOT / "datasets").iterdir()):
        if path.is_file() and path.suffix in DATA:
            files[f"datasets/{path.name}"] = path.read_bytes()
    return files


def files(steps: list[Step], readme: str) -> dict[str, bytes]:
    """Every file of the student's copy, by its path. steps: the first of the curriculum. readme: the text of README."""
    texts = dict(_grader(steps))
    texts |= {"pyproject.toml": packaging(), "README.md": readme, "LICENSE": text_of(ROOT / "LICENSE")}
    texts |= {".gitignore": text_of(HERE / "gitignore.txt"), WORKFLOW: text_of(HERE / "checks.yml")}
    found = given(steps) | {name: text.encode() for name, text in texts.items()}
    functions = [function for step in steps for function in step.functions]
    found[f"grader/{recording.PLACE}"] = recording.recorded(functions)
    return dict(sorted(found.items()))
