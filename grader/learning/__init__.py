"""The learner's own commands: watch, hint, reset, progress, explain. They need no reference, bank or hidden check."""
