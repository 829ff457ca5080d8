"""The state of one reading: where it is, what it has seen, how much it may still do."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from takehome_graders.code.cells import Cell
from takehome_graders.code.estimates import Statistic, Stats, Strength
from takehome_graders.code.happenings import Happenings
from takehome_graders.code.rows import Rows
from takehome_graders.code.values import Scope, Value
from takehome_graders.evidence import Place

STEPS = 200_000
"""Expressions that one reading evaluates at most; far more than any notebook needs."""
STEPS_OF_STATEMENT = 15_000
"""Expressions that one top-level statement may take of them, with all that it calls."""
DEEPEST_CALL = 7
LOOPED = "in a loop"


class Exhausted(Exception):
    """The reading of a statement, or of everything, has used up its steps."""


@dataclass(slots=True, kw_only=True, eq=False)
class Machine:
    """Carries a reading from statement to statement."""

    evaluate: Callable[[Machine, ast.expr], Value]
    execute: Callable[[Machine, Sequence[ast.stmt]], bool]
    load_module: Callable[[Machine, str], Scope | None]
    """Returns the names of a module of the submission's own, or None for a library's."""
    cell: Cell
    scope: Scope = field(default_factory=Scope)
    happenings: Happenings = field(default_factory=Happenings)
    steps: int = STEPS
    allowed: int = STEPS_OF_STATEMENT
    depth: int = 0
    active: list[ast.AST] = field(default_factory=list)
    """Functions being read, innermost last."""
    read: set[ast.AST] = field(default_factory=set)
    """Functions that were called at least once."""
    loops: list[bool] = field(default_factory=list)
    """Loops that are being read, innermost last; whether each goes through folds."""
    uncalled: bool = False
    """Whether a function is being read that nothing in the submission calls."""
    branches: list[tuple[str, str]] = field(default_factory=list)
    """Branches with an alternative that are being read, as cuts, innermost last."""
    calls: list[str] = field(default_factory=list)
    """Sites of the calls that are being read, innermost last."""
    known: dict[tuple[str, Place, Rows], Statistic] = field(default_factory=dict)
    places: dict[tuple[int, int], Place] = field(default_factory=dict)

    def value(self, node: ast.expr) -> Value:
        """Return what an expression evaluates to."""
        self.steps -= 1
        self.allowed -= 1
        if self.steps < 0 or self.allowed < 0:
            raise Exhausted
        return self.evaluate(self, node)

    def place(self, node: ast.AST) -> Place:
        """Return where a node stands."""
        line = getattr(node, "lineno", 1)
        key = (id(self.cell), line)
        if key not in self.places:
            self.places[key] = self.cell.place(line)
        return self.places[key]

    @property
    def looped(self) -> bool:
        """Whether a loop is being read that goes through something else than folds."""
        return bool(self.loops) and not any(self.loops)

    def family(self, name: str) -> str:
        """Return the family of a cut made here; in a loop each turn may cut elsewhere."""
        return f"{name} {LOOPED}" if self.looped else name

    def site(self, node: ast.AST) -> str:
        """Return a name for the place of a node that no other place has."""
        line, column = getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
        return f"{self.cell.file}:{self.cell.number}:{line}:{column}"

    def context(self, node: ast.AST) -> str:
        """Return a name for the place of a node in this chain of calls."""
        return " < ".join([self.site(node), *self.calls[::-1]])

    def statistic(
        self,
        what: str,
        rows: Rows,
        node: ast.AST,
        strength: Strength = Strength.ESTIMATE,
    ) -> Stats:
        """Return a statistic over rows as a set; the same one each time the place is read."""
        if not rows:
            return frozenset()
        key = (what, self.place(node), rows)
        if key not in self.known:
            self.known[key] = Statistic(
                what=what, strength=strength, rows=rows, place=self.place(node)
            )
        return frozenset([self.known[key]])
