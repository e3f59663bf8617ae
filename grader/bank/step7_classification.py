"""How learners get step 7 wrong."""
