from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from small_world import small_world
from takehome_datasets.engine.graph import Graph
from takehome_datasets.engine.plan import Plan, Value
from takehome_datasets.engine.size import Size
from takehome_datasets.errors import ChallengeError
from takehome_datasets.scene import DAY
from takehome_datasets.states import NEVER, States
from takehome_datasets.streams import Streams

LEVELS = ("new", "pending", "closed")
STREAMS = Streams(root=b"states")


def states() -> States:
    moment = np.array([0, 0, 0, 10 * DAY])
    pending = np.array([2.0, np.nan, 5.0, 1.0])
    closed = np.array([9.0, 3.0, 4.0, -1.0])
    return States.after(moment, LEVELS, [pending, closed])


def test_the_state_is_the_one_that_was_entered_last() -> None:
    assert states().at(0).tolist() == [0, 0, 0, -1]
    assert states().at(3 * DAY).tolist() == [1, 2, 0, -1]
    assert states().at(20 * DAY).tolist() == [2, 2, 1, 1]
    assert states().since(20 * DAY).tolist() == [9 * DAY, 3 * DAY, 5 * DAY, 11 * DAY]
    assert states().since(-1)[0] == NEVER


def test_a_state_from_before_the_row_holds_when_the_row_happens() -> None:
    moment = np.array([0, 0, 0, 10 * DAY])

    assert states().at(moment).tolist() == [0, 0, 0, 2]


def test_a_column_is_as_of_extraction_and_as_of_each_row_and_knows_since_when() -> None:
    moment = np.array([0, 0, 0, 10 * DAY])

    column = states().column("case_state", moment=moment, extraction=5 * DAY)

    assert column.state(extracted=True).tolist() == [1, 2, 1, -1]
    assert column.state(extracted=False).tolist() == [0, 0, 0, 2]
    assert column.available is not None
    assert column.available.tolist() == [2 * DAY, 3 * DAY, 5 * DAY, 10 * DAY]
    assert (column.available[:3] <= 5 * DAY).all()


def test_a_world_with_a_status_shows_it_as_of_extraction_and_as_of_each_row() -> None:
    world = small_world()
    scene, _ = world.build(Size(rows=4000, window_rows=1500, prevalence=0.1), STREAMS)
    column = scene.table.columns["ticket_state"]
    training, near = scene.calendar.training.rows, scene.calendar.windows["near"].rows
    assert column.available is not None

    told, shown = column.state(extracted=True)[training], column.state(extracted=False)[near]
    shares = np.bincount(told, minlength=3) / told.size
    since = column.available[training]

    assert (shown == 0).all()
    assert column.levels == ("open", "asked_back", "settled")
    assert shares[2] > 0.5
    assert (since[told > 0] > scene.moment[training][told > 0]).all()
    assert (since < scene.calendar.extraction).all()
    assert (since[told == 0] == scene.moment[training][told == 0]).all()


def test_young_rows_have_moved_on_less_often_at_extraction() -> None:
    scene, _ = small_world().build(Size(rows=4000, window_rows=1500, prevalence=0.1), STREAMS)
    training = scene.calendar.training.rows
    told = scene.table.columns["ticket_state"].state(extracted=True)[training]
    age = scene.calendar.extraction - scene.moment[training]

    assert (told[age > 100 * DAY] > 0).mean() > 0.8
    assert (told[age < 5 * DAY] > 0).mean() < 0.5


def test_a_status_has_a_wait_for_every_state_but_the_first() -> None:
    world = small_world()
    nodes = tuple(
        replace(node, inputs=node.inputs[:-1]) if node.primitive == "status@1" else node
        for node in world.graph.nodes
    )
    wrong = replace(world, graph=Graph(nodes=nodes))

    with pytest.raises(
        ChallengeError, match=r"visits:ticket_state.*3 states in visits have 1 wait"
    ):
        wrong.build(Size(rows=4000, window_rows=1500, prevalence=0.1), STREAMS)


def test_nothing_can_hang_on_a_status() -> None:
    plan = Plan()
    users = plan.entities("users", per_row=0.1, least=10)
    users.come(old=0.5)
    visits = plan.events("visits", of=users, activity=users.exponential("activity"))
    visits.status("state", ("new", "done"), [1.0])
    state = Value(plan=plan, name="visits:state", table="visits", kind="states")
    visits.number("wrong", state + 1.0, 1)

    with pytest.raises(ChallengeError, match="cannot take visits:state, which is a states"):
        plan.graph()
