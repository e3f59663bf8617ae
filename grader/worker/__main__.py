"""The process in which a learner's code runs. It answers calls, and holds no check, no expected value and no score.

Started as `python -I -B -X utf8 grader/worker`; requests come on standard input and answers leave on standard output,
which the learner's code finds replaced by the null device. See `grader/examination/worker_client.py` for the other end.
"""

import os

from serving import Server, hide_the_kit


def main() -> None:
    hide_the_kit()
    reading, writing = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    os.set_inheritable(reading, False)
    os.set_inheritable(writing, False)
    Server(reading, writing).serve()


main()
