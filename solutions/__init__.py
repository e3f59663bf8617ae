"""The reference: one literate module per step, from which stubs and notebooks are made."""
