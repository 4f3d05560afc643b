"""Contracts of one client: lines of business that are renewed, amended, extended, replaced, left and taken up again.

Two contracts of a client share a product family only where one follows the other, so that every renewal has one
reading. No contract starts after END, and none ends on the very day of AS_OF.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from seeds.simulator.world.client.life import Contract
from seeds.simulator.world.client.profile import Profile
from seeds.simulator.world.company import FAMILIES, RULES, Company
from seeds.simulator.world.draws import Span, between, clear_of_as_of, from_usd, money, pick, weighted
from seeds.simulator.world.identifiers import numbered
from seeds.simulator.world.randomness import stream
from seeds.simulator.world.timeline import AS_OF, END, START, add_months, utc

_DAY = timedelta(days=1)
_SELF_RENEWING = ("automatic", "notice_lost", "notice_linked")
_NEVER = date(2099, 12, 31)
_LEAST_LIFE = 240
"""Days that a contract lives before anything replaces it, so that it is out of reach of its predecessor's renewal."""


@dataclass(frozen=True, slots=True)
class Deal:
    """What was, or is being, negotiated about a contract; opportunities tell of it."""

    kind: str
    """new, expansion or renewal."""
    status: str
    """open, won or lost."""
    decided_on: date
    """Day signed or lost; of an open one the day expected."""
    currency: str
    amount: Decimal
    families: tuple[str, ...]
    renews: int | None = None


@dataclass(slots=True)
class Book:
    """The contracts of one client as they come about."""

    profile: Profile
    random: Random
    currency: str
    contracts: list[Contract] = field(default_factory=list)
    deals: list[Deal] = field(default_factory=list)

    def sign(self, families: tuple[str, ...], start: date, months: int | None, annual: Decimal) -> Contract:
        """A new contract from `start` over so many months; None is evergreen."""
        random = self.random
        end = None if months is None else clear_of_as_of(add_months(start, months) - _DAY)
        signed = min(start - timedelta(days=between(random, 1, 45)), END)
        contract = Contract(
            number=numbered(self.profile.client.index, len(self.contracts)),
            created_at=utc(signed - timedelta(days=between(random, 1, 25)), between(random, 25_000, 70_000)),
            signed_on=signed,
            status="active",
            start=start,
            end=end,
            original_end=end,
            extended_on=None,
            terminated_on=None,
            auto_renew=False,
            notice_days=pick(random, (30, 60, 90)),
            notice_given_on=None,
            currency=self.currency,
            annual_value=annual,
            one_off_value=money(float(annual) * pick(random, (0.0, 0.0, 0.05, 0.1)), self.currency),
            seats=self._seats(),
            families=families,
        )
        self.contracts.append(contract)
        return contract

    def _seats(self) -> int:
        users = self.profile.users
        if not users:
            return 0 if self.random.random() < 0.6 else between(self.random, 1, 10)
        return max(1, int(users * (0.8 + self.random.random())))

    def value_after(self, before: Decimal) -> Decimal:
        """The annual value of a follower: mostly the same or more, sometimes less."""
        place = self.random.random()
        if place < 0.3:
            return before
        factor = 0.65 + 0.3 * self.random.random() if place < 0.5 else 1.02 + 0.3 * self.random.random()
        return money(float(before) * factor, self.currency)

    def deal(self, kind: str, contract: Contract, renews: int | None = None, before: Decimal = Decimal(0)) -> None:
        """A won deal: the signature of a contract, worth what it brings above the value `before`."""
        assert contract.signed_on is not None
        amount = contract.annual_value + contract.one_off_value - before
        self.deals.append(Deal(kind, "won", contract.signed_on, contract.currency, amount, contract.families, renews))

    def undecided(self, contract: Contract, status: str, day: date) -> None:
        """A renewal lost, or still open, of a contract."""
        amount = contract.annual_value
        self.deals.append(Deal("renewal", status, day, contract.currency, amount, contract.families, contract.number))


