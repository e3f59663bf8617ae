"""`pytest exercises`, as a learner sees it: on stubs, on finished work, on mistakes, and with pytest's own options."""

import re
import time
import xml.etree.ElementTree as ElementTree

import pytest

from grader import curriculum
from grader.checks import failures
from grader.steps import bank, reference
from grader.steps.placing import with_function
from tests.kits import copy_of_kit, finished_kit, python, run_pytest
from tests.made_submissions import COURSE, FUNCTIONS, step_of, stubs, with_functions

TO_DO = re.compile(r"^ *(\d) [a-z ]+? +(\w+) +(exercises/\w+\.py):(\d+)$", re.MULTILINE)


def sections(output):
    """The messages under FAILURES: title and lines of each."""
    found = {}
    title = ""
    for line in output.splitlines():
        if match := re.fullmatch(r"_{3,} (.+?) _{3,}", line):
            title = f"{match[1]} #{len(found)}"
            found[title] = []
        elif line.startswith(("---", "===")):
            title = ""
        elif title:
            found[title].append(line)
    return {
        title.rsplit(" #", 1)[0] + f" #{i}": "\n".join(text).strip("\n")
        for i, (title, text) in enumerate(found.items())
    }


def counts(output):
    """What pytest's last line counts: {"passed": 3, ...}."""
    return {
        word: int(number)
        for number, word in re.findall(r"(\d+) (passed|failed|to do|beyond|errors?|deselected)", output)
    }


def expect_fit_to_read(output):
    """No traceback, no line of the kit's own code, no message over twelve lines."""
    assert "Traceback" not in output
    assert "grader/" not in output, output
    for title, text in sections(output).items():
        assert len(text.splitlines()) <= 12 + 2, f"{title}\n{text}"  # and the place, behind an empty line
        assert all(len(line) <= 100 for line in text.splitlines()), text


@pytest.fixture(scope="module")
def on_stubs(tmp_path_factory):
    kit = copy_of_kit(tmp_path_factory.mktemp("kit"), stubs())
    return kit, run_pytest(kit, "exercises")


def test_an_untouched_kit_is_all_to_do(on_stubs):
    _, run = on_stubs
    assert (run.returncode, run.stderr) == (1, "")
    assert "Traceback" not in run.stdout
    assert len(run.stdout.splitlines()) <= 60, run.stdout
    assert set(counts(run.stdout)) == {"to do", "beyond"}


def test_an_untouched_kit_has_one_line_per_function_that_leads_to_it(on_stubs):
    kit, run = on_stubs
    found = TO_DO.findall(run.stdout)
    assert [(int(step), name) for step, name, *_ in found] == [(step_of(name).number, name) for name in COURSE]
    for _, name, file, line in found:
        assert (kit / file).read_text().splitlines()[int(line) - 1].startswith(f"def {name}(")


def test_an_untouched_kit_says_what_to_do_next(on_stubs):
    kit, run = on_stubs
    found = re.search(
        r"next: write sigmoid +(exercises/step1_activations\.py):(\d+)\n.*pytest exercises -k sigmoid", run.stdout
    )
    assert found, run.stdout
    assert (kit / found[1]).read_text().splitlines()[int(found[2]) - 1].startswith("def sigmoid(")
    for step in curriculum.steps():
        assert f"] 0/{len(step.functions)}" in next(
            line
            for line in run.stdout.splitlines()
            if line.startswith(f"{step.number:2d} {step.title}") and "[" in line
        )


def test_the_bonus_stands_apart_and_may_be_left_alone(tmp_path):
    beyond = {step.module: stubs()[step.module] for step in curriculum.steps() if step.bonus}
    kit = finished_kit(tmp_path / "kit", **beyond)
    run = run_pytest(kit, "exercises")
    assert (run.returncode, run.stderr) == (0, "")
    assert set(counts(run.stdout)) == {"passed", "beyond"}
    course, _, bonus = run.stdout.partition("your network so far")[2].partition("beyond, for bonus points")
    assert [int(number) for number in re.findall(r"^ (\d) .*\[", course, re.MULTILINE)] == [1, 2, 3, 4, 5, 6]
    assert [int(number) for number in re.findall(r"^ (\d) .*\[", bonus, re.MULTILINE)] == [7, 8, 9]
    assert "python -m exercises.step6_training" in run.stdout
    assert re.search(r"next: write softmax +exercises/step7_classification.py:\d+", run.stdout)
    asked = run_pytest(kit, "exercises", "-k", "softmax")
    assert (asked.returncode, set(counts(asked.stdout))) == (1, {"deselected", "to do"})


def test_finished_work_passes(tmp_path):
    run = run_pytest(finished_kit(tmp_path / "kit"), "exercises")
    assert (run.returncode, run.stderr) == (0, "")
    assert set(counts(run.stdout)) == {"passed"}
    assert "python -m exercises.step6_training" in run.stdout
    assert "to do" not in run.stdout


