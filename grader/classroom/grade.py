"""`python -m grader grade`: a class into a folder of reports, with progress, and a word on whom to look at."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from grader import curriculum
from grader.classroom import anonymous, batch, names, out_folder, outputs, progress
from grader.classroom.grading_process import Settings
from grader.classroom.outputs import Plan
from grader.examination import grading, sandbox
from grader.examination.cleaning import one_line
from grader.submissions.class_folder import Class, Entry, read_class
from grader.submissions.class_folder import chosen as choose
from grader.submissions.roster import with_roster


@dataclass(frozen=True)
class Options:
    """What was asked for on the command line."""

    submissions: Path | None
    out: Path
    jobs: int
    seed: int | None = None
    only: list[str] = field(default_factory=list)
    steps: list[curriculum.Step] = field(default_factory=list)
    isolation: str | None = None
    trust: bool = False
    dask: str | None = None
    roster: Path | None = None
    git: Path | None = None
    anonymous: bool = False
    plan: Plan = field(default_factory=Plan)


@contextmanager
def _graders(options: Options, settings: Settings) -> Iterator[tuple[batch.Grade, int, str]]:
    """What grades a submission, how many at a time, and in words."""
    if options.dask:
        from grader.classroom import cluster

        with cluster.connected(options.dask, settings) as (grade, slots):
            yield grade, slots, f"{slots} slots of the cluster"
        return
    jobs = batch.Jobs(settings)
    try:
        yield jobs.grade, options.jobs, f"{options.jobs} job{'s' * (options.jobs > 1)}"
    finally:
        jobs.close()


@contextmanager
def _classroom(options: Options, say: Callable[[str], None]) -> Iterator[Class]:
    """The class that was handed in: a folder, a zip, or clones, which are there for as long as this lasts."""
    if options.git:
        from grader.classroom import clones

        if options.submissions:
            raise ValueError("submissions come from a folder, or with --git from a list of addresses, not from both")
        with clones.cloned(options.git, say) as found:
            yield with_roster(found, options.roster) if options.roster else found
        return
    if options.submissions is None:
        raise ValueError("say where the submissions are: a folder, a zip, or --git FILE")
    if options.out.resolve() == options.submissions.resolve():
        raise ValueError("--out must be another folder than that of the submissions")
    found = read_class(options.submissions, leave_out=options.out)
    yield with_roster(found, options.roster) if options.roster else found


def grade_class(options: Options, say: Callable[[str], None]) -> int:
    """Grade a class, and say how it went. Returns the exit code. Raises ValueError for bad input, in one line."""
    if options.anonymous and options.plan.groups:
        raise ValueError("--groups puts names into the tables, and --anonymous takes them out: one of the two")
    level = sandbox.chosen_level(options.isolation, options.trust)
    steps = tuple(step.number for step in options.steps or curriculum.steps())
    with _classroom(options, say) as classroom:
        chosen = {entry.student for entry in choose(classroom.entries, options.only)}
        if not chosen:
            raise ValueError(f"nobody in {options.submissions or options.git} is called {' or '.join(options.only)}")
        with out_folder.locked(options.out):
            run = out_folder.begin(options.out, options.seed, grading.new_seed)
            settings = Settings(run.seed, steps, level)
            everybody: tuple[Entry, ...] = classroom.entries
            if options.anonymous:
                everybody = anonymous.entries(everybody, options.out)
            chosen |= anonymous.take_over(options.out, classroom.entries, options.anonymous)
            found = batch.Batch(
                everybody, options.out, settings, outputs.named(options.out), options.plan.finish, run.when
            )
            with _graders(options, settings) as (grade, slots, by):
                counted = (
                    f"{len(chosen)} submission{'s' * (len(chosen) > 1)}, {len(steps)} step{'s' * (len(steps) > 1)}"
                )
                say(f"{counted}, {by}, {level}, seed {run.seed}")
                entries = [entry for entry in everybody if outputs.name_of(entry) in chosen]
                done = _run(found, entries, (grade, slots), say)
            if done:
                _say_all(outputs.write(found, options.plan, _notes(classroom, options.anonymous)), options.out, say)
                out_folder.finish(options.out, run)
    return 0 if done else 130


def _run(found: batch.Batch, entries: list[Entry], grader: tuple[batch.Grade, int], say: Callable[[str], None]) -> bool:
    """Grade these. Returns whether it was not broken off."""
    tally = progress.Tally()
    try:
        with progress.ticker(len(entries)) as tick:
            for result in found.run(entries, *grader):
                tally.add(result, len(found.settings.steps))
                tick(result.report)
    except KeyboardInterrupt:
        say(f"interrupted: {tally.graded} of {len(entries)} are graded; the same command goes on from here")
        return False
    for line in tally.lines():
        say(line)
    return True


def _say_all(notes: list[str], out: Path, say: Callable[[str], None]) -> None:
    for note in notes:
        say(names.on_screen(note))
    say(f"{out / 'grades.csv'}   {out / 'class.html'}")


def _notes(classroom: Class, nameless: bool) -> list[str]:
    """Remarks on the class as a whole: what was left out beside the submissions, and who is missing."""
    count = len(classroom.ignored)
    if nameless:
        return [f"ignored beside the submissions: {count} file{'s' * (count > 1)}"] if count else []
    told = [one_line(f"{name} ({classroom.reasons[name]})") for name in classroom.ignored[: progress.LISTED]]
    more = ", ..." if count > progress.LISTED else ""
    ignored = [f"ignored beside the submissions: {', '.join(told)}{more}"] if told else []
    return [*ignored, *map(one_line, classroom.notes)]


def default_jobs() -> int:
    """As many as there are processors for this process."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
