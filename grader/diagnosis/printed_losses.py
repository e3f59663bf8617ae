"""What a training prints: lines that should not be there, or do not hold what they should."""

from grader.diagnosis.observations import Finding, Observation, told


def of_printing(seen: list[Observation]) -> Finding | None:
    """Lines that should not be there, or do not hold what they should."""
    for s in seen:
        if s.answer is None or s.wrong:
            return None
        every, lines = s.question.arguments()[-1], told(s.answer)
        if every == 0 and lines:
            return Finding("With print_every = 0 nothing is to be printed.")
        if every and not lines:
            return Finding(
                f"With print_every = {every} the epoch and the loss are to be printed every {every} epochs, and "
                "nothing is."
            )
        if every:
            return _about_lines(lines, every)
    return None


def _about_lines(lines: list[tuple[int, ...]], every: int) -> Finding | None:
    wanted = ([0, 3], [2, 5], [0, 3, 5], [0, 2, 5])
    epochs = [sorted(line[1:]) for line in lines]
    if any(len(w) == len(epochs) and all(i in e for i, e in zip(w, epochs, strict=True)) for w in wanted):
        numbers = [line[0] for line in lines]
        if all(line[0] in {i + k for i in line[1:] for k in (0, 1)} for line in lines):
            return None
        return Finding(
            f"The printed lines begin with {numbers}, which are not the numbers of the epochs whose losses they tell."
        )
    if len(lines) not in (2, 3):
        return Finding(f"6 epochs with print_every = {every} make 2 lines, and {len(lines)} are printed.")
    return Finding("The printed lines do not tell the loss of every third epoch with the number of that epoch.")
