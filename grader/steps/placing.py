"""Puts a function of the bank into a step module, in place of the one that stands there."""

import ast


def with_function(module_source: str, function: str, function_source: str) -> str:
    """The module's text with one of its functions replaced. Raises ValueError where the module has no such function."""
    lines = module_source.splitlines()
    for node in ast.parse(module_source).body:
        if isinstance(node, ast.FunctionDef) and node.name == function:
            return (
                "\n".join([*lines[: node.lineno - 1], *function_source.splitlines(), *lines[node.end_lineno :]]) + "\n"
            )
    raise ValueError(f"the module has no function {function}")
