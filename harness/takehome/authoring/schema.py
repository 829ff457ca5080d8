"""The JSON Schema of `challenge.toml`, for editors: every key, every plant with its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from takehome.challenge import ChallengeFile
from takehome_datasets.plants import CATALOGUE
from takehome_datasets.worlds import WORLDS
from takehome_graders.grading import CRITERIA

if TYPE_CHECKING:
    from takehome_datasets.plants.kind import Kind, Setting

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def challenge_schema() -> dict[str, Any]:
    """Return the schema."""
    schema = ChallengeFile.model_json_schema(by_alias=True)
    keys = schema["properties"]
    plants = [_plant(name, kind) for name, kind in CATALOGUE.items()]
    family = {
        "title": "one_of",
        "description": "Equated plants, of which each variant's seed chooses one.",
        "type": "object",
        "properties": {"one_of": {"type": "array", "minItems": 2, "items": {"oneOf": plants}}},
        "required": ["one_of"],
        "additionalProperties": False,
    }
    keys["plants"]["items"] = {"oneOf": [*plants, family]}
    keys["weights"]["propertyNames"] = {"enum": [*CRITERIA]}
    schema["$defs"]["World"]["properties"]["name"]["enum"] = [*WORLDS]
    return {"$schema": _DIALECT, **schema}


def _plant(name: str, kind: Kind) -> dict[str, Any]:
    settings = {key: _setting(setting) for key, setting in kind.settings.items()}
    return {
        "title": name,
        "description": kind.meaning,
        "type": "object",
        "properties": {"kind": {"const": name}, **settings},
        "required": ["kind", *(k for k, s in kind.settings.items() if s.default is None)],
        "additionalProperties": False,
    }


def _setting(setting: Setting) -> dict[str, Any]:
    match setting.default:
        case bool():
            kind = "boolean"
        case int() | float():
            kind = "number"
        case _:
            kind = "string"
    facts = {"default": setting.default, "minimum": setting.low, "maximum": setting.high}
    return {
        "type": kind,
        "description": setting.meaning,
        **{name: value for name, value in facts.items() if value is not None},
    }
