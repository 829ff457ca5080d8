"""What the recorder and the interventions find of the sins, and whom they accuse wrongly.

Every sin is executed clean and leaky with all its re-runs, and is held against what it is by
construction; so are clean programs that were made by varying the clean ones. The limit that it
compares with is the truth. Executions are forks of one process, without a sandbox.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from contract import Bar, run

from corpus.sins.cases import SINS, shown
from corpus.sins.forked import Forks
from corpus.sins.grounds import ground
from corpus.sins.varied import varied

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpus.sins.cases import Shown
    from corpus.sins.grounds import Ground, Kind

_VARIED = 300
_QUICK_VARIED = 19


def measure(quick: bool) -> Iterator[Bar]:  # noqa: FBT001 - the contract's signature
    """Give the bars."""
    grounds: dict[tuple[Kind, int], Ground] = {}

    def made(kind: Kind, seed: int) -> Ground:
        if (kind, seed) not in grounds:
            grounds[kind, seed] = ground(kind, rows=800 if quick else 1500, seed=seed)
        return grounds[kind, seed]

    with tempfile.TemporaryDirectory(prefix="sins") as desk:
        forks = Forks(Path(desk))
        try:
            found, accused, broken, agree = 0, 0, 0, 0
            for sin in SINS:
                base = made(sin.kind, 1)
                leaky = shown(forks, sin.source(clean=False), base)
                clean = shown(forks, sin.source(clean=True), base)
                found += sin.sign in leaky.signs
                accused += bool(clean.signs)
                broken += bool(leaky.error) + bool(clean.error)
                agree += _agrees(sin.sign, leaky) and not _interventions(clean)
                _say(sin.name, f"leaky {_listed(leaky)}; clean {_listed(clean)}")
            yield _bar("sins found by their sign", found, len(SINS), at_least=True)
            yield _bar("clean twins of sins accused", accused, 0, n=len(SINS))
            yield _bar("interventions that agree with the truth", agree, len(SINS), at_least=True)
            count = _QUICK_VARIED if quick else _VARIED
            wrong = 0
            for each in varied(count):
                seen = shown(forks, each.source, made(each.sin.kind, each.seed))
                broken += bool(seen.error)
                wrong += bool(seen.signs)
                if seen.signs or seen.error:
                    _say(each.name, f"{_listed(seen)} {seen.error[-200:]}")
            yield Bar(
                name="varied clean programs accused", value=100 * wrong / count, bar=1, unit="%",
                n=count,
            )  # fmt: skip
            yield _bar("programs that raised", broken, 0, n=count + 2 * len(SINS))
        finally:
            forks.close()


_BY_INTERVENTION = frozenset(
    {"features", "labels", "chosen", "listens", "not fitted here", "not reproduced"}
)


def _agrees(sign: str, leaky: Shown) -> bool:
    """Whether re-runs say what is true of a leaky program, as far as they are what can see it."""
    return sign in leaky.signs if sign in _BY_INTERVENTION else True


def _interventions(seen: Shown) -> bool:
    return bool(seen.signs & {*_BY_INTERVENTION, "chance"})


def _listed(seen: Shown) -> str:
    return ", ".join(sorted(seen.signs)) or "nothing"


def _bar(name: str, value: int, bar: int, *, n: int = len(SINS), at_least: bool = False) -> Bar:
    return Bar(name=name, value=value, bar=bar, unit="files", n=n, at_least=at_least)


def _say(name: str, what: str) -> None:
    print(f"{name}: {what}", file=sys.stderr, flush=True)  # noqa: T201 - which they are


if __name__ == "__main__":
    run(lambda quick: list(measure(quick)), __doc__)
