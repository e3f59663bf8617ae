"""`python -m grader check` and `pytest grader`: points, exit codes, the report as JSON, and replaying it."""

import json
import re

import pytest
from typer.testing import CliRunner

from grader import curriculum
from grader.checks.answer import OUTCOMES
from grader.cli import app
from grader.examination.sandbox import isolation_level
from grader.steps import bank, reference
from tests.kits import ROOT, copy_of_kit, python, run_pytest
from tests.made_submissions import BONUS, COURSE, FUNCTIONS, step_of, stubs, with_functions, worth

ROW = re.compile(
    r"^(?: ?\d [A-Za-z ]+?)? +(\w+) +(passed|wrong|crashed|timed out|not attempted) +([\d.]+) / (\d+)", re.MULTILINE
)
TITLE = step_of("mse").title
WHOLE, BEYOND = f"{worth(*COURSE):g}", f"{worth(*BONUS):g}"


def check(*arguments):
    """The command, in this process: exit code, standard output and standard error."""
    result = CliRunner().invoke(app, ["check", *map(str, arguments), "--trust-submissions"])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.output.isascii()
    return result.exit_code, result.stdout, result.stderr


def write(folder, sources):
    folder.mkdir()
    for module, source in sources.items():
        (folder / f"{module}.py").write_text(source, encoding="utf-8")
    return folder


@pytest.fixture
def finished(tmp_path):
    return write(tmp_path / "finished", reference.sources())


@pytest.fixture
def half(tmp_path):
    """Work in the middle: right, wrong, crashing and unwritten functions, and files that are no steps."""
    wrong = ("tanh", "mse", "backward", "train")
    changes = {name: bank.misconceptions(name)[0].source for name in wrong}
    changes["relu"] = "def relu(z):\n    return z.no_such_thing"
    changes["predict"] = "def predict(params, X, activations):\n    raise NotImplementedError"
    folder = write(tmp_path / "half", with_functions(changes).sources)
    (folder / "notes.txt").write_text("remember the biases")
    return folder


def test_finished_work_gets_all_points_and_exit_code_0(finished):
    code, shown, said = check("--submission", finished)
    assert (code, said) == (0, "")
    assert re.search(rf"^total +{WHOLE} / {WHOLE}\nbonus +{BEYOND} / {BEYOND}$", shown, re.MULTILINE), shown
    assert [row[:2] for row in ROW.findall(shown)] == [(name, "passed") for name in FUNCTIONS]
    assert "your own network on XOR: learns XOR" in shown


def test_stubs_get_nothing_and_exit_code_1(tmp_path):
    """As typed in the kit's own folder, where the exercises are what is checked unless something else is named."""
    kit = copy_of_kit(tmp_path / "kit", stubs())
    run = python(kit, "-m", "grader", "check")
    assert (run.returncode, run.stderr) == (1, "")
    assert re.search(rf"^total +0 / {WHOLE}\nbonus +0 / {BEYOND}$", run.stdout, re.MULTILINE), run.stdout
    assert [row[:2] for row in ROW.findall(run.stdout)] == [(name, "not attempted") for name in COURSE]
    last = step_of("fit")
    row = rf"^ 9 {last.title} +2 functions +not attempted +0 / {last.points:g}$"
    assert re.search(row, run.stdout, re.MULTILINE), run.stdout
    assert len(run.stdout.splitlines()) < 30


def test_who_leaves_the_bonus_alone_has_finished(tmp_path):
    beyond = {step.module for step in curriculum.steps() if step.bonus}
    sources = {module: stubs()[module] if module in beyond else text for module, text in reference.sources().items()}
    code, shown, _ = check("--submission", write(tmp_path / "course", sources), "--seed", "1")
    assert code == 0
    assert re.search(rf"^total +{WHOLE} / {WHOLE}\nbonus +0 / {BEYOND}$", shown, re.MULTILINE), shown


@pytest.mark.parametrize("step", ["7", "step8", "step9_sgd"])
def test_a_bonus_step_that_is_asked_for_is_not_left_alone(tmp_path, step):
    code, shown, _ = check(step, "--submission", write(tmp_path / "stubs", stubs()))
    assert code == 1
    assert {row[1] for row in ROW.findall(shown)} == {"not attempted"}
    assert not re.search("^total", shown, re.MULTILINE)


def test_work_in_the_middle_is_explained(half):
    code, shown, _ = check("--submission", half)
    assert code == 1
    found = {name: outcome for name, outcome, *_ in ROW.findall(shown)}
    assert found["relu"] == "crashed"
    assert found["predict"] == "not attempted"
    assert {name for name, outcome in found.items() if outcome == "wrong"} == {"tanh", "mse", "backward", "train"}
    assert "Traceback" not in shown
    assert all(len(line) <= 100 for line in shown.splitlines()), max(shown.splitlines(), key=len)
    assert re.search(r"^note: ignored.*notes\.txt", shown, re.MULTILINE), shown


@pytest.mark.parametrize("step", ["3", "step3", "step3_loss", TITLE, TITLE.upper()])
def test_one_step_can_be_asked_for_by_any_of_its_names(finished, step):
    code, shown, _ = check(step, "--submission", finished)
    assert code == 0
    assert [row[0] for row in ROW.findall(shown)] == ["mse", "mse_gradient"]
    assert "XOR" not in shown


