"""A pytest plugin that takes the naming of mistakes away, so that its price can be measured: -p without_diagnosis."""

import sys
import types

diagnosis = types.ModuleType("grader.diagnosis")
diagnosis.diagnose = lambda *_: None  # type: ignore[attr-defined]
diagnosis.Diagnosis = None  # type: ignore[attr-defined]
observing = types.ModuleType("grader.diagnosis.observing")
observing.is_right = lambda *_: True  # type: ignore[attr-defined]
sys.modules |= {"grader.diagnosis": diagnosis, "grader.diagnosis.observing": observing}
