"""Extracts of clients can be read back, hold what the world holds, and list what was planted."""

import csv
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from seeds.simulator.world.client.clients import client_life
from seeds.simulator.world.company import ZERO_DECIMAL_CURRENCIES, Company
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.identifiers import with_suffix
from seeds.simulator.world.timeline import AS_OF
from seeds.simulator.writers import delighted, salesforce, stripe, usage
from seeds.simulator.writers.export import Export
from seeds.simulator.writers.planted import Planted, gather
from seeds.simulator.writers.sinks import Tally

COMPANY = Company.of(seed=7, scale=Decimal("0.1"))
WRITERS = {
    salesforce.SYSTEM: salesforce.SalesforceWriter,
    stripe.SYSTEM: stripe.StripeWriter,
    delighted.SYSTEM: delighted.DelightedWriter,
    usage.SYSTEM: usage.UsageWriter,
}
SOURCES = Path(__file__).parents[3] / "dbt_project/models/staging/salesforce/_salesforce__sources.yml"


def write(out):
    planted = {system: Planted(out, system) for system in WRITERS}
    tally = Tally()
    exports = {system: Export(out, system, None, AS_OF, tally, planted[system]) for system in WRITERS}
    writers = [writer(COMPANY, exports[system]) for system, writer in WRITERS.items()]
    lives = [client_life(COMPANY, index) for index in range(1, COMPANY.clients + 1)]
    for writer in writers:
        writer.write_company()
        for life in lives:
            writer.write_client(life)
    for export in exports.values():
        export.close()
    for each in planted.values():
        each.close()
    gather(out, WRITERS)
    return lives


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    out = tmp_path_factory.mktemp("landing")
    return out, write(out)


@pytest.fixture(scope="module")
def planted(world):
    return json.loads((world[0] / "planted.json").read_text(encoding="utf-8"))


