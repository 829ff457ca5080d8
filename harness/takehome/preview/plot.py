"""The picture of a plant as a figure that stands inside the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from takehome.preview.pictures import Along, Course
from takehome.report import plot_frame, wording
from takehome.report.svg import COLOURS, SMALL, inline

if TYPE_CHECKING:
    from markupsafe import Markup
    from matplotlib.axes import Axes

    from takehome.preview.preview import Planted

_HEIGHT_IN: Final = 2.4
_BAR: Final = 0.36
_MONTHS: Final = 5


def drawn(planted: Planted) -> Markup | None:
    """Return the plot, or None where there is nothing to draw."""
    if planted.picture is None:
        return None
    with plot_frame.settings():
        match planted.picture:
            case Along() as along:
                figure, axes = plot_frame.framed("", "positive", height=_HEIGHT_IN)
                _draw_along(axes, along)
            case Course() as course:
                figure, axes = plot_frame.framed("", course.up, height=_HEIGHT_IN)
                _draw_course(axes, course)
            case _ as other:
                assert_never(other)
        return inline(
            figure,
            name=planted.record.id.replace(".", "-"),
            title=f"Where {planted.record.id} can be seen",
            description=describe(planted.picture),
        )


def describe(picture: Along | Course) -> str:
    """Return in words what the plot shows."""
    match picture:
        case Along():
            told = [
                f"{name}: {wording.percent(before)} in training,"
                f" {wording.percent(after) if after is not None else 'no row'} in production"
                for name, before, after in zip(
                    picture.bins, picture.training, picture.production, strict=True
                )
                if before is not None
            ]
            return f"Share of positive outcomes along {picture.column}: {'; '.join(told)}."
        case Course():
            since = f" Planted since {wording.day(picture.since)}." if picture.since else ""
            return (
                f"{picture.up} week by week: {picture.names[0]} beside {picture.names[1]}."
                f" Training ends on {wording.day(picture.training_ends)}.{since}"
            )
        case _ as other:
            assert_never(other)


def _draw_along(axes: Axes, along: Along) -> None:
    shown = [
        at
        for at in range(len(along.bins))
        if along.training[at] is not None or along.production[at] is not None
    ]
    sides = (
        (-_BAR / 2, along.training, COLOURS["accent"], COLOURS["accent"], "training extract"),
        (_BAR / 2, along.production, COLOURS["muted"], COLOURS["paper"], "production"),
    )
    for shift, rates, edge, inside, label in sides:
        axes.bar(
            [place + shift for place in range(len(shown))],
            [rates[at] or 0.0 for at in shown],
            width=_BAR,
            color=inside,
            edgecolor=edge,
            lw=1.2,
            label=label,
        )
    names = [f"{along.bins[at]}\n{wording.share(along.rows[at])} of rows" for at in shown]
    axes.set_xticks(range(len(shown)), names, fontsize=SMALL)
    axes.yaxis.set_major_formatter(lambda value, _: f"{100 * value:g} %")
    axes.set_ylim(0, axes.get_ylim()[1] * 1.25)
    axes.legend(loc="upper left", ncols=2, fontsize=SMALL, frameon=False)


def _draw_course(axes: Axes, course: Course) -> None:
    weeks = range(len(course.weeks))
    for values, colour, dashed in (
        (course.first, COLOURS["accent"], False),
        (course.second, COLOURS["muted"], True),
    ):
        known = [
            (week, value) for week, value in zip(weeks, values, strict=True) if value is not None
        ]
        axes.plot(
            [week for week, _ in known],
            [value for _, value in known],
            color=colour,
            lw=1.6,
            ls=(0, (4, 2)) if dashed else "-",
            label=course.names[1 if dashed else 0],
        )
    first = course.weeks[0]
    for day, words, height in (
        (course.training_ends, "training ends", 0.76),
        (course.since, "planted since", 0.86),
    ):
        if day is not None:
            at = (day - first).days / 7
            axes.axvline(at, color=COLOURS["ink"], lw=0.9, ls=(0, (4, 2.5)))
            axes.annotate(
                words,
                (at, height),
                xycoords=("data", "axes fraction"),
                xytext=(3, -1),
                textcoords="offset points",
                va="top",
                fontsize=SMALL,
            )
    every = max(1, len(course.weeks) // _MONTHS)
    axes.set_xticks(
        list(weeks)[::every], [f"{day:%b %Y}" for day in course.weeks[::every]], fontsize=SMALL
    )
    axes.set_ylim(0, axes.get_ylim()[1] * 1.45)
    axes.legend(loc="upper left", ncols=2, fontsize=SMALL, frameon=False)
