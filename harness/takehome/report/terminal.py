"""The same report in a terminal: the marks as a table, and what matters most.

Nothing is told by colour alone, and no text reaches the terminal with control characters in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from takehome.report import wording
from takehome.report.told import reproduced, told
from takehome.text import shown
from takehome_graders.evidence import Outcome
from takehome_graders.marks import Fault, Judged, NotAsked, NotJudged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from takehome.report.cohort import Cohort
    from takehome.report.summary import CriterionSummary, Summary
    from takehome.report.told import Told
    from takehome_graders.marks import Finding

_BAR: Final = 8
_STYLES: Final = {
    "strength": "green",
    "weakness": "red",
    "note": "yellow",
    "good": "green",
    "bad": "red",
    "plain": "",
}


def show(summary: Summary) -> None:
    """Print the report of one sitting on standard output."""
    Console(highlight=False).print(render(summary))


def show_compared(summaries: Sequence[Summary]) -> None:
    """Print several sittings side by side on standard output."""
    Console(highlight=False).print(render_compared(summaries))


def show_people(summary: Summary) -> None:
    """Print what people said about one sitting on standard output."""
    Console(highlight=False).print(Group(*_people(summary)))


def show_cohort(found: Cohort) -> None:
    """Print many sittings in their tiers on standard output."""
    Console(highlight=False).print(render_cohort(found))


def render(summary: Summary) -> RenderableType:
    """Return the report of one sitting, as rich prints it."""
    return Group(*_parts(summary))


def render_compared(summaries: Sequence[Summary]) -> RenderableType:
    """Return one row a sitting: what was claimed, what it realised, and what it stands on."""
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    table.add_column("candidate")
    for heading in ("claimed", "realised", "total"):
        table.add_column(heading, justify="right")
    table.add_column("95 %")
    table.add_column("leaks used")
    for summary in summaries:
        table.add_row(
            _text(summary.about.candidate),
            wording.precision(summary.claimed),
            wording.precision(summary.realised),
            wording.points(summary.total),
            wording.between(summary.low, summary.high),
            _text(", ".join(summary.leaks_used) or "none" if summary.realised else wording.NONE),
        )
    return table


def render_cohort(found: Cohort) -> RenderableType:
    """Return one row a sitting, in tiers."""
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    table.add_column("tier")
    table.add_column("who", overflow="fold")
    for heading in ("total", "claimed", "realised"):
        table.add_column(heading, justify="right")
    table.add_column("95 %")
    table.add_column("read by")
    for number, tier in enumerate((*found.tiers, found.untold), start=1):
        name = str(number) if number <= len(found.tiers) else wording.NONE
        for seat in tier:
            table.add_row(
                name,
                _text(seat.name),
                wording.points(seat.total),
                wording.precision(seat.claimed),
                wording.precision(seat.realised),
                wording.between(seat.low, seat.high),
                _text(", ".join(seat.readers) or "nobody"),
            )
    return table


def _people(summary: Summary) -> Iterator[RenderableType]:
    book = summary.people
    if not book.entries:
        yield _text("Nobody has read it yet.", "dim")
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("about")
    for reader in book.readers:
        table.add_column(_text(reader))
    table.add_column("automatic", justify="right")
    for judgement in book.judgements:
        given = [judgement.levels.get(reader) for reader in book.readers]
        words = [_text(f"{e.value:.0f}: {e.reason}" if e else wording.NONE) for e in given]
        table.add_row(_text(judgement.item.title), *words, "")
    for criterion in summary.criteria:
        over = {entry.reader: entry for entry in book.overrides(criterion.name)}
        if over:
            given = [over.get(reader) for reader in book.readers]
            words = [_text(f"{e.value:.0f}: {e.reason}" if e else wording.NONE) for e in given]
            table.add_row(_text(criterion.title), *words, wording.points(criterion.points))
    yield Padding(table, (0, 0, 1, 0))
    for pair in book.agreements:
        yield _text(
            f"{' and '.join(pair.readers)} agree in {pair.same} of {pair.items} items,"
            f" and lie at most one level apart in {pair.within_one}."
        )
    for entry in book.comments:
        yield _text(f"{entry.reader}: {entry.reason}")


def _parts(summary: Summary) -> Iterator[RenderableType]:
    about = summary.about
    yield _text(f"{about.candidate} · {about.title} · sitting {about.sitting}", "bold")
    tone = wording.OUTCOME_TONES[summary.outcome]
    said = f"{summary.outcome}, {reproduced(summary)}"
    yield Text.assemble((said, _STYLES[tone]), "  ", _text(summary.headline))
    if summary.outcome is not Outcome.COMPLETED and summary.ending.place is not None:
        yield _text(f"at {summary.ending.place}", "dim")
    yield Padding(_marks(summary), (1, 0))
    for number, finding in enumerate(summary.matter_most):
        if not number:
            yield Text("What matters most", "bold")
        yield _finding(finding)
    for part in told(summary):
        yield from _part(part)
    if summary.people.entries:
        yield Padding(Text("What people say", "bold"), (1, 0, 0, 0))
        yield from _people(summary)
    for sentence in (*summary.gone, *summary.missing):
        yield _text(f"· {sentence}", "dim")
    for problem in summary.problems:
        yield _text(f"! {problem}", "yellow")


def _part(part: Told) -> Iterator[RenderableType]:
    yield Padding(Text(part.title, "bold"), (1, 0, 0, 0))
    yield from (_text(sentence) for sentence in part.sentences)
    if part.rows:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        for head in part.heads:
            table.add_column(head, overflow="fold")
        for row in part.rows:
            table.add_row(*(_text(cell) for cell in row))
        yield table


def _marks(summary: Summary) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("criterion", no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column("points", justify="right", no_wrap=True)
    table.add_column("95 %", no_wrap=True)
    table.add_column("weight", no_wrap=True)
    table.add_column("certainty")
    for criterion in summary.criteria:
        table.add_row(*_row(criterion))
    judged = summary.judged_share
    note = "" if judged == 1 else f"stands on {wording.share(judged)} of the weights"
    table.add_row(
        Text("Total", "bold"),
        _bar(summary.total),
        Text(wording.points(summary.total), "bold"),
        wording.between(summary.low, summary.high),
        "",
        note,
    )
    return table


def _row(criterion: CriterionSummary) -> tuple[RenderableType, ...]:
    weight = wording.share(criterion.share)
    match criterion.mark:
        case Judged() as mark:
            return (
                criterion.title,
                _bar(mark.points),
                wording.points(mark.points),
                wording.between(mark.low, mark.high),
                weight,
                str(mark.certainty),
            )
        case NotJudged(reason=reason):
            return criterion.title, "", wording.NONE, "", weight, _text(f"not judged: {reason}")
        case NotAsked(reason=reason):
            return criterion.title, "", wording.NONE, "", "", _text(f"not asked: {reason}")
        case Fault(traceback=traceback):
            last = traceback.strip().rpartition("\n")[2]
            said = _text(f"a fault of ours, which costs nothing: {last}")
            return criterion.title, "", wording.NONE, "", weight, said


def _bar(points: float | None) -> Text:
    full = 0 if points is None else round(_BAR * points / 100)
    return Text("█" * full + "░" * (_BAR - full) if points is not None else "")


def _finding(finding: Finding) -> RenderableType:
    sign = f"{wording.SIGNS[finding.tone]} "
    below = [_text(finding.evidence)]
    if finding.place is not None:
        below.append(_text(str(finding.place), "dim"))
    if finding.question:
        below.append(_text(f"Ask: {finding.question}", "italic"))
    return Group(
        Text.assemble((sign, _STYLES[finding.tone]), _text(finding.claim, "bold")),
        Padding(Group(*below), (0, 0, 1, len(sign))),
    )


def _text(text: str, style: str = "") -> Text:
    # Text and never a string: rich would read markup and links in what a candidate wrote.
    return Text(" ".join(shown(text).split()), style)
