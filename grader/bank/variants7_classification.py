"""Step 7 in unusual dress."""
