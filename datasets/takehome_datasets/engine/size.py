"""How large a world is made, and how its calendar follows from that."""

from __future__ import annotations

from dataclasses import dataclass

from takehome_datasets.errors import ChallengeError
from takehome_datasets.recipe import StreamSize

TRAINING_DAYS = 270
GAP_DAYS = 30
"""Between the two windows."""
HISTORY_DAYS = 180
"""Before the training period, as far back as tables beside the examples go."""
WARM_UP_DAYS = 31
"""Before the training period, so that its first rows have a past too."""
_MOST_PREVALENT = 0.5
_LEAST_ROWS = 1000
_LEAST_POSITIVES = 30
_MOST_WINDOWS = 120
_LEAST_STREAM_ROWS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many rows a world has to have."""

    rows: int
    window_rows: int
    prevalence: float | None = None
    """None where the outcome is a number."""
    stream: StreamSize | None = None

    @property
    def window_days(self) -> int:
        """How long a window is: as busy as the training period."""
        return self.days_of(self.window_rows)

    def days_of(self, rows: int) -> int:
        """Return how long it takes for so many rows to happen."""
        return max(1, round(TRAINING_DAYS * rows / self.rows))

    def check(self, *, place: str) -> None:
        """Refuse what no world could be made with.

        Raises:
            ChallengeError: Too few rows or positives, too large a window, no such prevalence, or a
                stream that is too long or whose windows are too small or too large.
        """
        if self.stream is not None:
            _check_stream(self.stream, self.rows, place=place)
        if self.prevalence is not None and not 0.0 < self.prevalence < _MOST_PREVALENT:
            raise ChallengeError(
                f"{place}: prevalence = {self.prevalence} must lie above 0 and below"
                f" {_MOST_PREVALENT}"
            )
        if self.rows < _LEAST_ROWS:
            raise ChallengeError(f"{place}: rows = {self.rows}; at least {_LEAST_ROWS} are needed")
        least, most = max(200, self.rows // 20), self.rows // 2
        if not least <= self.window_rows <= most:
            raise ChallengeError(
                f"{place}: window_rows = {self.window_rows} must lie between {least} and {most},"
                f" because a window is as busy as the {self.rows} rows of the training period"
            )
        positives = (self.prevalence or 0.0) * min(self.rows, 2 * self.window_rows)
        if self.prevalence is not None and positives < _LEAST_POSITIVES:
            raise ChallengeError(
                f"{place}: prevalence = {self.prevalence} with rows = {self.rows} and window_rows ="
                f" {self.window_rows} leaves too few positives to judge anything by: raise one of"
                f" them until training and windows have {_LEAST_POSITIVES} or more each"
            )


def _check_stream(stream: StreamSize, rows: int, *, place: str) -> None:
    if not 1 <= stream.windows <= _MOST_WINDOWS:
        raise ChallengeError(
            f"{place}: stream.windows = {stream.windows} must lie between 1 and {_MOST_WINDOWS}"
        )
    if not _LEAST_STREAM_ROWS <= stream.window_rows <= rows // 2:
        raise ChallengeError(
            f"{place}: stream.window_rows = {stream.window_rows} must lie between"
            f" {_LEAST_STREAM_ROWS} and {rows // 2}, because a window is as busy as the {rows} rows"
            " of the training period"
        )
