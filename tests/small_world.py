"""A world of a few columns, for what no shipped world has: visits of users to a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome_datasets.engine.plan import Plan
from takehome_datasets.engine.world import World
from takehome_datasets.names import Word
from takehome_datasets.scene import Numbers

if TYPE_CHECKING:
    from takehome_datasets.engine.plan import Events, Value

TICKET_STATES = ("open", "asked_back", "settled")
_MEANINGS = {
    "user_id": "User.",
    "joined_on": "Day on which the user joined.",
    "visit_id": "Visit.",
    "visited_at": "When it began.",
    "page_size": "Size of the page.",
    "depth": "How far down it was read.",
    "ticket_state": "Where the ticket of the visit stands.",
    "came_back": "Whether the user came back.",
    "spent_eur": "What was spent in the month after it.",
    "load_ms": "Time to load.",
    "jitter_ms": "Jitter.",
    "clock_ms": "Clock.",
}


def small_world(outcome: str = "came_back", *, log: bool = False) -> World:
    """Return the world, of which the outcome is a yes or no, or a number: `spent_eur`."""
    plan = Plan()
    users = plan.entities("users", per_row=0.05, least=20)
    day = users.come(old=0.5)
    user_id = users.token("user_id", "u")
    users.day("joined_on", day / 86_400)
    visits = plan.events("visits", of=users, activity=users.exponential("activity"))
    visits.number_id("visit_id")
    visits.column("visited_at", visits.moment, form="moment")
    visits.words("user_id", visits.at(user_id))
    terms = _columns(visits)
    hidden = users.hidden()
    if outcome == "came_back":
        visits.target(hidden, terms, hidden_weight=0.8, delay_days=6.0, missed=9.0, alarm=1.0)
    else:
        shape = Numbers(middle=2.5, noise=0.6, log=log)
        visits.number_target(hidden, terms, hidden_weight=0.5, delay_days=6.0, shape=shape)
    return World(
        name="visits",
        meaning="Users visit a site.",
        graph=plan.graph(),
        lexicon={
            name: Word(names=(name, f"{name}_x"), meaning=said) for name, said in _MEANINGS.items()
        },
        tables={"users": "Everybody.", "visits": "Every visit."},
        examples="visits",
        id_column="visit_id",
        outcome_column=outcome,
        pinned=("visit_id", "visited_at", "user_id"),
    )


def _columns(visits: Events) -> list[Value]:
    size = visits.number("page_size", visits.exponential("size"), 2)
    depth = visits.number("depth", visits.normal("depth"), 2)
    asked = visits.where(visits.chance("asked", 0.4), 3.0 * visits.exponential("ask"), None)
    settled = visits.where(visits.chance("settled", 0.8), 20.0 * visits.exponential("done"), None)
    visits.status("ticket_state", TICKET_STATES, [asked, settled])
    visits.carrier("load_ms", shape="skewed", middle=210.0, spread=0.3, decimals=5)
    visits.carrier("jitter_ms", shape="mound", middle=1.0, spread=6.0, decimals=7)
    visits.carrier("clock_ms", shape="bell", middle=40.0, spread=9.0, decimals=6)
    return [
        visits.term("page_size", 0.6 * size),
        visits.term("depth", 0.8 * depth),
        visits.term("depth:page_size", 0.5 * (depth > 1.0) * size),
    ]
