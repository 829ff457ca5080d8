"""The picture of the validation scheme as it was: rows by time, part by part.

Fitted rows stand up from a line, solid; judged rows hang from it, as teeth. Those of them whose
entity had been fitted on too are broad. Height is the share of the rows of that time, on a
scale of its own in each half: no row is drawn, and a hundred thousand cost what a hundred do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takehome.report import plot_frame, wording
from takehome.report.spots import short
from takehome.report.svg import COLOURS, SMALL, WIDE_IN, inline, label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markupsafe import Markup
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from takehome.report.validated import Judgement, Lane, Validated

_LEFT_IN: Final = 1.75
_RIGHT_IN: Final = 1.45
_LANE_IN: Final = 0.44
_HEAD_IN: Final = 0.3
_FOOT_IN: Final = 0.75
_HALF: Final = 0.4
_LONGEST: Final = 30
_TICKS: Final = 5
_FAINT: Final = 0.45
_NARROW: Final = 1.4
_BROAD: Final = 5.0


def scheme_as_it_was(validated: Validated | None, entry: str) -> Markup | None:
    """Return the picture, or None where nothing that was judged could be seen."""
    if validated is None:
        return None
    from matplotlib.figure import Figure

    lanes = sum(max(1, len(each.lanes)) for each in validated.judgements)
    tall = lanes + _HEAD_IN / _LANE_IN * len(validated.judgements)
    height = tall * _LANE_IN + _FOOT_IN
    with plot_frame.settings():
        figure = Figure(figsize=(WIDE_IN, height))
        inside = WIDE_IN - _LEFT_IN - _RIGHT_IN
        axes = figure.add_axes(
            (_LEFT_IN / WIDE_IN, _FOOT_IN / height, inside / WIDE_IN, tall * _LANE_IN / height)
        )
        axes.set_xlim(0, 1)
        axes.set_ylim(tall, 0)
        axes.spines["left"].set_visible(False)
        axes.set_yticks([])
        axes.tick_params(length=0, labelsize=SMALL)
        _draw_time(axes, validated)
        at = 0.0
        for judgement in validated.judgements:
            at = _draw_judgement(axes, judgement, at, entry)
        _draw_key(axes, height)
        return inline(
            figure,
            name="scheme",
            title="The validation scheme as it was",
            description=describe(validated),
        )


def describe(validated: Validated) -> str:
    """Return in words what the picture shows."""
    return " ".join(_sentences(validated))


def _sentences(validated: Validated) -> Iterator[str]:
    if validated.claim is None:
        yield "Nothing was claimed that could rest on a judgement."
    elif not validated.claimed:
        yield "The claim is the value of no judgement that was seen."
    for each in validated.claimed:
        yield f"The claim rests on {each.name} at {each.place}: {split_words(each)}."
        for warning in each.warnings:
            yield f"{warning[:1].upper()}{warning[1:]}."
    others = len(validated.judgements) - len(validated.claimed) + validated.more
    if others:
        other, well = ("other ", " as well") if validated.claimed else ("", "")
        places = "place" if others == 1 else "places"
        yield f"It was judged at {others} {other}{places}{well}."
    if validated.unresolved:
        calls = validated.traced + validated.unresolved
        yield f"Of {validated.unresolved:,} of {calls:,} calls the rows are not known."


def split_words(judgement: Judgement) -> str:
    """Return in words how fitted and judged rows lie to each other.

    What is not known is left out, and where nothing is, that is said.
    """
    known = [lane for lane in judgement.lanes if lane.fitted is not None]
    if not known:
        return "on which rows it was fitted is not known"
    parts = len(judgement.lanes) + judgement.more
    words = [f"{parts} parts" if parts > 1 else "one split"]
    if judgement.before:
        words.append("every fitted row is earlier than every judged one")
    elif judgement.later is not None:
        words.append(
            f"{wording.share(judgement.later)} of the fitted rows are later than half of the"
            " judged ones"
        )
    judged = sum(lane.judged for lane in known)
    shared = [lane.shared for lane in known if lane.shared is not None]
    if shared and judged:
        words.append(f"{wording.share(sum(shared) / judged)} of the judged rows have an entity"
                     " that was fitted on")  # fmt: skip
    both = sum(lane.both for lane in known)
    if both:
        words.append(f"{both:,} rows were fitted on and judged by the same model")
    return ", ".join(words)


def _draw_judgement(axes: Axes, judgement: Judgement, at: float, entry: str) -> float:
    """Draw one judgement from there on, and return where the next one may begin."""
    across = axes.get_yaxis_transform()
    inside = WIDE_IN - _LEFT_IN - _RIGHT_IN
    left = -_LEFT_IN / inside
    head = _HEAD_IN / _LANE_IN
    tone = "accent" if judgement.claimed else "muted"
    value = f" = {wording.precision(judgement.value)}" if judgement.value is not None else ""
    often = f", × {judgement.times:,}" if judgement.times > 1 and not judgement.claimed else ""  # noqa: RUF001 - a multiplication sign
    words = f"{label(judgement.name, limit=_LONGEST)}{value}{often}"
    place = label(short(judgement.place, entry), limit=48)
    rests = "◆ the claim: " if judgement.claimed else ""
    axes.text(
        left, at + head * 0.75, f"{rests}{words}, at {place}",
        transform=across, fontsize=SMALL, color=COLOURS[tone], va="center",
        fontweight="bold" if judgement.claimed else "normal",
    )  # fmt: skip
    at += head
    if not judgement.lanes:
        axes.text(0.5, at + 0.5, "its rows are not known", ha="center", va="center",
                  fontsize=SMALL, color=COLOURS["muted"])  # fmt: skip
    for number, lane in enumerate(judgement.lanes, start=1):
        parts = len(judgement.lanes) + judgement.more
        name = f"part {number} of {parts}" if parts > 1 else "one split"
        axes.text(left + 0.03, at + 0.5, name, transform=across, fontsize=SMALL, va="center",
                  color=COLOURS["muted"])  # fmt: skip
        _draw_lane(axes, lane, at + 0.5)
        at += 1
    return at if judgement.lanes else at + 1


def _draw_lane(axes: Axes, lane: Lane, y: float) -> None:
    axes.plot([0, 1], [y, y], color=COLOURS["muted"], lw=0.7)
    if lane.fitted is not None:
        heights = lane.fitted_over_time
        tops = [y - _HALF * height / _most(heights) for height in (*heights, heights[-1])]
        edges = [number / len(heights) for number in range(len(tops))]
        axes.fill_between(edges, y, tops, step="post", color=COLOURS["accent"], lw=0, alpha=_FAINT)
    most = _most(lane.judged_over_time)
    if lane.shared:
        _comb(axes, y, [share / most for share in lane.shared_over_time], _BROAD)
    _comb(axes, y, [share / most for share in lane.judged_over_time], _NARROW)
    for words, dy, tone in _numbers(lane):
        axes.text(
            1.02, y + dy, words, fontsize=SMALL - 1, va="center", color=COLOURS[tone],
            transform=axes.get_yaxis_transform(),
        )  # fmt: skip


def _comb(axes: Axes, y: float, heights: Sequence[float], width: float) -> None:
    """Draw a tooth for each stretch of time, as one path: a page has many of them."""
    teeth = [
        point
        for number, height in enumerate(heights)
        if height
        for point in (
            ((number + 0.5) / len(heights), y),
            ((number + 0.5) / len(heights), y + _HALF * height),
            (float("nan"), float("nan")),
        )
    ]
    axes.plot(
        [x for x, _ in teeth],
        [up for _, up in teeth],
        color=COLOURS["ink"],
        lw=width,
        alpha=_FAINT if width > _NARROW else 1,
        solid_capstyle="butt",
    )


def _most(heights: tuple[float, ...]) -> float:
    return max(heights) or 1.0


def _numbers(lane: Lane) -> Iterator[tuple[str, float, str]]:
    fitted = "fitted on: not known" if lane.fitted is None else f"fitted on {lane.fitted:,}"
    yield fitted, -0.22, "muted"
    if lane.both:
        yield f"judged {lane.judged:,}, {lane.both:,} fitted", 0.24, "bad"
    else:
        yield f"judged {lane.judged:,}", 0.24, "muted"


def _draw_time(axes: Axes, validated: Validated) -> None:
    if not validated.days:
        axes.set_xticks([0, 1], ["first row", "last row"])
        return
    last = len(validated.days) - 1
    places = [round(last * tick / _TICKS) for tick in range(_TICKS + 1)]
    days = [wording.day(validated.days[place]) for place in places]
    axes.set_xticks([place / last for place in places], days)


def _draw_key(axes: Axes, height: float) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Artist] = [
        Patch(facecolor=COLOURS["accent"], lw=0, alpha=_FAINT, label="fitted on, upwards")
    ]
    for words, width, alpha in (
        ("judged, downwards", _NARROW, 1.0),
        ("its entity was fitted on too", _BROAD, _FAINT),
    ):
        tooth = Line2D([], [], marker="|", ms=10, mew=width, alpha=alpha, label=words)
        tooth.set_linestyle("")
        tooth.set_color(COLOURS["ink"])
        handles.append(tooth)
    axes.figure.legend(
        handles=handles, loc="lower center", ncols=3, frameon=False, fontsize=SMALL,
        bbox_to_anchor=(0.5, 0.02 / height),
    )  # fmt: skip