def contracts_of(company: Company, profile: Profile) -> Book:
    """All contracts of a client in order of their numbers, and the deals behind them."""
    random = stream(company.seed, "contracts", profile.client.index)
    book = Book(profile, random, profile.client.currency)
    if not profile.is_in_crm or profile.is_prospect:
        return book
    families = list(FAMILIES)
    random.shuffle(families)
    annual = money(from_usd(company, profile.size_usd, book.currency), book.currency)
    if profile.merges_contracts:
        last = _merged(book, tuple(families[:2]), tuple(families[2:3]), annual)
        _go_on(book, last)
    else:
        own = tuple(families[: between(random, 1, 2)])
        first = book.sign(own, profile.joined, _months(book, profile.outcome), annual)
        book.deal("new", first)
        _go_on(book, first, profile.outcome)
        if random.random() < 0.42:
            _second_line(company, book, families[3], profile.size_usd)
    _add_unsigned(book, families[5])
    return book


def in_force_spans(contracts: list[Contract]) -> list[Span]:
    """Spans in which any contract was in force, gaps of a month or less bridged; the last day is END at most."""
    spans: list[Span] = []
    for contract in sorted(contracts, key=lambda each: each.start):
        if contract.status in ("draft", "cancelled"):
            continue
        last = contract.terminated_on or contract.end or END
        if contract.auto_renew and contract.notice_given_on is None and contract.terminated_on is None:
            last = END
        last = min(last, END)
        if spans and contract.start <= spans[-1][1] + timedelta(days=31):
            spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
        else:
            spans.append((contract.start, last))
    return spans


def _months(book: Book, outcome: str) -> int | None:
    if outcome == "evergreen":
        return None
    if outcome in ("automatic", "notice_lost", "notice_linked", "pending", "amended"):
        return 12
    return pick(book.random, (12, 12, 12, 12, 12, 24, 24, 36))


def _merged(book: Book, first: tuple[str, ...], second: tuple[str, ...], annual: Decimal) -> Contract:
    """Two contracts whose single follower names the one that ends later, and takes the other by its product family."""
    random = book.random
    start = book.profile.joined
    sooner = book.sign(second, start + timedelta(days=between(random, 2, 20)), 12, book.value_after(annual))
    later = book.sign(first, start + timedelta(days=between(random, 70, 95)), 12, annual)
    book.deal("new", sooner)
    book.deal("expansion", later)
    assert sooner.end is not None
    if sooner.end + _DAY > END:
        return later
    both = book.sign(first + second, sooner.end + _DAY, 12, book.value_after(annual))
    both.predecessor = later.number
    book.deal("renewal", both, later.number)
    return both


def _second_line(company: Company, book: Book, family: str, size_usd: float) -> None:
    random = book.random
    lines = in_force_spans(book.contracts)
    first, last = lines[0]
    start = first + timedelta(days=between(random, 100, 700))
    if start >= last - timedelta(days=30):
        return
    book.currency = "USD" if random.random() < 0.25 else book.profile.client.currency
    annual = money(from_usd(company, size_usd * (0.15 + 0.5 * random.random()), book.currency), book.currency)
    contract = book.sign((family,), start, pick(random, (12, 12, 12, 24, None)), annual)
    book.deal("expansion", contract)
    _go_on(book, contract)
    book.currency = book.profile.client.currency


def _go_on(book: Book, contract: Contract, outcome: str | None = None) -> None:
    """Everything that follows a contract until END."""
    current: Contract | None = contract
    while current is not None:
        if outcome not in _SELF_RENEWING:
            current = _amended(book, current, forced=outcome == "amended")
        if current.original_end is None:
            _perhaps_terminate_evergreen(book, current)
            return
        current = _OUTCOMES[_outcome(book, current, outcome)](book, current, current.original_end)
        outcome = None


def _outcome(book: Book, contract: Contract, wanted: str | None) -> str:
    end = contract.original_end
    assert end is not None
    plain = contract.amends is None and contract.end == add_months(contract.start, 12) - _DAY
    if wanted in _OUTCOMES:
        return wanted
    loyalty = book.profile.loyalty
    chosen = weighted(
        book.random,
        {
            "linked": int(520 * loyalty),
            "late": int(70 * loyalty),
            "early": int(60 * loyalty),
            "replaced": 25,
            "family": int(110 * loyalty),
            "extended": int(90 * loyalty),
            "automatic": int(80 * loyalty),
            "notice_linked": 15,
            "notice_lost": 20,
            "returned": 20,
            "terminated": int(110 * (1 - loyalty)),
            "run_out": int(110 * (1 - loyalty)),
        },
    )
    return "linked" if chosen in _SELF_RENEWING and not plain else chosen


