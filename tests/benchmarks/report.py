"""How long a report takes, how large it is, and how soon a browser shows a cohort of a thousand.

Sittings are made up. What a process pays once, imports and the first drawing, is told apart from
what every further report costs. The browser is headless Chromium; where there is none, the bars
that need it are missed, not left out.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from contract import Bar, run

sys.path.insert(0, str(Path(__file__).parents[1]))

import browser
import summaries
from takehome.report import cohort, page, side_by_side
from takehome.report.seat import seat
from takehome.report.summary import Beside
from takehome.store.vault import Vault
from takehome_datasets.variant import Variant
from takehome_graders import specimens
from takehome_graders.grading import CRITERIA, mark
from takehome_graders.statuses import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from takehome.report.seat import Seat
    from takehome_datasets.key import Key

CELLS: Final = 100
SEEDS: Final = 20
"""Of the recorded sitting: some fifteen calls each, three hundred in all."""
SITTINGS: Final = 1_000
RENDERED_S: Final = 1.0
COHORT_S: Final = 2.0
OPENED_S: Final = 1.0
LARGEST_MB: Final = 1.0
TIMES: Final = 7
QUICK_TIMES: Final = 3
NEVER: Final = float("inf")


def measure(quick: bool) -> Sequence[Bar]:  # noqa: FBT001 - the contract's signature
    """Return all bars."""
    times = QUICK_TIMES if quick else TIMES
    key = specimens.key(6_000)
    evidence = summaries.watched(key, summaries.many_cells(key, CELLS), seeds=SEEDS)
    summary = summaries.summary(key, evidence, weights=dict.fromkeys(CRITERIA, 10.0))
    calls = summary.flow.calls if summary.flow else 0
    text = page.render(summary)
    seats = _seats(key)
    found = cohort.cohort(seats, title=summaries.TITLE)
    whole = cohort.render(found)
    with tempfile.TemporaryDirectory() as folder:
        one, many = Path(folder) / "report.html", Path(folder) / "cohort.html"
        one.write_text(text, encoding="utf-8")
        many.write_text(whole, encoding="utf-8")
        from_vault = _from_vault(Path(folder) / "vault", key, times)
        opened = [_opened(file, times) for file in (one, many)]
    return [
        _bar(
            f"a report of {CELLS} cells and {calls} recorded calls renders",
            _best(lambda: page.render(summary), times),
            RENDERED_S,
            times,
        ),
        _bar("the first report of a process, imports included", _first(), None, 1),
        _bar("a report of 100 cells is as large as", len(text.encode()) / 1e6, LARGEST_MB, 1, "MB"),
        _bar("a report of 100 cells opens", opened[0], OPENED_S, times),
        _bar(
            "a cohort of 1000 sittings renders, its tiers included",
            _best(lambda: cohort.render(cohort.cohort(seats, title="A")), times),
            COHORT_S,
            times,
        ),
        _bar(
            "a cohort of 1000 sittings is read from a vault and renders",
            from_vault,
            COHORT_S,
            times,
        ),
        _bar("a cohort of 1000 sittings opens", opened[1], OPENED_S, times),
        _bar("a cohort of 1000 sittings is as large as", len(whole.encode()) / 1e6, None, 1, "MB"),
        _bar("tiers that it has", float(len(found.tiers)), None, 1, ""),
    ]


def _bar(name: str, value: float, bar: float | None, n: int, unit: str = "s") -> Bar:
    return Bar(name=name, value=round(value, 4), bar=bar, unit=unit, n=n)


def _best(work: Callable[[], object], times: int) -> float:
    return min(_seconds(work) for _ in range(times))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _first() -> float:
    """Return how long a process needs from its start to its first report."""
    work = (
        "import summaries\nfrom takehome.report import page\n"
        "from takehome_graders import specimens\n"
        "key = specimens.key(2000)\npage.render(summaries.summary(key, specimens.naive(key)))"
    )
    folder = str(Path(__file__).parents[1])
    command = [sys.executable, "-c", work]
    return _seconds(lambda: subprocess.run(command, cwd=folder, check=True))


def _opened(file: Path, times: int) -> float:
    """Return how soon Chromium has drawn a file, the best of several; never where there is none."""
    if browser.executable() is None:
        return NEVER
    with browser.Browser() as opened:
        opened.size(1280, 800)
        return min(opened.open(file) for _ in range(times))


def _seats(key: Key) -> list[Seat]:
    """Return a cohort of different people, made of three who really sat."""
    read = Beside(people=summaries.read_by_two())
    sat = (specimens.careful(key), specimens.naive(key), specimens.leaky(key))
    three = [seat(summaries.summary(key, each, beside=read), blind=True) for each in sat]
    return [_another(three[number % 3], number) for number in range(SITTINGS)]


def _from_vault(folder: Path, key: Key, times: int) -> float:
    """Return how long a cohort takes from what a vault keeps of it to its page."""
    vault = Vault(folder)
    evidence = specimens.leaky(key)
    marks = mark(key, evidence, {"heldout": 1.0})
    for one in _seats(key):
        own = replace(key, kit=one.kit, windows=(), counterfactuals=())
        vault.keep_invitation(Variant(kit=one.kit, data={}, key=own), one.name, None)
        submission = vault.keep_submission(one.kit, None, "5" * 64)
        sitting = vault.keep_sitting(submission, summaries.NOON, evidence)
        vault.keep_seat(vault.keep_marks(sitting, marks, "0.1.0"), replace(one, sitting=sitting))

    def compared() -> str:
        found = side_by_side.seated(vault, vault.counting(), print)
        again = side_by_side.resampled(vault, found)
        seats = side_by_side.seats(found, blind=True, links={})
        return cohort.render(cohort.cohort(seats, title=summaries.TITLE, again=again))

    taken = _best(compared, times)
    vault.close()
    return taken


def _another(one: Seat, number: int) -> Seat:
    total = (one.total or 0.0) * (0.6 + 0.4 * ((number * 37) % 101) / 100)
    statuses = list(Status)[:6]
    return replace(
        one,
        name=f"kit-{number:012x}",
        kit=f"kit-{number:012x}",
        sitting=number,
        total=total,
        low=max(0.0, total - 3),
        high=min(100.0, total + 3),
        readers=one.readers if number % 4 else (),
        plants={
            id_: (kind, statuses[(number * 7 + place) % len(statuses)])
            for place, (id_, (kind, _)) in enumerate(one.plants.items())
        },
    )


if __name__ == "__main__":
    run(measure, __doc__)
