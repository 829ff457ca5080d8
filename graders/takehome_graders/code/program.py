"""The sources of a submission as a program: which are read first, which when imported."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from takehome_graders.code import expressions, functions, statements
from takehome_graders.code.arguments import Arguments
from takehome_graders.code.cells import Cell, parse
from takehome_graders.code.happenings import Happenings
from takehome_graders.code.machine import STEPS_OF_STATEMENT, Exhausted, Machine
from takehome_graders.code.reading import Unread
from takehome_graders.code.rows import origin
from takehome_graders.code.values import Flavour, Scope, Value, data

if TYPE_CHECKING:
    from collections.abc import Callable

    from takehome_graders.evidence import Source

_IMPORT = re.compile(
    r"^[ \t]{0,40}(?:from[ \t]{1,9}([\w.]{1,200})[ \t]{1,9}import|import[ \t]{1,9}([\w.]{1,200}))",
    re.MULTILINE,
)


@dataclass(slots=True, kw_only=True, eq=False)
class Program:
    """The sources, parsed, and what happens in them."""

    cells: dict[str, tuple[Cell, ...]]
    unread: list[Unread]
    happenings: Happenings = field(default_factory=Happenings)
    scopes: dict[str, Scope] = field(default_factory=dict)
    steps: int = 0

    def module(self, machine: Machine, name: str) -> Scope | None:
        """Return the names of a module of the submission's own, reading it where it is new."""
        file = self._file(name)
        if file is None:
            return None
        if file not in self.scopes:
            kept = machine.scope, machine.cell
            self.scopes[file] = Scope()
            self.run(machine, file)
            machine.scope, machine.cell = kept
        return self.scopes[file]

    def run(self, machine: Machine, file: str) -> None:
        """Read a file's cells from top to bottom."""
        machine.scope = self.scopes[file]
        for cell in self.cells[file]:
            machine.cell = cell
            for statement in cell.body:
                self.guarded(machine, statement, partial(machine.execute, machine, [statement]))

    def guarded(self, machine: Machine, node: ast.stmt, read: Callable[[], object]) -> None:
        """Read something, and go on with what comes next where it cannot be followed."""
        scope, cell, depth = machine.scope, machine.cell, machine.depth
        stacks: tuple[list[Any], ...] = (
            machine.active,
            machine.calls,
            machine.branches,
            machine.loops,
        )
        heights = [len(stack) for stack in stacks]
        machine.allowed = STEPS_OF_STATEMENT
        try:
            read()
        except RecursionError:
            place = machine.place(node)
            self.unread.append(Unread(place=place, reason="It is nested too deeply."))
        except Exhausted:
            if machine.steps < 0:
                raise
            place = machine.place(node)
            reason = "It takes too many steps to follow to its end."
            self.unread.append(Unread(place=place, reason=reason))
        machine.scope, machine.cell, machine.depth = scope, cell, depth
        for stack, height in zip(stacks, heights, strict=True):
            del stack[height:]

    def _file(self, name: str) -> str | None:
        tail = name.strip(".").replace(".", "/")
        if not tail:
            return None
        for file in self.cells:
            stem = file.removesuffix(".py").removesuffix("/__init__")
            if stem == tail or stem.endswith(f"/{tail}"):
                return file
        return None


def read(sources: tuple[Source, ...]) -> Program:
    """Return what happens in the sources."""
    cells: dict[str, tuple[Cell, ...]] = {}
    unread: list[Unread] = []
    for source in sources:
        cells[source.file], lost = parse(source)
        unread += lost
    program = Program(cells=cells, unread=unread)
    for file in _roots(sources, program):
        if file not in program.scopes and cells[file]:
            _root(program, file)
    return program


def _roots(sources: tuple[Source, ...], program: Program) -> list[str]:
    imported: set[str] = set()
    for source in sources:
        for _, text in source.cells:
            for match in _IMPORT.finditer(text):
                file = program._file(match[1] or match[2])  # noqa: SLF001 - its own module
                if file is not None and file != source.file:
                    imported.add(file)
    first = [source.file for source in sources if source.file not in imported]
    return [*first, *(source.file for source in sources if source.file in imported)]


def _root(program: Program, file: str) -> None:
    scope = program.scopes[file] = Scope()
    machine = Machine(
        evaluate=expressions.value,
        execute=statements.run,
        load_module=program.module,
        cell=program.cells[file][0],
        scope=scope,
        happenings=program.happenings,
    )
    try:
        program.run(machine, file)
        _uncalled(program, machine, file)
    except Exhausted:
        place = machine.cell.place(1)
        reason = f"Reading stopped after {machine.steps} steps; what follows is unread."
        program.unread.append(Unread(place=place, reason=reason))


def _uncalled(program: Program, machine: Machine, file: str) -> None:
    """Read functions that nothing called, with parameters of unknown origin."""
    machine.uncalled = True
    for name, held in list(program.scopes[file].names.items()):
        code = held.code
        if held.flavour is not Flavour.FUNCTION or not isinstance(code, ast.FunctionDef):
            continue
        if code in machine.read or held.scope is not program.scopes[file]:
            continue
        given: list[Value] = [
            data(origin(f"parameter {name} {each.arg}")) for each in code.args.args
        ]
        node = ast.copy_location(ast.Call(func=ast.Name(id=name), args=[], keywords=[]), code)
        arguments = Arguments(positional=tuple(given), named={}, node=node)
        program.guarded(machine, code, partial(functions.called, machine, held, arguments))
