"""Which packages a submission imports, and whether they are there where it will be executed."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from importlib import metadata
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING

from takehome.submission.flaw import Flaw
from takehome_graders.evidence import Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from takehome.kit.check.facts import Facts
    from takehome.submission.contents import Submission

_DISTRIBUTIONS = {
    "IPython": "ipython",
    "PIL": "pillow",
    "attr": "attrs",
    "dateutil": "python-dateutil",
    "imblearn": "imbalanced-learn",
    "mpl_toolkits": "matplotlib",
    "pylab": "matplotlib",
    "sklearn": "scikit-learn",
    "xgboost": "xgboost-cpu",
    "yaml": "pyyaml",
    "zmq": "pyzmq",
}
"""Distributions that are not named like what is imported from them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imports:
    """What a submission imports for certain: at the top level, outside of any `try` or `if`."""

    not_there: tuple[Flaw, ...]
    """Of packages that are not in the environment of a sitting."""
    not_here: tuple[str, ...]
    """Packages of that environment that are not installed beside this Python."""


def imports_of(submission: Submission, facts: Facts) -> Imports:
    """Compare what the submission imports with its environment and with this machine."""
    beside = {name.split("/")[0].split(".")[0] for name in submission.files}
    flaws, not_here = [], []
    for package, place in _imported(submission).items():
        if package in beside or _is_of_python(package):
            continue
        if not is_in_environment(package, facts.packages):
            flaws.append(
                Flaw(
                    what=f"there is no package {package} where the submission is executed.",
                    where=str(place),
                    mend="Use what environment.txt names.",
                )
            )
        elif not _is_installed(package):
            not_here.append(package)
    return Imports(not_there=tuple(flaws), not_here=tuple(not_here))


def is_in_environment(package: str, distributions: Collection[str]) -> bool:
    """Say whether something of these distributions is imported under that name."""
    known = {_normal(name) for name in distributions}
    likely = {_normal(package), _normal(_DISTRIBUTIONS.get(package, package))}
    # Asking what is installed reads the records of every distribution: last, and rarely.
    return bool(likely & known) or bool({_normal(name) for name in _installed_as(package)} & known)


def _imported(submission: Submission) -> Mapping[str, Place]:
    """Return the packages that the entry imports, each with its first place."""
    entry = submission.sources[0]
    found: dict[str, Place] = {}
    for cell, source in entry.cells:
        for package, line in _imports(source):
            found.setdefault(package, Place(file=entry.file, cell=cell or None, line=line))
    return found


def _imports(source: str) -> Iterator[tuple[str, int]]:
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        # A cell with magics is no Python, and a broken one says so when it is executed.
        return
    for node in body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name.split(".")[0], node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0], node.lineno


def _is_of_python(package: str) -> bool:
    known = getattr(sys, "stdlib_module_names", None)
    if known is not None:
        return package in known
    # Python 3.9 has no list: what is installed and belongs to no distribution is its own.
    return package in sys.builtin_module_names or _is_installed(package)


def _is_installed(package: str) -> bool:
    # The first place on the path is the folder of check.py, which no sitting has.
    return PathFinder.find_spec(package, sys.path[1:]) is not None


def _installed_as(package: str) -> tuple[str, ...]:
    # Python 3.9 cannot tell.
    known = getattr(metadata, "packages_distributions", None)
    return tuple(known().get(package, ())) if known else ()


def _normal(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")
