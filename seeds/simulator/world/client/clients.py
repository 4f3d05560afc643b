"""Clients: who they are, and one at a time with everything that happened."""

from __future__ import annotations

from random import Random

from seeds.simulator.world.client.account_plan import escalations_of, milestones_of, objectives_of, revenue_targets_of
from seeds.simulator.world.client.contacts import people_of
from seeds.simulator.world.client.contracts import contracts_of, in_force_spans
from seeds.simulator.world.client.interactions import interactions_of
from seeds.simulator.world.client.invoices import invoices_of
from seeds.simulator.world.client.life import ClientLife
from seeds.simulator.world.client.opportunities import opportunities_of
from seeds.simulator.world.client.profile import profile_of
from seeds.simulator.world.client.stakeholders import roles_of
from seeds.simulator.world.client.surveys import feedback_of, responses_of
from seeds.simulator.world.client.tickets import tickets_of
from seeds.simulator.world.client.usage import usage_of
from seeds.simulator.world.company import Company
from seeds.simulator.world.draws import from_usd
from seeds.simulator.world.parties import Client
from seeds.simulator.world.randomness import stream
from seeds.simulator.world.timeline import END


def client_party(company: Company, index: int) -> Client:
    """The client with an index from 1 to company.clients, without its life."""
    return profile_of(company, index).client


def client_life(company: Company, index: int) -> ClientLife:
    """The client with an index from 1 to company.clients, with everything that happened."""
    profile = profile_of(company, index)
    client = profile.client

    def random(subject: str) -> Random:
        return stream(company.seed, subject, index)

    book = contracts_of(company, profile)
    spans = in_force_spans(book.contracts)
    if not profile.is_in_crm:
        spans = [(profile.joined, END)]
    annual = from_usd(company, profile.size_usd, client.currency)
    people = people_of(random("contacts"), client)
    life = ClientLife(client, "segment" if index % 10 < 7 else "table")
    life.contacts = people.everybody
    life.contracts = sorted(book.contracts, key=lambda each: (each.created_at, each.number))
    life.tickets = tickets_of(random("tickets"), company, profile, people, spans)
    life.usage = usage_of(random("usage"), profile.users, spans)
    if profile.is_invoiced:
        life.invoices = invoices_of(random("invoices"), profile, book.contracts, annual)
    life.escalations = escalations_of(random("escalations"), profile, spans)
    if profile.is_in_crm:
        life.opportunities = opportunities_of(random("opportunities"), profile, book.deals, spans, annual)
        life.roles = roles_of(random("roles"), people, life.opportunities)
        life.interactions = interactions_of(random("interactions"), company, profile, people, spans)
        life.responses = responses_of(random("responses"), profile, people, spans)
        life.feedback = feedback_of(random("feedback"), profile, life.responses, spans)
    if book.contracts:
        life.milestones = milestones_of(random("milestones"), spans[0][0])
        life.objectives = objectives_of(random("objectives"), profile)
        life.revenue_targets = revenue_targets_of(random("targets"), profile, book.contracts)
    return life
