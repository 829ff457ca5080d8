"""Formulas: row by row arithmetic, with the same value whatever the partition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np

from takehome_datasets.engine.primitive import (
    ANY,
    CODE,
    FLAG,
    MEASURED,
    Primitive,
    register,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from takehome_datasets.engine.graph import Kind, Node
    from takehome_datasets.engine.site import Site


def _plain(value: Any) -> Any:
    """Return flags as numbers, which numpy would not add or subtract."""
    if isinstance(value, np.ndarray) and value.dtype == np.bool_:
        return value.astype(np.float64)
    return value


def _formula(
    name: str,
    meaning: str,
    takes: Sequence[frozenset[Kind]],
    gives: Kind | None,
    act: Callable[..., Any],
) -> None:
    def evaluate(_site: Site, _node: Node, values: Sequence[Any]) -> Any:
        return act(*values)

    register(
        Primitive(name=name, meaning=meaning, takes=tuple(takes), gives=gives, evaluate=evaluate)
    )


def _arithmetic(act: Callable[..., Any]) -> Callable[..., Any]:
    def calculate(*values: Any) -> Any:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(act(*(_plain(value) for value in values)), dtype=np.float64)

    return calculate


_TWO = (MEASURED, MEASURED)
_BINARY: dict[str, Callable[..., Any]] = {
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "divide": np.divide,
    "modulo": np.mod,
    "minimum": np.minimum,
    "maximum": np.maximum,
}
_act: Callable[..., Any]
for _name, _act in _BINARY.items():
    _formula(f"{_name}@1", f"{_name}, of two numbers", _TWO, "number", _arithmetic(_act))
_ONE: dict[str, Callable[..., Any]] = {
    "log": np.log,
    "log1p": np.log1p,
    "exp": np.exp,
    "sin": np.sin,
    "square": np.square,
    "sqrt": np.sqrt,
    "floor": np.floor,
}
for _name, _act in _ONE.items():
    _formula(f"{_name}@1", f"{_name}, of a number", (MEASURED,), "number", _arithmetic(_act))
for _name, _act in {
    "less": np.less,
    "less_equal": np.less_equal,
    "greater": np.greater,
    "greater_equal": np.greater_equal,
}.items():
    _formula(f"{_name}@1", f"whether it is {_name}", _TWO, "flag", _act)
_formula("same@1", "whether two codes stand for the same", (CODE, CODE), "flag", np.equal)
_formula("both@1", "whether both hold", (FLAG, FLAG), "flag", np.logical_and)
_formula("either@1", "whether one of two holds", (FLAG, FLAG), "flag", np.logical_or)
_formula("opposite@1", "whether it does not hold", (FLAG,), "flag", np.logical_not)
_formula(
    "where@1", "the second where the first holds, else the third", (FLAG, ANY, ANY), None, np.where
)
_formula("known@1", "whether it is not missing", (MEASURED,), "flag", np.isfinite)
_formula(
    "filled@1",
    "the second where the first is missing",
    _TWO,
    "number",
    lambda value, instead: np.where(np.isnan(value), instead, value),
)


def _by_code(_site: Site, node: Node, values: Sequence[Any]) -> Any:
    table = np.asarray(node.settings["values"], dtype=np.float64)
    return table[values[0]]


def _among(_site: Site, node: Node, values: Sequence[Any]) -> Any:
    codes = cast("list[int]", node.settings["codes"])
    wanted = np.zeros(max(int(values[0].max(initial=0)), *codes) + 2, dtype=np.bool_)
    wanted[codes] = True
    # What is missing is -1, which is the last entry and never wanted.
    return wanted[values[0]]


def _absent(_site: Site, _node: Node, values: Sequence[Any]) -> Any:
    return np.where(values[0], values[1], -1).astype(np.int32)


register(
    Primitive(
        name="by_code@1",
        meaning="a number for each word that a code stands for",
        takes=(CODE,),
        gives="number",
        settings=frozenset({"values"}),
        evaluate=_by_code,
    )
)
register(
    Primitive(
        name="among@1",
        meaning="whether a code is one of some",
        takes=(CODE,),
        gives="flag",
        settings=frozenset({"codes"}),
        evaluate=_among,
    )
)
register(
    Primitive(
        name="only_where@1",
        meaning="a code where something holds, and nothing elsewhere",
        takes=(FLAG, CODE),
        gives="code",
        settings=frozenset({"levels"}),
        evaluate=_absent,
    )
)
