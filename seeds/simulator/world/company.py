"""The company itself: units, people, products, currencies, and the rules it measures by. The same for every scale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from seeds.simulator.world.randomness import stream
from seeds.simulator.world.timeline import END, START
from seeds.simulator.world.working_time import Schedule

REPORTING_CURRENCY = "USD"


@dataclass(frozen=True, slots=True)
class BusinessUnit:
    """A unit with its own desk and purchasing system. `id` is its key in every figure."""

    id: str
    desk: str
    """zendesk or servicenow: where tickets of its clients stand; the system of record for them."""
    purchasing: str
    """coupa or sap: where its orders, receipts, invoices and supplier contracts stand."""
    company_code: str
    """BUKRS in SAP, chart of accounts in Coupa."""
    country: str
    currency: str


BUSINESS_UNITS = (
    BusinessUnit("Software", "zendesk", "coupa", "100", "US", "USD"),
    BusinessUnit("Managed Services", "servicenow", "coupa", "200", "DE", "EUR"),
    BusinessUnit("Manufacturing", "zendesk", "sap", "1000", "DE", "EUR"),
    BusinessUnit("Logistics", "servicenow", "sap", "2000", "GB", "GBP"),
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A class of clients, with what it asks of us."""

    id: str
    meetings_a_month: int
    """Meetings and calls required a month; 0 requires none."""
    is_review_required: bool
    is_top: bool
    margins: tuple[tuple[date, Decimal], ...]
    """Share of revenue that is margin, from a day on."""


SEGMENTS = (
    Segment("enterprise", 3, True, True, ((date(2015, 1, 1), Decimal("0.70")), (date(2025, 7, 1), Decimal("0.72")))),
    Segment("mid_market", 1, True, False, ((date(2015, 1, 1), Decimal("0.65")),)),
    Segment("small_business", 0, False, False, ((date(2015, 1, 1), Decimal("0.60")),)),
)

FAMILIES = ("Core", "Analytics", "Connect", "Insight", "Care", "Edge")
"""Product families."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of an opportunity, as Salesforce ships it."""

    name: str
    probability: int
    """Default, in percent."""
    forecast: str
    is_closed: bool = False
    is_won: bool = False


STAGES = (
    Stage("Prospecting", 10, "Pipeline"),
    Stage("Qualification", 10, "Pipeline"),
    Stage("Needs Analysis", 20, "Pipeline"),
    Stage("Value Proposition", 50, "Pipeline"),
    Stage("Id. Decision Makers", 60, "Pipeline"),
    Stage("Perception Analysis", 70, "Pipeline"),
    Stage("Proposal/Price Quote", 75, "BestCase"),
    Stage("Negotiation/Review", 90, "Forecast"),
    Stage("Closed Won", 100, "Closed", is_closed=True, is_won=True),
    Stage("Closed Lost", 0, "Omitted", is_closed=True),
)


@dataclass(frozen=True, slots=True)
class Category:
    """A purchasing category and the rules of its suppliers."""

    id: str
    material_group: str
    """MATKL in SAP."""
    unit: str
    criticality: Decimal | None
    """1.0, 0.7 or 0.4; None takes the default, 0.7."""
    max_defect_share: Decimal | None
    """None takes the default, 0.05."""
    innovation_target: int
    """Accepted proposals wanted of a supplier in 12 months; 0 wants none."""
    is_addressable: bool


CATEGORIES = (
    Category("Electronics", "0101", "EA", Decimal("1.0"), Decimal("0.02"), 2, True),
    Category("Machined parts", "0102", "EA", Decimal("1.0"), None, 1, True),
    Category("Chemicals", "0201", "KG", Decimal("0.7"), Decimal("0.03"), 0, True),
    Category("Packaging", "0301", "EA", Decimal("0.4"), None, 1, True),
    Category("Freight", "0401", "EA", Decimal("0.7"), None, 0, True),
    Category("Lab services", "0501", "HUR", None, None, 0, True),
    Category("IT services", "0502", "HUR", Decimal("0.7"), None, 1, True),
    Category("Utilities and fees", "0901", "EA", Decimal("0.4"), None, 0, False),
)

