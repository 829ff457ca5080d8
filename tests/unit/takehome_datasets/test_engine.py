"""What a graph may be, and what it may not."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from takehome_datasets.engine.checks import check_graph
from takehome_datasets.engine.graph import Graph, Node
from takehome_datasets.engine.plan import Entities, Events, Plan, Value
from takehome_datasets.engine.primitive import REGISTER, Primitive, register
from takehome_datasets.engine.ranks import half_bits, shuffled
from takehome_datasets.engine.site import Part
from takehome_datasets.engine.size import Size
from takehome_datasets.errors import ChallengeError
from takehome_datasets.streams import Streams
from takehome_datasets.worlds import WORLDS, find_world

STREAMS = Streams(root=b"a seed of the tests")
SIZE = Size(rows=4000, window_rows=1500, prevalence=0.05)


def small() -> tuple[Plan, Entities, Events]:
    plan = Plan()
    users = plan.entities("users", per_row=0.1, least=10)
    users.come(old=0.5)
    visits = plan.events("visits", of=users, activity=users.exponential("activity"))
    return plan, users, visits


def aim(visits: Events, users: Entities, *terms: Value) -> None:
    visits.target(users.hidden(), terms, hidden_weight=1.0, delay_days=3.0, missed=10.0, alarm=1.0)


def test_a_world_that_can_be_is_planned() -> None:
    plan, users, visits = small()
    size = visits.number("page_size", visits.exponential("size"), 2)
    aim(visits, users, visits.term("page_size", size))

    kinds = check_graph(plan.graph())

    assert kinds["visits:page_size"] == "number"
    assert kinds["visits:target"] == "flag"


def test_a_cycle_is_refused_with_its_ring() -> None:
    nodes = (
        Node(name="t:a", primitive="log@1", table="t", inputs=("t:c",)),
        Node(name="t:b", primitive="log@1", table="t", inputs=("t:a",)),
        Node(name="t:c", primitive="log@1", table="t", inputs=("t:b",)),
    )

    with pytest.raises(ChallengeError, match="t:a -> t:c -> t:b -> t:a is a cycle"):
        check_graph(Graph(nodes=nodes))


def test_a_legitimate_column_that_reaches_the_outcome_is_refused() -> None:
    plan, users, visits = small()
    size = visits.number("page_size", visits.exponential("size"), 2)
    aim(visits, users, visits.term("page_size", size))
    outcome = Value(plan=plan, name="visits:target", table="visits", kind="flag")
    visits.count("was_good", outcome)

    with pytest.raises(ChallengeError, match="visits:was_good reaches the future"):
        plan.graph()


def test_nothing_but_the_outcome_may_hang_on_the_hidden_effect() -> None:
    plan, users, visits = small()
    hidden = users.hidden()
    visits.number("page_size", visits.at(hidden), 2)

    with pytest.raises(ChallengeError, match="hangs on users:hidden, which is hidden"):
        plan.graph()


def test_a_piece_of_the_logit_has_to_be_in_a_column() -> None:
    plan, users, visits = small()
    aim(visits, users, visits.term("size", visits.exponential("size")))

    with pytest.raises(ChallengeError, match="in no column.*Write it down first"):
        plan.graph()


def test_a_second_hidden_effect_is_refused() -> None:
    plan, users, visits = small()
    size = visits.number("page_size", visits.exponential("size"), 2)
    plan.step("users", "hidden@1", users.table, label="another")
    aim(visits, users, visits.term("page_size", size))

    with pytest.raises(ChallengeError, match="exactly one hidden@1, not 2"):
        plan.graph()


def test_a_value_of_another_table_has_to_be_looked_up() -> None:
    plan, users, visits = small()
    height = users.number("height", users.normal("height"), 1)
    visits.number("wrong", height + visits.normal("noise"), 1)

    with pytest.raises(ChallengeError, match="belongs to visits: look it up first"):
        plan.graph()


def test_a_word_is_no_number() -> None:
    plan, users, _ = small()
    colour = users.choice("colour", ("red", "blue"), (0.5, 0.5))
    users.number("wrong", colour + 1.0, 1)

    with pytest.raises(ChallengeError, match="cannot take users:~colour, which is a code"):
        plan.graph()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"primitive": "norml@1"}, 'no primitive "norml@1".*mean "normal@1"'),
        ({"primitive": "normal@2"}, 'no primitive "normal@2"'),
        ({"inputs": ("users:row",)}, 'needs users:row, which is not there.*mean "users:rows"'),
        ({"settings": {"sd": 2}}, "has no setting 'sd'"),
        ({"inputs": ()}, "takes 1 inputs, not 0"),
        ({"name": "users:rows"}, "users:rows is there twice"),
    ],
)
def test_a_node_that_cannot_be_is_refused(change: dict[str, object], message: str) -> None:
    plan, users, _ = small()
    users.normal("height")
    node = plan.nodes[-1]
    nodes = (*plan.nodes[:-1], replace(node, **change))  # type: ignore[arg-type]  # wrong on purpose

    with pytest.raises(ChallengeError, match=message):
        check_graph(Graph(nodes=nodes))


def test_a_wrong_word_is_answered_with_the_closest() -> None:
    _, users, _ = small()
    colour = users.choice("colour", ("red", "blue"), (0.5, 0.5))

    with pytest.raises(ChallengeError, match='~colour never is "blu".*mean "blue"'):
        colour.among("blu")


def test_a_primitive_cannot_be_registered_twice() -> None:
    log = REGISTER["log@1"]

    with pytest.raises(ValueError, match="a new arithmetic needs a new version"):
        register(Primitive(**{name: getattr(log, name) for name in log.__slots__}))


@pytest.mark.parametrize("name", sorted(WORLDS))
def test_the_graph_of_a_world_is_json(name: str) -> None:
    graph = find_world(name, place="here").graph

    assert json.loads(json.dumps(graph.as_json())) == graph.as_json()


def test_a_shuffle_of_ranks_is_a_bijection_that_looks_random() -> None:
    half = half_bits(50_000)
    numbers = np.arange(4**half)

    found = shuffled(numbers, half=half, key=b"a key")

    assert np.array_equal(np.sort(found), numbers)
    assert abs(np.corrcoef(numbers, found)[0, 1]) < 0.02
    assert not np.array_equal(found, shuffled(numbers, half=half, key=b"another key"))


@pytest.mark.parametrize("total", [1000, 125_001, 999_999])
def test_partitions_share_everything_out(total: int) -> None:
    parts = [Part(number=number, of=7) for number in range(7)]

    assert sum(part.share(total) for part in parts) == total
    assert [part.before(total) for part in parts] == list(
        np.cumsum([0, *(part.share(total) for part in parts[:-1])])
    )


@pytest.mark.parametrize("name", sorted(WORLDS))
def test_partitions_have_ids_of_their_own_and_share_what_is_common(name: str) -> None:
    world = find_world(name, place="here")
    scenes = [world.build(SIZE, STREAMS, part=Part(number=number, of=2))[0] for number in range(2)]
    one, other = (scene.table.columns[world.id_column].values for scene in scenes)

    assert not np.intersect1d(one, other).size
    for table in scenes[0].tables:
        first = [next(iter(scene.tables[table].columns.values())) for scene in scenes]
        assert (first[0].levels == first[1].levels) == (
            table in world.shared or not first[0].levels
        )
