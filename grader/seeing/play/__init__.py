"""`play`: a page in the browser on which the learner's own network trains, and reads digits drawn by hand.

The server (`server`, of the standard library) runs here and never imports the learner's code. That is done by a process
of its own (`worker`), which `studio` starts, stops when it hangs, and starts anew when a step file is saved. `setting`
is everything that can be chosen, as one line of text: the part of the address behind the `#`.
"""
