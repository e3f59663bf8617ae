"""What can be said of single functions from their answers and from what is due, and from nothing else.

Students have these patterns. Those that compute an answer in other ways than the right one stand in the steps' folders.
"""
