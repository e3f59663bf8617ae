"""The playground's server and the process behind it: who may ask, and what becomes of functions that go wrong."""

import re
import socket
import struct
from urllib.parse import urlsplit

import pytest

from datasets.mnist_files import PARTS
from grader.release import manifest, writing
from grader.seeing.play.server import Handler
from grader.steps import reference
from tests.idx_files import contents, write
from tests.kits import copy_of_kit, finished_kit, grader
from tests.made_submissions import stubs
from tests.playing import Playground, with_body, write_module


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    return finished_kit(tmp_path_factory.mktemp("kit") / "kit")


@pytest.fixture(scope="module")
def playground(kit):
    with Playground(kit) as running:
        yield running
    out, err = running.said
    assert (running.process.returncode, err) == (0, ""), out


# Who may ask


def test_the_page_and_its_parts_are_served(playground):
    response, text = playground.request()
    assert response.status == 200 and "<h1>Your network, thinking</h1>" in text
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    place = urlsplit(playground.address).path
    for name in set(re.findall(r'(?:src|href)="([\w.]+)"', text)) | {"ask.js", "maps.js"}:
        assert playground.request(path=place + name)[0].status == 200, name


def test_nothing_of_the_page_comes_from_elsewhere(playground):
    place = urlsplit(playground.address).path
    for name in ("", "style.css", "main.js", "ask.js", "maps.js", "diagram.js", "curve.js", "setting.js", "pad.js"):
        text = playground.request(path=place + name)[1]
        found = re.findall(r"https?://[^\s\"']+|//[\w-]+\.\w+", text)
        assert [link for link in found if link != "http://www.w3.org/2000/svg"] == [], name


@pytest.mark.parametrize("path", ["/", "/ask", "/main.js", "/wrong/", "/wrong/ask", "/..", "//", "/%2e%2e/"])
def test_without_the_token_nothing_is_served(playground, path):
    for method in ("GET", "POST"):
        response, text = playground.request(method, path, "{}", **{"Content-Type": "application/json"})
        assert response.status == 403
        assert "open the address that the terminal shows" in text


@pytest.mark.parametrize("header", [{"Host": "evil.example"}, {"Host": "127.0.0.1"}, {"Origin": "http://evil.example"}])
def test_another_host_and_another_origin_are_refused(playground, header):
    assert playground.request(**header)[0].status == 403


@pytest.mark.parametrize("name", ["nothing.js", "../server.py", "page/main.js", "%2e%2e/server.py"])
def test_no_other_file_is_served(playground, name):
    assert playground.request(path=urlsplit(playground.address).path + name)[0].status == 404


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        ("{}", {"Content-Type": "text/plain"}, 404),
        ("no json", {"Content-Type": "application/json"}, 400),
        ('{"do": "format"}', {"Content-Type": "application/json"}, 400),
        ("[" * 100_000, {"Content-Type": "application/json"}, 400),
        ("", {"Content-Type": "application/json", "Content-Length": "99999999"}, 413),
        ("", {"Content-Type": "application/json", "Content-Length": "-1"}, 413),
    ],
)
def test_what_is_no_question_is_refused(playground, body, headers, status):
    place = urlsplit(playground.address).path + "ask"
    assert playground.request("POST", place, body, **headers)[0].status == status


def test_it_listens_on_this_machine_alone(playground):
    port = urlsplit(playground.address).port
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), port, socket.AF_INET)}
    for other in others - {"127.0.0.1"}:
        with pytest.raises(OSError):
            socket.create_connection((other, port), timeout=5)


def test_a_browser_that_goes_away_is_no_error(playground):
    """The fixture looks at the terminal when all is over."""
    place = urlsplit(playground.address)
    body = '{"do": "set", "page": "gone", "setting": "data=spirals&hidden=16tanh,16tanh,16tanh"}'
    head = f"POST {place.path}ask HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Type: application/json\r\n"
    for sent in (f"{head}Content-Length: {len(body)}\r\n\r\n{body}", f"{head}Content-Length: 999\r\n\r\n{{", "GET /"):
        with socket.create_connection((place.hostname, place.port)) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # no good-bye
            connection.sendall(sent.encode())
    assert playground.request()[0].status == 200


# What is told


def test_it_trains_and_goes_on_where_only_the_rate_changes(playground):
    first = playground.ask("set", setting="data=moons&rate=1", anew=True)
    assert first["network"]["sizes"] == [2, 8, 1] and first["choices"]["classes"]
    later = playground.ask("go", epochs=30)["frame"]
    assert later["epochs"] == 30
    assert later["losses"][0] < first["frame"]["losses"][0]
    assert playground.ask("set", setting="data=moons&rate=2")["frame"]["epochs"] == 30
    assert playground.ask("set", setting="data=moons&rate=2&seed=1")["frame"]["epochs"] == 0


