"""Which of the two things that come back from forward is wrong."""

from grader.diagnosis.observations import Finding, Observation, alike_values
from grader.diagnosis.parts import about_parts


def cache_alone(seen: list[Observation]) -> Finding | None:
    """y_hat is right everywhere, so that only the cache can be wrong."""
    for s in seen:
        if not s.answer or not isinstance(s.value, (list, tuple)) or len(s.value) != 2:
            return None
        if not alike_values(s.value[0], s.expected[0]):
            return None
    if not any(s.wrong for s in seen):
        return None
    found = about_parts(seen)
    ask = "For each layer, the pair of what went in and z is due, in this order."
    return Finding("y_hat is right, and the cache is not.", ask, found.table if found else ())
