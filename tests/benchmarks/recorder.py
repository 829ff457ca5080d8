"""What the recorder resolves, finds, costs and accuses, over the corpus of coding styles.

Every style is executed in the environment that submissions run in, clean and leaky; what is found
is held against what each file is by construction. Cost is CPU time and memory of the submission's
own process, with the recorder and without, by turns; the limit that it compares with is the same
submission without it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from contract import Bar, run

from corpus import recorded, table
from corpus.manifest import BY_HAND, STYLES, Expected
from takehome.sandbox import environment
from takehome_graders.recording import Recording, Scheme, Truth, parse, scheme, settle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FOLDER = Path(__file__).parents[1] / "corpus" / "styles"
_LONG_S = 5.0
_PAIRS = 5
_QUICK_PAIRS = 2
_LONGER = (
    "s02_values_scaled_clean",
    "s16_seed_and_search_clean",
    "s16_seed_and_search_leaky",
    "s01_pipeline_grid_repeated",
    "s14_oof_early_stopping_repeated",
    "s09_many_models_repeated",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one execution showed."""

    name: str
    recording: Recording
    scheme: Scheme
    ran: recorded.Ran


def measure(quick: bool) -> Iterator[Bar]:  # noqa: FBT001 - the contract's signature
    """Give the bars."""
    found = environment.ensure(lambda note: print(note, file=sys.stderr))  # noqa: T201 - progress
    python = str(Path(found.folder) / found.executable)
    made = table.make(20_000 if quick else 50_000)
    with tempfile.TemporaryDirectory(prefix="corpus") as name:
        kit = Path(name)
        table.write(made, kit)
        yield from _resolution(python, kit, made)
        yield from _cost(python, kit, _QUICK_PAIRS if quick else _PAIRS)


def _resolution(python: str, kit: Path, made: table.Table) -> Iterator[Bar]:
    more = _more(python)
    seen = [
        _seen(python, kit, made, style.name, more)
        for style in STYLES
        if "polars" not in style.needs or more is not None
    ]
    skipped = [style.name for style in STYLES if "polars" in style.needs and more is None]
    if skipped:
        print(f"without polars: {', '.join(skipped)} left out", file=sys.stderr)  # noqa: T201 - said, not hidden
    broken = [each.name for each in seen if each.ran.error]
    yield Bar(name="styles that raised", value=len(broken), bar=0, unit="files", n=len(seen))
    traced = sum(each.scheme.traced for each in seen)
    total = traced + sum(each.scheme.unresolved for each in seen)
    yield Bar(
        name="events resolved to their rows", value=100 * traced / total, bar=99, unit="%",
        n=total, at_least=True,
    )  # fmt: skip
    by_name = {style.name: style for style in STYLES}
    right = [_right(by_name[each.name], each, made) for each in seen]
    checked = [each for each in right if each is not None]
    yield Bar(
        name="claimed evaluations with exactly the right rows", bar=100, unit="%", at_least=True,
        value=100 * sum(checked) / len(checked), n=len(checked),
    )  # fmt: skip
    leaky = [each for each in seen if by_name[each.name].signs and each.name not in BY_HAND]
    missed = [each.name for each in leaky if not by_name[each.name].signs <= signs(each)]
    yield Bar(
        name="leaks that should be seen, missed",
        value=len(missed),
        bar=0,
        unit="files",
        n=len(leaky),
    )
    clean = [each for each in seen if not by_name[each.name].signs]
    accused = [each.name for each in clean if signs(each)]
    yield Bar(name="clean files accused", value=len(accused), bar=0, unit="files", n=len(clean))
    yield Bar(
        name="leaks made by hand, left to interventions", value=len(BY_HAND), bar=None,
        unit="files", n=len(BY_HAND),
    )  # fmt: skip
    faults = sum(told.faults for each in seen for told in each.recording.told)
    yield Bar(name="faults of the recorder's own", value=faults, bar=0, unit="", n=len(seen))
    told = max(_mib(each.ran.frames) for each in seen)
    yield Bar(name="largest recording", value=told, bar=None, unit="MiB", n=len(seen))
    for names in (broken, missed, accused):
        for each in names:
            print(each, file=sys.stderr)  # noqa: T201 - which they are