def _amended(book: Book, base: Contract, forced: bool) -> Contract:
    """The contract, or the last of the amendments that replace it."""
    random = book.random
    current = base
    for _ in range(2):
        last = min(END, (base.end or _NEVER) - timedelta(days=130))
        first = max(current.start, base.start) + timedelta(days=150 if current is base else 60)
        if first > last or not (forced or random.random() < 0.18):
            return current
        forced = False
        start = first + timedelta(days=int(random.random() * min(120, (last - first).days + 1)))
        grown = random.random() < 0.75
        factor = 1.05 + 0.5 * random.random() if grown else 0.6 + 0.3 * random.random()
        amendment = book.sign(base.families, start, None, money(float(current.annual_value) * factor, base.currency))
        amendment.currency = base.currency
        amendment.end = amendment.original_end = base.end
        amendment.one_off_value = Decimal(0)
        amendment.amends = current.number
        if grown:
            book.deal("expansion", amendment, before=current.annual_value)
        current = amendment
    return current


def _follow(book: Book, before: Contract, start: date, linked: bool = True) -> Contract | None:
    """The follower of a contract; None where it would start after END, and the contract is then lost or pending."""
    assert before.original_end is not None
    if start > END:
        _leave(book, before, before.original_end)
        return None
    months = pick(book.random, (12, 12, 12, 12, 24, 36, None))
    contract = book.sign(before.families, start, months, book.value_after(before.annual_value))
    late_signature = start + timedelta(days=between(book.random, 0, 8))
    if book.random.random() < 0.06 and late_signature <= END:
        contract.signed_on = late_signature
    contract.currency = before.currency
    contract.predecessor = before.number if linked else None
    if before.status == "active" and book.random.random() < 0.5:
        before.status = "ended"
    book.deal("renewal", contract, before.number)
    return contract


def _leave(book: Book, contract: Contract, due: date) -> Contract | None:
    """Nothing follows: lost once its grace has passed, else pending, or not due yet."""
    grace_ends = due + timedelta(days=RULES.renewal_grace_days)
    if due > END + timedelta(days=90):
        return None
    if grace_ends < AS_OF.date():
        contract.status = "ended" if book.random.random() < 0.6 else "active"
        book.undecided(contract, "lost", due + timedelta(days=between(book.random, -20, 20)))
    else:
        book.undecided(contract, "open", due)
        if due <= END:
            _add_draft(book, contract, due + _DAY)
    return None


def _linked(book: Book, contract: Contract, due: date) -> Contract | None:
    return _follow(book, contract, due + _DAY)


def _late(book: Book, contract: Contract, due: date) -> Contract | None:
    days = RULES.renewal_grace_days
    return _follow(book, contract, due + timedelta(days=pick(book.random, (between(book.random, 2, days), days))))


def _early(book: Book, contract: Contract, due: date) -> Contract | None:
    return _follow(book, contract, due - timedelta(days=between(book.random, 5, 100)))


def _replaced(book: Book, contract: Contract, due: date) -> Contract | None:
    """Terminated long before its end in favour of a follower that starts the next day."""
    first = contract.start + timedelta(days=_LEAST_LIFE)
    last = min(due - timedelta(days=20), END - _DAY)
    if first > last:
        return _linked(book, contract, due)
    contract.terminated_on = first + timedelta(days=int(book.random.random() * ((last - first).days + 1)))
    contract.status = "ended"
    return _follow(book, contract, contract.terminated_on + _DAY)


def _family(book: Book, contract: Contract, due: date) -> Contract | None:
    """Followed without a link: only the shared product family tells, from 120 days before to 30 after."""
    days = pick(book.random, (1, 1, 1, between(book.random, -100, 0), between(book.random, 2, 30)))
    return _follow(book, contract, due + timedelta(days=days), linked=False)


def _extended(book: Book, contract: Contract, due: date) -> Contract | None:
    """Its end is moved: then it runs past END, or is followed the day after the new end."""
    random = book.random
    signed = due - timedelta(days=between(random, 3, 70))
    if signed > END:
        return None
    contract.extended_on = signed
    contract.end = add_months(due, pick(random, (3, 6, 12)))
    if END <= contract.end <= END + timedelta(days=31):
        contract.end = add_months(contract.end, 6)
    amount = contract.annual_value
    book.deals.append(Deal("renewal", "won", signed, contract.currency, amount, contract.families, contract.number))
    if contract.end >= END:
        return None
    follower = book.sign(contract.families, contract.end + _DAY, 12, book.value_after(amount))
    follower.currency = contract.currency
    follower.predecessor = contract.number
    return follower


