"""`report.json`: a summary as one versioned document for other programs.

The same summary gives the same bytes, and nothing in them is ever NaN.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from takehome.report import schema
from takehome_graders.marks import Fault, Judged, NotAsked, NotJudged

if TYPE_CHECKING:
    from takehome.report.summary import CriterionSummary, Summary
    from takehome_graders.statuses import Fate


def as_json(summary: Summary) -> str:
    """Return the document as text, its keys sorted, with a line end at its end."""
    plain = document(summary).model_dump(mode="json", by_alias=True)
    return json.dumps(plain, indent=2, sort_keys=True, allow_nan=False, ensure_ascii=False) + "\n"


def document(summary: Summary) -> schema.Report:
    """Return the document."""
    return schema.Report(
        schema=schema.SCHEMA,
        about=schema.About.model_validate(summary.about),
        headline=summary.headline,
        ending=schema.Ending.model_validate(summary.ending),
        total=summary.total,
        low=summary.low,
        high=summary.high,
        judged_share=summary.judged_share,
        metric="average_precision",
        claimed=summary.claimed,
        claimed_low=summary.claimed_low,
        claimed_high=summary.claimed_high,
        realised=summary.realised,
        word=summary.word,
        leaks_used=summary.leaks_used,
        criteria=tuple(_criterion(criterion) for criterion in summary.criteria),
        windows=summary.windows,
        curves=summary.curves,
        weeks=summary.weeks,
        plants=tuple(_plant(fate) for fate in summary.fates),
        questions=tuple(schema.Question.model_validate(q) for q in summary.questions),
        people=tuple(schema.Said.model_validate(entry) for entry in summary.people.entries),
        validated=summary.validated,
        flow=summary.flow,
        again=summary.again,
        trials=summary.trials,
        reproduced=summary.reproduced,
        fitted_here=summary.fitted_here,
        missing=summary.missing,
        gone=summary.gone,
        problems=summary.problems,
        kit=summary.kit,
        variant=summary.variant,
        submission=summary.submission,
        entry=summary.entry,
        fit_s=summary.fit_s,
        peak_mib=summary.peak_mib,
        probes_s={pace.probe: pace.seconds for pace in summary.paces},
        packages=dict(summary.packages),
        confinement=(
            schema.Confinement.model_validate(summary.confinement) if summary.confinement else None
        ),
    )


def as_schema() -> str:
    """Return the JSON Schema of the document, as it is shipped beside this module."""
    return (
        json.dumps(schema.Report.model_json_schema(by_alias=True), indent=2, sort_keys=True) + "\n"
    )


def said(summary: Summary) -> dict[str, Any]:
    """Return what people said about a sitting as a document of its own."""
    book = summary.people
    return {
        "schema": "takehome/said@1",
        "sitting": summary.about.sitting,
        "automatic": {criterion.name: criterion.points for criterion in summary.criteria},
        "entries": [
            schema.Said.model_validate(entry).model_dump(mode="json") for entry in book.entries
        ],
        "agreement": [
            {
                "readers": list(pair.readers),
                "items": pair.items,
                "same": pair.same,
                "within_one": pair.within_one,
                "kappa": pair.kappa,
            }
            for pair in book.agreements
        ],
    }


def _criterion(criterion: CriterionSummary) -> schema.Criterion:
    mark = criterion.mark
    judged = mark if isinstance(mark, Judged) else None
    reason = mark.reason if isinstance(mark, NotJudged | NotAsked) else ""
    return schema.Criterion(
        name=criterion.name,
        title=criterion.title,
        share=criterion.share,
        state=criterion.state,
        points=judged.points if judged else None,
        low=judged.low if judged else None,
        high=judged.high if judged else None,
        certainty=judged.certainty if judged else None,
        reason=mark.traceback if isinstance(mark, Fault) else reason,
        rest=judged.rest if judged else "",
        figures=dict(judged.figures) if judged else {},
        findings=tuple(schema.Finding.model_validate(f) for f in criterion.findings),
    )


def _plant(fate: Fate) -> schema.Plant:
    plant, heard = fate.plant, fate.listening
    return schema.Plant(
        id=plant.id,
        kind=plant.kind,
        mechanism=plant.mechanism,
        table=plant.table,
        columns=plant.columns,
        since=plant.since,
        until=plant.until,
        status=fate.status,
        moved=round(heard.moved, 6) if heard else None,
        probability_change=round(heard.probability_change, 6) if heard else None,
        rank_change=round(heard.rank_change, 6) if heard else None,
    )
