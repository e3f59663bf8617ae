"""The commands. Each says on one line what is wrong with its input, and imports what it needs when it runs."""

from pathlib import Path
from typing import Annotated

import typer

EXERCISES = Path(__file__).parent.parent / "exercises"

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.callback()
def main() -> None:
    """Grades the exercises of the kit."""


def stop(said: str) -> typer.Exit:
    """Bad input: one line on standard error, exit code 2."""
    typer.echo(f"grader: {said}", err=True)
    return typer.Exit(2)


@app.command()
def check(
    step: Annotated[str | None, typer.Argument(help="Only this step: 3, step3_loss or loss.")] = None,
    submission: Annotated[Path, typer.Option(help="Folder with step modules, or one module.")] = EXERCISES,
    json: Annotated[Path | None, typer.Option(help="Write the whole report to this file.")] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of the hidden inputs, to replay a report.")] = None,
) -> None:
    """Run the hidden checks, and show points. Exits 0 when everything is right."""
    from grader import curriculum, grading, terminal
    from grader.submission import UnreadableSubmission, read

    try:
        steps = [curriculum.find_step(step)] if step else []
        work = read(submission)
    except (ValueError, UnreadableSubmission) as error:
        raise stop(str(error)) from None
    if json and not json.parent.is_dir():
        raise stop(f"there is no folder {json.parent} to write {json.name} to")
    try:
        report = grading.grade(work, seed, steps, network=not step)
    except grading.GraderFailed as error:
        typer.echo(f"grader: the checks could not be run\n{error}", err=True)
        raise typer.Exit(3) from None
    typer.echo(terminal.table(report))
    if json:
        report.write(json)
        typer.echo(f"report: {json}")
    raise typer.Exit(0 if report.passed else 1)
