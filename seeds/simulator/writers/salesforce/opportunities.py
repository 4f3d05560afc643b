"""Opportunities, how they changed, what they are about, and who takes part."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from seeds.simulator.world.client.life import ClientLife, Opportunity, StageChange, StakeholderRole
from seeds.simulator.world.company import STAGES
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.identifiers import salesforce_id
from seeds.simulator.writers.salesforce.accounts import role_label
from seeds.simulator.writers.salesforce.files import Files
from seeds.simulator.writers.salesforce.values import (
    CREATED,
    CURRENCY,
    DELETED,
    ID,
    MODIFIED,
    OWNER,
    UNREADABLE,
    bulk,
    contact_id,
    contract_id,
    day,
    flag,
    gone_account,
    instant,
    number,
    opportunity_id,
    product_id,
    user_id,
)
from seeds.simulator.writers.shapes import Column

_OPPORTUNITY_ID = Column("OpportunityId", "Opportunity.", is_required=True)
_BY = Column("CreatedById", "User who made the change.", personal_data="identifier")
OPPORTUNITY = bulk(
    "Opportunity",
    "opportunity",
    "One row a version of an opportunity.",
    ID,
    DELETED,
    Column("AccountId", "Account."),
    Column("Name", "Name."),
    Column("StageName", "Stage; labels are the administrator's.", is_required=True),
    Column("Amount", "Amount in CurrencyIsoCode.", "decimal"),
    Column("Probability", "Probability, 0 to 100.", "decimal"),
    Column("CloseDate", "Expected day, and the actual one once closed.", "date"),
    Column("Type", "New or existing business, a picklist.", is_confirmed=False),
    Column("LeadSource", "Origin, a picklist."),
    Column("IsClosed", "Won or lost.", "boolean", is_required=True),
    Column("IsWon", "Won.", "boolean", is_required=True),
    Column("ForecastCategoryName", "Forecast category."),
    CURRENCY,
    OWNER,
    CREATED,
    Column("LastModifiedDate", "Instant of the last change by a person.", "timestamp"),
    MODIFIED,
    Column("ContractId", "Contract that a renewal is about.", is_confirmed=False),
)
OPPORTUNITY_HISTORY = bulk(
    "OpportunityHistory",
    "opportunity_history",
    "One row a change of an opportunity's amount, probability, stage or close date, with the state after it.",
    ID,
    _OPPORTUNITY_ID,
    Column("StageName", "Stage.", is_required=True),
    Column("Amount", "Amount in the currency of the opportunity.", "decimal"),
    Column("Probability", "Probability, 0 to 100.", "decimal"),
    Column("CloseDate", "Expected or actual day.", "date"),
    Column("ForecastCategory", "Forecast category."),
    _BY,
    Column("CreatedDate", "Instant of the change.", "timestamp", is_required=True),
    MODIFIED,
    DELETED,
)
OPPORTUNITY_FIELD_HISTORY = bulk(
    "OpportunityFieldHistory",
    "opportunity_field_history",
    "One row a changed field, of the last 18 months.",
    ID,
    _OPPORTUNITY_ID,
    Column("Field", "Field; `created` is the creation.", is_required=True, is_confirmed=False),
    Column("DataType", "Type of the field."),
    Column("OldValue", "Value before, as text."),
    Column("NewValue", "Value after, as text."),
    _BY,
    CREATED,
    DELETED,
)
OPPORTUNITY_LINE_ITEM = bulk(
    "OpportunityLineItem",
    "opportunity_line_item",
    "One row a product of an opportunity.",
    ID,
    _OPPORTUNITY_ID,
    Column("Product2Id", "Product."),
    Column("Quantity", "Quantity.", "decimal"),
    Column("UnitPrice", "Price of one.", "decimal"),
    Column("TotalPrice", "Amount; the lines add up to the opportunity's.", "decimal"),
    DELETED,
    CREATED,
    MODIFIED,
)
OPPORTUNITY_CONTACT_ROLE = bulk(
    "OpportunityContactRole",
    "opportunity_contact_role",
    "One row a contact's part in an opportunity.",
    ID,
    _OPPORTUNITY_ID,
    Column("ContactId", "Contact; may be one since deleted.", is_required=True, personal_data="identifier"),
    Column("Role", "Role, a picklist.", is_confirmed=False),
    Column("IsPrimary", "The main contact.", "boolean"),
    CREATED,
    MODIFIED,
    DELETED,
)
SHAPES = (
    OPPORTUNITY,
    OPPORTUNITY_HISTORY,
    OPPORTUNITY_FIELD_HISTORY,
    OPPORTUNITY_LINE_ITEM,
    OPPORTUNITY_CONTACT_ROLE,
)
_TYPES = {
    "new": "New Customer",
    "expansion": "Existing Customer - Upgrade",
    "renewal": "Existing Customer - Renewal",
}
_UNMAPPED_TYPE = "Strategic Pilot"
_SOURCES = ("Web", "Partner Referral", "Trade Show", "Phone Inquiry", "Other")
_FORECASTS = {stage.name: stage.forecast for stage in STAGES}
_FORECAST_NAMES = {"BestCase": "Best Case", "Forecast": "Commit"}
_ODD_CLOSE_EVERY = 23
_FIELDS = (
    ("StageName", "Picklist"),
    ("Amount", "Currency"),
    ("Probability", "Percent"),
    ("CloseDate", "DateOnly"),
)


def write_opportunities(files: Files, life: ClientLife, account: str) -> None:
    """All opportunities of a client. Of a deleted one nothing is left but itself."""
    roles: dict[int, list[StakeholderRole]] = {}
    for role in life.roles:
        if role.opportunity is not None:
            roles.setdefault(role.opportunity, []).append(role)
    for opportunity in life.opportunities:
        _write_opportunity(files, opportunity, account)
        if opportunity.fate is not Fate.QUARANTINED and not opportunity.is_deleted:
            _write_history(files, opportunity)
            _write_lines(files, opportunity)
            _write_roles(files, roles.get(opportunity.number, []))


def _write_opportunity(files: Files, opportunity: Opportunity, account: str) -> None:
    native = opportunity_id(opportunity.number)
    last = opportunity.changes[-1]
    is_orphan = opportunity.fate is Fate.ORPHAN
    is_odd = opportunity.status == "open" and opportunity.number // 100_000 % _ODD_CLOSE_EVERY == 1
    forecast = _FORECASTS[last.stage]
    values = [
        native,
        flag(opportunity.is_deleted),
        gone_account("opportunity", opportunity.number) if is_orphan else account,
        opportunity.name,
        last.stage,
        number(last.amount),
        number(last.probability),
        UNREADABLE if is_odd else day(opportunity.close_on),
        _UNMAPPED_TYPE if opportunity.is_kind_unmapped else _TYPES[opportunity.kind],
        _SOURCES[opportunity.number % len(_SOURCES)],
        flag(opportunity.status != "open"),
        flag(opportunity.status == "won"),
        _FORECAST_NAMES.get(forecast, forecast),
        opportunity.currency,
        user_id(opportunity.owner),
        "" if opportunity.fate is Fate.QUARANTINED else instant(opportunity.created_at),
        instant(last.at),
        instant(last.at),
        contract_id(opportunity.renews),
    ]
    if not files.write(OPPORTUNITY, last.at, values):
        return
    files.plant_fate(OPPORTUNITY, native, opportunity.fate, "CreatedDate")
    if is_odd:
        files.plant(OPPORTUNITY, native, f"CloseDate is {UNREADABLE}", "warned")
    if opportunity.is_kind_unmapped:
        files.plant(OPPORTUNITY, native, f"Type is {_UNMAPPED_TYPE}", "mapped")
    if opportunity.is_deleted:
        files.plant(OPPORTUNITY, native, "in the recycle bin", "not_counted")


def _write_history(files: Files, opportunity: Opportunity) -> None:
    native, by = opportunity_id(opportunity.number), user_id(opportunity.owner)
    for place, change in enumerate(opportunity.changes):
        at = instant(change.at)
        values = [
            salesforce_id("008", opportunity.number * 100 + place + 1),
            native,
            change.stage,
            number(change.amount),
            number(change.probability),
            day(change.close_on),
            _FORECASTS[change.stage],
            by,
            at,
            at,
            "false",
        ]
        files.write(OPPORTUNITY_HISTORY, change.at, values)
    created = [_field_row(opportunity, 0, by, opportunity.created_at.isoformat(), "created", "", "", "")]
    for change, row in [(opportunity.changes[0], created[0]), *_field_changes(opportunity, by)]:
        files.write(OPPORTUNITY_FIELD_HISTORY, change.at, row)


def _field_changes(opportunity: Opportunity, by: str) -> Iterator[tuple[StageChange, list[str]]]:
    place = 0
    for before, after in pairwise(opportunity.changes):
        for (field, kind), old, new in zip(_FIELDS, _texts(before), _texts(after), strict=True):
            if old != new:
                place += 1
                yield after, _field_row(opportunity, place, by, after.at.isoformat(), field, kind, old, new)


def _texts(change: StageChange) -> tuple[str, str, str, str]:
    return change.stage, number(change.amount), number(change.probability), day(change.close_on)


def _field_row(
    opportunity: Opportunity, place: int, by: str, at: str, field: str, kind: str, old: str, new: str
) -> list[str]:
    native = salesforce_id("017", opportunity.number * 100 + place + 1)
    stamp = at[:19] + ".000Z"
    return [native, opportunity_id(opportunity.number), field, kind, old, new, by, stamp, "false"]


def _write_lines(files: Files, opportunity: Opportunity) -> None:
    at = opportunity.changes[-1].at
    for line in opportunity.lines:
        price = (line.amount / line.quantity).quantize(Decimal("0.01"), ROUND_HALF_UP)
        values = [
            salesforce_id("00k", line.number),
            opportunity_id(opportunity.number),
            product_id(line.family),
            number(line.quantity),
            number(price),
            number(line.amount),
            "false",
            instant(opportunity.created_at),
            instant(at),
        ]
        files.write(OPPORTUNITY_LINE_ITEM, at, values)


def _write_roles(files: Files, roles: list[StakeholderRole]) -> None:
    for place, role in enumerate(roles):
        assert role.opportunity is not None
        at = instant(role.known_at)
        values = [
            salesforce_id("00K", role.opportunity * 10 + place + 1),
            opportunity_id(role.opportunity),
            contact_id(role.contact),
            role_label(role),
            flag(place == 0),
            at,
            at,
            "false",
        ]
        files.write(OPPORTUNITY_CONTACT_ROLE, role.known_at, values)
