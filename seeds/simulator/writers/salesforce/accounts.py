"""Accounts, contacts, and what contacts are to accounts."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from seeds.simulator.world.client.life import ClientLife, StakeholderRole
from seeds.simulator.world.company import Company
from seeds.simulator.world.draws import between, pick
from seeds.simulator.world.identifiers import salesforce_id
from seeds.simulator.world.parties import Client, Contact, NativeId
from seeds.simulator.world.randomness import stream
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
    flag,
    instant,
    user_id,
)
from seeds.simulator.writers.shapes import Column

ACCOUNT = bulk(
    "Account",
    "account",
    "One row a version of an account.",
    ID,
    DELETED,
    Column("MasterRecordId", "Account this one was merged into."),
    Column("Name", "Name.", is_required=True),
    Column("Type", "Relationship, a picklist.", is_confirmed=False),
    Column("ParentId", "Parent account."),
    Column("BillingStreet", "Street; may hold line breaks."),
    Column("BillingCity", "City."),
    Column("BillingCountry", "Country."),
    Column("Website", "Web site."),
    Column("Industry", "Industry, a picklist."),
    Column("AnnualRevenue", "Estimated revenue a year.", "decimal"),
    Column("NumberOfEmployees", "People employed; `Employees` on later pages.", "integer"),
    OWNER,
    Column("CreatedDate", "Instant of creation.", "timestamp"),
    Column("LastModifiedDate", "Instant of the last change by a person.", "timestamp"),
    MODIFIED,
    CURRENCY,
    Column("BusinessUnit__c", "Business unit that serves the account."),
)
CONTACT = bulk(
    "Contact",
    "contact",
    "One row a version of a person at an account.",
    ID,
    DELETED,
    Column("MasterRecordId", "Contact this one was merged into."),
    Column("AccountId", "Account."),
    Column("FirstName", "First name.", personal_data="name"),
    Column("LastName", "Last name.", is_required=True, personal_data="name"),
    Column("Email", "E-mail address.", personal_data="contact"),
    Column("Phone", "Telephone.", personal_data="contact"),
    Column("Title", "Position."),
    Column("Department", "Department."),
    Column("EmailBouncedDate", "Day on which mail came back.", "date"),
    OWNER,
    CREATED,
    MODIFIED,
)
ACCOUNT_CONTACT_RELATION = bulk(
    "AccountContactRelation",
    "account_contact_relation",
    "One row a contact's relation to an account, with its roles, known since its creation.",
    ID,
    Column("AccountId", "Account.", is_required=True, is_confirmed=False),
    Column("ContactId", "Contact.", is_required=True, is_confirmed=False, personal_data="identifier"),
    Column("IsDirect", "The contact belongs to this account.", "boolean", is_confirmed=False),
    Column("IsActive", "The relation holds.", "boolean", is_confirmed=False),
    Column("Roles", "Roles, separated by semicolons.", is_confirmed=False),
    DELETED,
    CREATED,
    MODIFIED,
)
SHAPES = (ACCOUNT, CONTACT, ACCOUNT_CONTACT_RELATION)

_ROLES = {
    "decision_maker": ("Decision Maker", "Economic Buyer", "Executive Sponsor"),
    "influencer": ("Influencer", "Technical Buyer", "Evaluator"),
    "gatekeeper": ("Gatekeeper",),
    "user": ("Business User",),
    "other": ("Other",),
}
_COUNTRIES = {
    "US": ("United States", "Market Street", "Springfield"),
    "CA": ("Canada", "Harbour Road", "Victoria"),
    "DE": ("Germany", "Hafenstraße", "Lübeck"),
    "FR": ("France", "rue des Capucins", "Lyon"),
    "GB": ("United Kingdom", "Mill Lane", "Leeds"),
    "SE": ("Sweden", "Storgatan", "Göteborg"),
    "TR": ("Türkiye", "İstiklal Caddesi", "İzmir"),
    "JP": ("Japan", "中央通り", "大阪"),
    "AU": ("Australia", "George Street", "Sydney"),
}
_ODD_REVENUES = 0.02
_SECOND_LINES = 0.12
_NAMELESS = 0.01
_LEGAL_NAMES = 0.55
_SHOUTED_NAMES = 0.05
_ODD_BOUNCES = 0.01
_ODD_ACCOUNT = 9_000_000_000


def role_label(role: StakeholderRole) -> str:
    """One of the picklist values that mean a role."""
    labels = _ROLES[role.role]
    return labels[role.contact % len(labels)]


def write_accounts(files: Files, company: Company, client: Client) -> None:
    """The account of a client, and those that were merged into it."""
    for own in client.ids:
        if own.system == "salesforce":
            _write_account(files, company, client, own)


def _write_account(files: Files, company: Company, client: Client, own: NativeId) -> None:
    random = stream(company.seed, "account", client.index, own.native_id)
    country, street, city = _COUNTRIES[client.country]
    created = own.created_at or client.created_at
    at = created + timedelta(hours=6) if own.merged_into else created
    parent = salesforce_id("001", client.parent) if client.parent and not own.merged_into else ""
    is_odd_revenue = random.random() < _ODD_REVENUES
    values = [
        own.native_id,
        flag(bool(own.merged_into)),
        own.merged_into or "",
        _name(random, client),
        "Customer - Direct",
        parent,
        f"{street} {between(random, 1, 180)}" + ("\nBuilding B" if random.random() < _SECOND_LINES else ""),
        city,
        country,
        _website(random, client),
        client.industry,
        "about 5m" if is_odd_revenue else f"{between(random, 1, 900)}000000.0",
        str(between(random, 8, 9_000)),
        user_id(client.owner),
        instant(created),
        instant(at),
        instant(at),
        client.currency,
        client.business_unit,
    ]
    if not files.write(ACCOUNT, at, values):
        return
    if is_odd_revenue:
        files.plant(ACCOUNT, own.native_id, "AnnualRevenue is `about 5m`", "warned")
    if own.merged_into:
        files.plant(ACCOUNT, own.native_id, f"a duplicate merged into {own.merged_into}", "mapped")
    if random.random() < _NAMELESS:
        _write_nameless(files, client, values)


def _write_nameless(files: Files, client: Client, values: list[str]) -> None:
    """An account without a name, to which nothing belongs."""
    native = salesforce_id("001", _ODD_ACCOUNT + client.index)
    files.write(ACCOUNT, client.created_at, [native, "false", "", "", *values[4:]])
    files.plant(ACCOUNT, native, "Name is empty", "quarantined")


def _name(random: Random, client: Client) -> str:
    place = random.random()
    if place < _LEGAL_NAMES:
        return client.legal_name
    return client.name.upper() if place > 1 - _SHOUTED_NAMES else client.name


def _website(random: Random, client: Client) -> str:
    return pick(random, (f"https://www.{client.domain}", client.domain, f"HTTP://{client.domain.upper()}/", ""))


def write_contacts(files: Files, company: Company, life: ClientLife, account: str) -> None:
    """The contacts of a client, and their relation to the account."""
    roles = {role.contact: role for role in life.roles if role.opportunity is None}
    for contact in life.contacts:
        _write_contact(files, company, life.client, contact, account)
        if contact.merged_into is None:
            _write_relation(files, contact, account, roles.get(contact.number))


def _write_contact(files: Files, company: Company, client: Client, contact: Contact, account: str) -> None:
    random = stream(company.seed, "contact", contact.number)
    native = contact_id(contact.number)
    reference, is_short = files.reference(account, native)
    is_odd = random.random() < _ODD_BOUNCES
    values = [
        native,
        flag(contact.is_deleted),
        contact_id(contact.merged_into),
        reference,
        contact.first_name,
        contact.last_name,
        contact.email,
        f"+{between(random, 1, 90)} {between(random, 100, 999)} {between(random, 100_000, 999_999)}",
        contact.title,
        contact.department,
        UNREADABLE if is_odd else "",
        user_id(client.owner),
        instant(contact.created_at),
        instant(contact.created_at),
    ]
    if not files.write(CONTACT, contact.created_at, values):
        return
    if is_short:
        files.plant_short(CONTACT, native)
    if is_odd:
        files.plant(CONTACT, native, f"EmailBouncedDate is {UNREADABLE}", "warned")
    if contact.merged_into is not None:
        files.plant(CONTACT, native, f"a duplicate merged into {contact_id(contact.merged_into)}", "mapped")


def _write_relation(files: Files, contact: Contact, account: str, role: StakeholderRole | None) -> None:
    at = role.known_at if role else contact.created_at
    values = [
        salesforce_id("07k", contact.number),
        account,
        contact_id(contact.number),
        "true",
        flag(role.is_active if role else True),
        role_label(role) if role else "",
        flag(contact.is_deleted),
        instant(at),
        instant(at),
    ]
    files.write(ACCOUNT_CONTACT_RELATION, at, values)
