# ruff: noqa: PLR2004 - the thresholds are what the world is made of
"""Machines and sensors: runs are started after a check, and some end in an unplanned stop.

Machines wear, are serviced, and stand in halls that are warm in summer. Each row is a run, with the
readings of the check before it; that it was stopped is booked some days later.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from takehome_datasets.engine.plan import Entities, Events, Plan, Value
from takehome_datasets.engine.size import HISTORY_DAYS
from takehome_datasets.engine.world import World
from takehome_datasets.scene import DAY
from takehome_datasets.worlds.machine_words import (
    ALARM_STATES,
    CLIMATES,
    COOLANTS,
    COUNTRIES,
    GATEWAYS,
    LEXICON,
    MATERIALS,
    MODELS,
    NOTES,
    PRODUCTS,
    SERVICE_KINDS,
    SHIFTS,
    SKILLS,
    TABLES,
    VENDORS,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_RUNS_PER_MACHINE = 24.0
"""In the training period."""
_HIDDEN_WEIGHT = 1.0
_REPORT_SCALE_DAYS = 9.0
_WEEK = (1.1, 1.12, 1.12, 1.1, 1.02, 0.6, 0.35)
_HOURS = (3, 2, 2, 2, 3, 14, 22, 12, 9, 8, 8, 7, 6, 14, 18, 9, 7, 6, 5, 4, 4, 13, 12, 5)
_YEAR = (1.0, 1.02, 1.06, 1.04, 1.03, 1.04, 0.98, 0.82, 1.05, 1.06, 1.06, 0.8)
_WORK_HOURS = (*(0.4,) * 6, 6, 9, 9, 8, 7, 4, 6, 7, 7, 5, 3, 2, 1.5, 1, 1, 0.8, 0.6, 0.5)
_WORK_WEEK = (1.3, 1.2, 1.1, 1.1, 1.0, 0.5, 0.2)
_COUNTRIES = (0.34, 0.18, 0.16, 0.13, 0.11, 0.08)
_OUTAGE = 0.06
"""Share of the checks of which the vibration sensor's reading did not arrive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Machines:
    table: Entities
    machine_id: Value
    model: Value
    since: Value
    country: Value
    """Where it stands; only its runs tell."""
    gateway: Value
    activity: Value
    shaking: Value
    """How much this one vibrates when all is well."""
    warmth: Value
    squeeze: Value
    """How high its pressure is set."""
    dirt: Value
    first_tool: Value
    tool_days: Value
    """How long a tool is used."""
    tool_limit: Value
    """How worn it is by then."""
    fixtures: Value
    """How often its fixture has to be changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sites:
    table: Entities
    site_id: Value
    country: Value
    climate: Value
    popularity: Value
    hung: Value
    """1 where somebody hung a sensor for humidity."""


def machines() -> World:
    """Return the world of machines and sensors."""
    plan = Plan()
    assets, sites = _plan_machines(plan), _plan_sites(plan)
    services = _plan_services(plan, assets)
    _plan_runs(plan, assets, sites, services)
    return World(
        name="machines",
        meaning="Machines are checked before each run, and some runs end in an unplanned stop.",
        graph=plan.graph(),
        lexicon=LEXICON,
        tables=TABLES,
        examples="runs",
        id_column="run_id",
        outcome_column="is_stopped",
        pinned=("run_id", "checked_at", "machine_id", "site_id"),
    )


def _plan_machines(plan: Plan) -> _Machines:
    table = plan.entities("machines", per_row=1.1 / _RUNS_PER_MACHINE, least=50)
    day = table.come(old=0.85) / DAY
    machine_id = table.token("machine_id", "q")
    young = day > -HISTORY_DAYS
    age = table.where(young, 3.0, 20.0 + 4200.0 * table.uniform("age"))
    model = table.words(
        "machine_model", table.quota("model", MODELS, (0.24, 0.2, 0.18, 0.14, 0.14, 0.1))
    )
    makers = ((1, 0, 0), (1, 0, 0), (0, 1, 0), (0, 1, 0), (0, 0, 1), (0, 0, 1))
    table.words("vendor_name", table.choice("vendor", VENDORS, makers, by=model))
    _plan_file(table)
    table.number("rated_kw", model.by((18.5, 30.0, 11.0, 15.0, 22.0, 37.0)), 1)
    return _Machines(
        table=table,
        machine_id=machine_id,
        model=model,
        since=table.day("commissioned_on", day - age),
        country=table.quota("country", COUNTRIES, _COUNTRIES, within=model),
        gateway=table.quota("gateway", GATEWAYS, (0.34, 0.26, 0.22, 0.18), within=model),
        activity=table.exponential("activity") + table.exponential("more activity"),
        shaking=table.normal("shaking"),
        warmth=table.normal("warmth"),
        squeeze=table.normal("squeeze"),
        dirt=table.normal("dirt"),
        first_tool=table.uniform("first tool"),
        tool_days=5.0 + 16.0 * table.uniform("tool days"),
        tool_limit=0.7 + 0.4 * table.uniform("tool limit"),
        fixtures=0.5 * table.exponential("fixtures"),
    )


def _plan_file(table: Entities) -> None:
    """What was in the machine's file on the day on which the extract begins."""
    planned = (30.0 + 260.0 * table.exponential("planned")).floor()
    lost = (planned * 0.12 * table.uniform("lost").square() + table.uniform("or one")).floor()
    table.number("idle_rate", table.where(table.chance("always used", 0.3), 0.0, lost / planned), 4)
    rent = ((6.4 + 0.4 * table.normal("rent")).exp() * 0.1).floor() * 10.0
    rented = table.chance("rented", 0.08)
    table.number("monthly_rent_eur", table.where(rented, rent, None), 2)
    retrofit = (8.1 + 0.8 * table.normal("retrofit")).exp()
    table.number(
        "retrofit_cost_eur", table.where(table.chance("retrofitted", 0.15), retrofit, None), 2
    )
    table.count("is_refurbished", table.where(table.chance("refurbished", 0.04), 1.0, 0.0))


