"""Attacks on who reads the reports: a terminal, a browser, a spreadsheet, a person."""

from tests.attacks.case import cases, function, sigmoid
from tests.attacks.cheating import SERVER

TERMINAL = "\x1b]0;owned\x07\x1b[2J\x1b[31mred\x9b1m\x00\x08\x7f\r\n\u202egpj.exe\u2066\ufeff\u2028"
HTML = '<script>alert(1)</script><img src=x onerror=alert(1)>" onmouseover="alert(1)" \' --> ]]> {{7*7}}{% raw %}'
FORMULA = "=cmd|' /C calc'!A0"
TEXTS = {"terminal": TERMINAL, "html": HTML, "formula": FORMULA}


def _saying(kind: str, text: str) -> dict[str, dict[str, str]]:
    said, before = repr(text), f"S = {text!r}"
    return {
        f"{kind}-in-a-message": sigmoid("raise ValueError(S)", before),
        f"{kind}-in-a-type": sigmoid("raise type(S.replace('\\0', ''), (Exception,), {})(S)", before),
        f"{kind}-in-the-name-of-a-class": sigmoid("return type(S.replace('\\0', ''), (), {})()", before),
        f"{kind}-in-the-name-of-an-iterator": sigmoid(
            "return type(S.replace('\\0', ''), (), {'__iter__': lambda s: iter([1])})()", before
        ),
        f"{kind}-in-a-line": sigmoid(f"raise ValueError({text!a})  # {''.join(c for c in text if c.isprintable())}"),
        f"{kind}-in-a-syntax-error": {
            "step1_activations": f"x = 1\nif {''.join(c for c in text if c.isprintable())} !"
        },
        f"{kind}-in-a-todo": sigmoid("raise NotImplementedError(S)", before),
        f"{kind}-in-the-name-of-a-function": sigmoid(
            "return helper(z)",
            f"{before}\ndef helper(z): raise NotImplementedError\n"
            "helper.__code__ = helper.__code__.replace(co_name=S, co_filename='step1_activations.py')",
        ),
        f"{kind}-in-an-import": {"step1_activations": f"raise ImportError({said}, name={said}, path={said})"},
        f"{kind}-in-print-and-warnings": sigmoid(
            "import warnings\nprint(S)\nwarnings.warn(S)\nraise Warning(S)", before
        ),
        f"{kind}-as-an-answer": sigmoid("return S", before),
        f"{kind}-in-everything-forged": sigmoid(
            "forge(error=dict(type=S, message=S, bases=[S, 'SyntaxError'], file=S, line=7, function=S, text=S,"
            " shapes={S: [1, 2]}))\nos._exit(0)",
            SERVER + before,
        ),
    }


NETWORK = {
    f"{kind}-from-the-network": {
        "step1_activations": "x = 1",
        "step3_loss": "x = 1",
        "step5_backprop": "x = 1",
        "step2_network": function("init_params", "*a", f"raise ValueError({text!r})"),
        "step6_training": "x = 1",
    }
    for kind, text in TEXTS.items()
}

ALL = [
    *(case for kind, text in TEXTS.items() for case in cases("speaks to the reader", _saying(kind, text))),
    *cases("speaks to the reader", NETWORK),
]
