"""The picture of the data on their way through the code: a line a step, a column a stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takehome.report import plot_frame
from takehome.report.flow import STAGES, Stage, Step
from takehome.report.spots import short
from takehome.report.svg import COLOURS, SMALL, WIDE_IN, inline, label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup
    from matplotlib.axes import Axes

    from takehome.report.flow import Flow

_STEP_IN: Final = 0.27
_HEAD_IN: Final = 0.35
_STAGES_IN: Final = 3.3
_LONGEST: Final = 34
_SHAPES: Final = {
    Stage.READ: "s",
    Stage.SPLIT: "D",
    Stage.PREPARE: "p",
    Stage.FIT: "o",
    Stage.PREDICT: "^",
    Stage.JUDGE: "h",
}
_WARNING: Final = "⚠"


def way_of_the_data(flow: Flow | None, entry: str) -> Markup | None:
    """Return the picture, or None where no call was heard of."""
    if flow is None:
        return None
    from matplotlib.figure import Figure

    rows = len(flow.steps) + bool(flow.more)
    height = _HEAD_IN + _STEP_IN * rows + 0.1
    with plot_frame.settings():
        figure = Figure(figsize=(WIDE_IN, height))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, WIDE_IN)
        axes.set_ylim(height, 0)
        for stage in STAGES:
            axes.text(_x(stage), 0.13, stage.value, fontsize=SMALL, ha="center", va="center",
                      color=COLOURS["muted"])  # fmt: skip
        for number, step in enumerate(flow.steps):
            for source in (*step.sources, *step.guessed):
                _draw_edge(axes, flow.steps[source], source, step, number)
        for number, step in enumerate(flow.steps):
            _draw_step(axes, step, number, entry)
        if flow.more:
            axes.text(_STAGES_IN, _y(len(flow.steps)), _more(flow), fontsize=SMALL, va="center",
                      color=COLOURS["muted"])  # fmt: skip
        return inline(
            figure, name="flow", title="The data through the code", description=describe(flow)
        )


def describe(flow: Flow) -> str:
    """Return in words what the picture shows."""
    return " ".join(_sentences(flow))


def rows_of(step: Step) -> str:
    """Return how many rows the calls of a step were about."""
    if step.fewest is None or step.most is None:
        return "rows not known"
    if step.fewest == step.most:
        return f"{step.most:,} rows"
    return f"{step.fewest:,} to {step.most:,} rows"


def _sentences(flow: Flow) -> Iterator[str]:
    steps = len(flow.steps) + flow.more
    yield f"{flow.calls:,} calls in {steps:,} {'step' if steps == 1 else 'steps'}."
    for step in flow.steps:
        if step.claimed:
            yield f"The claim rests on {step.what} at {step.place}."
    warned = [step for step in flow.steps if step.seen]
    for step in warned:
        yield f"{step.what} at {step.place} {', and '.join(step.seen)}."
    if not warned:
        yield "Nothing was seen to know rows that were judged later."
    if any(step.guessed for step in flow.steps):
        yield "A dotted line is told by the order of the calls alone."


def _more(flow: Flow) -> str:
    return f"and {flow.more:,} more {'step' if flow.more == 1 else 'steps'}"


def _x(stage: Stage) -> float:
    return 0.3 + (_STAGES_IN - 0.65) * STAGES.index(stage) / (len(STAGES) - 1)


def _y(number: int) -> float:
    return _HEAD_IN + _STEP_IN * (number + 0.5)


def _draw_edge(axes: Axes, source: Step, start: int, step: Step, end: int) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    a, b = (_x(source.stage), _y(start)), (_x(step.stage), _y(end))
    # Straight on where it came from, then over to where it goes: lines of one source run together.
    bend = 0.0 if a[0] != b[0] else -0.16 - 0.02 * min(abs(end - start), 8)
    path = [a, (a[0] + bend, b[1] - 0.02 if bend == 0 else a[1] + 0.1), (b[0] + bend, b[1]), b]
    curve = Path(path, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
    axes.add_patch(
        PathPatch(
            curve,
            fill=False,
            edgecolor=COLOURS["muted"],
            lw=0.9,
            ls="-" if start in step.sources else (0, (2, 2)),
        )
    )


def _draw_step(axes: Axes, step: Step, number: int, entry: str) -> None:
    x, y = _x(step.stage), _y(number)
    tone = COLOURS["bad"] if step.seen else COLOURS["accent" if step.claimed else "ink"]
    axes.plot([x], [y], _SHAPES[step.stage], ms=7.5, color=tone)
    often = f" × {step.times:,}" if step.times > 1 else ""  # noqa: RUF001 - a multiplication sign
    claim = "◆ " if step.claimed else ""
    sign = f"{_WARNING} " if step.seen else ""
    axes.text(
        _STAGES_IN, y, f"{sign}{claim}{label(step.what, limit=_LONGEST)}{often}",
        fontsize=SMALL, va="center", color=tone,
        fontweight="bold" if step.claimed or step.seen else "normal",
    )  # fmt: skip
    where = f"{label(short(step.place, entry), limit=_LONGEST)}, {rows_of(step)}"
    axes.text(_STAGES_IN + 2.75, y, where, fontsize=SMALL - 1, va="center",
              color=COLOURS["muted"])  # fmt: skip
