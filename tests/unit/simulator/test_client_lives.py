"""What holds for every client's life, and what a small world must show."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest

from seeds.simulator.world.client.clients import client_life, client_party
from seeds.simulator.world.company import RULES, Company
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.parties import entity_id
from seeds.simulator.world.timeline import AS_OF, END, END_AT, START_AT

COMPANY = Company.of(seed=7, scale=Decimal("0.1"))
NONE = Decimal(0)


@pytest.fixture(scope="module")
def lives():
    return [client_life(COMPANY, index) for index in range(1, COMPANY.clients + 1)]


@pytest.fixture(scope="module")
def contracts(lives):
    return [(life, each) for life in lives for each in life.contracts]


@pytest.fixture(scope="module")
def signed(contracts):
    return [(life, each) for life, each in contracts if each.status in ("active", "ended")]


def test_the_same_index_gives_the_same_life():
    assert client_life(COMPANY, 5) == client_life(COMPANY, 5)


def test_a_party_alone_is_the_party_of_its_life(lives):
    assert [client_party(COMPANY, each.client.index) for each in lives] == [each.client for each in lives]


def test_nothing_happens_after_the_end(lives):
    for life in lives:
        assert all(event.at < END_AT for ticket in life.tickets for event in ticket.events)
        assert all(change.at < END_AT for each in life.opportunities for change in each.changes)
        assert all(each.started_at < END_AT for each in life.interactions)
        assert all(each.answered_at < END_AT for each in life.responses)
        assert all(payment.paid_at < END_AT for each in life.invoices for payment in each.payments)
        assert all(note.issued_at < END_AT for each in life.invoices for note in each.credit_notes)
        assert all(each.day <= END for each in life.usage)
        assert all(role.known_at < END_AT for role in life.roles)


def test_lists_are_in_order_of_time_and_numbers_are_unique(lives):
    for life in lives:
        for events, at in (
            (life.tickets, "created_at"),
            (life.opportunities, "created_at"),
            (life.interactions, "started_at"),
            (life.invoices, "issued_at"),
            (life.responses, "answered_at"),
            (life.contacts, "created_at"),
        ):
            assert [getattr(each, at) for each in events] == sorted(getattr(each, at) for each in events)
            assert len({each.number for each in events}) == len(events)
        assert [each.day for each in life.usage] == sorted(each.day for each in life.usage)


def test_events_name_contacts_who_are_neither_deleted_nor_duplicates(lives):
    for life in lives:
        active = {each.number for each in life.contacts if not each.is_deleted and each.merged_into is None}
        assert {each.contact for each in life.tickets} <= active
        assert {each.contact for each in life.interactions} - {None} <= active
        assert {each.contact for each in life.responses} - {None} <= active


def test_no_contract_starts_after_the_end_or_ends_on_the_day_of_the_export(contracts):
    for _, contract in contracts:
        assert contract.status == "draft" or contract.start <= END
        assert AS_OF.date() not in (contract.end, contract.original_end)


def test_only_an_extension_moves_an_end(contracts):
    for _, contract in contracts:
        assert (contract.extended_on is None) == (contract.end == contract.original_end)


def test_a_termination_is_before_the_end(contracts):
    ended = [each for _, each in contracts if each.terminated_on]
    assert ended
    assert all(each.end is None or each.start <= each.terminated_on < each.end for each in ended)


def _followers(life, contract):
    """Signed contracts that share a family and start in the window of renewal, amendments of a follower aside."""
    early = contract.original_end - timedelta(days=RULES.renewal_early_days)
    late = contract.original_end + timedelta(days=RULES.renewal_grace_days)
    return [
        each
        for each in life.contracts
        if each is not contract
        and each.status in ("active", "ended")
        and each.amends is None
        and set(each.families) & set(contract.families)
        and early <= each.start <= late
    ]


def test_at_most_one_contract_can_renew_another(signed):
    amended = {(life.client.index, each.amends) for life, each in signed if each.amends is not None}
    for life, contract in signed:
        if contract.original_end is None or (life.client.index, contract.number) in amended:
            continue
        assert len(_followers(life, contract)) <= 1


def test_every_way_to_go_on_is_there(signed):
    ways = Counter()
    for life, contract in signed:
        due = contract.original_end
        named = [each for each in life.contracts if each.predecessor == contract.number and each.signed_on]
        if due is None:
            ways["evergreen"] += 1
            continue
        ways["extended"] += contract.extended_on is not None
        ways["amendment"] += contract.amends is not None
        ways["automatic"] += contract.auto_renew and contract.notice_given_on is None and due < END
        ways["notice"] += contract.notice_given_on is not None
        ways["terminated"] += contract.terminated_on is not None and not named
        ways["pending"] += date(2026, 9, 1) <= due <= END and not named and not contract.auto_renew
        for after in named:
            days = (after.start - due).days
            ways["at once"] += days == 1
            ways["late"] += 1 < days <= RULES.renewal_grace_days
            ways["early"] += days < 1
            ways["returned"] += days > RULES.renewal_grace_days and contract.extended_on is None
        ways["by family"] += any(each.predecessor is None for each in _followers(life, contract)) and not named
        ways["two at once"] += any(
            each.predecessor not in (None, contract.number) for each in _followers(life, contract)
        )
    wanted = {"evergreen", "extended", "amendment", "automatic", "notice", "terminated", "pending"}
    wanted |= {"late", "early", "returned", "at once", "by family", "two at once"}
    assert all(ways[each] for each in wanted), ways


def test_unsigned_contracts_are_there_and_have_no_signature(contracts):
    drafts = [each for _, each in contracts if each.status == "draft"]
    assert drafts and all(each.signed_on is None for each in drafts)
    assert any(each.status == "cancelled" for _, each in contracts)


def test_an_opportunity_ends_in_the_stage_of_its_status(lives):
    for life in lives:
        for each in life.opportunities:
            last = each.changes[-1]
            assert (last.stage == "Closed Won") == (each.status == "won")
            assert (last.stage == "Closed Lost") == (each.status == "lost")
            assert each.status == "open" or each.close_on == last.at.date()
            assert not each.lines or sum(line.amount for line in each.lines) == last.amount


def test_a_contract_has_at_most_one_opportunity_about_its_renewal(lives):
    for life in lives:
        about = [each.renews for each in life.opportunities if each.renews is not None]
        assert len(set(about)) == len(about)


def test_roles_are_known_of_opportunities_that_count(lives):
    for life in lives:
        counted = {each.number for each in life.opportunities if not each.is_deleted and each.fate is Fate.LOADED}
        assert {role.opportunity for role in life.roles} - {None} <= counted


def test_payments_and_credit_notes_never_exceed_their_invoice(lives):
    for life in lives:
        for each in life.invoices:
            kept = sum((payment.amount - payment.refunded for payment in each.payments), NONE)
            credited = sum((note.net + note.tax for note in each.credit_notes), NONE)
            assert kept + credited <= each.net + each.tax
            if each.status not in ("void", "draft"):
                assert (each.status == "paid") == (kept + credited == each.net + each.tax)


def test_money_is_paid_in_every_way(lives):
    invoices = [each for life in lives for each in life.invoices]
    assert {each.status for each in invoices} == {"open", "paid", "uncollectible", "void", "draft"}
    assert any(payment.refunded for each in invoices for payment in each.payments)
    assert any(len(each.payments) > 1 for each in invoices)
    assert any(note.issued_at.month != each.issued_at.month for each in invoices for note in each.credit_notes)
    assert {"JPY", "TRY", "EUR"} <= {each.currency for each in invoices}
    assert all(each.net == int(each.net) for each in invoices if each.currency == "JPY")


def test_no_two_interactions_of_a_client_start_in_the_same_minute(lives):
    for life in lives:
        assert len({each.started_at for each in life.interactions}) == len(life.interactions)


def test_some_contact_answers_twice_at_the_very_same_instant(lives):
    answers = Counter((each.contact, each.answered_at) for life in lives for each in life.responses if each.contact)
    assert max(answers.values()) == 2


def test_clients_differ_in_what_systems_know_of_them(lives):
    systems = [frozenset(each.system for each in life.client.ids) for life in lives]
    for system in ("salesforce", "stripe", "usage"):
        assert any(system not in each for each in systems)
    assert any(not each & {"zendesk", "servicenow"} for each in systems)
    assert any(each.merged_into for life in lives for each in life.client.ids)
    assert any(not entity_id(life.client.ids).startswith("salesforce/") for life in lives if life.contracts)
    assert any(life.client.parent for life in lives)


def test_a_client_without_an_account_has_nothing_that_stands_on_one(lives):
    strangers = [life for life in lives if life.client.native("salesforce") is None]
    assert strangers
    for life in strangers:
        assert not (life.contracts or life.opportunities or life.roles or life.interactions or life.feedback)
        assert not (life.responses or life.milestones)


def test_planted_fates_are_there(lives):
    for subject in ("tickets", "invoices", "opportunities", "interactions", "responses"):
        fates = {each.fate for life in lives for each in getattr(life, subject)}
        assert {Fate.QUARANTINED, Fate.ORPHAN} & fates, subject
    assert all(life.tickets[0].created_at >= START_AT for life in lives if life.tickets)