def test_a_wrong_setting_is_said(playground):
    assert playground.ask("set", setting="data=mars")["problem"].startswith("data is one of xor")
    told = playground.ask("set", setting="data=own&csv=1,2")
    assert told["problem"].startswith("line 1 of your points has 2 columns")
    assert told["setting"]["data"] == "own"


def test_the_page_that_came_last_has_the_network(playground):
    playground.ask("set", page="first", setting="")
    playground.ask("set", page="second", setting="")
    assert "another page of yours" in playground.ask("go", page="first")["problem"]
    assert "frame" in playground.ask("go", page="second")


def test_an_answer_does_not_wait_for_its_second_part():
    assert Handler.disable_nagle_algorithm


# Functions that go wrong


@pytest.fixture
def mended(kit):
    yield
    for module, text in reference.sources().items():
        if (kit / "exercises" / f"{module}.py").read_text(encoding="utf-8") != text:
            write_module(kit, module, text)


DEAF = """    while True:
        try:
            sum(iter(int, 1))
        except BaseException:
            pass
"""
WRONG = {
    "an exception": ("    return [][3]\n", r"backward raised IndexError in step5_backprop.py, line \d+"),
    "no end": (
        "    while True:\n        pass\n",
        r"a call did not end within .*\nIt was at line \d+ of step5_backprop",
    ),
    "no end, and deaf": (DEAF, r"a call did not end within 5 s, and was stopped"),
    "the end": (
        "    import os\n    os._exit(7)\n",
        r"the process with your functions has ended by itself \(exit code 7",
    ),
    "unwritten": ('    raise NotImplementedError("write backward")\n', "backward is not written yet"),
    "a wrong shape": (
        "    return [(W.T, b) for W, b in params]\n",
        r"backward, dW of layer 1, gave an array of shape \(8, 2\), where \(2, 8\) is due",
    ),
    "None": ("    return None\n", "backward gave None, where a list with a pair for each layer is due"),
}


@pytest.mark.parametrize(("body", "said"), WRONG.values(), ids=WRONG)
def test_a_function_that_fails_is_named_with_its_line(kit, playground, mended, body, said):
    playground.ask("set", setting="data=xor", anew=True)
    write_module(kit, "step5_backprop", with_body("step5_backprop", "backward", body))
    told = playground.ask("go")
    assert told["saved"] == ["step5_backprop.py"] and "frame" in told, "the network answers; it cannot learn"
    told = playground.ask("go")
    assert re.match(said, told["problem"]), told
    write_module(kit, "step5_backprop", reference.source("step5_backprop"))
    told = playground.ask("set", setting="data=xor", anew=True)
    assert "frame" in told and "frame" in playground.ask("go")


def test_a_wrong_gradient_is_seen_to_go_wrong(kit, playground, mended):
    uphill = reference.source("step5_backprop").replace(
        "return grads[::-1]", "return [(-W, -b) for W, b in grads[::-1]]"
    )
    assert uphill != reference.source("step5_backprop")
    write_module(kit, "step5_backprop", uphill)
    first = playground.ask("set", setting="data=xor&rate=1", anew=True)["frame"]
    later = playground.ask("go", epochs=50)["frame"]
    assert later["losses"][0] > first["losses"][0]


def test_numbers_that_are_none_any_more_can_still_be_told(playground):
    playground.ask("set", setting="data=xor&rate=1000&hidden=8relu,8relu&loss=classes", anew=True)
    told = playground.ask("go", epochs=200)
    assert "frame" in told or "no number that can be drawn" in told["problem"], told


def test_what_functions_print_stays_out_of_the_terminal(kit, playground, mended):
    source = reference.source("step3_loss").replace("### BEGIN SOLUTION", "print('x' * 99)\n    ### BEGIN SOLUTION")
    write_module(kit, "step3_loss", source)
    assert "frame" in playground.ask("set", setting="data=xor", anew=True)


# Digits


def test_a_drawn_digit_is_read(playground):
    playground.ask("set", setting="")
    assert playground.ask("read", digits="small", drawing="")["problem"] == "your network has not learned to read yet"
    told = playground.ask("learn", digits="small")
    assert told["right"] > 0.93 * told["of"] and len(told["misread"]) <= 6
    assert playground.ask("read", digits="small", drawing="AAAA")["problem"] == "this is no drawing"
    assert playground.ask("read", digits="small", drawing="AAAAAAAAAAAAAAAAAAAAAA==")["problem"] == "draw a digit first"


