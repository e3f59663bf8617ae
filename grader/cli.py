"""The commands of the whole kit, beside those for learners.

Each says on one line what is wrong with its input, and imports what it needs when it runs.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from grader.curriculum import EXERCISES
from grader.learning.cli import Plain, Step, Yes, app
from grader.learning.screen import agreed, stop

TITLE = "Neural network by hand"
Trust = Annotated[bool, typer.Option("--trust-submissions", help="Run work also where it cannot be sealed.")]


@app.command(epilog="Example:  python -m grader check 3")
def check(
    step: Annotated[str | None, typer.Argument(help="Only this step: 3, step3_loss or loss.")] = None,
    submission: Annotated[
        Path, typer.Option(help="Folder or zip with step modules, or one module.", show_default="exercises")
    ] = EXERCISES,
    json: Annotated[Path | None, typer.Option(help="Write the whole report to this file.")] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of the hidden inputs, to replay a report.")] = None,
    trust: Trust = False,
    plain: Plain = False,
) -> None:
    """Run the hidden checks, and show points.

    Your own work in exercises/ runs as it is. Any other is sealed, and refused where that is not possible. Exits 0
    when everything is right, 1 when not, 2 for bad input, and 3 when the grader itself failed.
    """
    from grader import curriculum
    from grader.examination import grading, sandbox, suites, terminal
    from grader.submissions.intake import UnreadableSubmission, read

    try:
        steps = [curriculum.find_step(step)] if step else []
        work = read(submission)
    except (ValueError, UnreadableSubmission) as error:
        raise stop(str(error)) from None
    if json and (not json.name or json.is_dir() or not json.parent.is_dir()):
        raise stop(f"{json} is no place to write a file to")
    if sys.stderr.isatty():
        typer.echo("the hidden checks take some seconds, and longer where something does not end", err=True)
    try:
        level = sandbox.level_for(submission, trust)
    except ValueError as error:
        raise stop(str(error)) from None
    try:
        report = grading.grade(work, seed, steps, network=not step, isolation=level)
    except suites.GraderFailed as error:
        typer.echo(f"grader: the checks could not be run\n{error}", err=True)
        raise typer.Exit(3) from None
    typer.echo(terminal.table(report, plain=plain))
    if json:
        try:
            report.write(json)
        except OSError as error:
            raise stop(f"{json} cannot be written ({error.strerror})") from None
        typer.echo(f"report: {json}")
    raise typer.Exit(3 if report.grader_failed else 0 if report.passed else 1)


@app.command(epilog="Example:  python -m grader grade submissions/ --out graded/")
def grade(
    out: Annotated[Path, typer.Option(help="Folder for the reports; an earlier run there is gone on with.")],
    submissions: Annotated[Path | None, typer.Argument(help="Folder, or zip, of what the class has handed in.")] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes at once; by itself as many as processors.")] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of the hidden inputs, to replay a grading.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Only this student, id or pattern; may be repeated.")] = None,
    steps: Annotated[str, typer.Option(help="Only these steps: 3, or 1-4, or 1,5,6.")] = "",
    title: Annotated[str, typer.Option(help="Name of the assignment, for the class page and Canvas.")] = TITLE,
    isolation: Annotated[str | None, typer.Option(help="sealed+landlock, sealed or process.")] = None,
    trust: Trust = False,
    dask: Annotated[str | None, typer.Option(help="Address of a Dask scheduler, to grade on its workers.")] = None,
    git: Annotated[Path | None, typer.Option(help="Clone what is graded: a file of student,address rows.")] = None,
    groups: Annotated[
        Path | None, typer.Option(help="Several students, one submission: submission,student rows.")
    ] = None,
    anonymous: Annotated[bool, typer.Option("--anonymous", help="No names but in key.csv.")] = False,
    due: Annotated[str, typer.Option(help="When it was due: 2026-12-11T18:00, or ...18:00+01:00.")] = "",
    timezone: Annotated[str, typer.Option(help="Of dates without one: Europe/Vienna. Else this machine's.")] = "",
    dates: Annotated[Path | None, typer.Option(help="When work came, if names do not tell: student,date rows.")] = None,
    late_penalty: Annotated[str, typer.Option(help="What is taken off late work: 10%/day, 2 points/day, 10%.")] = "",
    csv: Annotated[str, typer.Option(help="Form of grades.csv: plain, or excel (semicolons).")] = "plain",
    similar: Annotated[bool, typer.Option("--similar", help="List submissions that are alike.")] = False,
    roster: Annotated[
        Path | None, typer.Option(help="Who is in the class: a CSV of the course system, or ids.")
    ] = None,
) -> None:
    """Grade a class.

    Every submission is graded in a sealed process, many at once, and each student gets a page. Broken off at any
    moment, the same command goes on where it was. Exits 0 when everybody has a report, whatever the grades, and 2 for
    bad input.
    """
    try:
        import jinja2  # noqa: F401  # what the pages need; said now, not after the first student

        from grader import curriculum
        from grader.classroom import grade, names, outputs
    except ModuleNotFoundError as error:
        raise stop(f"{error.name} is not installed: pip install -e '.[instructor]'") from None
    try:
        options = grade.Options(
            submissions=submissions,
            out=out,
            jobs=jobs or grade.default_jobs(),
            seed=seed,
            only=only or [],
            steps=curriculum.find_steps(steps),
            isolation=isolation,
            trust=trust,
            dask=dask,
            git=git,
            anonymous=anonymous,
            plan=outputs.plan(title, csv, groups, dates, due, timezone, late_penalty, similar),
            roster=roster,
        )
        code = grade.grade_class(options, lambda line: typer.echo(names.shown(line, sys.stdout.encoding)))
    except (ValueError, OSError) as error:
        raise stop(names.shown(str(error), sys.stderr.encoding)) from None
    raise typer.Exit(code)


@app.command(epilog='Example:  python -m grader name mse-3f2a91c0 --out graded --said "No mean."')
def name(
    group: Annotated[str, typer.Argument(help="The group, as class.html calls it.")],
    out: Annotated[Path, typer.Option(help="The folder of the reports.")],
    said: Annotated[str, typer.Option(help="What was done, in a sentence to the student.")],
    hint: Annotated[str, typer.Option(help="A question or a remark that helps.")] = "",
) -> None:
    """Say what a mistake is that the grader has no name for.

    Everybody whose answers are the same is told at the next run of grade, which runs nobody's code again for it. Exits
    0 when it is written, and 2 for bad input.
    """
    from grader.classroom import unnamed

    try:
        count = unnamed.name(out, group, said, hint)
    except (ValueError, OSError) as error:
        raise stop(str(error)) from None
    typer.echo(f"{out / unnamed.FILE}: {count} student{'s' * (count != 1)} will read it after the next run of grade")


@app.command(epilog="Example:  python -m grader solution 3")
def solution(
    step: Step,
    anyway: Annotated[bool, typer.Option("--anyway", help="Also before the step is passed, after a question.")] = False,
    yes: Yes = False,
) -> None:
    """See the reference beside your own, once a step is passed.

    A unified diff for each function: lines with - are yours, lines with + are those of the reference. Another way to
    write it is no worse for being another. Exits 1 when the step is not passed yet.
    """
    from grader import curriculum
    from grader.learning import running
    from grader.practice import solution

    try:
        chosen = curriculum.find_step(step)
        to_do = solution.to_do(chosen, running.run([chosen]))
    except (ValueError, running.RunFailed) as error:
        raise stop(str(error)) from None
    if to_do and not anyway:
        typer.echo(f"Not yet: in step {chosen.number} ({chosen.title}) there is something left to find out.")
        typer.echo("\n".join(to_do))
        first = to_do[0].split()[0]
        typer.echo(f"\nstuck?        python -m grader hint {first}")
        typer.echo(f"giving up?    python -m grader solution {chosen.number} --anyway")
        raise typer.Exit(1)
    if to_do and not agreed("The step is not passed yet, and reading spoils it. Show the reference?", yes):
        raise typer.Exit(1)
    for line in solution.page(chosen, EXERCISES):
        typer.echo(line)


@app.command(epilog="Example:  python -m grader course mycourse/")
def course(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    check: Annotated[bool, typer.Option("--check", help="Look whether the course in the folder is whole.")] = False,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of the hidden inputs, as nbgrader will use it.")] = None,
) -> None:
    """Write a complete course for nbgrader, or check one.

    Source notebooks, release and grading go on with nbgrader's own commands. Exits 0 when it is written, or whole.
    """
    try:
        from grader.course import checking, writing
        from grader.examination.grading import new_seed

        if check:
            problems = checking.problems(folder, typer.echo)
            typer.echo(f"{len(problems)} problems" if problems else "the course is whole")
            raise typer.Exit(1 if problems else 0)
        written = writing.write_course(folder, new_seed() if seed is None else seed)
    except ImportError as error:
        raise stop(f"{error.name} is missing; for courses: pip install -e '.[course]'") from None
    except (ValueError, OSError) as error:
        raise stop(str(error)) from None
    for path in written:
        typer.echo(f"wrote {path}")
    typer.echo(f"next: cd {folder} and read README.md there")


@app.command(epilog="Example:  python -m grader release student-kit --due 2026-12-11")
def release(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder; with --check, also a zip.")],
    zip: Annotated[bool, typer.Option("--zip", help="Write it as DIR.zip as well.")] = False,
    steps: Annotated[str, typer.Option(help="Only the first steps: 1-4.")] = "",
    title: Annotated[str, typer.Option(help="Title of the page that greets students.")] = TITLE,
    due: Annotated[str, typer.Option(help="When it is to be handed in: 2026-12-11, or 2026-12-11T18:00.")] = "",
    check: Annotated[bool, typer.Option("--check", help="Look whether a copy gives anything away.")] = False,
) -> None:
    """Write the student's copy of the kit.

    Stubs, visible checks, data and messages; no solution and no hidden check. It works by itself, is ready to be a
    repository or a template of one, and is written only when no line of a solution, a hidden check or the
    bank is found in it. Exits 0 when it is written, or gives nothing away, 1 when it would give something away, and 2
    for bad input.
    """
    from grader.release import leaks, writing

    try:
        if check:
            if found := leaks.problems(leaks.contents(folder)):
                typer.echo("\n".join(found))
                raise typer.Exit(1)
            typer.echo(f"{folder} gives nothing away")
            return
        archive = folder.with_name(f"{folder.resolve().name}.zip") if zip else None
        writing.expect_room(folder, archive)
        options = writing.Options(writing.first_steps(steps), title, writing.due_date(due))
        files = writing.build(options)
        writing.write(folder, files, archive)
    except (ValueError, OSError, leaks.BadZipFile) as error:
        raise stop(str(error)) from None
    except writing.GivesAway as error:
        typer.echo(f"grader: not written, as it would give something away\n{error}", err=True)
        raise typer.Exit(1) from None
    size = sum(map(len, files.values()))
    typer.echo(f"{folder}: {len(files)} files, {size / 1e6:.1f} MB; nothing in them gives anything away")
    if archive:
        typer.echo(f"{archive}: the same as a zip")


@app.command(epilog="Example:  python -m grader hunt 3")
def hunt(
    step: Annotated[str | None, typer.Argument(help="Hide it in this step: 3, step3_loss or loss.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Judge the hunt in the folder.")] = False,
    folder: Annotated[Path, typer.Option("--dir", help="Where the hunt is.")] = Path("hunt"),
    seed: Annotated[int | None, typer.Option(min=0, help="Hide the same mistake again.")] = None,
    trust: Trust = False,
) -> None:
    """Hunt a mistake that is hidden in a step.

    Writes a module with one mistake in it to the folder; find it, mend it, and judge it with --check. Exits 0 when it
    is hidden, or caught.
    """
    from grader.examination import suites
    from grader.practice import hunt as hunting

    if check and step:
        raise stop("--check looks at the hunt in the folder; leave the step out")
    try:
        caught, said = hunting.check(folder, seed, trust) if check else (True, hunting.start(folder, step, seed))
    except (ValueError, OSError) as error:
        raise stop(str(error)) from None
    except suites.GraderFailed as error:
        typer.echo(f"grader: the checks could not be run\n{error}", err=True)
        raise typer.Exit(3) from None
    typer.echo(said)
    raise typer.Exit(0 if caught else 1)


@app.command(epilog="Example:  python -m grader verify 3")
def verify(
    step: Annotated[str | None, typer.Argument(help="Every mistake and variant of this step: 3 or loss.")] = None,
    full: Annotated[bool, typer.Option("--full", help="Every mistake and every variant, in some minutes.")] = False,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of the hidden inputs.")] = None,
) -> None:
    """Prove the grader.

    Right work passes, wrong work fails, and its mistake is named. Exits 0 when all holds.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from grader import curriculum
    from grader.examination import grading, verify

    try:
        scope = verify.Scope(curriculum.find_step(step) if step else None, full)
    except ValueError as error:
        raise stop(str(error)) from None
    chosen_seed = grading.new_seed() if seed is None else seed
    total = len(scope.misconceptions) + len(scope.variants)
    columns = (TextColumn("submissions"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("grading", total=total)
        count = verify.verify(scope, chosen_seed, typer.echo, lambda: progress.advance(bar))
    typer.echo(f"{count} problems, seed {chosen_seed}" if count else f"all of it holds, seed {chosen_seed}")
    raise typer.Exit(1 if count else 0)


@app.command(epilog="Example:  python -m grader stubs step3_loss")
def stubs(
    module: Annotated[
        list[str] | None, typer.Argument(help="Only these step modules; without any, all of them.")
    ] = None,
) -> None:
    """Make the stubs in exercises/ anew, after a change in solutions/.

    Work that stands in their place is copied aside first. Exits 0 when every stub is up to date.
    """
    from grader.curriculum import stubs as making

    modules = [path.stem for path in sorted((making.ROOT / "solutions").glob("step*.py"))]
    if unknown := [name for name in module or () if name not in modules]:
        raise stop(f"there is no step module {unknown[0]}; there are {', '.join(modules)}")
    written = making.write_stubs(making.ROOT / "exercises", module or None)
    for path, kept in written.items():
        copied = f" (what stood there is kept as {kept.name})" if kept else ""
        typer.echo(f"wrote {path.relative_to(making.ROOT)}{copied}")
    if not written:
        typer.echo("every stub was up to date")


@app.command(epilog="Example:  python -m grader gradescope autograder.zip")
def gradescope(
    zip: Annotated[Path, typer.Argument(help="The file to write.")],
    trust: Trust = False,
) -> None:
    """Write an autograder zip for Gradescope.

    It installs itself there, grades each submission sealed, and always leaves a results.json. Exits 0 when it is
    written.
    """
    from grader.classroom import gradescope

    if zip.suffix.lower() != ".zip" or zip.is_dir():
        raise stop(f"{zip} is no name for a zip")
    try:
        gradescope.build(zip, trust)
    except OSError as error:
        raise stop(f"{zip} cannot be written ({error.strerror})") from None
    typer.echo(f"{zip}: upload it in Gradescope under Configure Autograder")
