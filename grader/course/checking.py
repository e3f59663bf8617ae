"""Is a course whole?"""


def problems(folder, say):
    return []