def _plan_sites(plan: Plan) -> _Sites:
    table = plan.entities("sites", per_row=0.002, least=40, most=200, shared=True)
    site_id = table.token("site_id", "s")
    country = table.words("site_country", table.quota("country", COUNTRIES, _COUNTRIES))
    climates = (
        (0.7, 0.15, 0.15), (0.3, 0, 0.7), (0.3, 0.1, 0.6), (0.5, 0.4, 0.1), (0.4, 0.5, 0.1),
        (0.3, 0.4, 0.3),
    )  # fmt: skip
    climate = table.words("climate_zone", table.quota("climate", CLIMATES, climates, by=country))
    since = table.day("opened_on", -400.0 - 6000.0 * table.uniform("opened"))
    table.come_on(since)
    absent = (-2.9 + 0.35 * table.normal("absence")).exp().clip(0.005, 0.3)
    table.number("absence_rate", absent, 4)
    audited = table.quota("audited", ("no", "yes"), (0.8, 0.2), within=country).among("yes")
    gaps = (1.1 + 0.6 * table.normal("gaps")).exp()
    table.number("audit_gap_hours", table.where(audited, gaps, None), 1)
    place = table.even("popularity", within=country)
    return _Sites(
        table=table,
        site_id=site_id,
        country=country,
        climate=climate,
        popularity=(0.29 * (place.log() - (1.0 - place).log())).exp(),
        hung=table.where(table.even("hung", within=country) < 0.72, 1.0, 0.0),
    )


