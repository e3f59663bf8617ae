"""What runs in the learner's process, and how values cross the pipe (`wire`). It imports nothing of the rest.

`serving` answers calls, `observe` looks at one call, `cells` runs notebooks, `traces` sees what a step leaves behind;
`server`, `seal` and `absent` make a sealed process. Most of it is started as a program, with this folder as its path,
and never as part of a package.
"""
