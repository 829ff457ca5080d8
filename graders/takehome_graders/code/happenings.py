"""What happens in the code, in the order in which it is read: fits, judgements, splits and more."""

from __future__ import annotations

from dataclasses import dataclass, field

from takehome_graders.code.estimates import Stats
from takehome_graders.code.rows import Rows
from takehome_graders.evidence import Place

SHUFFLED = "shuffled"
"""The family of the cut that leaves all rows, in another order."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fitted:
    """Something was fitted on rows."""

    name: str
    """Its class, or an empty string where the text does not tell."""
    place: Place
    rows: Rows
    stats: Stats
    shapes: bool
    """Whether it is a preprocessing step rather than a model."""
    looped: bool = False
    """Whether it stands in a loop that goes through something else than folds."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judged:
    """A fitted model met rows: it predicted them or was scored on them."""

    fit: Fitted
    place: Place
    how: str
    rows: Rows
    stats: Stats
    looped: bool
    """Whether it stands in a loop that goes through something else than folds."""
    answers: bool
    """Whether it stands in a function that the submission leaves for others to call."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Validated:
    """A model was cross-validated or searched for over rows."""

    how: str
    place: Place
    rows: Rows
    stats: Stats
    splitter: str
    """The class of its splitter, or an empty string for the library's default."""
    grouped: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Divided:
    """Rows were divided into parts."""

    how: str
    """`train_test_split`, or the name of the splitter's class."""
    place: Place
    rows: Rows
    family: str
    shuffled: bool
    stratified: bool
    grouped: bool
    seeded: bool
    looped: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measured:
    """A metric was computed."""

    metric: str
    place: Place
    rows: Rows


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Watched:
    """Training watched rows to know when to stop."""

    place: Place
    rows: Rows
    training: Rows
    stops: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drawn:
    """Something random happened that names no seed."""

    what: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Peeked:
    """Rows were filled from what comes after them."""

    what: str
    place: Place
    rows: Rows


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shuffled:
    """The order of rows was lost; `SHUFFLED` stands in the path of what came out."""

    place: Place
    role: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kept:
    """A loop kept the best of what it met: `if score > best: best = score`."""

    place: Place


@dataclass(slots=True, kw_only=True, eq=False)
class Happenings:
    """All that happened; grows while the code is read."""

    fitted: list[Fitted] = field(default_factory=list)
    judged: list[Judged] = field(default_factory=list)
    validated: list[Validated] = field(default_factory=list)
    divided: list[Divided] = field(default_factory=list)
    measured: list[Measured] = field(default_factory=list)
    watched: list[Watched] = field(default_factory=list)
    drawn: list[Drawn] = field(default_factory=list)
    shuffled: list[Shuffled] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    peeked: list[Peeked] = field(default_factory=list)
    seeded: bool = False
    """Whether a global seed was set."""
    strings: set[str] = field(default_factory=set)
    """Every string constant in the code: the columns and metrics that it can name."""
