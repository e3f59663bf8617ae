"""A pytest plugin that takes the naming of mistakes away, so that its price can be measured: -p without_diagnosis."""

import sys
import types

definition = types.ModuleType("grader.diagnosis.definition")
definition.is_missing = lambda error: False  # type: ignore[attr-defined]
diagnosis = types.ModuleType("grader.diagnosis")
diagnosis.believed = lambda *_: None  # type: ignore[attr-defined]
diagnosis.of_crash = lambda error: None  # type: ignore[attr-defined]
diagnosis.definition = definition  # type: ignore[attr-defined]
sys.modules |= {"grader.diagnosis": diagnosis, "grader.diagnosis.definition": definition}
