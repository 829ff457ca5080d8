"""What the card-payments world calls things, and what its data dictionary says of them."""

from __future__ import annotations

from typing import Final

from takehome_datasets.names import Word

TABLES: Final = {
    "payments": "One row per authorised card payment that went through our gateway.",
    "cards": "One row per card on file.",
    "merchants": "One row per merchant that we process payments for.",
}

CATEGORIES: Final = (
    "groceries", "restaurants", "fashion", "electronics", "travel", "pharmacy",
    "fuel", "gift_cards", "gaming", "home_garden", "streaming", "ticketing",
)  # fmt: skip
COUNTRIES: Final = ("DE", "FR", "NL", "ES", "IT", "PL", "AT", "GB", "US", "TR")
CHANNELS: Final = ("web", "app", "in_store", "telephone")
DEVICES: Final = ("android", "ios", "windows", "macos", "linux")
AUTHENTICATION: Final = ("none", "3ds_frictionless", "3ds_challenge", "chip_pin", "contactless")
ADDRESS_MATCH: Final = ("full", "partial", "none", "unavailable")
SCHEMES: Final = ("visa", "mastercard", "amex", "maestro")
FUNDING: Final = ("debit", "credit", "prepaid")
ACQUIRERS: Final = ("ACQ_A", "ACQ_B", "ACQ_C", "ACQ_D")

LEXICON: Final = {
    "payment_id": Word(
        names=("payment_id", "txn_id", "payment_ref"), meaning="Our id of the payment."
    ),
    "paid_at": Word(
        names=("paid_at", "authorised_at", "txn_ts"),
        meaning="When the payment was authorised, UTC.",
    ),
    "card_id": Word(
        names=("card_id", "card_token", "card_ref"),
        meaning="Token of the card; the number itself is never stored.",
    ),
    "merchant_id": Word(
        names=("merchant_id", "mid", "merchant_ref"), meaning="Our id of the merchant."
    ),
    "amount_eur": Word(
        names=("amount_eur", "txn_amount_eur", "gross_amount_eur"),
        meaning="Amount of the payment in euros.",
    ),
    "sales_channel": Word(
        names=("sales_channel", "txn_channel", "channel_code"), meaning="How the card was used."
    ),
    "device_os": Word(
        names=("device_os", "client_os", "os_family"),
        meaning="Operating system of the device, for web and app payments.",
    ),
    "auth_method": Word(
        names=("auth_method", "sca_method", "cardholder_auth"),
        meaning="How the card holder was authenticated.",
    ),
    "acquirer_code": Word(
        names=("acquirer_code", "acquirer_name", "acq_name"),
        meaning="Acquiring bank that the payment was routed through.",
    ),
    "ip_country": Word(
        names=("ip_country", "client_country", "geo_country"),
        meaning="Country from which the payment was made, by IP address or terminal.",
    ),
    "distance_km": Word(
        names=("distance_km", "geo_distance_km", "home_distance_km"),
        meaning="Distance between the place of payment and the holder's billing address.",
    ),
    "checkout_seconds": Word(
        names=("checkout_seconds", "session_seconds", "checkout_duration_s"),
        meaning="Time from opening the checkout page to pressing pay, web and app.",
    ),
    "device_age_days": Word(
        names=("device_age_days", "device_known_days", "days_since_first_device_use"),
        meaning="Days since the card was first used on this device.",
    ),
    "email_age_days": Word(
        names=("email_age_days", "mailbox_age_days", "contact_age_days"),
        meaning="Age of the e-mail address on file, according to our address vendor.",
    ),
    "address_match": Word(
        names=("address_match", "avs_result", "avs_match"),
        meaning="Result of the address verification service.",
    ),
    "basket_items": Word(
        names=("basket_items", "n_items", "item_count"), meaning="Number of items in the basket."
    ),
    "payments_24h": Word(
        names=("payments_24h", "n_txn_24h", "velocity_1d"),
        meaning="Payments of the same card in the 24 hours before this one.",
    ),
    "payments_7d": Word(
        names=("payments_7d", "n_txn_7d", "velocity_7d"),
        meaning="Payments of the same card in the 7 days before this one.",
    ),
    "spend_30d_eur": Word(
        names=("spend_30d_eur", "amount_30d_eur", "spend_prev_30d"),
        meaning="Spent with the same card in the 30 days before this payment, in euros.",
    ),
    "is_chargeback": Word(
        names=("is_chargeback", "chargeback_flag", "cb_flag"),
        meaning="1 if the card holder disputed the payment and we were charged back, else 0.",
    ),
    "issuer_country": Word(
        names=("issuer_country", "bin_country", "card_country"),
        meaning="Country of the bank that issued the card.",
    ),
    "card_scheme": Word(names=("card_scheme", "card_brand", "scheme_name"), meaning="Card scheme."),
    "funding_type": Word(
        names=("funding_type", "card_funding", "funding_source"),
        meaning="Debit, credit or prepaid.",
    ),
    "issued_on": Word(
        names=("issued_on", "card_issued_on", "valid_from"),
        meaning="Day on which the card was issued.",
    ),
    "holder_birth_year": Word(
        names=("holder_birth_year", "birth_year", "holder_yob"),
        meaning="Year of birth of the card holder.",
    ),
    "merchant_category": Word(
        names=("merchant_category", "mcc_group", "business_line"),
        meaning="Line of business, grouped from the merchant category code.",
    ),
    "merchant_country": Word(
        names=("merchant_country", "shop_country", "merchant_domicile"),
        meaning="Country in which the merchant is registered.",
    ),
    "onboarded_on": Word(
        names=("onboarded_on", "contract_since", "live_since"),
        meaning="Day of the merchant's first payment with us.",
    ),
    "refunded_amount": Word(
        names=("refunded_amount", "refund_total_eur", "amount_returned_eur"),
        meaning="Amount returned to the card holder for this payment, in euros.",
    ),
    "card_dispute_rate": Word(
        names=("card_dispute_rate", "card_cb_ratio", "dispute_share_card"),
        meaning="Share of the card's payments that were disputed, from the nightly card profile.",
    ),
    "review_minutes": Word(
        names=("review_minutes", "analyst_minutes", "case_minutes"),
        meaning="Minutes that the risk desk spent on the payment.",
    ),
    "prior_dispute_rate": Word(
        names=("prior_dispute_rate", "dispute_rate_prev_year", "cb_rate_last_year"),
        meaning=(
            "Disputed share of the merchant's payments in the calendar year before the first"
            " payment of this extract, from the scheme's annual statement."
        ),
    ),
    "is_fraud_list_v2": Word(
        names=("is_fraud_list_v2", "fraud_flag_old", "suspected_fraud_v1"),
        meaning="Left over from the retired rule engine; the rules still write it at payment time.",
    ),
    "ACQ_A": Word(names=("NORDPAY", "ALTABANK", "FIRSTACQ")),
    "ACQ_B": Word(names=("RHEINCARD", "CLEARLINE", "PAYBRIDGE")),
    "ACQ_C": Word(names=("LUMENPAY", "ORBISCARD", "TRIVIUM")),
    "ACQ_D": Word(names=("MERIDIAN", "SOLACQ", "HANSAPAY")),
}
