"""For learners who have the whole kit: the bug hunt (`hunt`), and the reference beside their own code (`solution`)."""