def test_any_mistake_is_told_in_a_few_lines(tmp_path):
    """One mistake of the bank in every function: each message says what was called, what came of it, and the place."""
    wrong = with_functions({name: bank.misconceptions(name)[0].source for name in FUNCTIONS})
    kit = copy_of_kit(tmp_path / "kit", wrong.sources)
    run = run_pytest(kit, "exercises")
    assert run.returncode == 1
    expect_fit_to_read(run.stdout)
    found = sections(run.stdout)
    for name in FUNCTIONS:
        own = [text for title, text in found.items() if re.match(rf"step {step_of(name).number}: {name}(:| )", title)]
        assert own, f"no check of {name} failed"
        assert re.search(rf"exercises/{step_of(name).module}\.py:\d+$", own[0]), own[0]
        called = f"{name}(" in own[0] and "  returned  " in own[0]
        raised = re.match(rf"{name}\b[^:]*\sraised\s", own[0])
        assert called or raised or f"{name} changed its argument" in own[0], own[0]
    assert sum("  expected  " in text for text in found.values()) > 10


def test_a_mistake_reads_call_returned_expected_and_then_what_to_look_at(tmp_path):
    source = with_function(
        reference.source("step3_loss"), "mse", "def mse(y_hat, y):\n    return float(np.sum((y_hat - y) ** 2))"
    )
    run = run_pytest(finished_kit(tmp_path / "kit", step3_loss=source), "exercises", "-k", "mse")
    text = next(text for text in sections(run.stdout).values() if "expected" in text)
    lines = text.splitlines()
    assert lines[0].startswith("mse(array(")
    assert lines[1].startswith("  returned  ")
    assert lines[2].startswith("  expected  ")
    assert lines[3] == ""
    assert lines[-1].startswith("exercises/step3_loss.py:")
    assert "next: look at mse" in run.stdout


BROKEN = {
    "syntax error": ("def sigmoid(z:\n    return z\n", "cannot be read by Python: '(' was never closed, line 1"),
    "sys.exit() at import": ("import sys\nsys.exit('bye')\n", "SystemExit"),
    "exception at import": ("import numpy as np\nnp.zeros(3)[5]\n", "IndexError"),
    "a module that is not there": ("import torch\n", "Can you do without it? NumPy is enough for every step."),
    "a step without its folder": ("import step2_network\n", "from exercises.step2_network import ..."),
}


@pytest.mark.parametrize(("source", "said"), BROKEN.values(), ids=BROKEN)
def test_a_module_that_cannot_be_imported_is_told_and_the_rest_goes_on(tmp_path, source, said):
    kit = finished_kit(tmp_path / "kit", step1_activations=source)
    run = run_pytest(kit, "exercises/test_step1_activations.py", "exercises/test_step3_loss.py")
    assert run.returncode == 1
    expect_fit_to_read(run.stdout)
    assert said in run.stdout
    assert "step1_activations.py" in run.stdout
    assert re.search(r"^ 3 loss +\[#{10}\] 2/2", run.stdout, re.MULTILINE), run.stdout


def test_a_missing_module_is_to_do(tmp_path):
    kit = finished_kit(tmp_path / "kit")
    (kit / "exercises" / "step3_loss.py").unlink()
    run = run_pytest(kit, "exercises/test_step3_loss.py", "exercises/test_step4_gradient_check.py")
    assert run.returncode == 1
    assert counts(run.stdout).keys() == {"to do", "passed"}
    assert re.search(r"^ 4 gradient check +\[#{10}\] 2/2", run.stdout, re.MULTILINE), run.stdout


ENDLESS = "def relu(z):\n    while True:\n        z = z + 0\n    return z\n"


def impatient(kit):
    """The kit with half a second for each check, so that the test need not wait."""
    file = kit / "grader" / "learning" / "local_runner.py"
    text = file.read_text(encoding="utf-8")
    assert "\nSECONDS = " in text
    file.write_text(re.sub(r"\nSECONDS = .*", "\nSECONDS = 0.5", text), encoding="utf-8")
    return kit


WITHOUT_ALARM = """
import signal, sys
del signal.SIGALRM
import pytest
sys.exit(pytest.main(sys.argv[1:]))
"""


@pytest.mark.parametrize("how", ["alarm", "no alarm"])
def test_a_loop_that_never_ends_is_stopped(tmp_path, how):
    """By an alarm signal, and by the other way where there is none (Windows)."""
    source = with_function(reference.source("step1_activations"), "relu", ENDLESS)
    kit = impatient(finished_kit(tmp_path / "kit", step1_activations=source))
    asked = ["exercises/test_step1_activations.py", "-k", "relu or relu_derivative"]
    run = run_pytest(kit, *asked) if how == "alarm" else python(kit, "-P", "-c", WITHOUT_ALARM, *asked)
    assert run.returncode == 1, run.stderr
    expect_fit_to_read(run.stdout)
    assert "relu did not end within the time allowed" in run.stdout
    assert re.search(r"It was at line \d+ of step1_activations\.py", run.stdout), run.stdout
    assert counts(run.stdout) == {"failed": 5, "passed": 5, "deselected": counts(run.stdout)["deselected"]}


