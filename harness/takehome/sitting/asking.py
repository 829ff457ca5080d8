"""Asking: one probe after the other, and what is written down of each."""

from __future__ import annotations

import csv
import io
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from takehome.proctor.decisions import PROBABILITIES
from takehome.sandbox.protocol import BoxClosed, SandboxTrouble
from takehome.sitting import belief
from takehome.sitting.left import Left, died, ours
from takehome.sitting.probe import Bearing, Probe, Sheet
from takehome.sitting.talk import GRACE_S, Talk, Trouble
from takehome.sitting.terms import Terms
from takehome_graders.deliverables import Decided
from takehome_graders.evidence import Answer, Ending, Outcome, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

DECIDE: Final = "decide:"
"""Before the name of the window whose probabilities are decided on."""
WATCHED: Final = frozenset({"near", "later"})
"""The windows whose answers are held against what models put out while they were made."""
_ASIDE: Final = 6


def aside_s(probes: Sequence[Probe], terms: Terms) -> float:
    """Return the seconds that everything together may take that is not scored.

    Each of it has the time of any probe. But whoever is slow in all of it is not waited for all
    day.
    """
    stream = sum(probe.asks == "monitor" for probe in probes)
    return terms.probe_s * (_ASIDE + stream)


def ask_all(talk: Talk, probes: Sequence[Probe], terms: Terms, left: Left) -> Ending:
    """Ask everything, write down what comes of it, and return how the sitting ended."""
    asking = _Asking(talk=talk, terms=terms, left=left, aside_s=aside_s(probes, terms))
    ending = Ending(outcome=Outcome.COMPLETED, during="", message="It ran and answered.")
    steps = [*asking.steps(probes)]
    for number, step in enumerate(steps, start=1):
        if step.bearing is Bearing.TRIED and ending.outcome is not Outcome.COMPLETED:
            continue
        talk.note(f"probe {number} of {len(steps)}")
        try:
            trouble = asking.taken(step)
        except SandboxTrouble as failure:
            return ours(step.name, str(failure))
        if trouble is None:
            continue
        counts = step.bearing is Bearing.SCORED or (
            trouble.over and step.bearing is Bearing.WATCHED
        )
        if counts and ending.outcome is Outcome.COMPLETED:
            ending = trouble.ending
        if trouble.over:
            left.refusals += [_never_asked(rest.name) for rest in steps[number:]]
            break
    return ending


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """Something that is asked, and writes down what comes of it."""

    name: str
    bearing: Bearing
    take: Callable[[float], None]
    """Within so many seconds."""


