"""Invoices to one client, what was paid on them, and what was taken off again.

What is paid on an invoice and what is credited never exceed it together; a credit note comes before the last payment.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from seeds.simulator.world.client.life import Contract, CreditNote, Invoice, Payment
from seeds.simulator.world.client.profile import Profile
from seeds.simulator.world.draws import between, clear_of_as_of, fate, lognormal, money, pick
from seeds.simulator.world.identifiers import numbered
from seeds.simulator.world.timeline import AS_OF, END, END_AT, START, add_months, utc

_TAX_PERCENT = {"US": 0, "CA": 5, "DE": 19, "FR": 20, "GB": 20, "SE": 25, "TR": 20, "JP": 10, "AU": 10}


def invoices_of(random: Random, profile: Profile, contracts: list[Contract], annual: float) -> list[Invoice]:
    """All invoices in order of issue; a client without contracts is billed by the month."""
    wanted: list[tuple[datetime, str, Decimal, int | None]] = []
    for contract in contracts:
        if contract.status not in ("draft", "cancelled"):
            wanted += _billing(random, contract, _until(contract, contracts))
    if not contracts:
        day = max(START, profile.joined)
        while day <= END:
            net = money(annual / 12 * (0.7 + 0.6 * random.random()), profile.client.currency)
            wanted.append((_issued(random, day), profile.client.currency, net, None))
            day = add_months(day.replace(day=1), 1)
    wanted.sort(key=lambda each: (each[0], each[3] or 0))
    terms = pick(random, (14, 30, 30, 30, 45, 60))
    return [
        _invoice(random, profile, place, terms, *each)
        for place, each in enumerate(each for each in wanted if each[0] < END_AT)
    ]


def _until(contract: Contract, contracts: list[Contract]) -> date:
    """Last day billed on a contract: it ends, or another takes its place."""
    last = contract.terminated_on or contract.end or END
    if contract.auto_renew and contract.notice_given_on is None:
        last = END
    for other in contracts:
        if contract.number in (other.amends, other.predecessor) and other.status not in ("draft", "cancelled"):
            last = min(last, other.start - timedelta(days=1))
    return min(last, END)


def _billing(random: Random, contract: Contract, last: date) -> list[tuple[datetime, str, Decimal, int | None]]:
    months = pick(random, (1,) * 16 + (3, 12))
    net = money(float(contract.annual_value) * months / 12, contract.currency)
    made: list[tuple[datetime, str, Decimal, int | None]] = []
    period = 0
    day = contract.start
    while day <= last:
        if day >= START:
            once = contract.one_off_value if period == 0 else Decimal(0)
            made.append((_issued(random, day), contract.currency, net + once, contract.number))
        period += 1
        day = add_months(contract.start, months * period)
    return made


def _issued(random: Random, day: date) -> datetime:
    return utc(day + timedelta(days=between(random, 0, 4)), between(random, 3_000, 80_000))


def _invoice(
    random: Random,
    profile: Profile,
    place: int,
    terms: int,
    issued: datetime,
    currency: str,
    net: Decimal,
    contract: int | None,
) -> Invoice:
    due = clear_of_as_of((issued + timedelta(days=terms)).date())
    invoice = Invoice(
        number=numbered(profile.client.index, place),
        issued_at=issued,
        due_at=utc(due, int((issued - utc(issued.date())).total_seconds())),
        status="open",
        currency=currency,
        net=net,
        tax=money(float(net) * _TAX_PERCENT[profile.client.country] / 100, currency),
        contract=contract,
        fate=fate(random, 0.004),
    )
    chance = random.random()
    if chance < 0.02:
        invoice.status = "void" if chance < 0.014 else "draft"
        return invoice
    credited = _credit(random, invoice)
    _settle(random, profile, invoice, invoice.net + invoice.tax - credited)
    return invoice


def _credit(random: Random, invoice: Invoice) -> Decimal:
    """Credit notes on a part of the invoice, mostly in its month. Returns what they take off, tax included."""
    if random.random() > 0.05:
        return Decimal(0)
    share = 0.05 + 0.3 * random.random()
    net = money(float(invoice.net) * share, invoice.currency)
    tax = money(float(invoice.tax) * share, invoice.currency)
    days = between(random, 1, 20) if random.random() < 0.6 else between(random, 25, 70)
    at = invoice.issued_at + timedelta(days=days, seconds=between(random, 0, 3600))
    if at >= END_AT or not net:
        return Decimal(0)
    invoice.credit_notes.append(CreditNote(invoice.number * 10, at, net, tax))
    return net + tax


def _settle(random: Random, profile: Profile, invoice: Invoice, owed: Decimal) -> None:
    """Payments in one to three parts, in time or late, or none; those after END_AT have not come."""
    after = invoice.credit_notes[-1].issued_at if invoice.credit_notes else invoice.issued_at
    chance = random.random()
    if chance < 0.015 and invoice.due_at < AS_OF - timedelta(days=60):
        invoice.status = "uncollectible"
        return
    if chance < 0.025:
        return
    shares = [1.0] if random.random() < 0.93 else [0.3 + 0.4 * random.random(), 1.0]
    left = owed
    for place, share in enumerate(shares):
        amount = left if place == len(shares) - 1 else money(float(left) * share, invoice.currency)
        after = _paid_at(random, profile, invoice, after)
        if after >= END_AT:
            return
        if not amount:
            continue
        invoice.payments.append(Payment(invoice.number * 10 + place, after, amount))
        left -= amount
        if place == 0 and random.random() < 0.03:
            break
    if not left:
        invoice.status = "paid"
        if random.random() < 0.02:
            at = after + timedelta(seconds=between(random, 20, 4_000))
            if at < END_AT:
                invoice.payments.append(Payment(invoice.number * 10 + 9, at, owed, refunded=owed))


def _paid_at(random: Random, profile: Profile, invoice: Invoice, after: datetime) -> datetime:
    """The instant of a payment, later than `after`."""
    if random.random() < profile.payment:
        span = int((invoice.due_at - invoice.issued_at).total_seconds())
        at = invoice.issued_at + timedelta(seconds=int(span * (0.25 + 0.74 * random.random())))
    else:
        at = invoice.due_at + timedelta(seconds=int(86_400 * min(150.0, lognormal(random, 11, 0.9))))
    return at if at > after else after + timedelta(seconds=between(random, 3_600, 6 * 86_400))
