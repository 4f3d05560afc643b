"""Contracts, and the orders and assets made from them, which are no second source of their value."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from seeds.simulator.world.client.life import ClientLife, Contract
from seeds.simulator.world.identifiers import salesforce_id
from seeds.simulator.world.timeline import END_AT, utc
from seeds.simulator.writers.salesforce.files import Files
from seeds.simulator.writers.salesforce.values import (
    CREATED,
    CURRENCY,
    DELETED,
    ID,
    MODIFIED,
    OWNER,
    bulk,
    contract_id,
    day,
    flag,
    instant,
    number,
    product_id,
    user_id,
)
from seeds.simulator.writers.shapes import Column

CONTRACT = bulk(
    "Contract",
    "contract",
    "One row a version of a client contract.",
    ID,
    DELETED,
    Column("AccountId", "Account.", is_required=True),
    Column("ContractNumber", "Number people use."),
    Column("Name", "Name."),
    Column("StartDate", "First day.", "date", is_required=True),
    Column("EndDate", "Last day, extensions included; empty is evergreen.", "date"),
    Column("ContractTerm", "Months.", "integer"),
    Column("Status", "Draft, Activated, Expired, Terminated or Cancelled.", is_required=True, is_confirmed=False),
    Column("StatusCode", "Category of the status.", is_confirmed=False),
    Column("ActivatedDate", "Instant of activation.", "timestamp"),
    Column("CustomerSignedDate", "Day signed.", "date"),
    OWNER,
    CREATED,
    MODIFIED,
    CURRENCY,
    Column("AnnualValue__c", "Recurring value a year.", "decimal"),
    Column("OneOffValue__c", "Value that does not recur.", "decimal"),
    Column("LicensedSeats__c", "Seats licensed.", "integer"),
    Column("ProductFamilies__c", "Product families, separated by semicolons."),
    Column("Predecessor__c", "Contract that this one renews."),
    Column("AmendsContract__c", "Contract that this one replaces from its own start."),
    Column("OriginalEndDate__c", "Last day before any extension.", "date"),
    Column("ExtendedOn__c", "Day the extension was signed.", "date"),
    Column("TerminatedOn__c", "Last day in force after a termination.", "date"),
    Column("AutoRenew__c", "Renews itself unless notice is given.", "boolean"),
    Column("NoticeDays__c", "Days of notice.", "integer"),
    Column("NoticeGivenOn__c", "Day on which notice was given.", "date"),
)
ORDER = bulk(
    "Order",
    "order",
    "One row an order made from a contract.",
    ID,
    DELETED,
    Column("AccountId", "Account."),
    Column("ContractId", "Contract."),
    Column("OrderNumber", "Number people use."),
    Column("EffectiveDate", "First day.", "date"),
    Column("EndDate", "Last day.", "date"),
    Column("Status", "Draft or Activated."),
    Column("TotalAmount", "Sum of the items.", "decimal"),
    CURRENCY,
    CREATED,
    MODIFIED,
)
ORDER_ITEM = bulk(
    "OrderItem",
    "order_item",
    "One row a product of an order.",
    ID,
    DELETED,
    Column("OrderId", "Order.", is_required=True),
    Column("Product2Id", "Product."),
    Column("Quantity", "Quantity.", "decimal"),
    Column("UnitPrice", "Price of one.", "decimal"),
    Column("TotalPrice", "Amount.", "decimal"),
    Column("ServiceDate", "First day.", "date"),
    Column("EndDate", "Last day.", "date"),
    CREATED,
    MODIFIED,
)
ASSET = bulk(
    "Asset",
    "asset",
    "One row a product that a client has by a contract in force.",
    ID,
    DELETED,
    Column("AccountId", "Account."),
    Column("Product2Id", "Product."),
    Column("Name", "Name."),
    Column("Status", "Installed or Obsolete."),
    Column("Quantity", "Quantity.", "decimal"),
    Column("LifecycleStartDate", "First day.", "timestamp"),
    Column("LifecycleEndDate", "Last day.", "timestamp"),
    Column("CurrentMrr", "Recurring value a month.", "decimal"),
    CREATED,
    MODIFIED,
)
SHAPES = (CONTRACT, ORDER, ORDER_ITEM, ASSET)
_STATUSES = {"draft": "Draft", "active": "Activated", "ended": "Expired", "cancelled": "Cancelled"}
_CENT = Decimal("0.01")


def write_contracts(files: Files, life: ClientLife, account: str) -> None:
    """All contracts of a client, with an order and assets of those that came into force."""
    for contract in life.contracts:
        at = _changed_at(contract)
        _write_contract(files, life, contract, account, at)
        if contract.status in ("active", "ended"):
            _write_order(files, contract, account, at)
            _write_assets(files, contract, account, at)


def _changed_at(contract: Contract) -> datetime:
    days = (contract.signed_on, contract.extended_on, contract.terminated_on, contract.notice_given_on)
    instants = [utc(each, 12 * 3600) for each in days if each is not None]
    if contract.status == "ended" and contract.terminated_on is None and contract.end is not None:
        instants.append(utc(contract.end, 86_399))
    return max(contract.created_at, *[each for each in instants if each < END_AT], contract.created_at)


def _write_contract(files: Files, life: ClientLife, contract: Contract, account: str, at: datetime) -> None:
    native = contract_id(contract.number)
    reference, is_short = files.reference(account, native)
    status = "Terminated" if contract.terminated_on else _STATUSES[contract.status]
    activated = utc(contract.signed_on, 12 * 3600) if contract.signed_on and contract.status != "cancelled" else None
    values = [
        native,
        "false",
        reference,
        f"{contract.number:08d}",
        f"{life.client.name} – {' + '.join(contract.families)}",
        day(contract.start),
        day(contract.end),
        _term(contract),
        status,
        status if status in ("Draft", "Activated") else "Expired",
        instant(activated),
        day(contract.signed_on),
        user_id(life.client.owner),
        instant(contract.created_at),
        instant(at),
        contract.currency,
        number(contract.annual_value),
        number(contract.one_off_value),
        str(contract.seats),
        ";".join(contract.families),
        contract_id(contract.predecessor),
        contract_id(contract.amends),
        day(contract.original_end),
        day(contract.extended_on),
        day(contract.terminated_on),
        flag(contract.auto_renew),
        str(contract.notice_days),
        day(contract.notice_given_on),
    ]
    if files.write(CONTRACT, at, values) and is_short:
        files.plant_short(CONTRACT, native)


def _term(contract: Contract) -> str:
    """Months between first and last day, rounded to whole ones."""
    if contract.end is None:
        return ""
    return str(round((contract.end - contract.start).days / 30.4375))


def _write_order(files: Files, contract: Contract, account: str, at: datetime) -> None:
    native = salesforce_id("801", contract.number)
    share = (contract.annual_value / len(contract.families)).quantize(_CENT, ROUND_HALF_UP)
    values = [
        native,
        "false",
        account,
        contract_id(contract.number),
        f"{contract.number:08d}",
        day(contract.start),
        day(contract.end),
        "Activated",
        number(share * len(contract.families)),
        contract.currency,
        instant(contract.created_at),
        instant(at),
    ]
    if not files.write(ORDER, at, values):
        return
    for place, family in enumerate(contract.families):
        item = [
            salesforce_id("802", contract.number * 10 + place + 1),
            "false",
            native,
            product_id(family),
            "1.0",
            number(share),
            number(share),
            day(contract.start),
            day(contract.end),
            instant(contract.created_at),
            instant(at),
        ]
        files.write(ORDER_ITEM, at, item)


def _write_assets(files: Files, contract: Contract, account: str, at: datetime) -> None:
    last = contract.terminated_on or contract.end
    mrr = (contract.annual_value / 12 / len(contract.families)).quantize(_CENT, ROUND_HALF_UP)
    for place, family in enumerate(contract.families):
        values = [
            salesforce_id("02i", contract.number * 10 + place + 1),
            "false",
            account,
            product_id(family),
            family,
            "Installed" if contract.status == "active" else "Obsolete",
            number(contract.seats),
            instant(utc(contract.start)),
            instant(utc(last, 86_399)) if last else "",
            number(mrr),
            instant(contract.created_at),
            instant(at),
        ]
        files.write(ASSET, at, values)
