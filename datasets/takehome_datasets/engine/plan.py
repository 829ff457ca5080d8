"""Planning a world: the language in which its author writes the graph down.

Everything here builds nodes. Nothing is drawn, and no function of the author's gets into a graph.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from takehome_datasets.engine.checks import check_graph
from takehome_datasets.engine.graph import Graph, Input, Json, Kind, Node
from takehome_datasets.errors import ChallengeError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from takehome_datasets.scene import Numbers
    from takehome_datasets.tables import Form

_WORDY = frozenset({"choice@1", "quota@1", "only_where@1", "of@1", "column@1", "state@1"})
"""Primitives whose nodes say which words their codes stand for."""
EVEN_WEEK = (1.0,) * 7
EVEN_DAY = (1.0,) * 24
EVEN_YEAR = (1.0,) * 12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Value:
    """What a node gives, to go on calculating with."""

    plan: Plan
    name: str
    table: str
    kind: Kind
    levels: tuple[str, ...] = ()

    def __add__(self, other: Value | float) -> Value:
        return self._with("add@1", self, other)

    def __radd__(self, other: float) -> Value:
        return self._with("add@1", other, self)

    def __sub__(self, other: Value | float) -> Value:
        return self._with("subtract@1", self, other)

    def __rsub__(self, other: float) -> Value:
        return self._with("subtract@1", other, self)

    def __mul__(self, other: Value | float) -> Value:
        return self._with("multiply@1", self, other)

    def __rmul__(self, other: float) -> Value:
        return self._with("multiply@1", other, self)

    def __truediv__(self, other: Value | float) -> Value:
        return self._with("divide@1", self, other)

    def __mod__(self, other: Value | float) -> Value:
        return self._with("modulo@1", self, other)

    def __neg__(self) -> Value:
        return self._with("multiply@1", self, -1.0)

    def __lt__(self, other: Value | float) -> Value:
        return self._with("less@1", self, other, kind="flag")

    def __le__(self, other: Value | float) -> Value:
        return self._with("less_equal@1", self, other, kind="flag")

    def __gt__(self, other: Value | float) -> Value:
        return self._with("greater@1", self, other, kind="flag")

    def __ge__(self, other: Value | float) -> Value:
        return self._with("greater_equal@1", self, other, kind="flag")

    def __and__(self, other: Value) -> Value:
        return self._with("both@1", self, other, kind="flag")

    def __or__(self, other: Value) -> Value:
        return self._with("either@1", self, other, kind="flag")

    def __invert__(self) -> Value:
        return self._with("opposite@1", self, kind="flag")

    def log(self) -> Value:
        """Return its natural logarithm."""
        return self._with("log@1", self)

    def log1p(self) -> Value:
        """Return the natural logarithm of one more."""
        return self._with("log1p@1", self)

    def exp(self) -> Value:
        """Return its exponential."""
        return self._with("exp@1", self)

    def square(self) -> Value:
        """Return its square."""
        return self._with("square@1", self)

    def sqrt(self) -> Value:
        """Return its square root."""
        return self._with("sqrt@1", self)

    def floor(self) -> Value:
        """Return the largest whole number that is not larger."""
        return self._with("floor@1", self)

    def clip(self, low: Value | float, high: Value | float) -> Value:
        """Return it between two bounds."""
        return self._with("minimum@1", self._with("maximum@1", self, low), high)

    def filled(self, instead: float) -> Value:
        """Return it with a number where it is missing."""
        return self._with("filled@1", self, instead)

    def known(self) -> Value:
        """Return whether it is not missing."""
        return self._with("known@1", self, kind="flag")

    def same(self, other: Value) -> Value:
        """Return whether two codes stand for the same word of the same words."""
        if self.levels != other.levels:
            raise ChallengeError(f"plan: {self.name} and {other.name} have different words")
        return self._with("same@1", self, other, kind="flag")

    def among(self, *words: str) -> Value:
        """Return whether a code stands for one of some words."""
        codes: list[Json] = [self._code(word) for word in words]
        return self._with("among@1", self, kind="flag", settings={"codes": codes})

    def by(self, numbers: Sequence[float] | dict[str, float], *, otherwise: float = 0.0) -> Value:
        """Return a number for each word that it may stand for."""
        if isinstance(numbers, dict):
            for word in numbers:
                self._code(word)
            numbers = [numbers.get(word, otherwise) for word in self.levels]
        if len(numbers) != len(self.levels):
            raise ChallengeError(f"plan: {self.name} has {len(self.levels)} words")
        return self._with("by_code@1", self, settings={"values": list(numbers)})

    def hour(self) -> Value:
        """Return the hour of the day of a moment."""
        return self._with("hour@1", self, kind="count")

    def season(self, *, peak: float) -> Value:
        """Return where in the year a moment lies: 1 on the day of the peak, -1 half a year on."""
        return self._with("season@1", self, settings={"peak": peak})

    def _code(self, word: str) -> int:
        if word not in self.levels:
            raise ChallengeError(
                f'plan: {self.name} never is "{word}".{did_you_mean(word, self.levels)}'
            )
        return self.levels.index(word)

    def _with(
        self,
        primitive: str,
        *inputs: Value | float,
        kind: Kind = "number",
        settings: dict[str, Json] | None = None,
    ) -> Value:
        return self.plan.step(self.table, primitive, *inputs, kind=kind, settings=settings or {})


@dataclass(slots=True, kw_only=True)
class Plan:
    """A world while it is being written down."""

    nodes: list[Node] = field(default_factory=list)

    def step(
        self,
        table: str,
        primitive: str,
        *inputs: Value | float | None,
        kind: Kind = "number",
        label: str = "",
        settings: dict[str, Json] | None = None,
        levels: tuple[str, ...] = (),
    ) -> Value:
        """Add a node."""
        name = f"{table}:{label or f'{primitive}#{len(self.nodes)}'}"
        raw: list[Input] = [each.name if isinstance(each, Value) else each for each in inputs]
        said = dict(settings or {})
        if levels and primitive in _WORDY:
            said["levels"] = list(levels)
        self.nodes.append(
            Node(name=name, primitive=primitive, table=table, inputs=tuple(raw), settings=said)
        )
        return Value(plan=self, name=name, table=table, kind=kind, levels=levels)

    def entities(
        self, name: str, *, per_row: float, least: int, most: int = 10**9, shared: bool = False
    ) -> Entities:
        """Add a table of entities, so many for each row of the training table.

        Those that are shared are the same in every partition, and have to be few.
        """
        settings: dict[str, Json] = {
            "per_row": per_row, "least": least, "most": most, "shared": shared,
        }  # fmt: skip
        table = self.step(name, "entities@1", kind="table", label="rows", settings=settings)
        return Entities(plan=self, name=name, table=table)

    def events(  # noqa: PLR0913 - when events happen has many sides
        self,
        name: str,
        *,
        of: Entities,
        activity: Value,
        per_row: float = 1.0,
        week: Sequence[float] = EVEN_WEEK,
        hours: Sequence[float] = EVEN_DAY,
        year: Sequence[float] = EVEN_YEAR,
        follow_ups: float = 0.0,
        follow_hours: float = 1.0,
    ) -> Events:
        """Add a table of events of entities, so many for each row of the examples."""
        settings: dict[str, Json] = {
            "of": of.name, "per_row": per_row, "week": list(week), "hours": list(hours),
            "year": list(year), "follow_ups": follow_ups, "follow_hours": follow_hours,
        }  # fmt: skip
        if of.appears is None:
            raise ChallengeError(f"plan: {of.name} must appear before {name} happen to them")
        table = self.step(
            name, "events@1", of.appears, activity, kind="table", label="rows", settings=settings
        )
        owner = self.step(
            name, "owner@1", table, kind="rows", label="owner", settings={"of": of.name}
        )
        moment = self.step(name, "moment@1", table, kind="moment", label="appears")
        return Events(
            plan=self, name=name, table=table, links={of.name: owner}, owner=owner, moment=moment
        )

    def graph(self) -> Graph:
        """Return the graph, checked."""
        graph = Graph(nodes=tuple(self.nodes))
        check_graph(graph)
        return graph


@dataclass(slots=True, kw_only=True)
class Planned:
    """A table while it is being written down."""

    plan: Plan
    name: str
    table: Value

    def uniform(self, label: str) -> Value:
        """Draw numbers between 0 and 1."""
        return self._draw("uniform@1", label)

    def normal(self, label: str) -> Value:
        """Draw standard normal numbers."""
        return self._draw("normal@1", label)

    def exponential(self, label: str) -> Value:
        """Draw waiting times of mean 1."""
        return self._draw("exponential@1", label)

    def chance(self, label: str, share: Value | float) -> Value:
        """Draw what happens in a share of the rows."""
        return self.uniform(label) < share

    def choice(
        self,
        label: str,
        levels: Sequence[str],
        shares: Sequence[Any],
        *,
        by: Value | None = None,
    ) -> Value:
        """Draw words with these shares, which may be different by another code."""
        inputs = (self.table,) if by is None else (self.table, by)
        return self.plan.step(
            self.name, "choice@1", *inputs, kind="code", label=f"~{label}", levels=tuple(levels),
            settings={"shares": [list(s) if by else s for s in shares]},
        )  # fmt: skip

    def even(self, label: str, *, within: Value | None = None) -> Value:
        """Draw numbers between 0 and 1 that are evenly spread, over all rows or those of a code."""
        inputs = (self.table,) if within is None else (self.table, within)
        return self.plan.step(self.name, "even@1", *inputs, label=f"~{label}")

    def quota(
        self,
        label: str,
        levels: Sequence[str],
        shares: Sequence[Any],
        *,
        by: Value | None = None,
        within: Value | None = None,
    ) -> Value:
        """Deal words out so that these shares are kept to.

        Args:
            label: Of the draw.
            levels: The words.
            shares: Of each, or of each by another code.
            by: The code that the shares hang on; they are kept to within each.
            within: A code within each of which the same shares are kept to.
        """
        code = by or within
        inputs = (self.table,) if code is None else (self.table, code)
        if within is not None:
            shares = [shares] * len(within.levels)
        return self.plan.step(
            self.name, "quota@1", *inputs, kind="code", label=f"~{label}", levels=tuple(levels),
            settings={"shares": [list(s) if code else s for s in shares]},
        )  # fmt: skip

    def where(
        self, flag: Value, then: Value | float | None, otherwise: Value | float | None
    ) -> Value:
        """Return one value where a flag holds, and the other elsewhere; None is missing."""
        values = [each for each in (then, otherwise) if isinstance(each, Value)]
        code = any(each.kind == "code" for each in values)
        return self.plan.step(
            self.name, "where@1", flag, then, otherwise,
            kind="code" if code else "number", levels=values[0].levels if code else (),
        )  # fmt: skip

    def only_where(self, flag: Value, code: Value) -> Value:
        """Return a code where a flag holds, and nothing elsewhere."""
        return self.plan.step(
            self.name, "only_where@1", flag, code, kind="code", levels=code.levels
        )

    def state(self, of: Value, levels: Sequence[str], starting_at: Sequence[float]) -> Value:
        """Return the state that something is in, by how much has happened."""
        return self.plan.step(
            self.name, "state@1", of, kind="code", levels=tuple(levels),
            settings={"from": list(starting_at)},
        )  # fmt: skip

    def text(self, label: str, about: Value, parts: Sequence[Sequence[Sequence[str]]]) -> Value:
        """Put short texts together from parts, by what they are about."""
        said: list[Json] = [[list(choices) for choices in sentence] for sentence in parts]
        return self.plan.step(
            self.name, "text@1", self.table, about, kind="code", label=f"~{label}",
            settings={"parts": said},
        )  # fmt: skip

    def column(self, name: str, value: Value, *, form: Form, decimals: int = 0) -> Value:
        """Write a column down, and return it as it can be read."""
        kind: Kind = value.kind if value.kind == "code" else "number"
        return self.plan.step(
            self.name, "column@1", value, kind=kind, label=name, levels=value.levels,
            settings={"form": form, "decimals": decimals},
        )  # fmt: skip

    def number(self, name: str, value: Value, decimals: int) -> Value:
        """Write a column of measured numbers down."""
        return self.column(name, value, form="number", decimals=decimals)

    def count(self, name: str, value: Value) -> Value:
        """Write a column of whole numbers down."""
        return self.column(name, value, form="count")

    def words(self, name: str, value: Value) -> Value:
        """Write a column of words down."""
        return self.column(name, value, form="text")

    def day(self, name: str, value: Value) -> Value:
        """Write a column of dates down, counted from the start of the training period."""
        return self.column(name, value, form="day")

    def token(self, name: str, letter: str) -> Value:
        """Write a column of ids down."""
        made = self.plan.step(
            self.name, "token@1", self.table, kind="code", label=f"{name} made",
            settings={"letter": letter},
        )  # fmt: skip
        return self.words(name, made)

    def _draw(self, primitive: str, label: str) -> Value:
        return self.plan.step(self.name, primitive, self.table, label=f"~{label}")


@dataclass(slots=True, kw_only=True)
class Entities(Planned):
    """A table of entities while it is being written down."""

    appears: Value | None = None

    def come(self, *, old: float) -> Value:
        """Let a share be there from the beginning, and the others come one by one."""
        self.appears = self.plan.step(
            self.name, "appears@1", self.table, kind="moment", label="appears",
            settings={"old": old},
        )  # fmt: skip
        return self.appears

    def come_on(self, day: Value) -> None:
        """Let each appear on a day of its own."""
        self.appears = self.plan.step(self.name, "begins@1", day, kind="moment", label="appears")

    def stand_in(self, other: Entities, *, home: Value, kind: Value, popularity: Value) -> Value:
        """Choose another entity for each, of its own kind; return which."""
        return self.plan.step(
            self.name, "pick@1", self.table, home, kind, popularity, kind="rows",
            label=f"which of {other.name}", settings={"of": other.name, "stays": 1.0},
        )  # fmt: skip

    def hidden(self) -> Value:
        """Give each an effect that nobody can see."""
        return self.plan.step(self.name, "hidden@1", self.table, label="hidden")


@dataclass(slots=True, kw_only=True)
class Events(Planned):
    """A table of events while it is being written down."""

    links: dict[str, Value]
    owner: Value
    moment: Value

    def number_id(self, name: str) -> Value:
        """Write a column of ids that are numbers down."""
        made = self.plan.step(
            self.name, "number_id@1", self.table, kind="count", label=f"{name} made"
        )
        return self.count(name, made)

    def meet(
        self, other: Entities, *, home: Value, kind: Value, popularity: Value, stays: float
    ) -> None:
        """Choose another entity for each event, a share of them of the event's own kind."""
        self.links[other.name] = self.plan.step(
            self.name, "pick@1", self.table, home, kind, popularity, kind="rows",
            label=f"which of {other.name}", settings={"of": other.name, "stays": stays},
        )  # fmt: skip

    def through(self, which: Value, other: Entities) -> None:
        """Let the entity that belongs to an event bring another one along."""
        self.links[other.name] = self.plan.step(
            self.name, "of@1", self.links[which.table], which, kind="rows",
            label=f"which of {other.name}", settings={"of": other.name},
        )  # fmt: skip

    def at(self, value: Value) -> Value:
        """Look up what holds of the entity that belongs to each event."""
        if value.table not in self.links:
            raise ChallengeError(
                f"plan: {self.name} have nothing to do with {value.table}, where {value.name} is"
            )
        return self.plan.step(
            self.name, "of@1", self.links[value.table], value, kind=value.kind, levels=value.levels
        )

    def past_count(self, days: float) -> Value:
        """Count the entity's events in the days before each event."""
        return self.plan.step(
            self.name, "count@1", self.table, kind="count", settings={"days": days}
        )

    def past_total(self, value: Value, days: float) -> Value:
        """Add up a number over the entity's events in the days before each event."""
        return self.plan.step(self.name, "total@1", self.table, value, settings={"days": days})

    def past_count_of(self, other: Events, days: float) -> Value:
        """Count the entity's events of another table in the days before each event."""
        return self.plan.step(
            self.name, "count_of@1", self.owner, self.moment, other.table, kind="count",
            settings={"days": days, "events": other.name},
        )  # fmt: skip

    def since(self, other: Events) -> Value:
        """Return the days since the entity's last event of another table."""
        return self.plan.step(
            self.name, "since@1", self.owner, self.moment, other.table,
            settings={"events": other.name},
        )  # fmt: skip

    def status(self, name: str, levels: Sequence[str], waits: Sequence[Value | float]) -> None:
        """Write a column of states down, each entered so many days after the row; missing is never.

        Training rows show it as of extraction, rows of production as of their own moment. Nothing
        can hang on it: what it says depends on when one looks.
        """
        self.plan.step(
            self.name, "status@1", self.moment, *waits, kind="states", label=name,
            settings={"levels": list(levels)},
        )  # fmt: skip

    def carrier(
        self, name: str, *, shape: str, middle: float, spread: float, decimals: int
    ) -> Value:
        """Write a column down in which no two rows are alike."""
        made = self.plan.step(
            self.name, "carrier@1", self.table, label=f"{name} made",
            settings={"shape": shape, "middle": middle, "spread": spread},
        )  # fmt: skip
        return self.number(name, made, decimals)

    def term(self, name: str, value: Value) -> Value:
        """Let the outcome hang on something. A piece that hangs on one column has its name."""
        return self.plan.step(
            self.name, "term@1", value, label=f"term {name}", settings={"part": name}
        )

    def target(
        self, hidden: Value, terms: Sequence[Value], *, hidden_weight: float, delay_days: float,
        missed: float, alarm: float,
    ) -> None:  # fmt: skip
        """Say what the outcome hangs on, how late it is reported, and what mistakes cost."""
        self.plan.step(
            self.name, "target@1", hidden, *terms, kind="flag", label="target",
            settings={
                "hidden_weight": hidden_weight, "delay_days": delay_days,
                "missed": missed, "alarm": alarm,
            },
        )  # fmt: skip

    def number_target(
        self, hidden: Value, terms: Sequence[Value], *, hidden_weight: float, delay_days: float,
        shape: Numbers,
    ) -> None:  # fmt: skip
        """Say what an outcome hangs on that is a number, how late it is reported, and its noise."""
        self.plan.step(
            self.name, "number_target@1", hidden, *terms, label="target",
            settings={"hidden_weight": hidden_weight, "delay_days": delay_days, **asdict(shape)},
        )  # fmt: skip