def test_a_fit_that_takes_too_long_can_be_stopped(kit, playground, mended):
    import threading

    playground.ask("set", setting="")
    write_module(kit, "step9_sgd", with_body("step9_sgd", "fit", "    while True:\n        pass\n"))
    assert playground.ask("go")["saved"] == ["step9_sgd.py"]
    threading.Timer(2.0, lambda: playground.ask("stop")).start()
    assert playground.ask("learn", digits="small")["problem"] == "stopped"
    assert "frame" in playground.ask("set", setting="")


def test_mnist_is_read_where_its_files_are(tmp_path):
    kit = finished_kit(tmp_path / "kit")
    folder = write(kit / "mnist", contents())
    assert len(list(folder.iterdir())) == len(PARTS)
    with Playground(kit) as running:
        assert running.ask("set", setting="")["choices"]["mnist"]
        told = running.ask("learn", digits="mnist")
        assert (told["of"], told["side"]) == (3, 28)


# The command


def test_from_step_2_on_there_is_something_to_see(tmp_path):
    sources = stubs() | {
        module: reference.source(module) for module in ("step1_activations", "step2_network", "step3_loss")
    }
    with Playground(copy_of_kit(tmp_path / "kit", sources), "data=moons") as running:
        told = running.ask("set", setting="data=moons")
        assert told["frame"]["epochs"] == 0
        assert not any(told["choices"].values())
        assert running.ask("go")["problem"] == "backward is not written yet"
        assert "and not all of that is written yet" in running.ask("set", setting="loss=classes")["problem"]
    assert running.address.endswith(
        "#data=moons&noise=0&hidden=8tanh&loss=mse&rate=1&batch=0&momentum=0&scaled=0&seed=0"
    )


def test_an_untouched_kit_says_what_to_write(tmp_path):
    with Playground(copy_of_kit(tmp_path / "kit", stubs())) as running:
        assert running.ask("set", setting="")["problem"] == "init_params is not written yet"


@pytest.mark.parametrize(
    "arguments", [["data=mars"], ["--mnist", "nowhere"], ["--port", "1", "--mnist", "nowhere"], ["--port", "99999"]]
)
def test_bad_input_is_refused(kit, arguments):
    run = grader(kit, "play", "--no-browser", *arguments)
    assert (run.returncode, run.stdout) == (2, "")
    assert "Traceback" not in run.stderr


def test_a_port_that_is_taken_is_said(kit, playground):
    port = str(urlsplit(playground.address).port)
    run = grader(kit, "play", "--no-browser", "--port", port)
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)
    assert run.stderr.startswith(f"grader: port {port} cannot be had (")


def test_the_reference_plays_in_the_whole_kit_alone(tmp_path):
    kit = copy_of_kit(tmp_path / "kit", stubs())
    with Playground(kit, "--reference") as running:
        running.ask("set", setting="")
        assert running.ask("go", epochs=5)["frame"]["epochs"] == 5
    (kit / "solutions").rename(kit / "elsewhere")
    run = grader(kit, "play", "--reference", "--no-browser")
    assert (run.returncode, run.stderr) == (2, "grader: there is no folder solutions in this kit\n")


@pytest.mark.slow
def test_it_works_in_the_student_s_copy(tmp_path):
    """The pages for the browser travel, and nothing of the whole kit is needed."""
    for name, data in manifest.files(writing.first_steps(""), "").items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    for module, text in reference.sources().items():
        write_module(tmp_path, module, text)
    with Playground(tmp_path) as running:
        assert "<h1>Your network, thinking</h1>" in running.request()[1]
        running.ask("set", setting="")
        assert running.ask("go", epochs=5)["frame"]["epochs"] == 5
    run = grader(tmp_path, "see", "6")
    assert (run.returncode, run.stderr) == (0, ""), run.stdout
    run = grader(tmp_path, "progress", "--html", "p.html")
    assert (run.returncode, run.stderr) == (0, "")
    assert "<h2>XOR</h2>" in (tmp_path / "p.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_in_a_copy_of_the_first_steps_it_says_what_there_is_not(tmp_path):
    for name, data in manifest.files(writing.first_steps("1-4"), "").items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    for module, text in reference.sources().items():
        if (tmp_path / "exercises" / f"{module}.py").exists():
            write_module(tmp_path, module, text)
    with Playground(tmp_path) as running:
        told = running.ask("set", setting="")
        assert "frame" in told and not any(told["choices"].values())
        assert running.ask("go")["problem"] == "there is no backward in this kit"
    run = grader(tmp_path, "progress", "--html", "p.html")
    assert (run.returncode, run.stderr) == (0, "")
    run = grader(tmp_path, "see", "5")
    assert (run.returncode, run.stderr.count("\n")) == (2, 1)