def _plan_services(plan: Plan, assets: _Machines) -> Events:
    services = plan.events(
        "services", of=assets.table, activity=0.6 * assets.activity + 1.0, per_row=0.3,
        week=_WORK_WEEK, hours=_WORK_HOURS, follow_ups=0.08, follow_hours=30.0,
    )  # fmt: skip
    services.number_id("service_id")
    services.words("machine_id", services.at(assets.machine_id))
    services.column("serviced_at", services.moment, form="moment")
    kind = services.words(
        "service_kind",
        services.choice("kind", SERVICE_KINDS, (0.36, 0.28, 0.16, 0.11, 0.09)),
    )
    services.words("service_note", services.text("note", kind, NOTES))
    labour = (kind.by((3.2, 2.9, 3.4, 4.2, 3.9)) + 0.6 * services.normal("labour")).exp()
    clocked = services.chance("clocked", 0.7)
    services.number("labour_minutes", services.where(clocked, labour, None), 1)
    needs = services.uniform("parts needed") < kind.by((0.05, 0.2, 0.8, 0.1, 0.75))
    parts = (4.2 + 0.9 * services.normal("parts")).exp()
    services.number("service_parts_eur", services.where(needs, parts, None), 2)
    return services


def _plan_runs(plan: Plan, assets: _Machines, sites: _Sites, services: Events) -> None:
    row = plan.events(
        "runs", of=assets.table, activity=assets.activity, week=_WEEK, hours=_HOURS, year=_YEAR,
        follow_ups=0.3, follow_hours=9.0,
    )  # fmt: skip
    row.through(
        assets.table.stand_in(
            sites.table, home=assets.country, kind=sites.country, popularity=sites.popularity
        ),
        sites.table,
    )
    row.number_id("run_id")
    row.column("checked_at", row.moment, form="moment")
    row.words("machine_id", row.at(assets.machine_id))
    row.words("site_id", row.at(sites.site_id))
    row.words("gateway_code", row.at(assets.gateway))
    known = _order(row, assets) | _history(row, services)
    known |= _readings(row, assets, sites, known)
    _idle_features(row, assets, sites, known)
    _before_start(row, assets)
    terms = _terms(row, assets, sites, known)
    row.target(
        assets.table.hidden(),
        [row.term(name, value) for name, value in terms.items()],
        hidden_weight=_HIDDEN_WEIGHT,
        delay_days=_REPORT_SCALE_DAYS,
        missed=2600.0,
        alarm=180.0,
    )


def _order(row: Events, assets: _Machines) -> dict[str, Value]:
    """What the run is to make."""
    product = row.words(
        "product_type", row.choice("product", PRODUCTS, (0.24, 0.2, 0.18, 0.16, 0.12, 0.1))
    )
    stock = (
        (0.2, 0.6, 0.2, 0), (0.9, 0, 0.1, 0), (0.7, 0.3, 0, 0), (0.6, 0.1, 0.2, 0.1),
        (0.2, 0.8, 0, 0), (0.75, 0, 0.05, 0.2),
    )  # fmt: skip
    material = row.words("material_type", row.choice("material", MATERIALS, stock, by=product))
    hours = (1.3 + 0.55 * row.normal("hours")).exp().clip(0.5, 24.0)
    load = 0.62 + 0.16 * row.normal("load")
    planned = row.number("planned_hours", hours, 1)
    # By the clock: every hour has a shift, with people who swap.
    hour = row.moment.hour()
    day_time = row.choice("day time", SHIFTS, (0.95, 0.04, 0.01))
    evening = row.choice("evening", SHIFTS, (0.03, 0.94, 0.03))
    night = row.choice("night", SHIFTS, (0.02, 0.03, 0.95))
    late = row.where((hour >= 13.0) & (hour < 21.0), evening, night)
    shift = row.words("shift_name", row.where((hour >= 5.0) & (hour < 13.0), day_time, late))
    rate = product.by((310.0, 450.0, 180.0, 260.0, 210.0, 620.0))
    value = planned * rate * (0.25 * row.normal("value")).exp()
    row.number("run_value_eur", value, 2)
    return {
        "material_type": material,
        "planned_hours": planned,
        "load_share": row.number("load_share", load.clip(0.1, 1.15), 3),
        "shift_name": shift,
        "operator_level": row.words(
            "operator_level", row.choice("operator", SKILLS, (0.18, 0.55, 0.27))
        ),
        "tool_wear_share": row.number("tool_wear_share", _wear(row, assets), 3),
    }