@dataclass(slots=True, kw_only=True)
class _Asking:
    """Where it stands."""

    talk: Talk
    terms: Terms
    left: Left
    aside_s: float
    """What is left of the time for what is not scored."""
    asked: int = 0

    def steps(self, probes: Sequence[Probe]) -> Iterator[_Step]:
        """Yield what is asked of the deliverables that there are."""
        for probe in probes:
            if probe.asks not in self.terms.deliverables:
                continue
            ask = self._predict if probe.asks == "predict" else self._monitor
            yield _Step(name=probe.name, bearing=probe.bearing, take=partial(ask, probe))
            if probe.bearing is Bearing.SCORED and "decide" in self.terms.deliverables:
                yield _Step(
                    name=f"{DECIDE}{probe.name}",
                    bearing=Bearing.WATCHED,
                    take=partial(self._decide, probe),
                )

    def taken(self, step: _Step) -> Trouble | None:
        """Take a step, and return what was wrong, which is written down.

        Raises:
            SandboxTrouble: The engine failed.
        """
        began = time.monotonic()
        is_scored = step.bearing is Bearing.SCORED
        seconds = self.terms.probe_s if is_scored else min(self.terms.probe_s, self.aside_s)
        try:
            step.take(seconds)
        except Trouble as trouble:
            wrong = trouble
        except BoxClosed:
            wrong = Trouble(died(step.name))
        else:
            return None
        finally:
            took = time.monotonic() - began
            self.aside_s -= 0.0 if is_scored else took
        self.left.refusals.append(_refusal(wrong.ending, took))
        return wrong

    def _predict(self, probe: Probe, seconds: float) -> None:
        until = time.monotonic() + seconds
        took: list[float] = []
        for _ in range(probe.times):
            began = time.monotonic()
            answers = [self._answer(probe, sheet, until) for sheet in probe.sheets]
            took.append(time.monotonic() - began)
        self.left.replies.append(
            Answer(
                probe=probe.name,
                ids=np.concatenate([ids for ids, _ in answers]),
                values=np.concatenate([values for _, values in answers]),
                seconds=statistics.median(took),
            )
        )

    def _answer(
        self, probe: Probe, sheet: Sheet, until: float
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        _, arrays = self._call("predict", probe.name, sheet, until)
        ids, values = arrays.get("ids"), arrays.get("values")
        if not belief.is_answer(ids, values):
            raise Trouble(
                _broken(
                    probe.name,
                    "predict must return one finite probability for every id, once each.",
                )
            )
        known = _known(np.asarray(ids, dtype=np.int64), sheet)
        if known is None:
            raise Trouble(_broken(probe.name, "predict must answer every id of the folder, once."))
        return known, np.asarray(values, dtype=np.float64)

    def _decide(self, probe: Probe, seconds: float) -> None:
        """Ask which rows to act on, of what was answered for a window, where it was."""
        answer = next((each for each in self.left.replies if each.probe == probe.name), None)
        if answer is None:
            return
        files = {PROBABILITIES: _as_csv(answer)}
        sheet = Sheet(files=files, ids=answer.ids)
        name = f"{DECIDE}{probe.name}"
        _, arrays = self._call("decide", name, sheet, time.monotonic() + seconds)
        acted = belief.acted(answer.ids, arrays.get("ids"), arrays.get("values"))
        if acted is None:
            raise Trouble(_broken(name, "decide must say of every row whether it is acted on."))
        self.left.decided.append(Decided(probe=probe.name, ids=answer.ids, acted=acted))

    def _monitor(self, probe: Probe, seconds: float) -> None:
        until = time.monotonic() + seconds
        for sheet in probe.sheets:
            header, _ = self._call("monitor", probe.name, sheet, until)
            alarm = belief.alarm(header.get("alarm"), probe.name)
            if alarm is None:
                raise Trouble(
                    _broken(probe.name, "monitor must say drifted, kind, where and since.")
                )
            self.left.alarms.append(alarm)

    def _call(
        self, what: str, name: str, sheet: Sheet, until: float
    ) -> tuple[dict[str, Any], Mapping[str, NDArray[Any]]]:
        """Ask a deliverable about a folder, and return what was answered.

        Raises:
            BoxClosed: The other end is gone.
            SandboxTrouble: The engine failed.
            Trouble: It was not answered.
        """
        seconds = until - time.monotonic()
        if seconds <= 0:
            raise Trouble(_out_of_time(name), over=False)
        self.asked += 1
        header = {"kind": "probe", "asks": what, "number": self.asked, "deadline_s": seconds}
        if what == "predict" and name in WATCHED:
            self.left.watched[self.asked] = name
            header["watched"] = True
        waited = seconds + GRACE_S
        ids = sheet.ids if sheet.called is None else sheet.called
        self.talk.say(header, sheet.files, ids=ids, during=name, seconds=waited)
        return self.talk.hear("answer", during=name, seconds=waited)


def _known(answered: NDArray[np.int64], sheet: Sheet) -> NDArray[np.int64] | None:
    """Return answered ids as the key knows them, or None where they are not those asked for."""
    if sheet.called is None:
        return answered
    order = np.argsort(sheet.called)
    if not np.array_equal(np.sort(answered), sheet.called[order]):
        return None
    return np.asarray(sheet.ids[order[np.searchsorted(sheet.called, answered, sorter=order)]])


def _as_csv(answer: Answer) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["id", "value"])
    writer.writerows(zip(answer.ids.tolist(), answer.values.tolist(), strict=True))
    return text.getvalue().encode()


def _refusal(ending: Ending, seconds: float) -> Refusal:
    return Refusal(
        probe=ending.during,
        outcome=ending.outcome,
        message=ending.message,
        place=ending.place,
        seconds=seconds,
    )


def _never_asked(name: str) -> Refusal:
    return Refusal(
        probe=name,
        outcome=Outcome.FAILED,
        message="It was not asked: the submission's process was gone by then.",
        place=None,
        seconds=0.0,
    )


def _broken(during: str, message: str) -> Ending:
    return Ending(outcome=Outcome.CONTRACT_BROKEN, during=during, message=message)


def _out_of_time(during: str) -> Ending:
    return Ending(
        outcome=Outcome.TIMED_OUT,
        during=during,
        message="It was not asked: the time for it, or for all that is not scored, was used up.",
    )
