"""What a hostile student may hand in, through the whole of `python -m grader grade`: `python -m tests.attacks`.

`tests/sealed_attacks.py` attacks the sealed worker alone, and calls the kernel by number. Here every case is a
submission in a class with honest neighbours, and what counts is what comes out: the reports.
"""
