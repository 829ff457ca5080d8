from __future__ import annotations

from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING, Literal

from rich.console import Console

from takehome.report.terminal import render, render_compared
from takehome_graders import specimens
from takehome_graders.evidence import Answers, NamedLeak

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import RenderableType

    from takehome.report.summary import Summary
    from takehome_datasets.key import Key

HOSTILE = "\x1b[2J\x1b]0;owned\x07 [bold red]x[/] \u202egnp\u202c [link=file:///etc]y[/link]"


def _printed(what: RenderableType, *, terminal: bool = False) -> str:
    stream = StringIO()
    colours: Literal["standard"] | None = "standard" if terminal else None
    Console(file=stream, width=100, force_terminal=terminal, color_system=colours).print(what)
    return stream.getvalue()


def test_the_marks_stand_in_a_table_with_what_matters_most(naive: Summary) -> None:
    text = _printed(render(naive))

    assert "Held-out performance" in text
    assert "Total" in text
    assert text.count("Ask: ") == 3
    assert "listens to 2 planted leaks" in " ".join(text.split())


def test_a_criterion_that_is_not_judged_says_why(odd: dict[str, Summary]) -> None:
    text = " ".join(_printed(render(odd["failed"])).split())

    assert "not judged: The sitting ended before there was an answer." in text
    assert "failed" in text
    assert "solution.ipynb, cell 1, line 1" in text


def test_side_by_side_every_candidate_has_a_row(careful: Summary, leaky: Summary) -> None:
    lines = _printed(render_compared([careful, leaky])).splitlines()

    assert "none" in lines[1]
    assert "refunded_amount, card_dispute_rate" in lines[2]


def test_nothing_of_a_candidates_controls_the_terminal(
    key: Key, summarised: Callable[..., Summary]
) -> None:
    leak = NamedLeak(table=HOSTILE, columns=(HOSTILE,), kind=HOSTILE, evidence="", action="")
    evidence = replace(
        specimens.naive(key),
        problems=(HOSTILE,),
        answers=Answers(leaks=(leak,)),
    )

    summary = summarised(evidence, candidate=HOSTILE)
    plain = _printed(render(summary))
    coloured = _printed(render(summary), terminal=True)

    assert not set(plain) & set("\x1b\x07\u202e\u202c")
    assert "[bold red]x[/]" in plain
    assert not set(coloured) & set("\x07\u202e\u202c")
    assert "\x1b[2J" not in coloured
    assert "\x1b]" not in coloured


def test_odd_sittings_can_be_printed(odd: dict[str, Summary]) -> None:
    for summary in odd.values():
        assert summary.about.candidate in _printed(render(summary))
        assert _printed(render_compared([summary]))
