"""Step 9 in unusual dress."""
