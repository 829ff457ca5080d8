"""All criteria that there are: our own, and those that installed packages bring.

A package names a `Criterion` under the entry points of the group `takehome.graders`; one that is
named like one of ours takes its place. What it has to keep is what `check_grader` looks for.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from takehome_datasets.errors import TakehomeError
from takehome_graders.grading import CRITERIA, Criterion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from importlib.metadata import EntryPoint

GROUP: Final = "takehome.graders"


class GraderUnusable(TakehomeError):
    """An installed package names a criterion that is none."""


@cache
def criteria() -> Mapping[str, Criterion]:
    """Return every criterion by name, ours first.

    Raises:
        GraderUnusable: An installed package names one that cannot be loaded, or is none.
    """
    return with_added(entry_points(group=GROUP))


def with_added(points: Iterable[EntryPoint]) -> Mapping[str, Criterion]:
    """Return our criteria with those of some entry points.

    Raises:
        GraderUnusable: One of them cannot be loaded, or is no criterion.
    """
    found = dict(CRITERIA)
    for point in sorted(points, key=lambda point: (point.name, point.value)):
        criterion = _loaded(point)
        found[criterion.name] = criterion
    return MappingProxyType(found)


def _loaded(point: EntryPoint) -> Criterion:
    whose = f'The entry point "{point.name} = {point.value}" of the group {GROUP}'
    try:
        criterion = point.load()
    except (ImportError, AttributeError) as error:
        raise GraderUnusable(
            f"{whose} cannot be loaded: {error}. Mend the package that has it, or remove it."
        ) from error
    if not isinstance(criterion, Criterion):
        raise GraderUnusable(
            f"{whose} is a {type(criterion).__name__}. It has to be a Criterion of"
            " takehome_graders.grading, with its name, its title and its grader."
        )
    if criterion.name != point.name:
        raise GraderUnusable(
            f'{whose} is the criterion "{criterion.name}". Give both the same name.'
        )
    return criterion
