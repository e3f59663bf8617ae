"""The commands for learners. A student's copy of the kit has these and no others."""

from pathlib import Path
from typing import Annotated

import typer

from grader.curriculum import EXERCISES

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)

Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
Plain = Annotated[bool, typer.Option("--plain", help="Sentences in place of bars, tables and colours.")]
Step = Annotated[str, typer.Argument(help="A step: 3, step3_loss or loss.")]


@app.callback()
def main() -> None:
    """A neural network, written by hand.

    Begin with `pytest exercises`, or leave `watch` running beside your editor. Each command tells more: hint --help.
    """
    if other := other_kit(Path.cwd()):
        typer.echo(
            f"grader: this is the kit in {EXERCISES.parent}, and you are in the one in {other}: cd {other}", err=True
        )


def other_kit(folder: Path) -> Path | None:
    """The root of another copy of the kit in which a folder lies: two of them in one environment get mixed up."""
    for place in (folder, *folder.parents):
        if (place / "grader" / "curriculum").is_dir() and (place / "exercises").is_dir():
            return None if place.resolve() == EXERCISES.parent.resolve() else place
    return None


@app.command(epilog="Example:  python -m grader watch")
def watch(
    plain: Plain = False,
    once: Annotated[bool, typer.Option("--once", help="Run all checks once, show the screen, and end.")] = False,
) -> None:
    """See the verdict on each save.

    Leave it running beside your editor: whenever a step file is saved, the visible checks of its step run, and the
    first function that is not right is shown with its message. Keys give a hint, a picture, the next function and more:
    ? lists them, q ends. --once exits 0 when all is right.
    """
    import sys
    from contextlib import suppress

    from grader.learning import verdict
    from grader.learning.keyboard import Keyboard
    from grader.learning.keys import listening
    from grader.learning.running import RunFailed
    from grader.learning.screen import clear, is_terminal, stop
    from grader.learning.watching import Watch

    def show(results, steps, lost) -> None:
        clear(plain)
        typer.echo(verdict.page(results, steps, lost, plain))
        if not once:
            typer.echo("\nsave a step file, and see;  ? lists the keys, q ends" if not plain else "")
            keyboard.saw(results, steps)

    def begin() -> None:
        if is_terminal() and not plain:
            typer.echo("checking ...")

    keyboard = Keyboard(EXERCISES, typer.echo, plain)
    cannot = "the checks could not be run: "
    watching = Watch(EXERCISES, show, begin, lambda said: typer.echo(f"{cannot}{said}"), keyboard.press)
    keyboard.run_all = watching.run_all
    if once:
        try:
            results = watching.once()
        except RunFailed as error:
            raise stop(f"the checks could not be run: {error}") from None
        raise typer.Exit(1 if verdict.first_to_do(results, verdict.begun(results)) else 0)
    if not (sys.stdin and sys.stdin.isatty()):
        typer.echo("no terminal here: this goes on until it is stopped; watch --once runs the checks once", err=True)
    with suppress(KeyboardInterrupt), listening(watching.press):
        watching.go_on()
    typer.echo("remembered:  python -m grader progress")


@app.command(epilog="Example:  python -m grader hint sigmoid")
def hint(
    function: Annotated[str, typer.Argument(help="Name of a function, such as sigmoid.")],
    level: Annotated[int | None, typer.Option(min=1, max=3, help="This hint, and not the next one.")] = None,
    yes: Yes = False,
) -> None:
    """Get the next hint for a function.

    There are three: a question, a way, and nearly the answer; you are asked before the last. A function that is written
    is looked at first: if its mistake is a known one, you read that above the hint.
    """
    from grader.learning import hints, history, running
    from grader.learning.screen import agreed, stop

    try:
        wanted = hints.find_function(function)
        results = running.run([wanted.step])
    except ValueError as error:
        raise stop(str(error)) from None
    except running.RunFailed:
        results = {}  # the hint is worth having all the same
    past = history.load(EXERCISES)
    level = hints.level_to_show(wanted, past.of(wanted).hints, level)
    if state := hints.state(wanted, results.get(wanted.name)):
        typer.echo(f"{state}\n")
    is_last = level == len(wanted.hints)
    if is_last and past.of(wanted).hints < level and not agreed("The last hint is nearly the answer. Show it?", yes):
        raise typer.Exit(1)
    typer.echo(f"{hints.hint(wanted, level)}\n\n{hints.after(wanted, level)}")
    past.hint_shown(wanted, level)
    history.save(EXERCISES, past)


