"""What the world of machines calls things, and what its data dictionary says of them."""

from __future__ import annotations

from typing import Final

from takehome_datasets.names import Dress, Word

TABLES: Final = {
    "runs": "One row per production run of a machine, as of the check before its start.",
    "machines": "One row per machine.",
    "sites": "One row per hall that machines stand in.",
    "services": "One row per service of a machine: planned upkeep and small repairs.",
}

MODELS: Final = ("AX200", "AX350", "BR10", "BR12", "KT5", "KT7")
VENDORS: Final = ("Axion", "Brandt", "Kitamura")
CLIMATES: Final = ("temperate", "coastal", "continental")
COUNTRIES: Final = ("DE", "CZ", "PL", "FR", "IT", "SE")
PRODUCTS: Final = ("housing", "shaft", "bracket", "flange", "cover", "gear")
MATERIALS: Final = ("steel", "aluminium", "cast_iron", "brass")
SHIFTS: Final = ("early", "late", "night")
GATEWAYS: Final = ("GW_A", "GW_B", "GW_C", "GW_D")
ALARM_STATES: Final = ("green", "amber", "red")
COOLANTS: Final = ("emulsion", "oil", "dry")
SERVICE_KINDS: Final = ("inspection", "lubrication", "filter", "alignment", "belt")
SKILLS: Final = ("trainee", "qualified", "senior")
_WHO: Final = ("", "MB: ", "shift 2 - ", "JK/", "ext. tech: ", "see photo - ")
_END: Final = ("", " ok", " - done", "; test run ok", " - next in 6 wks", " (see logbook)")
NOTES: Final = (
    (_WHO, ("visual check", "checked guards and hoses", "measured play 0.02", "no findings",
            "oil level topped up"), _END),
    (_WHO, ("greased spindle", "grease points 1-8", "changed way oil", "lubricated guide rails"),
     _END),
    (_WHO, ("filter changed", "coolant filter clogged - replaced", "air filter blown out",
            "changed hydraulic filter"), _END),
    (_WHO, ("spindle aligned", "coupling re-aligned 0.05", "levelled machine bed",
            "adjusted axis backlash"), _END),
    (_WHO, ("belt tensioned", "replaced v-belt", "belt worn - ordered", "pulley cleaned"), _END),
)  # fmt: skip
"""What technicians write, by the kind of service."""