def test_a_loop_at_import_that_never_ends_is_stopped(tmp_path):
    kit = impatient(finished_kit(tmp_path / "kit", step3_loss="while True:\n    pass\n"))
    run = run_pytest(kit, "exercises/test_step3_loss.py", "exercises/test_step4_gradient_check.py")
    assert run.returncode == 1
    expect_fit_to_read(run.stdout)
    assert "importing step3_loss.py did not end" in run.stdout
    assert re.search(r"^ 4 gradient check +\[#{10}\] 2/2", run.stdout, re.MULTILINE), run.stdout


def test_interrupt_after_stops_a_python_loop():
    started = time.monotonic()
    with pytest.raises(failures.TookTooLong):
        failures.interrupt_after(0.2, lambda: False)
        while time.monotonic() - started < 60:
            pass
    assert time.monotonic() - started < 30


def test_interrupt_after_leaves_alone_what_ended_in_time_or_is_being_debugged():
    cancel = failures.interrupt_after(0.2, lambda: False)
    cancel()
    failures.interrupt_after(0.2, lambda: True)
    until = time.monotonic() + 0.6
    while time.monotonic() < until:
        pass


# pytest's own options


@pytest.fixture(scope="module")
def one_mistake(tmp_path_factory):
    """A kit with a wrong mse, an unwritten predict, and all else right."""
    mse = with_function(reference.source("step3_loss"), "mse", "def mse(y_hat, y):\n    return 0.0")
    predict = "def predict(params, X, activations):\n    raise NotImplementedError"
    step6 = with_function(reference.source("step6_training"), "predict", predict)
    return finished_kit(tmp_path_factory.mktemp("kit") / "kit", step3_loss=mse, step6_training=step6)


def test_k_selects_and_the_progress_is_about_the_whole_network(one_mistake):
    run = run_pytest(one_mistake, "exercises", "-k", "mse_gradient")
    assert run.returncode == 0
    assert counts(run.stdout).keys() == {"passed", "deselected"}
    assert re.search(r"^ 3 loss +\[#{5} +\] 1/2", run.stdout, re.MULTILINE), run.stdout


def test_a_single_check_can_be_asked_for_by_its_place(one_mistake):
    run = run_pytest(one_mistake, "exercises/test_step3_loss.py::test_mse_is_the_mean_over_all_entries")
    assert (run.returncode, counts(run.stdout)) == (1, {"failed": 1})


def test_x_stops_at_the_first_failure(one_mistake):
    run = run_pytest(one_mistake, "exercises", "-x")
    assert run.returncode == 1
    assert counts(run.stdout)["failed"] == 1
    assert "stopping after 1 failures" in run.stdout


def test_lf_runs_what_failed_and_junitxml_counts_it(one_mistake):
    """Both count a to-do as a failure, as the exit code does."""
    first = run_pytest(one_mistake, "exercises", "--junitxml=report.xml")
    found = counts(first.stdout)
    assert found["failed"] > 0
    assert found["to do"] > 0
    suite = ElementTree.parse(one_mistake / "report.xml").getroot().find("testsuite")
    assert int(suite.get("failures")) == found["failed"] + found["to do"]
    assert int(suite.get("errors")) == 0
    assert int(suite.get("tests")) == sum(found.values()) == len(suite.findall("testcase"))
    assert len(suite.findall("testcase/failure")) == found["failed"] + found["to do"]
    again = run_pytest(one_mistake, "exercises", "--lf")
    assert again.returncode == 1
    assert counts(again.stdout) | {"deselected": 0} == {
        "failed": found["failed"],
        "to do": found["to do"],
        "deselected": 0,
    }


def test_collect_only_lists_the_checks_in_the_order_of_the_curriculum(one_mistake):
    run = run_pytest(one_mistake, "exercises", "--collect-only", "-q")
    assert run.returncode == 0
    names = re.findall(r"^exercises/test_step(\d)_\w+\.py::\w+", run.stdout, re.MULTILINE)
    assert len(names) > 50
    assert names == sorted(names)
    mixed = run_pytest(
        one_mistake, "exercises/test_step4_gradient_check.py", "exercises/test_step3_loss.py", "--collect-only", "-q"
    )
    names = re.findall(r"^exercises/test_step(\d)_\w+\.py::\w+", mixed.stdout, re.MULTILINE)
    assert names == sorted(names)


def test_pdb_stops_in_the_learners_own_line(tmp_path):
    source = with_function(reference.source("step3_loss"), "mse", "def mse(y_hat, y):\n    return y_hat + 'text'")
    kit = finished_kit(tmp_path / "kit", step3_loss=source)
    run = run_pytest(kit, "exercises/test_step3_loss.py", "-x", "--pdb")
    assert re.search(r"> .*step3_loss\.py\(\d+\)mse\(\)\n-> return y_hat \+ 'text'", run.stdout), run.stdout