@app.command(epilog="Example:  python -m grader reset 3")
def reset(step: Step, yes: Yes = False) -> None:
    """Begin a step again; your file is kept.

    The module is written as it was handed out. You are asked, and yours is copied beside it first (step3_loss.py.bak,
    then .bak2, and so on).
    """
    from grader import curriculum
    from grader.checks.answer import NOT_ATTEMPTED
    from grader.curriculum import files, starters
    from grader.learning import history, kept
    from grader.learning.screen import agreed, stop

    try:
        chosen = curriculum.find_step(step)
        text = starters.stub(chosen)
        path = EXERCISES / f"{chosen.module}.py"
        if files.is_fresh(path, text):
            typer.echo(f"{_shown(path)} is as it was handed out; there is nothing to reset")
            return
        names = ", ".join(function.name for function in chosen.functions)
        if path.exists() and not agreed(f"Empty {names} in {_shown(path)}? Your file is copied first.", yes):
            raise typer.Exit(1)
        copy = files.copy_aside(path) if path.exists() else None
        files.write_whole(path, text)
    except ValueError as error:
        raise stop(str(error)) from None
    except OSError as error:
        raise stop(f"{error.filename} cannot be read or written ({error.strerror})") from None
    kept.forget(EXERCISES, chosen)
    history.note_run(EXERCISES, {function.name: NOT_ATTEMPTED for function in chosen.functions})
    typer.echo(f"{_shown(path)} is as it was handed out")
    if copy:
        typer.echo(f"your work is kept in {_shown(copy)}")


@app.command(epilog="Example:  python -m grader progress --html progress.html")
def progress(
    plain: Plain = False,
    html: Annotated[Path | None, typer.Option(help="Write a page to show around to this file as well.")] = None,
    name: Annotated[str, typer.Option(help="Your name on that page; without it, there is none.")] = "",
) -> None:
    """See what is done, and since when.

    Every run of the visible checks is remembered in exercises/.progress.json: what came of each function, when it was
    first right, after how many tries, and which hints you read. With --html your own network trains on XOR and reads
    digits for the page, where it can.
    """
    from grader.learning import history, overview
    from grader.learning.screen import stop

    past = history.load(EXERCISES)
    for line in overview.page(past, EXERCISES, plain):
        typer.echo(line)
    if html:
        from grader.curriculum import files
        from grader.learning import picture
        from grader.learning.local_runner import Work
        from grader.seeing.functions import Functions

        if not html.parent.is_dir():
            raise stop(f"{html} cannot be written (there is no folder {html.parent})")
        try:
            files.write_whole(html, picture.document(past, Functions(Work(EXERCISES)), name))
        except OSError as error:
            raise stop(f"{html} cannot be written ({error.strerror})") from None
        typer.echo(f"picture: {html}")


@app.command(epilog="Example:  python -m grader hand-in --name jane-doe")
def hand_in(
    name: Annotated[str, typer.Option(help="Name of the zip; by itself that of the kit's folder.")] = "",
) -> None:
    """Make the zip to hand in.

    It holds the step files that you have worked on, and nothing else, and lies in the folder of the kit. A zip that is
    there already is copied aside first. Exits 1 where no step file has been worked on.
    """
    from grader.checks import messages
    from grader.learning import handing_in, history
    from grader.learning.screen import stop

    try:
        path = handing_in.zip_path(EXERCISES, name)
        steps = handing_in.worked_on(EXERCISES)
        if not steps:
            typer.echo(f"there is nothing to hand in: every step file is {handing_in.UNTOUCHED}")
            raise typer.Exit(1)
        kept = handing_in.write(path, EXERCISES, steps)
        lines = list(handing_in.page(path, EXERCISES, steps, history.load(EXERCISES), kept))
    except ValueError as error:
        raise stop(str(error)) from None
    except OSError as error:
        raise stop(f"{error.filename} cannot be read or written ({error.strerror})") from None
    for line in lines:
        typer.echo(messages.ascii_only(line))


@app.command(epilog="Example:  python -m grader explain backward")
def explain(
    function: Annotated[str, typer.Argument(help="backward, or another function that gives a gradient or a slope.")],
    show: Annotated[bool, typer.Option("--show", help="Open the picture in a window as well.")] = False,
    plain: Plain = False,
) -> None:
    """See where your gradient is wrong.

    Yours is compared with the numerical gradient, entry by entry, and a heat map for each layer shows which entries
    disagree, and by what factor. The picture goes to exercises/figures, the same in words to the terminal.
    """
    from grader.learning import explaining, hints
    from grader.learning.screen import stop

    try:
        wanted = hints.find_function(function)
        explained = explaining.explain(wanted, EXERCISES)
    except ValueError as error:
        raise stop(str(error)) from None
    if explained is None:
        typer.echo(f"{wanted.name} agrees with {explaining.measured(wanted)}; there is nothing to draw")
        return
    typer.echo("\n".join(explained.page(plain)))
    try:
        typer.echo(f"\nfigure: {_shown(explained.draw(EXERCISES / 'figures', show))}")
    except explaining.NoWindow as error:
        typer.echo(f"\n{error}; the figure is in {_shown(EXERCISES / 'figures')}")
    except OSError as error:
        raise stop(f"the figure cannot be written ({error.strerror})") from None