HEALTH_WEIGHTS = {"usage": 30, "support": 20, "payment": 15, "sentiment": 20, "engagement": 15}
SCORECARD_WEIGHTS = {"delivery": 30, "quality": 25, "cost": 20, "compliance": 15, "innovation": 10}


@dataclass(frozen=True, slots=True)
class Rules:
    """Settings of figures that KPIS.md leaves to configuration; the defaults of the warehouse."""

    max_rate_age_days: int = 31
    renewal_grace_days: int = 30
    renewal_early_days: int = 120
    clv_max_months: int = 120
    win_window_days: int = 180
    reopen_window_days: int = 14
    response_window_days: int = 30
    closure_window_days: int = 30
    first_value_usage: int = 25
    """Events of a client on one day that make its first value, where no milestone says so."""
    otd_tolerance_days: int = 0
    price_tolerance_percent: Decimal = Decimal(2)
    """An invoice line matches its order if its price is at most so much above the order's …"""
    quantity_tolerance_percent: Decimal = Decimal(0)
    """… and what was invoiced so far at most so much above what was received by the day of posting."""
    savings_months: int = 12
    min_respondents: int = 5
    low_value_threshold: Decimal = Decimal(10000)
    """In the reporting currency."""
    below_plan_percent: Decimal = Decimal(80)
    single_source_share: Decimal = Decimal("0.8")


RULES = Rules()

CURRENCIES = ("USD", "EUR", "GBP", "JPY", "SEK", "TRY")
ZERO_DECIMAL_CURRENCIES = frozenset({"JPY"})
RATE_GAP = ("TRY", date(2025, 2, 1), date(2025, 4, 30))
"""No rates of this currency in these days: planted, so that amounts are left out with a warning."""
_FIRST_RATES = {"EUR": "1.0580", "GBP": "1.2205", "JPY": "0.006700", "SEK": "0.0917", "TRY": "0.0364"}
_RATE_PLACES = {"JPY": Decimal("0.000001")}


def fx_rates(seed: int) -> dict[str, list[tuple[date, Decimal]]]:
    """Worth of one unit of each foreign currency in USD, on each Monday from before START to END, in order of days."""
    rates: dict[str, list[tuple[date, Decimal]]] = {}
    for currency, first in _FIRST_RATES.items():
        random = stream(seed, "fx", currency)
        places = _RATE_PLACES.get(currency, Decimal("0.0001"))
        worth = Decimal(first)
        days = []
        day = START - timedelta(days=13)
        while day <= END:
            if not (currency == RATE_GAP[0] and RATE_GAP[1] <= day <= RATE_GAP[2]):
                days.append((day, worth))
            worth = (worth * (1 + Decimal(int(random.gauss(0, 60))) / 10000)).quantize(places)
            day += timedelta(days=7)
        rates[currency] = days
    return rates


def _weekdays(start_hour: int, end_hour: int) -> tuple[tuple[int, int], ...]:
    return tuple((day * 1440 + start_hour * 60, day * 1440 + end_hour * 60) for day in range(1, 6))


SCHEDULES = (
    Schedule(
        360_001,
        "Berlin desk",
        "Europe/Berlin",
        _weekdays(9, 17),
        tuple(
            (name, date(year, month, day))
            for year in (2023, 2024, 2025, 2026)
            for name, month, day in (("Christmas Day", 12, 25), ("St. Stephen's Day", 12, 26), ("New Year", 1, 1))
        ),
    ),
    Schedule(
        360_002,
        "New York desk",
        "America/New_York",
        _weekdays(8, 18),
        (
            ("Thanksgiving", date(2023, 11, 23)),
            ("Independence Day", date(2024, 7, 4)),
            ("Thanksgiving", date(2024, 11, 28)),
            ("Independence Day", date(2025, 7, 4)),
            ("Thanksgiving", date(2025, 11, 27)),
            ("Labor Day", date(2026, 9, 7)),
        ),
    ),
    Schedule(360_003, "California desk", "America/Los_Angeles", _weekdays(8, 17)),
    Schedule(360_004, "Tokyo desk", "Asia/Tokyo", _weekdays(9, 18), (("Sports Day", date(2024, 10, 14)),)),
    Schedule(
        360_005,
        "Sydney desk, late shift on Saturdays",
        "Australia/Sydney",
        (*_weekdays(8, 18), (6 * 1440 + 10 * 60, 6 * 1440 + 14 * 60)),
        (("Australia Day", date(2026, 1, 26)),),
    ),
)
"""Zendesk exports them. A ticket names its schedule."""