def rows(world, name):
    """Records of a Salesforce object by Id, whatever the page."""
    made = {}
    for path in sorted((world[0] / "salesforce").glob(f"{name}_2026*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            made |= {row["Id"]: row for row in csv.DictReader(file)}
    return made


def records(world, system, name):
    made = {}
    for path in sorted((world[0] / system).glob(f"{name}_2026*.json")):
        page = json.loads(path.read_text(encoding="utf-8"))
        made |= {each["id"]: each for each in (page if isinstance(page, list) else page["data"])}
    return made


def test_the_same_seed_gives_the_same_bytes(world, tmp_path):
    write(tmp_path)
    for path in sorted(world[0].rglob("*.*")):
        again = tmp_path / path.relative_to(world[0])
        assert again.read_bytes() == path.read_bytes(), path.name
        assert again.stat().st_mtime == path.stat().st_mtime or path.name == "planted.json"


def test_objects_that_the_loader_knows_keep_their_columns():
    shapes = {shape.object: shape for shape in salesforce.SHAPES}
    for table in yaml.safe_load(SOURCES.read_text(encoding="utf-8"))["sources"][0]["tables"]:
        shape = shapes[table["name"]]
        assert {each["name"] for each in table["columns"]} <= set(shape.header)
        assert list(shape.key) == table["config"]["meta"]["key"]
        assert set(table["config"]["meta"]["file_names"]) == set(shape.file_names)


def test_a_column_is_renamed_on_later_pages_of_accounts(world):
    first, *later = sorted((world[0] / "salesforce").glob("Account_2026*.csv"))
    assert '"NumberOfEmployees"' in first.read_text(encoding="utf-8").splitlines()[0]
    assert later and all('"Employees"' in each.read_text(encoding="utf-8").splitlines()[0] for each in later)


def test_every_event_of_an_account_is_in_salesforce_once(world):
    _, lives = world
    with_account = [life for life in lives if life.client.native("salesforce")]
    for name, subject in (("Opportunity", "opportunities"), ("Contract", "contracts"), ("Contact", "contacts")):
        assert len(rows(world, name)) == sum(len(getattr(life, subject)) for life in with_account)
    interactions = [each for life in with_account for each in life.interactions]
    meetings = [each for each in rows(world, "Event").values() if each["IsChild"] == "false"]
    assert len(meetings) + len(rows(world, "Task")) == len(interactions)


def test_references_to_accounts_mean_accounts_unless_they_were_planted(world, planted):
    accounts = set(rows(world, "Account"))
    lost = {each["record"] for each in planted if each["outcome"] == "unknown"}
    shortened = {each["record"] for each in planted if each["fault"] == "AccountId has 15 characters"}
    for name in ("Opportunity", "Contract", "Contact", "Event", "Task", "Case"):
        for native, row in rows(world, name).items():
            account = row["AccountId"]
            assert (len(account) == 15) == (native in shortened)
            full = account if len(account) == 18 else with_suffix(account)
            assert (full in accounts) != (native in lost), (name, native)


def test_broken_records_are_listed_as_due_for_quarantine(world, planted):
    due = {(each["system"], each["object"], each["record"]) for each in planted if each["outcome"] == "quarantined"}
    broken = {native for native, row in rows(world, "Opportunity").items() if not row["CreatedDate"]}
    assert broken == {record for _, object_, record in due if object_ == "opportunity"}
    unread = {native for native, row in records(world, "stripe", "invoices").items() if row["created"] is None}
    assert unread == {record for _, object_, record in due if object_ == "invoices"}
    halves = {native for native, row in records(world, "delighted", "survey_responses").items() if _is_half(row)}
    assert halves == {record for _, object_, record in due if object_ == "survey_responses"}


def _is_half(row):
    return row["score"] is not None and row["score"] != int(row["score"])


def test_planted_faults_stand_in_files_that_are_there(world, planted):
    assert len(planted) > 50
    assert all((world[0] / each["file"]).is_file() for each in planted)
    assert {each["outcome"] for each in planted} == {
        "quarantined",
        "mapped",
        "warned",
        "unknown",
        "deduplicated",
        "not_counted",
    }


def test_invoices_and_charges_add_up_to_the_world(world):
    _, lives = world
    invoices = records(world, "stripe", "invoices")
    charges = Counter()
    for charge in records(world, "stripe", "charges").values():
        charges[charge["invoice"]] += (charge["amount"] - charge["amount_refunded"]) * charge["paid"]
    for life in lives:
        for each in life.invoices:
            native = stripe.stripe_id("in_", each.number)
            factor = 1 if each.currency in ZERO_DECIMAL_CURRENCIES else 100
            assert invoices[native]["subtotal"] == each.net * factor
            if each.fate is not Fate.QUARANTINED:
                assert charges[native] == sum(one.amount - one.refunded for one in each.payments) * factor


def test_list_pages_say_whether_there_is_more(world):
    pages = [json.loads(path.read_text()) for path in (world[0] / "stripe").glob("invoices_2026*.json")]
    assert [page["has_more"] for page in pages].count(False) == 1
    assert all(len(page["data"]) == 100 for page in pages if page["has_more"])


def test_every_day_of_usage_is_in_one_channel_once(world):
    out, lives = world
    counted = Counter()
    calls = {}
    for path in (out / "usage").glob("track_*.ndjson"):
        with path.open(encoding="utf-8") as file:
            calls |= {call["messageId"]: call for call in map(json.loads, file)}
    for call in calls.values():
        if "userId" in call:
            counted[call["context"]["groupId"]] += call["properties"]["count"]
    table = {}
    for path in (out / "usage").glob("daily_active_usage_*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            table |= {(row["day"], row["account"], row["user"]): int(row["events"]) for row in csv.DictReader(file)}
    for (_, account, _), events in table.items():
        counted[account] += events
    assert counted == Counter(
        {life.client.native("usage"): sum(each.events for each in life.usage) for life in lives if life.usage}
    )


def test_a_delta_holds_only_what_changed_since(tmp_path):
    since = AS_OF.replace(month=9, day=1)
    planted = Planted(tmp_path, stripe.SYSTEM)
    export = Export(tmp_path, stripe.SYSTEM, since, AS_OF, Tally(), planted)
    writer = stripe.StripeWriter(COMPANY, export)
    for index in range(1, 9):
        writer.write_client(client_life(COMPANY, index))
    export.close()
    planted.close()
    charges = json.loads(next((tmp_path / "stripe").glob("charges_*_1.json")).read_text())["data"]
    assert charges and all(each["created"] > since.timestamp() for each in charges)