def _wear(row: Events, assets: _Machines) -> Value:
    """Tools wear from day to day until they are changed, on some machines later than on others."""
    days = row.at(assets.tool_days)
    used = (row.moment / DAY + days * row.at(assets.first_tool)) % days / days
    return (used * row.at(assets.tool_limit) + 0.02 * row.normal("wear")).clip(0.0, 1.2)


def _history(row: Events, services: Events) -> dict[str, Value]:
    close = row.count("runs_24h", row.past_count(1))
    row.words("alarm_state", row.state(close, ALARM_STATES, (2, 4)))
    row.count("runs_7d", row.past_count(7))
    row.count("services_90d", row.past_count_of(services, 90))
    return {
        "runs_24h": close,
        "service_age_days": row.number("service_age_days", row.since(services), 1),
    }


def _readings(
    row: Events, assets: _Machines, sites: _Sites, known: Mapping[str, Value]
) -> dict[str, Value]:
    load, wear = known["load_share"], known["tool_wear_share"]
    swing = row.at(sites.climate).by((8.0, 5.0, 11.0))
    hall = 19.0 + swing * 0.55 * row.moment.season(peak=200.0) + 2.2 * row.normal("hall")
    ambient = row.number("ambient_temp_c", hall, 1)
    shake = 0.55 + 0.32 * row.at(assets.shaking) + 0.35 * wear + 0.34 * row.normal("shake")
    vibration = row.where(row.chance("outage", _OUTAGE), None, shake.exp())
    warm = 41.0 + 0.55 * (ambient - 19.0) + 9.0 * (load - 0.6) + 3.2 * row.at(assets.warmth)
    # On some checks nobody takes a sample of the oil.
    particles = (3.1 + 0.4 * row.at(assets.dirt) + 0.69 * row.normal("particles")).exp()
    pressure = 118.0 + 4.0 * row.at(assets.squeeze) + 6.3 * row.normal("pressure")
    current = row.at(assets.model).by((21.0, 34.0, 12.0, 17.0, 25.0, 42.0))
    return {
        "ambient_temp_c": ambient,
        "vibration_mm_s": row.number("vibration_mm_s", vibration, 3),
        "bearing_temp_c": row.number("bearing_temp_c", warm + 3.0 * row.normal("warm"), 1),
        "oil_particles_ppm": row.number(
            "oil_particles_ppm", row.where(row.chance("no sample", 0.05), None, particles), 1
        ),
        "pressure_bar": row.number("pressure_bar", pressure, 2),
        "motor_current_a": row.number(
            "motor_current_a", current * (0.7 + 0.5 * load) * (1.0 + 0.07 * row.normal("amps")), 2
        ),
    }


def _idle_features(
    row: Events, assets: _Machines, sites: _Sites, known: Mapping[str, Value]
) -> None:
    """Columns that a plant records and that say nothing about the outcome by themselves."""
    row.number("hours_30d", row.past_total(known["planned_hours"], 30), 1)
    speeds = row.choice("speed", ("1200", "1800", "2400", "3000", "4500"), (2, 4, 4, 3, 1))
    row.count("spindle_rpm", speeds.by((1200.0, 1800.0, 2400.0, 3000.0, 4500.0)))
    coolant = row.words("coolant_type", row.choice("coolant", COOLANTS, (0.6, 0.25, 0.15)))
    flow = (2.35 + 0.3 * row.normal("flow")).exp().clip(0.5, 40.0)
    row.number("coolant_flow_l", row.where(coolant.among("dry"), None, flow), 2)
    moist = 0.47 - 0.05 * row.moment.season(peak=200.0) + 0.09 * row.normal("moist")
    hung = row.at(sites.hung)
    topped = (1.0 + 0.9 * row.normal("topped up")).exp()
    row.number("coolant_topup_l", row.where(row.chance("tops up", 0.14), topped, None), 2)
    row.number("humidity_share", row.where(hung > 0.0, moist.clip(0.12, 0.97), None), 3)
    error = (1.2 + 0.3 * row.at(assets.warmth) + 0.6 * row.normal("axis")).exp()
    row.number("axis_error_um", row.where(row.chance("measured", 0.35), error, None), 2)
    row.carrier("spectral_entropy", shape="mound", middle=2.4, spread=6.4, decimals=7)
    row.carrier("encoder_phase_deg", shape="flat", middle=0.0, spread=360.0, decimals=5)
    row.carrier("warmup_energy_kj", shape="skewed", middle=438.0, spread=0.21, decimals=5)


