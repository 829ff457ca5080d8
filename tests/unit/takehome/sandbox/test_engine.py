from __future__ import annotations

from typing import Any, cast

import pytest

from takehome.sandbox import engine


class Told:
    """As much of a client as tells about its engine."""

    def __init__(self, **about: Any) -> None:
        self._about = about

    def info(self) -> dict[str, Any]:
        return self._about


def about(**told: Any) -> engine.Engine:
    return engine.about(cast("Any", Told(**told)))


def test_gvisor_is_used_where_there_is_one() -> None:
    with_it = about(DefaultRuntime="runc", Runtimes={"runc": {}, "runsc": {}})
    without = about(DefaultRuntime="runc", Runtimes={"runc": {}}, RuncCommit={"ID": "v1.3.3-0"})

    assert with_it.strongest == "runsc"
    assert "gVisor" in with_it.runtime
    assert without.strongest is None
    assert without.runtime == "runc v1.3.3-0"


@pytest.mark.parametrize(
    ("version", "runtime", "old"),
    [
        ("29.5.1", "v1.3.3-0-gd842d771", False),
        ("29.5.0", "v1.3.3-0-gd842d771", True),
        ("29.5.1", "1.1.5+ds1-1+deb12u1", True),
        ("20.10.24+dfsg1", "1.1.5+ds1-1+deb12u1", True),
        ("30.0.0", "", False),
    ],
)
def test_what_lacks_known_fixes_is_said_behind_the_version(
    version: str, runtime: str, *, old: bool
) -> None:
    told = about(ServerVersion=version, DefaultRuntime="runc", RuncCommit={"ID": runtime})

    assert engine.is_old(told) is old
    assert bool(engine.warning(told)) is old
