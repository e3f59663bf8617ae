"""What the learner's commands do with a terminal: colour where it is one, a question, an end in one line."""

import os
import sys

import typer

GREEN, RED, YELLOW = "green", "red", "yellow"


def is_terminal() -> bool:
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def paint(text: str, colour: str, plain: bool = False) -> str:
    """The text in a colour, on a terminal only; never the only sign of anything. NO_COLOR is respected."""
    if plain or os.environ.get("NO_COLOR") or not is_terminal():
        return text
    return typer.style(text, fg=colour)


def clear(plain: bool = False) -> None:
    """An empty screen, on a terminal only."""
    if plain or not is_terminal():
        return
    if os.name == "nt":
        os.system("cls")
    else:
        typer.echo("\033[2J\033[3J\033[H", nl=False)


def agreed(question: str, yes: bool) -> bool:
    """Whether the learner says yes. Where nobody answers, nobody agrees, and `--yes` is named."""
    if yes:
        return True
    try:
        return typer.confirm(question)
    except typer.Abort:
        typer.echo("\nnobody answered, so nothing is done; --yes answers for you")
        return False


def stop(said: str) -> typer.Exit:
    """Bad input: one line on standard error, exit code 2."""
    typer.echo(f"grader: {said}", err=True)
    return typer.Exit(2)
