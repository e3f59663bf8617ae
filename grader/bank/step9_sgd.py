"""How learners get step 9 wrong."""