def _before_start(row: Events, assets: _Machines) -> None:
    """What only some runs have, and all of it before they start."""
    changed = row.uniform("changed") < 0.2 * row.at(assets.fixtures)
    minutes = (2.6 + 0.6 * row.normal("changeover")).exp()
    row.number("changeover_minutes", row.where(changed, minutes, None), 1)
    extra = row.chance("extra material", 0.07)
    value = (3.9 + 0.8 * row.normal("extra value")).exp()
    row.number("extra_material_eur", row.where(extra, value, None), 2)
    freight = (3.4 + 1.0 * row.normal("freight")).exp()
    row.number("freight_eur", row.where(row.chance("came late", 0.05), freight, None), 2)
    waited = (3.3 + 1.1 * row.normal("waited")).exp()
    row.number("wait_minutes", row.where(row.chance("waits", 0.16), waited, None), 1)
    rework = (2.9 + 0.9 * row.normal("rework")).exp()
    row.number("rework_minutes", row.where(row.chance("reworked", 0.1), rework, None), 1)
    sampled = row.chance("sampled", 0.25)
    parts = (20.0 + 300.0 * row.exponential("parts")).floor()
    bad = (parts * 0.06 * row.uniform("bad").square() + row.uniform("or one")).floor()
    row.number("first_part_scrap_rate", row.where(sampled, bad / parts, None), 4)


def _terms(
    row: Events, assets: _Machines, sites: _Sites, known: Mapping[str, Value]
) -> dict[str, Value]:
    vibration = ((known["vibration_mm_s"].log() - 0.72) / 0.5).filled(0.0)
    # Against what the hall and the load explain: summers would be dangerous otherwise.
    heat = (known["bearing_temp_c"] - 0.55 * known["ambient_temp_c"] - 30.5) / 5.0
    oil = ((known["oil_particles_ppm"].log() - 3.1) / 0.8).filled(0.0)
    pressure = (known["pressure_bar"] - 118.0) / 7.5
    load, wear = known["load_share"], known["tool_wear_share"]
    hours = known["planned_hours"].log() - 1.3
    age = known["service_age_days"].filled(60.0)
    crew, shift = known["operator_level"], known["shift_name"]
    material = known["material_type"]
    new = row.moment / DAY - row.at(assets.since) < 120.0
    return {
        "vibration_mm_s": 0.38 * vibration,
        "oil_particles_ppm": 0.34 * oil,
        "planned_hours": 0.45 * hours,
        "operator_level": crew.by((0.25, 0.0, -0.3)),
        "climate_zone": row.at(sites.climate).by((0.0, 0.35, -0.1)),
        "service_age_days": 0.22 * (age.log1p() - 2.6),
        "pressure_bar": 0.5 * pressure.square().clip(0.0, 5.0),
        "vibration_mm_s:bearing_temp_c": 1.5 * ((vibration > 0.6) & (heat > 0.4)),
        "load_share:material_type": 1.4 * ((load > 0.75) & material.among("cast_iron", "steel")),
        "tool_wear_share:planned_hours": 1.3 * ((wear > 0.65) & (hours > 0.3)),
        "shift_name:operator_level": 1.2 * (shift.among("night") & crew.among("trainee")),
        "runs_24h:oil_particles_ppm": 1.2 * ((known["runs_24h"] >= 1.0) & (oil > 0.5)),
        "commissioned_on:load_share": 1.3 * (new & (load > 0.6)),
        "service_age_days:machine_model": 1.2
        * ((age > 35.0) & row.at(assets.model).among("BR10", "BR12")),
        "bearing_temp_c:ambient_temp_c": 0.25 * heat,
    }
