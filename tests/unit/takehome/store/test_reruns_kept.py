from __future__ import annotations

from dataclasses import replace

import numpy as np

from samples import some_evidence
from takehome.store import plain
from takehome_graders.evidence import Answer, Change, Claim, Evidence, NotRerun, Rerun
from takehome_graders.recording.events import Recording


def test_re_runs_come_back_as_they_were_kept() -> None:
    evidence = some_evidence()
    answer = Answer(probe="near", ids=np.arange(3), values=np.array([0.1, 0.2, 0.3]), seconds=0.5)
    rerun = Rerun(
        change=Change.FEATURES,
        plants=(),
        rows=10,
        ending=evidence.ending,
        claim=Claim(value=0.4),
        fit_s=2.0,
        replies=(answer,),
        recording=Recording(n=10, events=(), folds=(), notices=(), told=()),
        changed=np.packbits(np.arange(10) > 6),
        era=3,
        positives=0.2,
    )
    twin = replace(rerun, change=Change.TWIN, plants=("leak.a",), changed=None, recording=None)
    left = NotRerun(change=Change.LABELS, plants=(), reason="The recorder was not heard.")

    kept = plain.to_bytes(replace(evidence, reruns=(rerun, twin), not_rerun=(left,)))
    back = plain.from_bytes(Evidence, kept)

    assert plain.to_bytes(back) == kept
    assert back.not_rerun == (left,)
    assert back.reruns[1].plants == ("leak.a",)
    assert back.reruns[0].changed is not None
    assert np.unpackbits(back.reruns[0].changed, count=10).tolist() == [0] * 7 + [1] * 3
