"""See your own network think: pictures of a learner's own functions, in a window, in the browser, on one page.

Doors: `card` says what a learner can do after a step, and `ways` what there is to see; `functions.Functions` asks the
learner's functions, `pictures.draw` draws a step. Nothing is judged here, and nothing here knows what is secret.
Whoever opens one of these doors hands in the learner's work.
"""

from grader.seeing.cards import card, ways

__all__ = ["card", "ways"]
