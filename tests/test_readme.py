"""README and docs: their commands exist, and what they show of a terminal is what the kit prints."""

import re
import shlex
import tomllib

import pytest

from grader.curriculum import functions, steps
from grader.examination import sandbox
from grader.steps import bank, reference
from tests.kits import ROOT, copy_of_kit, hand_in, python, run_pytest
from tests.made_submissions import stubs, with_functions

DOCS = sorted((ROOT / "grader" / "docs").glob("*.md"))
PAGES = [ROOT / "README.md", *DOCS]
README = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
FENCES = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
INLINE = re.findall(r"`((?:python|pytest) [^`]+)`", re.sub(r"^```.*?^```$", "", README, flags=re.MULTILINE | re.DOTALL))


def planted(id):
    """The course of the reference with an entry of the bank in it, and nothing written beyond."""
    sources = bank.sources_with(next(entry for entry in bank.misconceptions() if entry.id == id))
    return sources | {step.module: stubs()[step.module] for step in steps() if step.bonus}


def with_a_wrong_slope():
    """The stubs, with a right sigmoid and the mistake in sigmoid_derivative that the README tells of."""
    module = "step1_activations"
    to_do = '    raise NotImplementedError("write {} in exercises/step1_activations.py")'
    source = stubs()[module]
    for function, body in [("sigmoid", "1 / (1 + np.exp(-z))"), ("sigmoid_derivative", "z * (1 - z)")]:
        assert to_do.format(function) in source
        source = source.replace(to_do.format(function), f"    return {body}")
    return stubs() | {module: source}


def with_an_undivided_gradient():
    """The stubs, with a mse_gradient that leaves out the division."""
    to_do = '    raise NotImplementedError("write mse_gradient in exercises/step3_loss.py")'
    assert to_do in stubs()["step3_loss"]
    return stubs() | {"step3_loss": stubs()["step3_loss"].replace(to_do, "    return 2 * (y_hat - y)")}


def a_class(kit):
    """Four submissions in the kit's folder: right, wrong, untouched, and none."""
    zeros = with_functions({"mse": "def mse(y_hat, y):\n    return 0.0"}).sources
    hand_in(kit / "submissions", ada=reference.sources(), bob=zeros, cem=stubs(), dee={})


SHOWN_ON = {  # what stands in exercises/ where the README shows the command
    "pytest exercises": stubs,
    "pytest exercises -k sigmoid_derivative": with_a_wrong_slope,
    "python -m exercises.step6_training": reference.sources,
    "pytest exercises -k mse_gradient -x": with_an_undivided_gradient,
    "python -m grader check --seed 1": lambda: planted("backward-derivative-of-activation"),
    "python -m grader hunt 3": stubs,
    "python -m grader hunt --check": None,  # in the kit of the command before it
    "python -m grader grade submissions --out graded --jobs 2 --seed 20261120": stubs,
}
NEEDS = {  # what else lies in the kit
    "python -m grader grade submissions --out graded --jobs 2 --seed 20261120": a_class,
}
NOT_HERE = sandbox.isolation().level != sandbox.SEALED_WITH_LANDLOCK and "python -m grader grade submissions"


def shown():
    """Command and output of every picture of a terminal; a line that begins with # there is a remark."""
    for language, text in FENCES:
        if language == "console":
            for picture in text.split("$ ")[1:]:
                command, *output = picture.splitlines()
                yield command, [line for line in output if line and not line.startswith("# ")]


def commands():
    """Every command of the README that is Python's or pytest's, without a remark behind it."""
    lines = [line for language, text in FENCES if language in ("sh", "bat") for line in text.splitlines()]
    found = [part for line in lines for part in line.split("&&")] + INLINE + [command for command, _ in shown()]
    words = [shlex.split(command, comments=True, posix="\\" not in command) for command in found]
    return sorted({tuple(command) for command in words if command and command[0] in ("python", "pytest")})


def run(kit, command):
    program, *arguments = shlex.split(command)
    return run_pytest(kit, *arguments) if program == "pytest" else python(kit, *arguments)


