"""The preview as one JSON document."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from takehome.preview.preview import Planted, Preview

SCHEMA: Final = "takehome/preview@1"


def document(preview: Preview) -> dict[str, Any]:
    """Return the document."""
    certificate = preview.certificate
    return {
        "schema": SCHEMA,
        "challenge": preview.challenge.name,
        "version": preview.challenge.file.version,
        "accepted": certificate.accepted,
        "reasons": [
            {"gate": verdict.name, "sentence": verdict.sentence} for verdict in certificate.reasons
        ],
        "prevalence": preview.prevalence,
        "scales": {name: asdict(scale) for name, scale in preview.scales.items()},
        "tables": [asdict(table) for table in preview.tables],
        "plants": [_planted(planted) for planted in preview.planted],
    }


def _planted(planted: Planted) -> dict[str, Any]:
    record, price, bait = planted.record, planted.price, planted.bait
    return {
        "id": record.id,
        "kind": record.kind,
        "mechanism": record.mechanism,
        "table": record.table,
        "columns": list(record.columns),
        "since": record.since.isoformat() if record.since else None,
        "until": record.until.isoformat() if record.until else None,
        "story": planted.story,
        "question": planted.question,
        "price": None if price is None else {"skill": price.value, "error": price.error},
        "bait": None if bait is None else {"gain": bait.gain, "ceiling": bait.ceiling},
    }
