"""Imports sentence-transformers without scikit-learn, which takes 40 MB and most of a second.

The library imports one function of it, for a distance that Quoth does not use.
"""

import sys
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any

LIBRARY = "sentence_transformers"
HEAVY, USED, FUNCTION = "sklearn", "sklearn.metrics", "pairwise_distances"


def import_light() -> None:
    """Import the library, unless it is imported already.

    A version that needs more of scikit-learn imports it as usual.
    """
    # a program that uses scikit-learn itself gets no other one
    spec = None if LIBRARY in sys.modules or HEAVY in sys.modules else find_spec("sklearn")
    if spec is None:
        return
    sys.modules |= {HEAVY: _stand_in(HEAVY, spec), USED: _stand_in(USED, spec)}
    try:
        import_module("sentence_transformers")
    except ImportError:
        for name in [each for each in sys.modules if each.partition(".")[0] == LIBRARY]:
            del sys.modules[name]
    finally:
        del sys.modules[HEAVY], sys.modules[USED]


def _stand_in(name: str, spec: ModuleSpec) -> ModuleType:
    module = ModuleType(name)
    module.__spec__ = spec  # other libraries ask whether it is installed
    if name == USED:
        setattr(module, FUNCTION, _pairwise_distances)
    return module


def _pairwise_distances(*arguments: Any, **options: Any) -> Any:
    return import_module("sklearn.metrics").pairwise_distances(*arguments, **options)
