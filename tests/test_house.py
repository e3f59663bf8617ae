"""The house: which rooms there are, and that imports run one way, as read from the import statements themselves."""

import ast
from functools import cache
from pathlib import Path

import pytest

GRADER = Path(__file__).resolve().parent.parent / "grader"
ON_THE_GROUND = {"__init__", "__main__", "cli", "conftest"}

# Each room, and the rooms that it may import. Whatever one of those may import is not allowed by that alone.
ROOMS = {
    "worker": set(),
    "curriculum": set(),
    "checks": {"curriculum", "worker"},
    "diagnosis": {"checks", "curriculum", "worker"},
    "seeing": {"diagnosis", "checks", "curriculum"},
    "learning": {"seeing", "diagnosis", "checks", "curriculum"},
    "steps": {"diagnosis", "checks", "curriculum"},
    "submissions": {"curriculum"},
    "examination": {"submissions", "steps", "diagnosis", "checks", "curriculum", "worker"},
    "classroom": {"submissions", "examination", "steps", "checks", "curriculum"},
    "release": {"learning", "diagnosis", "checks", "curriculum", "steps", "worker"},
    "course": {
        *("classroom", "release", "examination", "submissions", "steps"),
        *("diagnosis", "checks", "curriculum", "worker"),
    },
    "practice": {"learning", "examination", "submissions", "steps", "diagnosis", "checks", "curriculum"},
    "cli": {
        *("learning", "practice", "classroom", "course", "release", "examination", "submissions", "curriculum"),
        *("steps", "checks"),
    },
    "conftest": {"examination", "submissions", "checks", "curriculum"},
    "__main__": set(),
    "__init__": set(),
}
FOREIGN = {"exercises", "tests"}  # which nothing in the grader imports
LONGEST = 9  # rooms that stand upon one another


@cache
def imports_of(path: Path) -> set[str]:
    """The dotted names that a module imports, wherever in it; of `from a import b` both a and a.b."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def room_of(path: Path) -> str:
    """The room in which a module lies; what lies on the ground is a room of its own."""
    parts = path.relative_to(GRADER).with_suffix("").parts
    return parts[0]


def rooms_imported(path: Path) -> set[str]:
    names = {name.split(".")[1] for name in imports_of(path) if name.startswith("grader.")}
    return names - {room_of(path)}


def modules() -> list[Path]:
    return sorted(GRADER.rglob("*.py"))


def test_nothing_but_the_doors_lies_on_the_ground():
    assert {path.stem for path in GRADER.glob("*.py")} == ON_THE_GROUND
    folders = {path.name for path in GRADER.iterdir() if (path / "__init__.py").exists()}
    assert folders == {name for name in ROOMS if name not in ON_THE_GROUND}


def test_every_room_says_at_its_door_what_it_is_for():
    for path in GRADER.rglob("__init__.py"):
        text = path.read_text(encoding="utf-8")
        assert path.parent == GRADER or ast.get_docstring(ast.parse(text)), path


def test_imports_run_one_way():
    against = [
        f"{path.relative_to(GRADER)} imports {room}"
        for path in modules()
        for room in sorted(rooms_imported(path) & ROOMS.keys())
        if room not in ROOMS[room_of(path)]
    ]
    assert not against


def test_the_rooms_are_no_circle_and_no_tower():
    @cache
    def height(room: str) -> int:
        return 1 + max((height(below) for below in ROOMS[room]), default=0)  # a circle would never end

    try:
        heights = {room: height(room) for room in ROOMS}
    except RecursionError:
        pytest.fail("the rooms stand in a circle")
    assert max(heights.values()) <= LONGEST, heights


def test_modules_import_one_another_in_no_circle():
    names = {".".join(path.relative_to(GRADER.parent).with_suffix("").parts): path for path in modules()}
    names = {name.removesuffix(".__init__"): path for name, path in names.items()}
    graph = {name: {n for n in imports_of(path) if n in names and n != name} for name, path in names.items()}
    for name in graph:  # a package's door imports from its rooms, and they may name the package
        graph[name] = {n for n in graph[name] if not name.startswith(f"{n}.")}
    open_, done = [], set()

    def visit(name: str) -> None:
        assert name not in open_, " -> ".join([*open_[open_.index(name) :], name])
        if name in done:
            return
        open_.append(name)
        for below in sorted(graph[name]):
            visit(below)
        open_.pop()
        done.add(name)

    for name in sorted(graph):
        visit(name)


def test_the_grader_imports_no_work_and_no_test():
    for path in modules():
        assert not {name.split(".")[0] for name in imports_of(path)} & FOREIGN, path


def test_an_import_against_the_direction_is_found(tmp_path, monkeypatch):
    import tests.test_house as house

    (tmp_path / "checks").mkdir()
    wrong = tmp_path / "checks" / "compare.py"
    wrong.write_text("from grader.diagnosis import engine\n")
    monkeypatch.setattr(house, "GRADER", tmp_path)
    with pytest.raises(AssertionError, match=r"checks/compare\.py imports diagnosis"):
        house.test_imports_run_one_way()