@app.command(epilog="Example:  python -m grader see 3")
def see(
    step: Step,
    save: Annotated[Path | None, typer.Option(help="Write the picture to this file, and open no window.")] = None,
) -> None:
    """See what your functions of a step do.

    They draw a picture. It goes to exercises/figures, and a window opens where there is one. What does not work yet
    says why, in the picture and here. Exits 1 then.
    """
    from grader import curriculum
    from grader.learning.local_runner import Work
    from grader.learning.screen import stop
    from grader.seeing import functions, looking

    try:
        chosen, asked = curriculum.find_step(step), functions.Functions(Work(EXERCISES))
        sheet = looking.draw(chosen, asked, window=save is None)
        file, kept = looking.place(chosen, EXERCISES, save)
        sheet.save(file)
    except ValueError as error:
        raise stop(str(error)) from None
    except OSError as error:
        raise stop(f"the picture cannot be written ({error.strerror})") from None
    for line in looking.page(chosen, asked, sheet):
        typer.echo(line)
    typer.echo(f"picture           {save or _shown(file)}{f' (what stood there is kept in {kept})' if kept else ''}")
    if save is None:
        sheet.show()
    raise typer.Exit(1 if sheet.problems else 0)


@app.command(epilog="Example:  python -m grader predict 3")
def predict(step: Step) -> None:
    """Guess first: three small questions at the end of a step.

    A shape, a sign and a number. Your own function gives the answer; there are no points.
    """
    import sys

    from grader import curriculum
    from grader.learning.local_runner import Work
    from grader.learning.screen import stop
    from grader.seeing import functions, guessing

    try:
        chosen = curriculum.find_step(step)
        if sys.stdin is None or not sys.stdin.isatty():
            typer.echo("these questions want somebody at a terminal who guesses")
            return
        for line in guessing.ask(chosen, functions.Functions(Work(EXERCISES)), input):
            typer.echo(line)
    except ValueError as error:
        raise stop(str(error)) from None
    except KeyboardInterrupt:
        typer.echo("\ngood bye")


@app.command(epilog="Example:  python -m grader torch 6")
def torch(step: Step) -> None:
    """See your network in PyTorch, after step 6 and after step 9.

    Your training loop, the same in fifteen lines of PyTorch, and, where PyTorch is installed, the gradients of both.
    """
    from grader import curriculum
    from grader.learning.local_runner import Work
    from grader.learning.screen import stop
    from grader.seeing import functions, pytorch

    try:
        chosen = curriculum.find_step(step)
        for line in pytorch.page(chosen, functions.Functions(Work(EXERCISES)), EXERCISES / f"{chosen.module}.py"):
            typer.echo(line)
    except (ValueError, OSError, functions.NotSeen) as error:
        raise stop(str(error)) from None


@app.command(epilog="Example:  python -m grader play 'data=moons&hidden=8tanh,8tanh'")
def play(
    setting: Annotated[str, typer.Argument(help="A setting, or a link with one, to begin with.")] = "",
    reference: Annotated[bool, typer.Option("--reference", help="The kit's own functions, not yours.")] = False,
    mnist: Annotated[Path | None, typer.Option(help="Folder with the files of MNIST (default: mnist).")] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the page; 0 for any that is free.")] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page.")] = True,
) -> None:
    """Play with your network in the browser.

    The page shows what every unit answers while your own functions train it, from step 6 on. After step 9 it has a pad
    on which you draw a digit, and your network reads it. Only this machine can open it. Ctrl-C ends.
    """
    from functools import partial

    from grader.learning.local_runner import Work
    from grader.learning.screen import stop
    from grader.seeing.play import opening

    folder = EXERCISES.parent / "solutions" if reference else EXERCISES
    try:
        opening.play(partial(Work, folder), folder, setting, opening.mnist_in(EXERCISES.parent, mnist), port, browser)
    except (ValueError, OSError) as error:
        raise stop(str(error)) from None


@app.command(epilog="Example:  python -m grader upgrade new-kit.zip")
def upgrade(
    new: Annotated[Path, typer.Argument(help="The new version of the kit: its zip, or its folder.")],
) -> None:
    """Take a new version of the kit in; your work stays.

    Step files in which you have written anything are left alone. What is replaced is copied to a folder backup-DATE
    first. Nothing of the new version is run.
    """
    from grader.learning import upgrading
    from grader.learning.screen import stop

    try:
        done = upgrading.upgrade(new, EXERCISES.parent)
    except ValueError as error:
        raise stop(str(error)) from None
    except OSError as error:
        raise stop(f"{error.filename} cannot be read or written ({error.strerror}); nothing of yours is lost") from None
    typer.echo("\n".join(done.told()))


def _shown(path: Path) -> str:
    """A path as people read it from the folder of the kit."""
    from grader.checks.messages import ascii_only

    return ascii_only(str(path.relative_to(EXERCISES.parent)))
