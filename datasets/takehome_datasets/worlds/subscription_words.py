"""What the subscriptions world calls things, and what its data dictionary says of them."""

from __future__ import annotations

from typing import Final

from takehome_datasets.names import Dress, Word

TABLES: Final = {
    "renewals": "One row per subscription term that came up for renewal, ten days before its end.",
    "accounts": "One row per customer account; an account may hold several subscriptions.",
    "plans": "One row per plan of the price list, retired ones among them.",
    "tickets": "One row per support ticket.",
}

REGIONS: Final = ("DACH", "UKI", "NORDICS", "BENELUX", "FRANCE", "IBERIA", "US_EAST", "US_WEST")
SECTORS: Final = (
    "agency", "construction", "education", "health", "hospitality", "logistics", "nonprofit",
    "retail", "software", "trades",
)  # fmt: skip
SIZES: Final = ("solo", "2-9", "10-49", "50-249", "250+")
SOURCES: Final = ("organic", "paid_search", "referral", "partner", "sales_team")
FAMILIES: Final = ("planner", "invoicing", "payroll", "storage", "shop")
TIERS: Final = ("basic", "plus", "pro")
TERMS: Final = ("monthly", "quarterly", "yearly")
PAYING: Final = ("card", "direct_debit", "invoice", "paypal")
BILLING_STATES: Final = ("current", "reminded", "dunning")
CHANNELS: Final = ("SRC_A", "SRC_B", "SRC_C")
SEGMENTS: Final = ("onboarding", "regular", "power")
QUEUES: Final = ("billing", "bug", "how_to", "access", "feature_request")
PRIORITIES: Final = ("low", "normal", "high")
_GREETING: Final = ("", "Hi - ", "hello team ", "again: ", "urgent ", "FW: ")
_CLOSE: Final = ("", " thanks", " pls advise", " regards", " can you check?", " - see screenshot")
NOTES: Final = (
    (_GREETING, ("invoice shows wrong VAT id", "two invoices this month", "need receipt for March",
                 "change billing address", "card was replaced"), _CLOSE),
    (_GREETING, ("export hangs at 90 pct", "totals are off by one cent", "page blank after update",
                 "notifications come twice", "filter forgets settings"), _CLOSE),
    (_GREETING, ("how do I share a template", "where is the archive", "can we import from excel",
                 "what does status parked mean"), _CLOSE),
    (_GREETING, ("user locked out", "new colleague needs seat", "reset 2FA for admin",
                 "sso loop on login"), _CLOSE),
    (_GREETING, ("please add dark mode", "need api for absences", "would love a gantt view",
                 "bulk edit would save us hours"), _CLOSE),
)  # fmt: skip
"""What customers write, by queue."""

