from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takehome.report import plot_again, plot_flow, plot_levels, plot_scheme, plot_weeks
from takehome.report.svg import apart

if TYPE_CHECKING:
    from takehome.report.summary import Summary


def _plots(summary: Summary) -> dict[str, str]:
    levels = plot_levels.claimed_against_realised(summary)
    weeks = plot_weeks.over_time(summary)
    assert levels is not None
    assert weeks is not None
    return {"levels": str(levels), "weeks": str(weeks)}


def _watched_plots(summary: Summary) -> dict[str, str]:
    drawn = {
        "scheme": plot_scheme.scheme_as_it_was(summary.validated, summary.entry),
        "flow": plot_flow.way_of_the_data(summary.flow, summary.entry),
        "runs": plot_again.rerun(summary.again),
    }
    assert None not in drawn.values()
    return {name: str(plot) for name, plot in drawn.items()}


@pytest.fixture(scope="module")
def plots(leaky: Summary, watched: dict[str, Summary]) -> dict[str, str]:
    return {**_plots(leaky), **_watched_plots(watched["leaky"])}


def test_a_plot_has_no_colour_of_its_own(plots: dict[str, str]) -> None:
    for text in plots.values():
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?!-)", re.sub(r"(href=\"|url\()#", "", text))
        assert "var(--ink)" in text
        for words in re.findall(r"<text[^>]*>", text):
            assert "fill: var(--" in words


def test_a_plot_says_in_words_what_it_shows(plots: dict[str, str], leaky: Summary) -> None:
    for name, text in plots.items():
        root = ET.fromstring(text)  # noqa: S314 - our own
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-labelledby"] == f"{name}-title {name}-description"
        assert root[0].attrib["id"] == f"{name}-title"
    assert f"Claimed {leaky.claimed:.3f}." in plots["levels"]
    assert "Planted: concept drift since 15 Mar 2025." in plots["weeks"]


def test_two_plots_share_no_id_and_refer_only_to_their_own(plots: dict[str, str]) -> None:
    ids = [id_ for text in plots.values() for id_ in re.findall(r"\bid=\"([^\"]+)\"", text)]
    assert len(ids) == len(set(ids))
    for text in plots.values():
        own = set(re.findall(r"\bid=\"([^\"]+)\"", text))
        assert set(re.findall(r"(?:href=\"|url\()#([^\")]+)", text)) <= own


def test_a_plot_brings_no_style_sheet_no_metadata_and_no_address(plots: dict[str, str]) -> None:
    for text in plots.values():
        assert "<style" not in text
        assert "<metadata" not in text
        assert "http" not in text


def test_every_drift_is_marked_with_its_date(plots: dict[str, str]) -> None:
    assert "concept drift since 15 Mar 2025" in plots["weeks"]
    assert "◂ unit change drift since 1 Jul 2024" in plots["weeks"]


def test_a_gradual_drift_is_marked_from_its_first_day_to_its_last(leaky: Summary) -> None:
    gradual = replace(leaky.drifts[0], until=date(2025, 2, 1))

    text = _plots(replace(leaky, drifts=(gradual,)))["weeks"]

    assert "unit change drift, gradual, 1 Jul 2024 to 1 Feb 2025" in text


def test_the_same_summary_draws_the_same_bytes(
    leaky: Summary, watched: dict[str, Summary], plots: dict[str, str]
) -> None:
    assert {**_plots(leaky), **_watched_plots(watched["leaky"])} == plots


def test_without_realised_numbers_there_is_nothing_to_draw(odd: dict[str, Summary]) -> None:
    assert plot_levels.claimed_against_realised(odd["failed"]) is None
    assert plot_weeks.over_time(odd["failed"]) is None


def test_sittings_that_ended_early_or_claim_nothing_can_be_drawn(odd: dict[str, Summary]) -> None:
    for name in ("one window", "no claim"):
        assert len(_plots(odd[name])) == 2


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), st.floats(0, 0.3))
def test_labels_keep_their_distance_and_their_order(values: list[float], gap: float) -> None:
    places = apart(values, gap=gap)

    pairs = sorted(zip(values, places, strict=True))
    for (_, before), (_, after) in pairwise(pairs):
        assert after - before >= gap - 1e-6
    assert sum(places) == pytest.approx(sum(values), abs=1e-6)


def test_labels_with_room_enough_stay_where_they_are() -> None:
    assert apart([0.9, 0.1, 0.5], gap=0.2) == [0.9, 0.1, 0.5]
