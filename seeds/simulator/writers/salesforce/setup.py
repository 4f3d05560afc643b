"""What an administrator sets up: users, stages, products, currencies, campaigns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from seeds.simulator.world.client.life import ClientLife
from seeds.simulator.world.company import (
    CURRENCIES,
    FAMILIES,
    REPORTING_CURRENCY,
    STAGES,
    ZERO_DECIMAL_CURRENCIES,
    Company,
)
from seeds.simulator.world.draws import between
from seeds.simulator.world.identifiers import salesforce_id
from seeds.simulator.world.parties import Employee
from seeds.simulator.world.people import employees
from seeds.simulator.world.randomness import stream
from seeds.simulator.world.timeline import END_AT, START, START_AT, add_months, utc
from seeds.simulator.writers.salesforce.files import Files
from seeds.simulator.writers.salesforce.values import (
    CREATED,
    DELETED,
    ID,
    MODIFIED,
    OWNER,
    bulk,
    contact_id,
    day,
    flag,
    instant,
    number,
    product_id,
    user_id,
)
from seeds.simulator.writers.shapes import Column

USER = bulk(
    "User",
    "user",
    "One row a version of a user.",
    Column("Id", "Identifier of 18 characters.", personal_data="identifier"),
    Column("Username", "Name to log in.", is_required=True, personal_data="contact"),
    Column("Name", "Full name.", personal_data="name"),
    Column("Email", "Work e-mail address.", personal_data="contact"),
    Column("IsActive", "May log in.", "boolean"),
    Column("ManagerId", "Manager.", personal_data="identifier"),
    Column("Department", "Department: the business unit."),
    Column("UserType", "Kind of licence."),
    Column("TimeZoneSidKey", "IANA zone."),
    Column("CreatedDate", "Instant of creation.", "timestamp"),
    MODIFIED,
)
OPPORTUNITY_STAGE = bulk(
    "OpportunityStage",
    "opportunity_stage",
    "One row a stage with its meaning.",
    ID,
    Column("MasterLabel", "Stage as people see it."),
    Column("ApiName", "Stage as opportunities store it."),
    Column("IsActive", "May still be chosen.", "boolean"),
    Column("SortOrder", "Place in the list.", "integer"),
    Column("IsClosed", "Won or lost.", "boolean", is_required=True, is_confirmed=False),
    Column("IsWon", "Won.", "boolean", is_required=True, is_confirmed=False),
    Column("DefaultProbability", "Default probability, 0 to 100.", "decimal", is_confirmed=False),
    Column("ForecastCategoryName", "Forecast category.", is_confirmed=False),
    is_snapshot=True,
)
PRODUCT = bulk(
    "Product2",
    "product2",
    "One row a product.",
    ID,
    Column("Name", "Name.", is_required=True),
    Column("ProductCode", "Code."),
    Column("Family", "Product family."),
    Column("IsActive", "May be sold.", "boolean"),
    DELETED,
    CREATED,
    MODIFIED,
)
CURRENCY_TYPE = bulk(
    "CurrencyType",
    "currency_type",
    "One row a currency that is switched on.",
    ID,
    Column("IsoCode", "ISO 4217 code.", is_required=True, is_confirmed=False),
    Column("ConversionRate", "Units of it for one of the corporate currency, now.", "decimal", is_confirmed=False),
    Column("DecimalPlaces", "Decimal places.", "integer", is_confirmed=False),
    Column("IsActive", "May be used.", "boolean", is_confirmed=False),
    Column("IsCorporate", "The corporate currency.", "boolean", is_confirmed=False),
    is_snapshot=True,
)
DATED_CONVERSION_RATE = bulk(
    "DatedConversionRate",
    "dated_conversion_rate",
    "One row a rate of a currency and the days it holds.",
    ID,
    Column("IsoCode", "ISO 4217 code.", is_required=True),
    Column("ConversionRate", "Units of it for one of the corporate currency.", "decimal", is_required=True),
    Column("StartDate", "First day.", "date", is_required=True),
    Column("NextStartDate", "First day of the next rate.", "date"),
    is_snapshot=True,
)
CAMPAIGN = bulk(
    "Campaign",
    "campaign",
    "One row a campaign.",
    ID,
    DELETED,
    Column("Name", "Name.", is_required=True),
    Column("Type", "Kind.", is_confirmed=False),
    Column("Status", "Planned, In Progress, Completed or Aborted.", is_confirmed=False),
    Column("IsActive", "Under way.", "boolean"),
    Column("StartDate", "First day.", "date"),
    Column("EndDate", "Last day.", "date"),
    Column("BudgetedCost", "Cost planned.", "decimal"),
    OWNER,
    CREATED,
    MODIFIED,
)
CAMPAIGN_MEMBER = bulk(
    "CampaignMember",
    "campaign_member",
    "One row a contact in a campaign.",
    ID,
    Column("CampaignId", "Campaign.", is_required=True),
    Column("ContactId", "Contact.", personal_data="identifier"),
    Column("Status", "Sent or Responded.", is_confirmed=False),
    Column("HasResponded", "Responded.", "boolean"),
    Column("FirstRespondedDate", "Day of the first response.", "date"),
    DELETED,
    CREATED,
    MODIFIED,
)
SHAPES = (USER, OPPORTUNITY_STAGE, PRODUCT, CURRENCY_TYPE, DATED_CONVERSION_RATE, CAMPAIGN, CAMPAIGN_MEMBER)
_USERS = ("account_manager", "executive")
_CAMPAIGNS = 12
_INVITED = 0.4
_RESPONDED = 0.3
_FORECAST_NAMES = {"BestCase": "Best Case", "Forecast": "Commit"}


def write_setup(files: Files, company: Company) -> None:
    """All that belongs to no client."""
    everybody = employees(company)
    heads = {each.business_unit: each for each in everybody if each.role == "executive"}
    for employee in everybody:
        if employee.role in _USERS:
            _write_user(files, employee, heads[employee.business_unit])
    until = files.export.until
    for place, stage in enumerate(STAGES, start=1):
        forecast = _FORECAST_NAMES.get(stage.forecast, stage.forecast)
        probability = number(stage.probability)
        native = salesforce_id("01J", place)
        flags = [flag(stage.is_closed), flag(stage.is_won)]
        row = [native, stage.name, stage.name, "true", str(place), *flags, probability, forecast]
        files.write(OPPORTUNITY_STAGE, until, row)
    for family in FAMILIES:
        stamp = instant(START_AT)
        row = [product_id(family), f"{family} Suite", family.upper()[:4], family, "true", "false", stamp, stamp]
        files.write(PRODUCT, START_AT, row)
    for row in _currencies(company, until):
        files.write(CURRENCY_TYPE, until, row)
    for row in _dated_rates(company, until):
        files.write(DATED_CONVERSION_RATE, until, row)
    for place in range(_CAMPAIGNS):
        _write_campaign(files, company, place)


def _write_user(files: Files, employee: Employee, head: Employee) -> None:
    values = [
        user_id(employee.index),
        employee.email,
        employee.name,
        employee.email,
        flag(employee.is_active),
        "" if head is employee else user_id(head.index),
        employee.business_unit,
        "Standard",
        employee.zone,
        instant(employee.created_at),
        instant(employee.created_at),
    ]
    files.write(USER, employee.created_at, values)


def _currencies(company: Company, until: datetime) -> Iterator[list[str]]:
    for place, currency in enumerate(CURRENCIES, start=1):
        is_corporate = currency == REPORTING_CURRENCY
        known = [] if is_corporate else [worth for since, worth in company.rates[currency] if utc(since) <= until]
        rate = _inverse(known[-1]) if known else "1.0"
        places = "0" if currency in ZERO_DECIMAL_CURRENCIES else "2"
        yield [salesforce_id("01L", place), currency, rate, places, "true", flag(is_corporate)]


def _dated_rates(company: Company, until: datetime) -> Iterator[list[str]]:
    for place, currency in enumerate(CURRENCIES[1:], start=1):
        known = [each for each in company.rates[currency] if utc(each[0]) <= until]
        for week, (since, worth) in enumerate(known):
            following = known[week + 1][0] if week + 1 < len(known) else date(9999, 12, 31)
            native = salesforce_id("04w", place * 10_000 + week)
            yield [native, currency, _inverse(worth), day(since), day(following)]


def _inverse(worth: Decimal) -> str:
    return str((1 / worth).quantize(Decimal("0.000001"), ROUND_HALF_UP))


@lru_cache(maxsize=_CAMPAIGNS)
def _campaign_day(place: int) -> date:
    return add_months(START, 3 * place) + timedelta(days=14)


def _write_campaign(files: Files, company: Company, place: int) -> None:
    start = _campaign_day(place)
    over_at = utc(start) + timedelta(days=60)
    is_over = over_at < files.export.until
    created_at = utc(start, 30_000)
    at = over_at if is_over else created_at
    owner = next(each for each in employees(company) if each.role == "executive")
    values = [
        salesforce_id("701", place + 1),
        "false",
        f"Webinar {start:%Y-%m}" if place % 2 else f"Fair {start:%Y-%m}",
        "Webinar" if place % 2 else "Trade Show",
        "Completed" if is_over else "In Progress",
        flag(not is_over),
        day(start),
        day(start + timedelta(days=45)),
        number(5_000 + 1_000 * place),
        user_id(owner.index),
        instant(created_at),
        instant(at),
    ]
    files.write(CAMPAIGN, at, values)


def write_members(files: Files, company: Company, life: ClientLife) -> None:
    """Some of a client's contacts in campaigns held after they were known."""
    random = stream(company.seed, "campaign", life.client.index)
    for contact in life.contacts:
        if random.random() > _INVITED or contact.merged_into is not None:
            continue
        place = between(random, 0, _CAMPAIGNS - 1)
        at = max(utc(_campaign_day(place), 40_000), contact.created_at + timedelta(hours=1))
        responded = random.random() < _RESPONDED
        values = [
            salesforce_id("00v", contact.number),
            salesforce_id("701", place + 1),
            contact_id(contact.number),
            "Responded" if responded else "Sent",
            flag(responded),
            day(at.date()) if responded else "",
            "false",
            instant(at),
            instant(at),
        ]
        if at < END_AT:
            files.write(CAMPAIGN_MEMBER, at, values)
