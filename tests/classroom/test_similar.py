"""Copies in disguise are found among independent work, and independent work is left alone."""

import ast
import builtins
import io
import json
import random
import re
import tokenize
from pathlib import PurePosixPath

import pytest

from grader import curriculum
from grader.classroom import similar
from grader.classroom.batch import Batch
from grader.classroom.csv_files import form
from grader.classroom.grading_process import Settings
from grader.steps import bank, reference
from grader.steps.placing import with_function
from grader.submissions.class_folder import Entry
from grader.submissions.found import Found

pytest.importorskip("copydetect", reason="copydetect is not installed: pip install -e '.[similar]'")

COURSE = [step for step in curriculum.steps() if not step.bonus]
OTHER_COMMENTS = ("my own work", "see the lecture", "this was hard")


def independent(rng):
    """Right work in which every function is written in one of the bank's styles."""
    sources = {step.module: reference.source(step.module) for step in COURSE}
    for step in COURSE:
        for function in step.functions:
            if variants := bank.variants(function.name):
                source = rng.choice(variants).source
                sources[step.module] = with_function(sources[step.module], function.name, source)
    return sources


def chosen_names(tree):
    """The names that the author of a module was free to choose."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inside = {node for function in functions for node in ast.walk(function)}
    found = {node.id for node in inside if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    found |= {node.arg for node in inside if isinstance(node, ast.arg)}
    by_keyword = {word.arg for node in ast.walk(tree) if isinstance(node, ast.Call) for word in node.keywords}
    on_top = {node.id for line in tree.body if isinstance(line, ast.Assign) for node in ast.walk(line.targets[0])
              if isinstance(node, ast.Name)}  # fmt: skip
    return sorted(found - by_keyword - on_top - set(curriculum.functions()) - set(dir(builtins)))


def disguised(sources, rng):
    """The same work with other names, other comments, and the functions in another order."""
    return {module: _disguised(text, rng) for module, text in sources.items()}


def _disguised(text, rng):
    head, *parts = re.split(r"(?m)^(?=def |@|[A-Z_]+ ?=|if __name__)", text)
    functions = [part for part in parts if part.startswith("def ")]
    rng.shuffle(functions)
    text = head + "".join(f"{part.rstrip()}\n\n\n" for part in functions)
    text += "".join(part for part in parts if not part.startswith("def "))
    names = {name: f"v{rng.randrange(1000)}_{number}" for number, name in enumerate(chosen_names(ast.parse(text)))}
    tokens, before = [], ""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        said = token.string
        if token.type == tokenize.COMMENT:
            said = f"# {rng.choice(OTHER_COMMENTS)}"
        elif token.type == tokenize.NAME and before != ".":
            said = names.get(said, said)
        tokens.append((token.type, said))
        before = token.string
    found = tokenize.untokenize(tokens)
    ast.parse(found)
    return found


def a_class(count, copies, seed=7):
    """Independent work, and copies of some of it in disguise. Returns it with the pairs that are copies."""
    rng = random.Random(seed)
    works = {f"s{number:02}": independent(rng) for number in range(count)}
    pairs = {(f"copy{number:02}", f"s{number * (count // copies):02}") for number in range(copies)}
    return works | {copy: disguised(works[original], rng) for copy, original in sorted(pairs)}, pairs


def test_copies_in_disguise_are_found_and_nobody_else():
    works, copies = a_class(12, 3)
    found = similar.compare(works)
    assert {pair.students for pair in found.pairs} == copies
    assert found.compared == 15 and found.middle < similar.FLOOR <= found.limit
    assert all(pair.modules and pair.codes[0] for pair in found.pairs)


@pytest.mark.slow
def test_ten_copies_among_sixty_are_found_and_nobody_else():
    works, copies = a_class(60, 10)
    assert {pair.students for pair in similar.compare(works).pairs} == copies


def test_the_reference_and_the_stubs_are_nobodys_own():
    rng = random.Random(1)
    reference_of = {step.module: reference.source(step.module) for step in COURSE}
    found = similar.compare({"ada": reference_of, "bob": reference_of, "cem": {}, "eve": independent(rng)})
    assert found.pairs == [] and found.too_little == ["ada", "bob", "cem"]


def test_whoever_writes_what_everybody_writes_is_not_listed():
    rng = random.Random(2)
    base = independent(rng)
    found = similar.compare({f"s{number}": disguised(base, rng) for number in range(6)})
    assert found.middle > 0.8 and found.limit > 0.9 and found.pairs == []


def notebook(sources):
    cells = [{"cell_type": "code", "source": text, "metadata": {}} for text in sources.values()]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def test_a_notebook_is_compared_and_the_page_has_words_of_caution(tmp_path):
    works, _ = a_class(6, 1)
    entries = []
    for student, sources in works.items():
        files = {"core.ipynb": notebook(sources)}
        if student.startswith("s0") and student != "s00":
            files = {f"{module}.py": text.encode() for module, text in sources.items()}
        found = [Found(PurePosixPath(name), lambda limit, data=data: data) for name, data in files.items()]
        entries.append(Entry(student, lambda found=found: found))
    batch = Batch(tuple(entries), tmp_path, Settings(1, (3,), "process"))
    assert similar.write(batch, "A class", form("plain")) == ["1 pair of submissions is alike: similar.html"]
    page = (tmp_path / "similar.html").read_text(encoding="utf-8")
    assert "and no proof of anything" in page and "copy00" in page and "notebook" in page
    header, row = (tmp_path / "similar.csv").read_text(encoding="utf-8").splitlines()
    assert header == "student,other,share,where" and row.startswith("copy00,s00,0.")