LEXICON: Final = {
    "term_id": Word(names=("term_id", "renewal_no", "contract_term_id"), meaning="Id of the term."),
    "notice_at": Word(
        names=("notice_at", "renewal_notice_ts", "due_notice_at"),
        meaning="When the renewal notice went out, UTC; the state of this row.",
    ),
    "account_id": Word(
        names=("account_id", "customer_ref", "acct_id"), meaning="Id of the customer account."
    ),
    "plan_id": Word(names=("plan_id", "sku_id", "price_item"), meaning="Id of the plan."),
    "source_system": Word(
        names=("source_system", "billing_source", "origin_system"),
        meaning="Billing system that the row comes from.",
    ),
    "seat_count": Word(
        names=("seat_count", "n_seats", "licences"), meaning="Seats of the subscription."
    ),
    "term_price_eur": Word(
        names=("term_price_eur", "price_per_term_eur", "term_value_eur"),
        meaning="Price of the next term before discount, in euros.",
    ),
    "discount_share": Word(
        names=("discount_share", "rebate_share", "discount_ratio"),
        meaning="Discount on the next term, as a share of its price.",
        dresses=(
            Dress(
                names=("discount_pct", "rebate_pct"),
                times=100.0,
                decimals=0,
                meaning="Discount on the next term, in percent.",
            ),
        ),
    ),
    "term_kind": Word(
        names=("term_kind", "billing_period", "term_length"),
        meaning="Length of a term, as it stands in the contract.",
    ),
    "payment_kind": Word(
        names=("payment_kind", "pay_method", "settlement_type"),
        meaning="How the account pays, as of the night before the notice.",
    ),
    "billing_state": Word(
        names=("billing_state", "dunning_state", "collection_state"),
        meaning="Where the account stands in collections, by its open tickets with billing.",
    ),
    "active_share": Word(
        names=("active_share", "seat_usage", "seat_activity"),
        meaning="Share of the seats that were used in the 28 days before the notice.",
        dresses=(
            Dress(
                names=("idle_share", "unused_seat_share"),
                times=-1.0,
                plus=1.0,
                decimals=3,
                meaning="Share of the seats that were not used in the 28 days before the notice.",
            ),
        ),
    ),
    "logins_28d": Word(
        names=("logins_28d", "n_logins_28d", "sign_ins_28d"),
        meaning="Logins of all seats in the 28 days before the notice.",
    ),
    "usage_trend": Word(
        names=("usage_trend", "login_trend", "activity_slope"),
        meaning="Logins in the last 14 days against the 14 days before, as a log ratio.",
        dresses=(
            Dress(
                names=("usage_decline", "activity_decline"),
                times=-1.0,
                decimals=3,
                meaning="Logins 28 to 15 days ago against the last 14 days, as a log ratio.",
            ),
        ),
    ),
    "last_login_days": Word(
        names=("last_login_days", "days_since_login", "login_recency_days"),
        meaning="Days since anybody of the account last logged in; empty if nobody ever did.",
    ),
    "storage_gb": Word(
        names=("storage_gb", "space_used_gb", "disk_gb"),
        meaning="Storage in use as of the night before the notice, in GB.",
    ),
    "n_integrations": Word(
        names=("n_integrations", "connected_apps", "integration_count"),
        meaning="Other products that are connected, as of the night before the notice went out.",
    ),
    "invited_users": Word(
        names=("invited_users", "n_invites", "invites_sent"),
        meaning="Users that were invited over the term.",
    ),
    "mobile_share": Word(
        names=("mobile_share", "app_share", "mobile_ratio"),
        meaning="Share of logins by the app; empty where nobody has it.",
    ),
    "term_number": Word(
        names=("term_number", "nth_term", "term_seq"), meaning="How many terms it has run."
    ),
    "renewals_90d": Word(
        names=("renewals_90d", "terms_due_90d", "n_notices_90d"),
        meaning="Renewal notices of the account in the 90 days before.",
    ),
    "tickets_30d": Word(
        names=("tickets_30d", "n_tickets_30d", "support_load_30d"),
        meaning="Support tickets of the account in the 30 days before the notice.",
    ),
    "ticket_age_days": Word(
        names=("ticket_age_days", "days_since_ticket", "last_ticket_days"),
        meaning="Days since the account's last support ticket; empty if there was none.",
    ),
    "price_change": Word(
        names=("price_change", "uplift_ratio", "price_step"),
        meaning="Price of the next term against the running one, as a ratio minus 1.",
    ),
    "nps_score": Word(
        names=("nps_score", "survey_score", "promoter_score"),
        meaning="Last answer to the survey, 0 to 10; empty where nobody answered.",
    ),
    "segment_code": Word(
        names=("segment_code", "lifecycle_segment", "cs_segment"),
        meaning="Segment in the customer success tool, as set by hand or by its rules.",
    ),
    "page_load_ms": Word(
        names=("page_load_ms", "p50_load_ms", "median_load_ms"),
        meaning="Median page load over the term, in milliseconds.",
    ),
    "usage_entropy": Word(
        names=("usage_entropy", "feature_entropy", "click_entropy_bits"),
        meaning="Entropy of the use over features, in bits.",
    ),
    "session_seconds": Word(
        names=("session_seconds", "mean_session_s", "avg_visit_s"),
        meaning="Mean length of a session, in seconds.",
    ),
    "is_lapsed": Word(
        names=("is_lapsed", "churn_flag", "did_not_renew"),
        meaning="1 if the subscription was not renewed, else 0.",
    ),
    "region_code": Word(
        names=("region_code", "sales_region", "market_code"), meaning="Sales region."
    ),
    "sector_name": Word(
        names=("sector_name", "industry_group", "vertical_name"), meaning="Line of business."
    ),
    "company_size": Word(
        names=("company_size", "headcount_band", "employees_band"),
        meaning="Number of employees, in the bands of the signup form.",
    ),
    "signup_source": Word(
        names=("signup_source", "acquired_by", "lead_source"),
        meaning="How the account came to us, by the first page or person they met.",
    ),
    "signed_up_on": Word(
        names=("signed_up_on", "customer_since", "created_on"), meaning="Day of the signup."
    ),
    "plan_family": Word(names=("plan_family", "product_line", "product_group"), meaning="Product."),
    "plan_tier": Word(
        names=("plan_tier", "tier_name", "edition_name"),
        meaning="Edition of the product, as the price list has it.",
    ),
    "list_price_eur": Word(
        names=("list_price_eur", "monthly_list_eur", "seat_price_eur"),
        meaning="List price per seat and month, in euros.",
    ),
    "launched_on": Word(
        names=("launched_on", "plan_since", "on_sale_since"), meaning="First day on sale."
    ),
    "ticket_id": Word(names=("ticket_id", "ticket_no", "case_id"), meaning="Id of the ticket."),
    "opened_at": Word(
        names=("opened_at", "ticket_opened_at", "created_ts"),
        meaning="When the ticket was opened, UTC.",
    ),
    "ticket_queue": Word(
        names=("ticket_queue", "support_queue", "case_queue"), meaning="Queue of the ticket."
    ),
    "ticket_priority": Word(
        names=("ticket_priority", "case_priority", "urgency_level"), meaning="As triaged."
    ),
    "ticket_text": Word(
        names=("ticket_text", "first_message", "case_subject"),
        meaning="First words of the customer's message.",
    ),
    "winback_credit_eur": Word(
        names=("winback_credit", "retention_credit", "save_offer"),
        meaning="Credit granted to keep or win back the subscription, in euros.",
        dresses=(
            Dress(
                names=("winback_credit_ct", "save_offer_ct"),
                times=100.0,
                meaning="Credit granted to keep or win back the subscription, in euro cents.",
            ),
        ),
    ),
    "account_lapse_rate": Word(
        names=("account_lapse_rate", "acct_churn_ratio", "lapse_share"),
        meaning="Share of the account's terms that were not renewed, by the nightly profile.",
        dresses=(
            Dress(
                names=("account_lapse_pct", "acct_churn_pct"),
                times=100.0,
                decimals=2,
                meaning="Percentage of the account's terms that were not renewed, by the profile.",
            ),
        ),
    ),
    "exit_call_minutes": Word(
        names=("exit_calls_min", "retention_min", "callback_minutes"),
        meaning="Minutes on the phone with the retention desk.",
        dresses=(
            Dress(
                names=("exit_calls_s", "callback_seconds"),
                times=60.0,
                meaning="Seconds on the phone with the retention desk.",
            ),
        ),
    ),
    "prior_lapse_rate": Word(
        names=("prior_lapse_rate", "plan_churn_py", "prior_churn"),
        meaning="Share of the plan's terms not renewed in the year before this extract began.",
        dresses=(
            Dress(
                names=("prior_lapse_pct", "prior_churn_pct"),
                times=100.0,
                decimals=2,
                meaning="Percentage of its terms not renewed in the year before this extract.",
            ),
        ),
    ),
    "churn_list_v1": Word(
        names=("churn_list_v1", "at_risk_old", "predicted_churn"),
        meaning="Left over from a retired scoring job; it still runs when notices go out.",
    ),
    "late_invoice_rate": Word(
        names=("late_invoice_rate", "overdue_invoice_share", "late_payment_ratio"),
        meaning="Share of the account's invoices that were paid late in the year before.",
        dresses=(
            Dress(
                names=("late_invoice_pct", "overdue_invoice_pct"),
                times=100.0,
                decimals=2,
                meaning="Percentage of its invoices that were paid late in the year before.",
            ),
        ),
    ),
    "deposit_eur": Word(
        names=("deposit_eur", "security_deposit_eur", "deposit_held"),
        meaning="Deposit that was asked for at signup, in euros; empty where none was.",
    ),
    "is_reseller": Word(
        names=("is_reseller", "reseller_flag_v2", "resells_to_others"),
        meaning="1 if the account resells to others, by the form filled in at its signup, else 0.",
    ),
    "trial_conversion_rate": Word(
        names=("trial_conversion_rate", "trial_to_paid_share", "trial_win_rate"),
        meaning="Share of the plan's trials that became paid terms, in the year before this one.",
    ),
    "partner_fee_share": Word(
        names=("partner_fee_share", "reseller_margin_share", "partner_cut"),
        meaning="Share of the price that goes to a partner who sold it; empty where none may.",
    ),
    "training_minutes": Word(
        names=("training_minutes", "coaching_minutes", "live_training_min"),
        meaning="Minutes of live training that its people booked and took over the running term.",
        dresses=(
            Dress(
                names=("training_hours", "coaching_hours"),
                times=1.0 / 60.0,
                decimals=4,
                meaning="Hours of live training that its people booked and took over the term.",
            ),
        ),
    ),
    "overage_fee_eur": Word(
        names=("overage_fee_eur", "storage_overage_eur", "over_quota_fee_eur"),
        meaning="Fees for storage above the quota, billed over the running term; empty if none.",
        dresses=(
            Dress(
                names=("overage_fee_ct", "storage_overage_ct"),
                times=100.0,
                meaning="Fees for storage above the quota over the running term, in euro cents.",
            ),
        ),
    ),
    "reply_minutes": Word(
        names=("reply_minutes", "first_reply_min", "response_minutes"),
        meaning="Minutes from the ticket to the first answer; empty if it was never answered.",
    ),
    "goodwill_eur": Word(
        names=("goodwill_eur", "goodwill_credit_eur", "desk_credit"),
        meaning="Credit that the desk gave on the spot for the ticket, in euros; empty if none.",
    ),
    "outage_credit_eur": Word(
        names=("outage_credit_eur", "downtime_credit_eur", "sla_credit"),
        meaning="Credit for outages that was booked over the running term; empty where none was.",
    ),
    "phone_wait_minutes": Word(
        names=("phone_wait_minutes", "on_hold_minutes", "hotline_wait"),
        meaning="Minutes that its people were on hold over the term; empty if they did not call.",
        dresses=(
            Dress(
                names=("phone_wait_seconds", "on_hold_seconds"),
                times=60.0,
                meaning="Seconds that its people were on hold; empty if they did not call.",
            ),
        ),
    ),
    "api_error_rate": Word(
        names=("api_error_rate", "failed_call_share", "api_failure_ratio"),
        meaning="Share of its API calls that failed in the 28 days before; empty if none.",
    ),
    "SRC_A": Word(names=("BILLFOX", "ZENLEDGER", "CHARGELY")),
    "SRC_B": Word(names=("OLDERP", "NAVAX", "LEGACY2")),
    "SRC_C": Word(names=("APPSTORE", "MARKETHUB", "RESELLER")),
}
