"""`challenge.toml`, key by key."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

Share = Annotated[float, Field(ge=0, le=100)]
Setting = str | float | int | bool
Seconds = Annotated[float, Field(gt=0, le=24 * 3600)]

NAME: Final = r"^[a-z][a-z0-9-]*$"
"""What a challenge may be called."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class World(_Strict):
    """The world and its size."""

    name: Annotated[str, Field(description="The world, such as `card-payments`.")]
    rows: Annotated[int, Field(ge=1000, le=50_000_000, description="Of the training table.")]
    window_rows: Annotated[
        int, Field(ge=500, le=50_000_000, description="Of each window of production.")
    ]
    prevalence: Annotated[
        float | None,
        Field(
            gt=0,
            lt=1,
            description="Share of positive outcomes. Needed where the outcome is a yes or no.",
        ),
    ] = None
    optimum: Annotated[
        float | None,
        Field(
            gt=0,
            lt=1,
            description="Average precision of the optimum right after the training period, "
            "or its R² where the outcome is a number.",
        ),
    ] = None


class Costs(_Strict):
    """What decisions cost, in the brief's unit."""

    miss: Annotated[float, Field(gt=0, description="Of not having acted on a positive outcome.")]
    alarm: Annotated[float, Field(gt=0, description="Of having acted on a negative one.")]
    capacity: Annotated[
        float | None,
        Field(gt=0, le=1, description="The largest share of rows that can be acted on."),
    ] = None


class Stream(_Strict):
    """Production after all that is scored, for `monitor` to watch."""

    windows: Annotated[int, Field(ge=1, le=120, description="How many there are.")]
    window_rows: Annotated[int, Field(ge=100, le=50_000_000, description="Of each.")]


class SittingLimits(_Strict):
    """What a submission may use."""

    fit_s: Annotated[Seconds, Field(description="Seconds until it has fitted.")] = 600
    probe_s: Annotated[Seconds, Field(description="Seconds for each call of `predict`.")] = 60
    memory_mib: Annotated[int, Field(ge=512, description="MiB of memory.")] = 4096
    disk_mib: Annotated[int, Field(ge=64, description="MiB of all that it writes.")] = 1024
    processes: Annotated[int, Field(ge=16, description="Processes and threads at once.")] = 256
    rerun: Annotated[
        float,
        Field(
            ge=0,
            le=100,
            description="Time for re-runs on changed data, in fits; 0 for none.",
        ),
    ] = 3.0
    sandbox: Annotated[
        Literal["landlock", "bubblewrap", "docker"] | None,
        Field(description="The weakest sandbox that will do: `landlock`, `bubblewrap`, `docker`."),
    ] = None


class ChallengeFile(_Strict):
    """`challenge.toml`, key by key."""

    schema_name: Annotated[
        Literal["takehome/challenge@1"],
        Field(alias="schema", description="`takehome/challenge@1`."),
    ]
    name: Annotated[str, Field(pattern=NAME, description="The same as the folder's.")]
    version: Annotated[
        int, Field(ge=1, description="Goes up with every change that candidates could notice.")
    ]
    title: Annotated[str, Field(description="What candidates and interviewers read.")]
    role: Annotated[str, Field(description="For whom it is, such as `ML engineer`.")]
    level: Annotated[str, Field(description="Such as `senior`.")]
    hours: Annotated[float, Field(gt=0, description="How long it should take.")]
    deliverables: Annotated[
        tuple[Literal["predict", "expected_score", "decide", "monitor", "decision"], ...],
        Field(
            description="What a submission leaves behind: `predict`, `expected_score`, `decide`, "
            "`monitor`, `decision`."
        ),
    ]
    metric: Annotated[
        Literal["average_precision", "rmse"],
        Field(description="The brief's metric: `average_precision`, or `rmse` for a number."),
    ]
    world: World
    costs: Annotated[Costs | None, Field(description="Where the brief names costs.")] = None
    stream: Annotated[Stream | None, Field(description="Where `monitor` is asked for.")] = None
    limits: SittingLimits = SittingLimits()
    weights: Annotated[
        dict[str, Share], Field(description="Of each criterion, in any unit; see Criteria.")
    ]
    plants: Annotated[
        tuple[dict[str, Setting | list[dict[str, Setting]]], ...],
        Field(description="What is put into the data on purpose; see Plants."),
    ] = ()

    @model_validator(mode="before")
    @classmethod
    def _arrays_are_tuples(cls, raw: Any) -> Any:
        """TOML knows lists only; strictness is for the values in them."""
        if isinstance(raw, dict):
            return {k: tuple(v) if isinstance(v, list) else v for k, v in raw.items()}
        return raw


def table_of(annotation: Any) -> type[BaseModel] | None:
    """Return the keys of a table, which may be left out; None where it is a plain value."""
    for kind in (annotation, *get_args(annotation)):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None
