"""What the card-payments world calls things, and what its data dictionary says of them."""

from __future__ import annotations

from typing import Final

from takehome_datasets.names import Dress, Word

TABLES: Final = {
    "payments": "One row per authorised card payment that went through our gateway.",
    "cards": "One row per card on file.",
    "merchants": "One row per merchant that we process payments for.",
    "contacts": "One row per contact of a card holder with the service desk.",
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

CURRENCIES: Final = ("EUR", "GBP", "USD", "PLN", "TRY")
SHIPPING: Final = ("standard", "express", "pickup_point", "digital")
CARD_STATES: Final = ("normal", "busy", "watch")
TOPICS: Final = (
    "balance", "app_login", "card_limit", "address_change", "card_replacement", "travel_notice",
)  # fmt: skip
_WHO: Final = (
    "holder called",
    "chat",
    "holder wrote",
    "call back",
    "cust in branch",
    "HOLDER CALLED",
)
_END: Final = ("", " - done", " - closed", ". ok", " / no further action", " - sent confirmation")
NOTES: Final = (
    (_WHO, (" re balance", " about pending booking", " asked for statement", " re booking twice?"),
     (": explained", ": told 1-2 days", ": statement mailed", ""), _END),
    (_WHO, (" cant log in", " - app locked", " new phone", " forgot passcode"),
     (": reset link", ": device re-registered", ": advised update", ""), _END),
    (_WHO, (" wants higher limit", " limit too low for purchase", " limit question"),
     (": raised for 7d", ": refused - income check", ": raised", ": told how in app"), _END),
    (_WHO, (" moved house", " new address", " new surname and address"),
     (": updated", ": asked for proof", ": form sent"), _END),
    (_WHO, (" card worn out", " chip not read", " card bent", " lost wallet at home - found again"),
     (": new card ordered", ": replaced", ": no action"), _END),
    (_WHO, (" travelling to US", " going abroad 2 wks", " trip to TR", " holiday ES"),
     (": note set", ": informed about fees", ""), _END),
)  # fmt: skip
"""What the desk writes down, by topic. Nobody at a desk uses commas."""

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
        meaning="Amount of the payment in euros, as it was authorised.",
    ),
    "sales_channel": Word(
        names=("sales_channel", "txn_channel", "channel_code"),
        meaning="How the card was used, by the entry mode that the merchant's system sends.",
    ),
    "device_os": Word(
        names=("device_os", "client_os", "os_family"),
        meaning="Operating system of the device, for web and app payments.",
    ),
    "auth_method": Word(
        names=("auth_method", "sca_method", "cardholder_auth"),
        meaning="How the card holder was authenticated, by the answer of the issuer.",
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
        dresses=(
            Dress(
                names=("checkout_ms", "session_duration_ms"),
                times=1000.0,
                meaning="Milliseconds from opening the checkout page to pressing pay, web and app.",
            ),
        ),
    ),
    "device_age_days": Word(
        names=("device_age_days", "device_known_days", "days_since_first_device_use"),
        meaning="Days since the card was first used on this device.",
        dresses=(
            Dress(
                names=("device_age_hours", "device_known_hours"),
                times=24.0,
                decimals=1,
                meaning="Hours since the card was first used on this device.",
            ),
        ),
    ),
    "email_age_days": Word(
        names=("email_age_days", "mailbox_age_days", "contact_age_days"),
        meaning="Age of the e-mail address on file, by our address vendor; empty if not found.",
    ),
    "address_match": Word(
        names=("address_match", "avs_result", "avs_match"),
        meaning="Result of the address verification service.",
    ),
    "basket_items": Word(
        names=("basket_items", "n_items", "item_count"),
        meaning="Number of items in the basket, as far as the merchant's shop system tells us.",
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
    "spend_7d_eur": Word(
        names=("spend_7d_eur", "amount_7d_eur", "spend_prev_7d"),
        meaning="Spent with the same card in the 7 days before this payment, in euros.",
        dresses=(
            Dress(
                names=("spend_7d_keur", "spend_prev_7d_keur"),
                times=0.001,
                decimals=5,
                meaning="Spent with the same card in the 7 days before, in thousands of euros.",
            ),
        ),
    ),
    "contacts_30d": Word(
        names=("contacts_30d", "service_contacts_30d", "n_desk_contacts_30d"),
        meaning="Contacts of the card holder with the service desk in the 30 days before.",
    ),
    "card_state": Word(
        names=("card_state", "velocity_state", "throttle_state"),
        meaning="State of the velocity limiter when the payment came in.",
    ),
    "currency_code": Word(
        names=("currency_code", "txn_currency", "ccy_code"),
        meaning="Currency that the card holder was charged in; amounts here are converted.",
    ),
    "shipping_method": Word(
        names=("shipping_method", "delivery_type", "fulfilment_type"),
        meaning="How the goods are delivered, as the merchant told us; empty in store.",
    ),
    "voucher_share": Word(
        names=("voucher_share", "basket_voucher_share", "coupon_ratio"),
        meaning="Share of the basket that was paid with vouchers; empty where none was redeemed.",
        dresses=(
            Dress(
                names=("voucher_percent", "basket_voucher_pct"),
                times=100.0,
                decimals=2,
                meaning="Percentage of the basket paid with vouchers; empty where none was used.",
            ),
        ),
    ),
    "talk_minutes": Word(
        names=("talk_minutes", "call_minutes", "handle_time_min"),
        meaning="Minutes on the telephone; empty for contacts by chat, letter or in a branch.",
    ),
    "fx_margin_share": Word(
        names=("fx_margin_share", "conversion_margin", "fx_markup_ratio"),
        meaning="Margin over the interbank rate; empty where nothing was converted.",
        dresses=(
            Dress(
                names=("fx_margin_bp", "conversion_margin_bp"),
                times=10_000.0,
                meaning="Margin over the interbank rate, in basis points; empty where in euros.",
            ),
        ),
    ),
    "surcharge_eur": Word(
        names=("surcharge_eur", "card_surcharge_eur", "fee_passed_on_eur"),
        meaning="Surcharge for paying by card that the merchant took on top; empty where none.",
    ),
    "precheck_minutes": Word(
        names=("precheck_minutes", "order_desk_minutes", "order_hold_min"),
        meaning="Minutes that the merchant's order desk held the order before it was sent to us.",
        dresses=(
            Dress(
                names=("precheck_seconds", "order_hold_seconds"),
                times=60.0,
                meaning="Seconds that the merchant's order desk held the order before we got it.",
            ),
        ),
    ),
    "screen_width_px": Word(
        names=("screen_width_px", "viewport_width_px", "client_width_px"),
        meaning="Width of the screen in pixels, web and app.",
    ),
    "page_views": Word(
        names=("page_views", "n_page_views", "pages_in_session"),
        meaning="Pages seen in the session before checkout, web and app.",
    ),
    "ip_reputation": Word(
        names=("ip_reputation", "ip_trust_score", "network_trust"),
        meaning="Vendor score of the network address, 0 (bad) to 100 (good).",
        dresses=(
            Dress(
                names=("ip_risk_score", "network_risk"),
                times=-1.0,
                plus=100.0,
                decimals=1,
                meaning="Vendor score of the network address, 0 (good) to 100 (bad).",
            ),
        ),
    ),
    "loyalty_points": Word(
        names=("loyalty_points", "bonus_points", "points_balance"),
        meaning="Balance in the merchant's loyalty programme; empty for who is no member.",
    ),
    "gateway_latency_ms": Word(
        names=("gateway_latency_ms", "auth_latency_ms", "issuer_response_ms"),
        meaning="Time from our request to the issuer's answer, in milliseconds.",
    ),
    "session_entropy": Word(
        names=("session_entropy", "input_entropy", "keystroke_entropy_bits"),
        meaning="Entropy of the input timing, in bits, from the terminal or the checkout page.",
    ),
    "terminal_clock_offset_ms": Word(
        names=("terminal_clock_offset_ms", "client_clock_offset_ms", "clock_skew_ms"),
        meaning="Offset of the terminal's or device's clock against ours, in milliseconds.",
    ),
    "contact_id": Word(
        names=("contact_id", "case_no", "contact_ref"), meaning="Id of the contact."
    ),
    "contacted_at": Word(
        names=("contacted_at", "contact_ts", "case_opened_at"),
        meaning="When the contact took place, UTC.",
    ),
    "contact_topic": Word(
        names=("contact_topic", "case_topic", "reason_code"), meaning="What it was filed under."
    ),
    "contact_note": Word(
        names=("contact_note", "desk_note", "agent_remark"),
        meaning="What the agent wrote down.",
    ),
    "is_chargeback": Word(
        names=("is_chargeback", "chargeback_flag", "cb_flag"),
        meaning="1 if the card holder disputed the payment and we were charged back, else 0.",
    ),
    "issuer_country": Word(
        names=("issuer_country", "bin_country", "card_country"),
        meaning="Country of the bank that issued it.",
    ),
    "card_scheme": Word(names=("card_scheme", "card_brand", "scheme_name"), meaning="Card scheme."),
    "funding_type": Word(
        names=("funding_type", "card_funding", "funding_source"),
        meaning="Debit, credit or prepaid, by the number range of the issuer.",
    ),
    "issued_on": Word(
        names=("issued_on", "card_issued_on", "valid_from"),
        meaning="Day on which the card was issued, by the file of the issuer.",
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
        names=("refunded_amount", "refund_total", "amount_returned"),
        meaning="Amount returned to the card holder for this payment, in euros.",
        dresses=(
            Dress(
                names=("refunded_cents", "refund_total_ct"),
                times=100.0,
                meaning="Amount returned to the card holder for this payment, in euro cents.",
            ),
        ),
    ),
    "card_dispute_rate": Word(
        names=("card_dispute_rate", "card_cb_ratio", "dispute_share"),
        meaning="Share of the card's payments that were disputed, by the nightly profile.",
        dresses=(
            Dress(
                names=("card_dispute_pct", "card_cb_percent"),
                times=100.0,
                decimals=2,
                meaning="Percentage of the card's payments that were disputed, by the profile.",
            ),
        ),
    ),
    "review_minutes": Word(
        names=("review_minutes", "analyst_minutes", "case_minutes"),
        meaning="Minutes that the risk desk spent on the payment.",
        dresses=(
            Dress(
                names=("review_seconds", "analyst_seconds"),
                times=60.0,
                meaning="Seconds that the risk desk spent on the payment.",
            ),
        ),
    ),
    "prior_dispute_rate": Word(
        names=("prior_dispute_rate", "dispute_rate_py", "prior_cb_share"),
        meaning="Disputed share of the merchant's payments in the year before this extract begins.",
        dresses=(
            Dress(
                names=("prior_dispute_pct", "dispute_pct_py"),
                times=100.0,
                decimals=2,
                meaning="Disputed percentage of its payments in the year before this extract.",
            ),
        ),
    ),
    "is_fraud_list_v2": Word(
        names=("fraud_list_v2", "fraud_flag_old", "suspected_fraud"),
        meaning="Left over from a retired rule engine that still writes it at payment time.",
    ),
    "card_refusal_rate": Word(
        names=("card_refusal_rate", "issuer_decline_share", "refused_request_rate"),
        meaning="Share of the card's requests that its issuer refused in the year before.",
        dresses=(
            Dress(
                names=("card_refusal_pct", "issuer_decline_pct"),
                times=100.0,
                decimals=2,
                meaning="Percentage of the card's requests that were refused in the year before.",
            ),
        ),
    ),
    "credit_limit_eur": Word(
        names=("credit_limit_eur", "card_limit_eur", "granted_limit"),
        meaning="Limit as the issuer last told it, in euros; empty for debit and prepaid cards.",
    ),
    "is_virtual_card": Word(
        names=("is_virtual_card", "virtual_card_flag", "card_without_plastic"),
        meaning="1 for cards that exist in an app only, by the issuer's file; 0 if that is silent.",
    ),
    "goods_return_share": Word(
        names=("goods_return_share", "prior_return_rate", "returns_last_year"),
        meaning="Share of the merchant's turnover that came back as goods in the year before.",
    ),
    "reserve_share": Word(
        names=("reserve_share", "rolling_reserve", "security_reserve_share"),
        meaning="Share of turnover that we hold back as security; empty where none is agreed.",
    ),
    "ACQ_A": Word(names=("NORDPAY", "ALTABANK", "FIRSTACQ")),
    "ACQ_B": Word(names=("RHEINCARD", "CLEARLINE", "PAYBRIDGE")),
    "ACQ_C": Word(names=("LUMENPAY", "ORBISCARD", "TRIVIUM")),
    "ACQ_D": Word(names=("MERIDIAN", "SOLACQ", "HANSAPAY")),
}