LEXICON: Final = {
    "run_id": Word(names=("run_id", "batch_no", "run_ref"), meaning="Id of the run."),
    "checked_at": Word(
        names=("checked_at", "check_ts", "pre_start_at"),
        meaning="When the machine was checked before the run, UTC; all readings are of then.",
    ),
    "machine_id": Word(
        names=("machine_id", "asset_id", "equipment_no"),
        meaning="Id of the machine; on two spindles, its runs may overlap.",
    ),
    "site_id": Word(names=("site_id", "plant_code", "hall_id"), meaning="Id of the site."),
    "gateway_code": Word(
        names=("gateway_code", "edge_node", "collector_id"),
        meaning="Gateway that collected the readings.",
    ),
    "product_type": Word(
        names=("product_type", "part_family", "item_group"),
        meaning="What is made in the run, by the group of the item in the planning system.",
    ),
    "material_type": Word(
        names=("material_type", "stock_material", "workpiece_material"),
        meaning="Material of the stock that the run is made from, by its item number.",
    ),
    "shift_name": Word(
        names=("shift_name", "shift_code", "crew_shift"),
        meaning="Shift that the run is planned for, by the crew that signed the check.",
    ),
    "planned_hours": Word(
        names=("planned_hours", "run_hours_planned", "sched_hours"),
        meaning="Length of the run as planned, in hours, from the first part to the last.",
    ),
    "run_value_eur": Word(
        names=("run_value_eur", "batch_value_eur", "order_value_eur"),
        meaning="Value of the goods to be made, at list prices, in euros.",
    ),
    "load_share": Word(
        names=("load_share", "load_factor", "utilisation"),
        meaning="Planned load as a share of what the machine is rated for.",
    ),
    "vibration_mm_s": Word(
        names=("vibration_mm_s", "vib_rms_mm_s", "rms_velocity"),
        meaning="Vibration at the main bearing during the warm-up, RMS, in mm/s.",
    ),
    "bearing_temp_c": Word(
        names=("bearing_temp_c", "temp_bearing_c", "t_bearing"),
        meaning="Temperature of the main bearing, in degrees Celsius, at the end of the warm-up.",
        dresses=(
            Dress(
                names=("bearing_temp_f", "temp_bearing_f"),
                times=1.8,
                plus=32.0,
                decimals=2,
                meaning="Temperature of the main bearing, in degrees Fahrenheit.",
            ),
        ),
    ),
    "oil_particles_ppm": Word(
        names=("oil_particles_ppm", "oil_debris_ppm", "lube_particles"),
        meaning="Particles in the oil, in parts per million; empty if no sample was taken.",
    ),
    "pressure_bar": Word(
        names=("pressure_bar", "hyd_pressure", "system_pressure"),
        meaning="Hydraulic pressure under load, by the sensor behind the main pump.",
    ),
    "motor_current_a": Word(
        names=("motor_current_a", "spindle_amps", "i_motor_a"),
        meaning="Current of the main motor in the warm-up cycle, in amperes.",
    ),
    "spindle_rpm": Word(
        names=("spindle_rpm", "rpm_set", "spindle_speed"),
        meaning="Speed of the spindle that the run asks for, in turns a minute.",
    ),
    "coolant_flow_l": Word(
        names=("coolant_flow_l", "flow_l_min", "coolant_lpm"),
        meaning="Flow of the coolant, in litres a minute.",
        dresses=(
            Dress(
                names=("coolant_flow_ml_s", "flow_ml_s"),
                times=16.6667,
                decimals=2,
                meaning="Flow of the coolant, in millilitres a second.",
            ),
        ),
    ),
    "coolant_type": Word(
        names=("coolant_type", "cooling_kind", "lubricant_kind"),
        meaning="Coolant that the machine is set up with.",
    ),
    "ambient_temp_c": Word(
        names=("ambient_temp_c", "hall_temp_c", "t_ambient"),
        meaning="Temperature of the hall, in degrees Celsius.",
        dresses=(
            Dress(
                names=("ambient_temp_f", "hall_temp_f"),
                times=1.8,
                plus=32.0,
                decimals=2,
                meaning="Temperature of the hall, in degrees Fahrenheit.",
            ),
        ),
    ),
    "humidity_share": Word(
        names=("humidity_share", "rel_humidity", "hall_humidity"),
        meaning="Relative humidity of the hall; empty where no sensor hangs.",
    ),
    "tool_wear_share": Word(
        names=("tool_wear_share", "tool_wear", "wear_ratio"),
        meaning="Wear of the tool that is mounted, 0 (new) to 1 (to be changed).",
        dresses=(
            Dress(
                names=("tool_life_share", "tool_life_left"),
                times=-1.0,
                plus=1.0,
                decimals=3,
                meaning="Life left in the tool that is mounted, 1 (new) to 0 (to be changed).",
            ),
        ),
    ),
    "axis_error_um": Word(
        names=("axis_error_um", "position_error_um", "backlash_um"),
        meaning="Position error of the worst axis, in micrometres; empty if not measured.",
    ),
    "operator_level": Word(
        names=("operator_level", "crew_skill", "operator_grade"),
        meaning="Skill of the operator, by the grade that human resources keep.",
    ),
    "service_age_days": Word(
        names=("service_age_days", "days_since_service", "last_service_days"),
        meaning="Days since the machine's last service; empty if none is on record.",
    ),
    "services_90d": Word(
        names=("services_90d", "n_services_90d", "service_count_90d"),
        meaning="Services of the machine in the 90 days before.",
    ),
    "runs_24h": Word(
        names=("runs_24h", "n_runs_24h", "batches_1d"),
        meaning="Runs of the machine in the 24 hours before.",
    ),
    "runs_7d": Word(
        names=("runs_7d", "n_runs_7d", "batches_7d"),
        meaning="Runs of the machine in the 7 days before.",
    ),
    "hours_30d": Word(
        names=("hours_30d", "run_hours_30d", "planned_hours_30d"),
        meaning="Planned hours of the machine's runs in the 30 days before.",
    ),
    "alarm_state": Word(
        names=("alarm_state", "andon_state", "signal_colour"),
        meaning="Colour of the signal lamp, by how closely runs followed one another.",
    ),
    "spectral_entropy": Word(
        names=("spectral_entropy", "vib_entropy", "spectrum_entropy_bits"),
        meaning="Entropy of the vibration spectrum, in bits.",
    ),
    "encoder_phase_deg": Word(
        names=("encoder_phase_deg", "rotor_phase_deg", "phase_angle"),
        meaning="Phase of the encoder at the check, in degrees.",
    ),
    "warmup_energy_kj": Word(
        names=("warmup_energy_kj", "preheat_kj", "warm_cycle_kj"),
        meaning="Energy that the warm-up cycle took, in kilojoules.",
    ),
    "is_stopped": Word(
        names=("is_stopped", "breakdown_flag", "unplanned_stop"),
        meaning="1 if the run ended in an unplanned stop of an hour or more, else 0.",
    ),
    "machine_model": Word(
        names=("machine_model", "model_code", "type_plate"),
        meaning="Model of the machine, as it stands on its type plate.",
    ),
    "vendor_name": Word(
        names=("vendor_name", "manufacturer", "maker_name"),
        meaning="Maker of the machine, by the file of the purchasing department.",
    ),
    "commissioned_on": Word(
        names=("commissioned_on", "in_service_since", "install_date"),
        meaning="Day on which the machine was put into service.",
    ),
    "rated_kw": Word(
        names=("rated_kw", "power_kw", "nominal_kw"),
        meaning="Rated power of the main motor, in kW.",
    ),
    "site_country": Word(
        names=("site_country", "plant_country", "hall_country"),
        meaning="Country of the site, by the address of the land register.",
    ),
    "climate_zone": Word(
        names=("climate_zone", "climate_class", "site_climate"),
        meaning="Climate of the site, by the insurer's class.",
    ),
    "opened_on": Word(
        names=("opened_on", "site_since", "operating_since"), meaning="Day the site opened."
    ),
    "service_id": Word(
        names=("service_id", "work_order", "wo_number"), meaning="Id of the service."
    ),
    "serviced_at": Word(
        names=("serviced_at", "service_ts", "wo_closed_at"), meaning="When it was done, UTC."
    ),
    "service_kind": Word(
        names=("service_kind", "work_type", "wo_class"),
        meaning="Kind of the service, by the class of the work order.",
    ),
    "service_note": Word(
        names=("service_note", "tech_remark", "wo_text"),
        meaning="What the technician wrote down, as it was typed or dictated.",
    ),
    "repair_cost_eur": Word(
        names=("repair_cost_eur", "parts_cost", "wo_cost_eur"),
        meaning="Cost booked on the run by maintenance, in euros.",
        dresses=(
            Dress(
                names=("repair_cost_keur", "wo_cost_keur"),
                times=0.001,
                decimals=5,
                meaning="Cost booked on the run by maintenance, in thousands of euros.",
            ),
        ),
    ),
    "machine_stop_rate": Word(
        names=("machine_stop_rate", "asset_stop_ratio", "stop_share"),
        meaning="Share of the machine's runs that were stopped, by the nightly profile.",
        dresses=(
            Dress(
                names=("machine_stop_pct", "asset_stop_pct"),
                times=100.0,
                decimals=2,
                meaning="Percentage of the machine's runs that were stopped, by the profile.",
            ),
        ),
    ),
    "inspection_minutes": Word(
        names=("inspect_minutes", "diag_minutes", "troubleshooting"),
        meaning="Minutes that maintenance looked at the machine for this run.",
        dresses=(
            Dress(
                names=("inspect_s", "diag_seconds"),
                times=60.0,
                meaning="Seconds that maintenance looked at the machine for this run.",
            ),
        ),
    ),
    "prior_stop_rate": Word(
        names=("prior_stop_rate", "stop_rate_py", "prior_stops"),
        meaning="Share of the site's runs that were stopped in the year before this extract began.",
        dresses=(
            Dress(
                names=("prior_stop_pct", "stop_pct_py"),
                times=100.0,
                decimals=2,
                meaning="Percentage of its runs that were stopped in the year before this extract.",
            ),
        ),
    ),
    "failure_flag_v0": Word(
        names=("failure_flag", "pdm_alert_old", "predicted_fault"),
        meaning="Left over from a retired pilot; its rules still run at every check.",
    ),
    "idle_rate": Word(
        names=("idle_rate", "idle_hours_share", "standstill_ratio"),
        meaning="Share of planned hours in which it stood idle in the year before.",
        dresses=(
            Dress(
                names=("idle_pct", "standstill_pct"),
                times=100.0,
                decimals=2,
                meaning="Percentage of planned hours in which it stood idle in the year before.",
            ),
        ),
    ),
    "monthly_rent_eur": Word(
        names=("monthly_rent_eur", "lease_per_month_eur", "rent_per_month"),
        meaning="Rent of machines that are not our own, in euros a month; empty for our own.",
    ),
    "is_refurbished": Word(
        names=("is_refurbished", "refurb_flag_v2", "bought_used_flag"),
        meaning="1 if it was bought refurbished, by the file of the purchasing department, else 0.",
    ),
    "absence_rate": Word(
        names=("absence_rate", "crew_absence_share", "sick_leave_ratio"),
        meaning="Share of working hours its people were absent in the year before this one.",
    ),
    "audit_gap_hours": Word(
        names=("audit_gap_hours", "audit_findings_hours", "audit_rework_h"),
        meaning="Hours of work that the last safety audit asked for; empty if there was none.",
    ),
    "changeover_minutes": Word(
        names=("changeover_minutes", "fixture_change_min", "setup_extra_minutes"),
        meaning="Minutes that a change of fixture took before the check; empty if there was none.",
        dresses=(
            Dress(
                names=("changeover_seconds", "fixture_change_seconds"),
                times=60.0,
                meaning="Seconds that a change of fixture took before the check, if there was one.",
            ),
        ),
    ),
    "extra_material_eur": Word(
        names=("extra_material_eur", "extra_stock_value_eur", "material_topup_eur"),
        meaning="Value of the material that was issued on top before the start; empty if none.",
    ),
    "labour_minutes": Word(
        names=("labour_minutes", "work_minutes", "clocked_min"),
        meaning="Minutes of work on the service; empty where nobody clocked in.",
    ),
    "service_parts_eur": Word(
        names=("service_parts_eur", "upkeep_parts_eur", "wo_parts_value"),
        meaning="Value of the parts that the service took from stock, in euros; empty if none.",
    ),
    "coolant_topup_l": Word(
        names=("coolant_topup_l", "topup_litres", "coolant_added_l"),
        meaning="Litres of coolant that were topped up before the check; empty if none were.",
    ),
    "retrofit_cost_eur": Word(
        names=("retrofit_cost_eur", "upgrade_cost_eur", "refit_value"),
        meaning="Cost of the last retrofit, by the books at the beginning of this extract.",
    ),
    "rework_minutes": Word(
        names=("rework_minutes", "touch_up_minutes", "rework_clocked"),
        meaning="Minutes of rework on the run before, as clocked by the time of the check.",
    ),
    "freight_eur": Word(
        names=("freight_eur", "extra_freight_eur", "express_freight"),
        meaning="Freight for material that came separately before the start; empty if none did.",
    ),
    "wait_minutes": Word(
        names=("wait_minutes", "queue_minutes", "hold_before_start"),
        meaning="Minutes that the order waited for its material; empty if it did not.",
        dresses=(
            Dress(
                names=("wait_hours", "queue_hours"),
                times=1.0 / 60.0,
                decimals=4,
                meaning="Hours that the order waited for its material; empty if it did not.",
            ),
        ),
    ),
    "first_part_scrap_rate": Word(
        names=("first_part_scrap_rate", "setup_scrap_share", "trial_scrap_ratio"),
        meaning="Share of the trial parts that were scrapped while the run was being set up.",
        dresses=(
            Dress(
                names=("first_part_scrap_pct", "setup_scrap_pct"),
                times=100.0,
                decimals=2,
                meaning="Percentage of the trial parts that were scrapped during the set-up.",
            ),
        ),
    ),
    "GW_A": Word(names=("EDGE01", "NODE_K1", "COLL_EAST")),
    "GW_B": Word(names=("EDGE02", "NODE_K2", "COLL_WEST")),
    "GW_C": Word(names=("EDGE03", "NODE_K3", "COLL_NORTH")),
    "GW_D": Word(names=("EDGE04", "NODE_K4", "COLL_SOUTH")),
}
