"""Step 8 in unusual dress."""
