"""The host's side of a sitting, against boxes that answer well, badly, late or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numpy.typing import NDArray

import samples
from takehome.proctor import carried
from takehome.proctor.frames import pack, unpack
from takehome.sandbox.protocol import BoxClosed, BoxEnd, DeadlinePassed, Limits, SandboxTrouble
from takehome.sitting import Terms, paper_of, probes_of, sit
from takehome_graders.evidence import Claim, Confinement, Evidence, Outcome, Place

if TYPE_CHECKING:
    from takehome.sitting.probe import Sheet

TERMS = Terms(
    deliverables=("predict", "expected_score"),
    fit_s=10,
    probe_s=5,
    memory_mib=512,
    disk_mib=64,
    processes=32,
)
TRIED = (
    "batch:alone",
    "batch:shuffled",
    "batch:halves",
    "production:missing-column",
    "production:extra-column",
    "production:reordered-columns",
    "production:other-types",
    "production:empty-table",
    "production:one-row",
    "pace:one",
    "pace:many",
)
"""What is tried of the small variant, which has no categories and no times."""
READY = pack({"kind": "ready", "python": "3.11", "packages": {"numpy": "2.4"}})
FITTED = pack({"kind": "fitted", "seconds": 1.0, "claim": [0.4], "problems": [], "log": "hello"})

Heard = tuple[dict[str, Any], dict[str, NDArray[Any]]]
Reply = Callable[[Heard], bytes]


def lines_of(sheet: Sheet) -> list[list[str]]:
    text = sheet.files["examples.csv"].decode()
    return list(csv.reader(io.StringIO(text)))[1:]


def honest(heard: Heard) -> bytes:
    _, arrays = heard
    ids = arrays["ids"][::-1]
    return pack({"kind": "answer", "seconds": 0.1}, {"ids": ids, "values": np.full(len(ids), 0.5)})


def trouble(**told: Any) -> bytes:
    return pack(
        {
            "kind": "trouble",
            "outcome": "failed",
            "message": "KeyError: amount",
            "place": {"file": "solution.py", "cell": None, "line": 3},
            "traceback": "Traceback",
            "log": "a log",
            **told,
        }
    )


class ScriptedBox:
    """A box whose proctor says what a test has it say, and which remembers all it was sent."""

    def __init__(self, fitted: bytes, probe: Reply, end: BoxEnd | Exception) -> None:
        self.heard: list[Heard] = []
        self._fitted = fitted
        self._probe = probe
        self._end = end
        self._out = READY
        self.ends = 0

    def send(self, data: bytes | memoryview, *, deadline: float) -> None:
        assert deadline > 0
        if data == carried():
            return
        heard = unpack(io.BytesIO(data).read, max_bytes=1 << 30)
        self.heard.append(heard)
        self._out += self._fitted if heard[0]["kind"] == "sit" else self._probe(heard)

    def receive(self, size: int, *, deadline: float) -> bytes:
        assert deadline > 0
        if len(self._out) < size:
            raise BoxClosed("The box ended.")
        taken, self._out = self._out[:size], self._out[size:]
        return taken

    def end(self) -> BoxEnd:
        self.ends += 1
        if isinstance(self._end, Exception):
            raise self._end
        return self._end


class ScriptedSandbox:
    name = "scripted"

    def __init__(
        self,
        *,
        fitted: bytes = FITTED,
        probe: Reply = honest,
        end: BoxEnd | Exception | None = None,
        opens: Exception | None = None,
    ) -> None:
        whole = BoxEnd(exit_code=0, killed=False, out_of_memory=False, log="", log_dropped=0)
        self.box = ScriptedBox(fitted, probe, end or whole)
        self.opens = opens
        self.limits: list[Limits] = []

    def confinement(self) -> Confinement:
        return Confinement(sandbox="scripted", version="1", image="", enforced=(), not_enforced=())

    def open(self, limits: Limits) -> ScriptedBox:
        self.limits.append(limits)
        if self.opens:
            raise self.opens
        return self.box


def let_sit(sandbox: ScriptedSandbox) -> Evidence:
    submission = samples.a_submission(problems=("answers.toml is missing.",))
    return sit(submission, paper_of(samples.a_variant()), TERMS, sandbox, note=lambda _: None)


def test_a_whole_sitting_leaves_claim_answers_and_log() -> None:
    sandbox = ScriptedSandbox()

    evidence = let_sit(sandbox)

    assert evidence.ending.outcome is Outcome.COMPLETED
    assert evidence.claim == Claim(value=0.4)
    assert [reply.probe for reply in evidence.replies] == [
        "near",
        "later",
        "repeat:near",
        "counterfactual:leak.late-field",
        *TRIED,
    ]
    assert evidence.refusals == ()
    assert evidence.log == "hello"
    assert evidence.packages == {"numpy": "2.4"}
    assert evidence.problems == ("answers.toml is missing.",)
    assert sandbox.box.ends == 1


def test_nothing_but_features_goes_into_the_box() -> None:
    sandbox = ScriptedSandbox()
    key = samples.a_key()

    let_sit(sandbox)

    sent = [
        (header, arrays.get("contents", np.empty(0)).tobytes())
        for header, arrays in sandbox.box.heard
    ]
    assert [header["kind"] for header, _ in sent] == [
        "sit",
        *["probe"] * (4 + 6 + 1 + 2 + 6 + 5 + 1),
    ]
    for header, contents in sent:
        said = repr(header) + contents.decode()
        for plant in key.plants:
            assert plant.id not in said
            assert plant.story not in said
        for word in ("near", "later", "counterfactual", "batch:", key.kit, key.content_hash):
            assert word not in said
    assert all(b"outcome" not in contents for _, contents in sent[1:])


def test_a_counterfactual_changes_one_column_and_the_ids_and_order_of_rows() -> None:
    asked = {probe.name: probe for probe in probes_of(samples.a_variant())}

    (near,) = asked["near"].sheets
    (counterfactual,) = asked["counterfactual:leak.late-field"].sheets
    before = dict(zip(near.ids.tolist(), lines_of(near), strict=True))
    after = dict(zip(counterfactual.ids.tolist(), lines_of(counterfactual), strict=True))

    assert (
        counterfactual.files["examples.csv"].split(b"\n")[0]
        == (near.files["examples.csv"].split(b"\n")[0])
    )
    assert {known: line[1] for known, line in before.items()} == {
        known: line[1] for known, line in after.items()
    }
    assert after[near.ids[0]][-1] == "7"
    assert after[near.ids[2]][-1] == 'a "quoted", cell'


def test_an_answer_under_other_ids_is_known_by_those_of_the_key() -> None:
    sandbox = ScriptedSandbox()

    evidence = let_sit(sandbox)

    window = samples.a_window("near")
    for probe in ("repeat:near", "counterfactual:leak.late-field", "batch:shuffled"):
        reply = evidence.reply(probe)
        assert reply is not None
        assert sorted(reply.ids.tolist()) == sorted(window.ids.tolist())


def test_the_box_outlives_every_deadline_of_the_sitting() -> None:
    sandbox = ScriptedSandbox()

    let_sit(sandbox)

    (limits,) = sandbox.limits
    assert limits.lifetime_s > TERMS.fit_s + 3 * TERMS.probe_s
    assert limits.memory_mib == 512


def test_an_exception_in_the_fit_is_told_with_its_place() -> None:
    evidence = let_sit(ScriptedSandbox(fitted=trouble()))

    assert evidence.ending.outcome is Outcome.FAILED
    assert evidence.ending.during == "fit"
    assert evidence.ending.message == "KeyError: amount"
    assert evidence.ending.place == Place(file="solution.py", line=3)
    assert evidence.log == "a log"
    assert evidence.replies == ()


def test_a_probe_that_fails_leaves_the_other_answers() -> None:
    def only_near_fails(heard: Heard) -> bytes:
        if heard[0]["number"] == 1:
            return trouble(outcome="contract-broken", over=False)
        return honest(heard)

    evidence = let_sit(ScriptedSandbox(probe=only_near_fails))

    assert evidence.ending.outcome is Outcome.CONTRACT_BROKEN
    assert evidence.ending.during == "near"
    assert [reply.probe for reply in evidence.replies] == [
        "later",
        "repeat:near",
        "counterfactual:leak.late-field",
    ]
    assert [refusal.probe for refusal in evidence.refusals] == ["near"]


def test_after_the_submission_s_process_is_gone_nothing_more_is_asked() -> None:
    sandbox = ScriptedSandbox(probe=lambda _: trouble(over=True))

    evidence = let_sit(sandbox)

    assert evidence.ending.during == "near"
    assert [header["kind"] for header, _ in sandbox.box.heard] == ["sit", "probe"]


@pytest.mark.parametrize("claimed", ["infrastructure", "completed", "unreadable", "no such", None])
def test_a_box_that_says_it_is_our_fault_is_not_believed(claimed: str | None) -> None:
    evidence = let_sit(ScriptedSandbox(fitted=trouble(outcome=claimed)))

    assert evidence.ending.outcome is Outcome.FAILED


@pytest.mark.parametrize(
    "garbage",
    [
        b"\xff\xff\xff\xff rubbish",
        b"\x00\x00\x00\x02{}",
        b"\x00\x00\x00\x05[1,2]",
        b"\x00\x00\x00\x04null",
        pack({"kind": "ready"}),
        pack({"kind": 7}),
        pack({}),
    ],
)
def test_what_is_no_answer_ends_the_sitting(garbage: bytes) -> None:
    evidence = let_sit(ScriptedSandbox(fitted=garbage))

    assert evidence.ending.outcome is Outcome.FAILED
    assert evidence.claim is None


@pytest.mark.parametrize(
    "arrays",
    [
        {},
        {"ids": np.arange(6)},
        {"ids": np.arange(6), "values": np.full(5, 0.5)},
        {"ids": np.arange(6), "values": np.full(6, np.nan)},
        {"ids": np.arange(6), "values": np.full(6, 1.5)},
        {"ids": np.zeros(6, dtype=np.int64), "values": np.full(6, 0.5)},
        {"ids": np.arange(6).reshape(2, 3), "values": np.full((2, 3), 0.5)},
        {"ids": np.arange(6.0), "values": np.full(6, 0.5)},
    ],
)
def test_arrays_are_not_believed_to_be_probabilities(arrays: Mapping[str, NDArray[Any]]) -> None:
    evidence = let_sit(
        ScriptedSandbox(probe=lambda _: pack({"kind": "answer", "seconds": 0.1}, arrays))
    )

    assert evidence.ending.outcome is Outcome.CONTRACT_BROKEN
    assert evidence.replies == ()


@pytest.mark.parametrize(
    "claim",
    [None, [], [0.1, 0.2], ["0.4"], [0.4, 0.3, None], {"value": 1}, [True], [10**400], [[0.4]]],
)
def test_a_claim_of_another_shape_is_no_claim(claim: Any) -> None:
    fitted = pack({"kind": "fitted", "claim": claim, "problems": ["said so"], "log": ""})

    evidence = let_sit(ScriptedSandbox(fitted=fitted))

    assert evidence.claim is None
    assert "said so" in evidence.problems


def test_a_box_that_closes_in_the_fit_is_the_submission_s_failure() -> None:
    evidence = let_sit(ScriptedSandbox(fitted=b""))

    assert evidence.ending.outcome is Outcome.FAILED


def test_out_of_memory_is_seen_from_outside() -> None:
    end = BoxEnd(exit_code=137, killed=False, out_of_memory=True, log="", log_dropped=0)

    evidence = let_sit(ScriptedSandbox(fitted=b"", end=end))

    assert evidence.ending.outcome is Outcome.OUT_OF_MEMORY


def test_a_child_that_ran_out_of_memory_does_not_spoil_a_completed_sitting() -> None:
    end = BoxEnd(exit_code=0, killed=False, out_of_memory=True, log="", log_dropped=0)

    evidence = let_sit(ScriptedSandbox(end=end))

    assert evidence.ending.outcome is Outcome.COMPLETED


def test_a_late_answer_is_a_time_out() -> None:
    def late(_: Heard) -> bytes:
        raise DeadlinePassed("too late")

    evidence = let_sit(ScriptedSandbox(probe=late))

    assert evidence.ending.outcome is Outcome.TIMED_OUT
    assert evidence.ending.during == "near"


@pytest.mark.parametrize("when", ["open", "send", "end"])
def test_a_failing_engine_is_our_fault(when: str) -> None:
    broken = SandboxTrouble("The engine stopped.")

    def breaks(_: Heard) -> bytes:
        raise broken

    sandbox = {
        "open": ScriptedSandbox(opens=broken),
        "send": ScriptedSandbox(probe=breaks),
        "end": ScriptedSandbox(fitted=b"", end=broken),
    }[when]

    evidence = let_sit(sandbox)

    assert evidence.ending.outcome is Outcome.INFRASTRUCTURE


def test_an_engine_that_fails_after_the_last_answer_spoils_nothing() -> None:
    evidence = let_sit(ScriptedSandbox(end=SandboxTrouble("The engine stopped.")))

    assert evidence.ending.outcome is Outcome.COMPLETED


def test_the_box_is_ended_whatever_happens() -> None:
    def breaks(_: Heard) -> bytes:
        raise KeyboardInterrupt

    sandbox = ScriptedSandbox(probe=breaks)

    with pytest.raises(KeyboardInterrupt):
        let_sit(sandbox)

    assert sandbox.box.ends == 1


def test_what_the_box_printed_is_stripped_of_control_characters() -> None:
    fitted = pack({"kind": "fitted", "claim": [0.4], "log": "\x1b[31mred\u202e", "problems": []})

    evidence = let_sit(ScriptedSandbox(fitted=fitted))

    assert evidence.log == "[31mred"
