"""How learners get step 8 wrong."""