def test_a_single_module_can_be_checked(half):
    due = f"{worth('numerical_gradient', 'relative_error'):g}"
    code, shown, _ = check("step4", "--submission", half / "step4_gradient_check.py")
    assert code == 0
    assert re.search(rf"^total +{due} / {due}$", shown, re.MULTILINE), shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["12"], "no step '12'; there are 1 ("),
        (["--submission", "nowhere"], "there is nothing at nowhere"),
        (["--submission", "pyproject.toml"], "pyproject.toml"),
        (["3", "--json", "nowhere/report.json"], "nowhere/report.json is no place to write a file to"),
    ],
)
def test_bad_input_is_told_in_one_line(monkeypatch, arguments, said):
    monkeypatch.chdir(ROOT)
    code, shown, told = check(*arguments)
    assert (code, shown) == (2, "")
    assert told.startswith("grader: ")
    assert said in told
    assert len(told.splitlines()) == 1


@pytest.mark.parametrize("arguments", [["--seed", "-1"], ["--seed", "x"], ["3", "4"], ["--no-such-option"]])
def test_bad_usage_has_exit_code_2(arguments):
    assert check(*arguments)[0] == 2


def expect_keys(data, keys):
    assert isinstance(data, dict)
    assert set(data) == set(keys.split())


def test_the_json_report_is_what_the_contract_says(half, tmp_path):
    """Every key and no other, every value of its kind; points add up."""
    file = tmp_path / "report.json"
    code, shown, _ = check("--submission", half, "--json", file, "--seed", "5")
    assert code == 1
    assert f"report: {file}" in shown.replace("\n", "")
    data = json.loads(file.read_text(encoding="utf-8"))
    expect_keys(data, "student seed isolation score max_score bonus max_bonus functions network modules problems")
    assert (data["student"], data["seed"], data["isolation"]) == ("half", 5, isolation_level())
    assert (data["max_score"], data["bonus"], data["max_bonus"]) == (worth(*COURSE), worth(*BONUS), worth(*BONUS))
    assert [(f["step"], f["function"], f["max_score"]) for f in data["functions"]] == [
        (f.step.number, f.name, f.points) for f in curriculum.functions().values()
    ]
    assert data["score"] == pytest.approx(sum(f["score"] for f in data["functions"] if f["function"] in COURSE))
    for function in data["functions"]:
        expect_keys(function, "step function score max_score outcome diagnosis checks")
        assert 0 <= function["score"] <= function["max_score"]
        assert function["checks"]
        outcomes = [check["outcome"] for check in function["checks"]]
        assert function["outcome"] == max(outcomes, key=OUTCOMES.index)
        for check_data in function["checks"]:
            expect_keys(check_data, "name outcome message said")
            assert check_data["outcome"] in OUTCOMES
            assert (check_data["message"] == "") == (check_data["outcome"] == "passed")
        if function["diagnosis"] is not None:
            believed = function["diagnosis"]
            expect_keys(believed, "id message known said ask table short call place")
            assert all(isinstance(believed[key], str) and believed[key] for key in ("id", "message", "said", "short"))
            parts = [*believed["table"], believed["said"], believed["ask"]]
            assert " ".join(parts).split() == believed["message"].split()
            assert function["outcome"] != "passed"
    assert isinstance(data["network"], dict)
    assert data["network"]["outcome"] in ("learns", "does not learn", "not complete")
    (problem,) = data["problems"]
    assert "ignored" in problem
    assert "notes.txt" in problem
    assert [path.name for path in tmp_path.glob("report*")] == ["report.json"]


def test_a_seed_replays_a_report_to_the_letter(half, tmp_path):
    files = [tmp_path / f"{number}.json" for number in (1, 2)]
    pages = [check("--submission", half, "--json", file, "--seed", 20261120)[1] for file in files]
    assert files[0].read_bytes() == files[1].read_bytes()
    assert pages[0].replace("1.json", "") == pages[1].replace("2.json", "")
    assert "seed 20261120" in pages[0]


def test_a_seed_that_nobody_chose_is_new_each_time_and_told(finished):
    seeds = [re.search(r"^seed (\d+)", check("3", "--submission", finished)[1], re.MULTILINE)[1] for _ in range(2)]
    assert seeds[0] != seeds[1]


def test_pytest_grader_gives_the_same_points(half, tmp_path):
    file = tmp_path / "report.json"
    check("--submission", half, "--json", file, "--seed", "5")
    data = json.loads(file.read_text())
    run = run_pytest(
        ROOT, "grader", "--trust-submissions", "--submission", str(half), "--seed", "5", "-p", "no:cacheprovider"
    )
    assert run.returncode == 1
    assert re.search(rf"^total +{data['score']:g} / {WHOLE}$", run.stdout, re.MULTILINE), run.stdout[-3000:]
    rows = {name: (outcome, float(score)) for name, outcome, score, _ in ROW.findall(run.stdout)}
    assert rows == {f["function"]: (f["outcome"], f["score"]) for f in data["functions"]}


def test_pytest_grader_shows_neither_its_own_code_nor_hidden_inputs(half):
    run = run_pytest(
        ROOT, "grader", "--trust-submissions", "--submission", str(half), "--seed", "5", "-p", "no:cacheprovider"
    )
    for word in ("Traceback", "oracle", "rng.", "def test_", "expect_close", "WrongAnswer"):
        assert word not in run.stdout, run.stdout


def test_pytest_grader_on_finished_work_exits_0(finished):
    run = run_pytest(ROOT, "grader", "--trust-submissions", "--submission", str(finished), "-p", "no:cacheprovider")
    assert run.returncode == 0, run.stdout[-3000:]
    assert re.search(rf"^total +{WHOLE} / {WHOLE}$", run.stdout, re.MULTILINE), run.stdout[-3000:]


def test_pytest_grader_says_in_a_line_what_it_cannot_read(tmp_path):
    run = run_pytest(ROOT, "grader", "-x", "--submission", str(tmp_path / "nowhere"), "-p", "no:cacheprovider")
    assert run.returncode not in (0, 1)
    assert "there is nothing at" in run.stdout + run.stderr
    assert "Traceback" not in run.stdout + run.stderr
