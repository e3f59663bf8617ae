"""Step 6: right answers, public questions, hidden checks, patterns, known mistakes, right work in unusual dress."""
