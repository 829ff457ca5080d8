"""What is told when a module has been imported, so that hooks stand before anybody uses it."""

from __future__ import annotations

import importlib.machinery
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType


class Finder:
    """Stands first among the finders and lets the others find."""

    def __init__(self, families: frozenset[str], imported: Callable[[ModuleType], None]) -> None:
        self._families = families
        self._imported = imported

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return what the others find, with a loader that tells when it has loaded."""
        if name.partition(".")[0] not in self._families:
            return None
        for finder in sys.meta_path:
            if finder is self or not hasattr(finder, "find_spec"):
                continue
            spec = finder.find_spec(name, path, target)
            if spec is not None:
                if spec.loader is not None and hasattr(spec.loader, "exec_module"):
                    spec.loader = _telling(spec.loader, self._imported)
                return spec
        return None


def _telling(loader: Any, imported: Callable[[ModuleType], None]) -> Any:
    """Return a loader of the same class that tells when a module was executed."""
    if not isinstance(loader, importlib.machinery.SourceFileLoader):
        return loader
    original = loader.exec_module

    def exec_module(module: ModuleType) -> None:
        # From here on the module must look as if nobody had stood in between.
        del loader.exec_module
        original(module)
        imported(module)

    loader.exec_module = exec_module  # type: ignore[method-assign]  # this module's loader alone
    return loader