def assert_prints(output, lines):
    """The lines stand in the output in this order; `...` stands for lines left out, at the end of one for its rest."""
    place = 0
    printed = output.splitlines()
    for number, line in enumerate(lines):
        if line == "...":
            continue
        found = [i for i in range(place, len(printed)) if matches(printed[i], line)]
        assert found, f"the README shows {line!r}, which is not in:\n{output}"
        left_out = [text for text in printed[place : found[0]] if text]
        assert not left_out or number == 0 or lines[number - 1] == "...", f"the README does not show {left_out}"
        place = found[0] + 1
    left_out = [text for text in printed[place:] if text]
    assert not left_out or lines[-1] == "..." or lines[-1].endswith(" ..."), f"the README does not show {left_out}"


ROW = re.compile(r"^ *(\d) +[A-Za-z][A-Za-z ]*?(?=  )")  # the number of a step and its title
POINTS = re.compile(r" +[\d.]+ / [\d.]+")


def shape(line):
    """A line without the points and titles in it, which an instructor may change in the curriculum."""
    return POINTS.sub(" # / #", re.sub(" +$", "", ROW.sub(r"\1 title ", line)))


def matches(printed, line):
    printed, line = (re.sub(" +", " ", shape(text)) for text in (printed, line))
    return printed == line or (line.endswith(" ...") and printed.startswith(line.removesuffix("...")))


def test_what_the_readme_shows_is_what_the_kit_prints(tmp_path):
    kit = None
    for number, (command, lines) in enumerate(shown()):
        if sources := SHOWN_ON[command]:
            kit = copy_of_kit(tmp_path / str(number), sources())
        if NOT_HERE and command.startswith(NOT_HERE):
            continue
        if prepare := NEEDS.get(command):
            prepare(kit)
        assert_prints(run(kit, command).stdout, lines)


def test_every_picture_is_shown_once():
    assert sorted(command for command, _ in shown()) == sorted(SHOWN_ON)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (page.parent / target).exists(), target


@pytest.fixture(scope="module")
def help_of():
    """What a command says of itself, asked once."""
    said = {}

    def ask(*words):
        if words not in said:
            said[words] = (run_pytest if words[0] == "pytest" else python)(ROOT, *words[1:], "--help").stdout
        return said[words]

    return ask


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_a_command_of_the_readme_exists(command, help_of):
    program, *words = command
    options = [word for word in words if re.match(r"--?[a-zA-Z]", word) and word != "-m"]
    if program == "pytest":
        assert (ROOT / words[0]).is_dir()
        said = help_of("pytest", words[0])
    elif words[0] == "-m" and words[1] == "exercises.step6_training":
        assert (ROOT / f"{words[1].replace('.', '/')}.py").is_file()
        assert not options
        return
    elif words[0] == "-m" and words[1].startswith("tests."):
        place = ROOT / words[1].replace(".", "/")
        file = place / "__main__.py" if place.is_dir() else place.with_suffix(".py")
        said = file.read_text(encoding="utf-8")
        assert "__main__" in said
    elif words[0] == "-m":
        said = help_of("python", *words[:2], *[word for word in words[2:3] if re.fullmatch(r"[a-z][a-z-]*", word)])
        assert "usage" in said.lower()
    else:
        assert (ROOT / words[0]).is_file()
        return
    for option in options:
        assert re.search(rf"(^|[\s,\"']){option}\b", said), f"{option} is unknown"


@pytest.mark.parametrize("wanted", ["-e .", "-e '.[dev]'"])
def test_the_two_commands_install_what_there_is(wanted):
    assert f"pip install {wanted} && pytest" in README
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert set(re.findall(r"\.\[(\w+)\]", README)) <= set(extras)


def test_the_check_before_a_change_runs_the_second_command():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o100
    for part in ("pip install", "-e '.[dev]'", "\npytest tests"):
        assert part in script


def test_the_files_of_the_readme_exist():
    named = set(re.findall(r"`((?:exercises|solutions|grader|datasets|tests)/[\w/.]*)`", README))
    assert len(named) > 10
    made = {"exercises/figures/", "exercises/figures/step6_xor.png", "exercises/.progress.json", "exercises/.progress/"}
    examples = {name for name in named if "10_leaky" in name}  # a step that somebody may add
    assert [name for name in sorted(named - made - examples) if not (ROOT / name).exists()] == []


def test_the_figures_of_the_readme_hold():
    """Six steps and sixteen functions; those beyond may grow, and what they are worth is the instructor's."""
    assert len([step for step in steps() if not step.bonus]) == 6
    assert len([function for function in functions().values() if not function.step.bonus]) == 16
    assert {len(function.hints) for function in functions().values()} == {3}
    assert len(bank.misconceptions()) > 1000
    assert len(bank.variants()) > 400
