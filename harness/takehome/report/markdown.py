"""The same report as Markdown, for a ticket or a chat: nothing in it links, embeds or is HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from takehome.report import wording
from takehome.report.fate_words import fate_words
from takehome.report.told import reproduced, told
from takehome.text import shown
from takehome_graders.marks import Judged, NotAsked, NotJudged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takehome.report.summary import CriterionSummary, Summary
    from takehome.report.told import Told
    from takehome_graders.marks import Finding

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]#|~])")
_ADDRESS: Final = re.compile(r"(?i)(\w)(:)(?=/)|(\bwww)(\.)")
_BEGINS: Final = re.compile(r"^(\d*)([-+=.)])")
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;"}


def as_markdown(summary: Summary) -> str:
    """Return the report, one sentence a line."""
    return "\n".join(_lines(summary)) + "\n"


def plain(text: str) -> str:
    r"""Return a text that Markdown shows as it is.

    >>> plain("[a](http://b) <img> @c")
    '\\[a\\](http\\://b) &lt;img&gt; &#64;c'
    >>> plain("1. one")
    '1\\. one'
    """
    line = _SPECIAL.sub(r"\\\1", " ".join(shown(text).split()))
    line = _ADDRESS.sub(lambda m: f"{m[1] or m[3]}\\{m[2] or m[4]}", line)
    line = _BEGINS.sub(r"\1\\\2", line)
    return "".join(_ENTITIES.get(c, c) for c in line)


def _lines(summary: Summary) -> Iterator[str]:
    about = summary.about
    yield f"# {plain(about.candidate)}: {plain(about.title)}"
    yield ""
    yield plain(summary.headline)
    yield (
        f"Sitting {about.sitting}, **{summary.outcome.value}**, {reproduced(summary)},"
        f" submission {about.attempt} of {about.of}{', late' if about.late else ''}."
    )
    for sentence in summary.gone:
        yield f"**Gone:** {plain(sentence)}"
    yield from ["", "| criterion | points | 95 % | weight | certainty |", "|---|---:|---|---:|---|"]
    for criterion in summary.criteria:
        yield _row(criterion)
    interval = wording.between(summary.low, summary.high)
    yield f"| **Total** | **{wording.points(summary.total)}** | {interval} | | |"
    for criterion in summary.criteria:
        if criterion.findings:
            yield from ["", f"## {plain(criterion.title)}", ""]
            for finding in criterion.findings:
                yield from _finding(finding)
    yield from _plants(summary)
    for part in told(summary):
        yield from _part(part)
    yield from _people(summary)
    yield from _questions(summary)
    if summary.missing:
        yield from ["", "## What this report cannot say", ""]
        yield from (f"- {plain(sentence)}" for sentence in summary.missing)


def _row(criterion: CriterionSummary) -> str:
    weight = wording.share(criterion.share)
    match criterion.mark:
        case Judged() as mark:
            interval = wording.between(mark.low, mark.high)
            points, certainty = wording.points(mark.points), mark.certainty.value
        case NotJudged(reason=reason):
            interval, points, certainty = "", wording.NONE, f"not judged: {plain(reason)}"
        case NotAsked(reason=reason):
            weight, interval, points = "", "", wording.NONE
            certainty = f"not asked: {plain(reason)}"
        case _:
            interval, points, certainty = "", wording.NONE, "a fault of ours, which costs nothing"
    return f"| {plain(criterion.title)} | {points} | {interval} | {weight} | {certainty} |"


def _finding(finding: Finding) -> Iterator[str]:
    sign = wording.SIGNS[finding.tone]
    place = f" At {plain(str(finding.place))}." if finding.place else ""
    yield f"- {sign} **{plain(finding.claim)}** ({finding.certainty.value})"
    yield f"  {plain(finding.evidence)}{place}"
    if finding.question:
        yield f"  *Ask:* {plain(finding.question)}"


def _plants(summary: Summary) -> Iterator[str]:
    if summary.fates:
        yield from ["", "## What was planted", "", "| status | planted | what became of it |"]
        yield "|---|---|---|"
    for fate in summary.fates:
        columns = ", ".join(plain(column) for column in fate.plant.columns)
        kind = f"{fate.plant.kind}, {plain(fate.plant.mechanism)}"
        yield f"| {fate.status.value} | {columns} ({kind}) | {plain(fate_words(fate))} |"


def _part(part: Told) -> Iterator[str]:
    yield from ["", f"## {part.title}", ""]
    yield from (plain(sentence) for sentence in part.sentences)
    if part.rows:
        yield f"| {' | '.join(part.heads)} |"
        yield f"|{'---|' * len(part.heads)}"
        yield from (f"| {' | '.join(plain(cell) for cell in row)} |" for row in part.rows)


def _people(summary: Summary) -> Iterator[str]:
    entries = summary.people.entries
    if entries:
        yield from ["", "## What people say", ""]
    for entry in entries:
        value = "" if entry.value is None else f" {entry.value:.0f}"
        before = f" (before: {plain(entry.before)})" if entry.before else ""
        yield (
            f"- {plain(entry.reader)}, {wording.moment(entry.at)}, {plain(entry.about)}:"
            f" {entry.kind.value}{value}. {plain(entry.reason)}{before}"
        )


def _questions(summary: Summary) -> Iterator[str]:
    if summary.questions:
        yield from ["", "## What to ask", ""]
    for number, question in enumerate(summary.questions, start=1):
        yield f"{number}. **{plain(question.text)}**"
        yield f"   {plain(question.because)}"
        yield f"   *A strong answer:* {plain(question.strong)}"