SLA_TARGETS_MINUTES = {
    "first_reply": {"urgent": 60, "high": 120, "normal": 480, "low": 960},
    "next_reply": {"urgent": 120, "high": 240, "normal": 960, "low": 1920},
    "resolution": {"urgent": 480, "high": 960, "normal": 2400, "low": 4800},
}
"""Working minutes by metric and priority. The desk of Zendesk sets all three, ServiceNow first_reply and resolution."""
SLA_POLICY = "Standard support"

COUNTRIES = {
    # country: (zone, currency, schedule id)
    "US": ("America/New_York", "USD", 360_002),
    "CA": ("America/Los_Angeles", "USD", 360_003),
    "DE": ("Europe/Berlin", "EUR", 360_001),
    "FR": ("Europe/Berlin", "EUR", 360_001),
    "GB": ("Europe/London", "GBP", 360_001),
    "SE": ("Europe/Berlin", "SEK", 360_001),
    "TR": ("Europe/Istanbul", "TRY", 360_001),
    "JP": ("Asia/Tokyo", "JPY", 360_004),
    "AU": ("Australia/Sydney", "USD", 360_005),
}
"""Where clients and suppliers live."""


@dataclass(frozen=True, slots=True)
class Target:
    """A target of a figure; entity_id `*` is every entity of the type."""

    kpi_id: str
    entity_type: str
    entity_id: str
    target: Decimal
    valid_from: date
    valid_to: date | None = None


TARGETS = (
    Target("client_sla_attainment", "portfolio", "all", Decimal(90), date(2015, 1, 1)),
    Target("client_win_rate", "portfolio", "all", Decimal(25), date(2015, 1, 1)),
    Target("client_nps", "portfolio", "all", Decimal(30), date(2015, 1, 1), date(2025, 12, 31)),
    Target("client_nps", "portfolio", "all", Decimal(35), date(2026, 1, 1)),
    Target("client_csat", "portfolio", "all", Decimal(90), date(2015, 1, 1)),
    Target("client_renewal_rate", "segment", "*", Decimal(85), date(2015, 1, 1)),
    Target("client_logo_churn", "portfolio", "all", Decimal(2), date(2015, 1, 1)),
    Target("client_health_score", "client", "*", Decimal(75), date(2015, 1, 1)),
    Target("supplier_otd_lines", "portfolio", "all", Decimal(95), date(2015, 1, 1)),
    Target("supplier_otd_lines", "supplier", "*", Decimal(95), date(2015, 1, 1)),
    Target("supplier_defect_ppm", "supplier", "*", Decimal(20000), date(2015, 1, 1)),
    Target("supplier_scorecard", "supplier", "*", Decimal(70), date(2015, 1, 1)),
    Target("budget_variance", "business_unit", "*", Decimal(0), date(2015, 1, 1)),
)


@dataclass(frozen=True, slots=True, eq=False)
class Company:
    """What every part of one simulation shares. It is itself alone, so that caches find it at once."""

    seed: int
    scale: Decimal
    clients: int
    suppliers: int
    rates: dict[str, list[tuple[date, Decimal]]]
    """Worth of one unit in USD, by currency, from each day on."""

    @classmethod
    def of(cls, seed: int, scale: Decimal) -> Company:
        """The company of a scale: 1 is 300 clients and 60 suppliers; at least 8 and 6."""
        return cls(seed, scale, max(8, int(300 * scale)), max(6, int(60 * scale)), fx_rates(seed))