def _automatic(book: Book, contract: Contract, due: date) -> Contract | None:
    """Renews itself each year and is never touched again."""
    contract.auto_renew = True
    return None


def _notice(book: Book, contract: Contract, due: date) -> bool:
    """Notice in time, of a contract that would renew itself; False where that is after END."""
    contract.auto_renew = True
    given = due - timedelta(days=contract.notice_days + between(book.random, 0, 40))
    if given > END:
        return False
    contract.notice_given_on = given
    return True


def _notice_lost(book: Book, contract: Contract, due: date) -> Contract | None:
    return _leave(book, contract, due) if _notice(book, contract, due) else None


def _notice_linked(book: Book, contract: Contract, due: date) -> Contract | None:
    return _linked(book, contract, due) if _notice(book, contract, due) else None


def _returned(book: Book, contract: Contract, due: date) -> Contract | None:
    """Names its predecessor, but starts after the grace: a return."""
    start = due + timedelta(days=pick(book.random, (31, between(book.random, 32, 150))))
    _leave(book, contract, due)
    if start > END:
        return None
    contract.status = "ended"
    back = book.sign(contract.families, start, 12, book.value_after(contract.annual_value))
    back.currency = contract.currency
    back.predecessor = contract.number
    book.deal("new", back)
    return back


def _terminated(book: Book, contract: Contract, due: date) -> Contract | None:
    """Ended before its time without a follower; a few come back later, out of reach of the renewal."""
    random = book.random
    first = contract.start + timedelta(days=60)
    last = min(due - _DAY, END)
    if first > last:
        return None
    day = min(last, max(first, START, last - timedelta(days=between(random, 0, 200))))
    contract.terminated_on = day
    contract.status = "ended"
    book.undecided(contract, "lost", day - timedelta(days=between(random, 1, 20)))
    back = max(day + timedelta(days=50), due + timedelta(days=RULES.renewal_grace_days + 5))
    if random.random() > 0.25 or back > END:
        return None
    again = book.sign(contract.families, back, 12, book.value_after(contract.annual_value))
    again.currency = contract.currency
    book.deal("new", again)
    return again


_OUTCOMES: dict[str, Callable[[Book, Contract, date], Contract | None]] = {
    "linked": _linked,
    "late": _late,
    "early": _early,
    "replaced": _replaced,
    "family": _family,
    "extended": _extended,
    "automatic": _automatic,
    "notice_lost": _notice_lost,
    "notice_linked": _notice_linked,
    "returned": _returned,
    "terminated": _terminated,
    "run_out": _leave,
    "pending": _leave,
}


def _perhaps_terminate_evergreen(book: Book, contract: Contract) -> None:
    first = contract.start + timedelta(days=150)
    if book.random.random() < 0.25 * (1.4 - book.profile.loyalty) and first < END:
        contract.terminated_on = max(first, START) + timedelta(
            days=int(book.random.random() * ((END - max(first, START)).days + 1))
        )
        contract.status = "ended"


def _add_draft(book: Book, before: Contract, start: date) -> None:
    """A draft that names its predecessor renews nothing."""
    if book.random.random() < 0.6:
        draft = book.sign(before.families, start, 12, before.annual_value)
        draft.currency = before.currency
        draft.created_at = utc(min(start, END) - timedelta(days=20), 40_000)
        draft.status, draft.signed_on, draft.predecessor = "draft", None, before.number


def _add_unsigned(book: Book, family: str) -> None:
    """A contract cancelled before its start, or one never signed, about a family that the client does not have."""
    random = book.random
    if random.random() < 0.2:
        start = max(START, book.profile.joined) + timedelta(days=between(random, 40, 300))
        if start <= END - timedelta(days=20):
            contract = book.sign(
                (family,), start, 12, money(float(book.contracts[0].annual_value) * 0.3, book.currency)
            )
            contract.status = "cancelled" if random.random() < 0.6 else "draft"
            if contract.status == "draft":
                contract.signed_on = None