def _cost(python: str, kit: Path, pairs: int) -> Iterator[Bar]:
    worst, heaviest = 0.0, 0.0
    for name in _LONGER:
        entry = _FOLDER / f"{name}.py"
        off, on = [], []
        for _ in range(pairs):
            off.append(recorded.run(python, entry, kit, record=False))
            on.append(recorded.run(python, entry, kit, record=True))
        base, cost = min(each.cpu_s for each in off), min(each.cpu_s for each in on)
        share = 100 * (cost - base) / base
        memory = median(each.peak_mib for each in on) - median(each.peak_mib for each in off)
        heaviest = max(heaviest, memory)
        long = base >= _LONG_S
        worst = max(worst, share) if long else worst
        yield Bar(
            name=f"CPU added to {name} ({base:.1f} s)", value=share, bar=5 if long else None,
            unit="%", n=pairs,
        )  # fmt: skip
    yield Bar(
        name="memory added, at most", value=heaviest, bar=50, unit="MiB", n=len(_LONGER) * pairs
    )


def signs(seen: Seen) -> set[str]:
    """Return what speaks against the evaluations that the claim rests on."""
    claim = seen.ran.score
    rests = seen.scheme.claimed(claim) if claim is not None else ()
    found: set[str] = set()
    for each in rests:
        found |= {"overlap"} if each.overlap else set()
        found |= {"prepared"} if each.prepared else set()
        found |= {"stopped"} if each.stopped else set()
    places = {each.spot for each in rests}
    if any(looks.models >= 10 and places & set(looks.spots) for looks in seen.scheme.looks):
        found.add("looks")
    if any(len(each.seeds) >= 4 for each in seen.scheme.reseeded):
        found.add("reseeded")
    return found


def _seen(
    python: str, kit: Path, made: table.Table, name: str, more: tuple[str, ...] | None
) -> Seen:
    ran = recorded.run(python, _FOLDER / f"{name}.py", kit, record=True, more=more or ())
    n = len(made.frame)
    columns = {
        str(column): made.frame[column].to_numpy(dtype=float)
        for column in made.frame.select_dtypes("number")
    }
    recording = settle(parse(ran.frames, n), columns)
    truth = Truth(time=made.time.astype(float), entity=made.entity, twin=made.twin)
    return Seen(name=name, recording=recording, scheme=scheme(recording, truth), ran=ran)


def _right(style: Expected, seen: Seen, made: table.Table) -> bool | None:
    """Whether the last claimed evaluation was judged, and fitted, on the right rows."""
    if style.rows is None or seen.ran.score is None:
        return None
    fitted, judged = style.rows(made)
    rests = seen.scheme.claimed(seen.ran.score)
    if not rests:
        return False
    last = rests[-1]
    events = {(each.process, each.number): each for each in seen.recording.events}
    metric = events[last.process, last.number].argument("y_true", "y_pred", "X")
    model = events.get((last.process, last.models[-1])) if last.models else None
    table_ = model.argument("X", "y") if model is not None else None
    if metric is None or metric.rows is None or table_ is None or table_.rows is None:
        return False
    return set(_members(metric.rows.mask())) == set(judged) and set(
        _members(table_.rows.mask())
    ) == set(fitted)


def _members(mask: Iterable[bool]) -> Iterator[int]:
    return (at for at, flag in enumerate(mask) if flag)


def _mib(frames: Iterable[tuple[object, dict[str, object]]]) -> float:
    return sum(getattr(array, "nbytes", 0) for _, arrays in frames for array in arrays.values()) / (
        1 << 20
    )


def _more(python: str) -> tuple[str, ...] | None:
    """Return what else has to be on the path for polars; None where it is not to be had."""
    probe = "import sys; sys.path.extend(sys.argv[1:]); import polars"
    for paths in ((), tuple(path for path in sys.path if (Path(path) / "polars").is_dir())):
        ran = subprocess.run([python, "-I", "-c", probe, *paths], capture_output=True, check=False)
        if not ran.returncode:
            return paths
    return None


if __name__ == "__main__":
    run(lambda quick: list(measure(quick)), __doc__)
