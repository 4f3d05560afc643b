"""When contracts are in force, when they fall due and how that was decided (KPIS.md, sections 1 and 6a)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from seeds.simulator.world.client.life import Contract
from seeds.simulator.world.company import RULES
from seeds.simulator.world.identifiers import salesforce_id
from seeds.simulator.world.timeline import add_months

_DAY = timedelta(days=1)


class Outcome(Enum):
    """How a due contract was decided."""

    RENEWED = "renewed"
    LOST = "lost"
    PENDING = "pending"


@dataclass(slots=True)
class Due:
    """A contract at one of its due dates."""

    contract: Contract
    due_on: date
    outcome: Outcome
    successor: Contract | None = None
    """The contract that renewed it; None where it was extended, renewed itself, or was not renewed."""

    @property
    def counted_on(self) -> date:
        """The day that decides its month: due, but terminated earlier without successor, the termination."""
        ended = self.contract.terminated_on
        return ended if self.outcome is Outcome.LOST and ended and ended < self.due_on else self.due_on

    @property
    def is_extension(self) -> bool:
        """Renewed by moving its own end."""
        return self.outcome is Outcome.RENEWED and self.successor is None and self.contract.extended_on is not None

    @property
    def signed_on(self) -> date | None:
        """When the renewal was signed; an automatic one never was."""
        if self.successor is not None:
            return self.successor.signed_on
        return self.contract.extended_on if self.is_extension else None


class Contracts:
    """The contracts of one client with how they follow each other, as known on a day."""

    def __init__(self, contracts: list[Contract], today: date) -> None:
        """Only contracts that are active or ended count; drafts and cancelled ones renew and replace nothing."""
        self._today = today
        self.counted = [each for each in contracts if each.status in ("active", "ended")]
        self._named: dict[int, list[Contract]] = {}
        self._amendments: dict[int, list[Contract]] = {}
        for each in self.counted:
            if each.predecessor is not None:
                self._named.setdefault(each.predecessor, []).append(each)
            if each.amends is not None:
                self._amendments.setdefault(each.amends, []).append(each)
        self.dues = self._decided()
        self._spans = {each.number: self._in_force_span(each) for each in self.counted}
        self._mrr_spans = {each.number: self._mrr_span(each) for each in self.counted}

    @property
    def first_start(self) -> date | None:
        """The first day of the first contract."""
        return min((each.start for each in self.counted), default=None)

    def in_force(self, day: date) -> list[Contract]:
        """The contracts in force on a day."""
        return [each for each in self.counted if each.start <= day <= self._spans[each.number]]

    def recurring(self, day: date) -> list[tuple[Contract, bool]]:
        """The contracts whose value recurs on a day, and whether each is past its end and pending."""
        return [
            (each, day > self._spans[each.number] and self._is_pending(each))
            for each in self.counted
            if each.start <= day <= self._mrr_spans[each.number]
        ]

    def _is_pending(self, contract: Contract) -> bool:
        return any(each.outcome is Outcome.PENDING for each in self._dues_of(contract))

    # In force

    def _in_force_span(self, contract: Contract) -> date:
        """Last day in force: no later than the day before a successor or an amendment starts."""
        followers = self._named.get(contract.number, []) + self._amendments.get(contract.number, [])
        followers += [each.successor for each in self._dues_of(contract) if each.successor is not None]
        return min([_own_last_day(contract), *(each.start - _DAY for each in followers)])

    def _mrr_span(self, contract: Contract) -> date:
        """Last day of recurring value: through the gap once renewed, and to today while that is pending."""
        last = self._spans[contract.number]
        for due in self._dues_of(contract):
            if due.successor is not None:
                last = max(last, due.successor.start - _DAY)
            elif due.outcome is Outcome.PENDING:
                last = max(last, self._today)
        return last

    def _dues_of(self, contract: Contract) -> list[Due]:
        return [each for each in self.dues if each.contract.number == contract.number]

    # Due and decided

    def _decided(self) -> list[Due]:
        """All due dates up to the first one after today, decided in the order of section 6a."""
        decided: list[Due] = []
        undecided: list[Due] = []
        for contract in self.counted:
            if contract.number in self._amendments:
                continue
            for due in self._due_dates(contract):
                (undecided if due.outcome is Outcome.PENDING else decided).append(due)
        self._renew_by_family(undecided)
        for due in undecided:
            if due.outcome is Outcome.PENDING and self._is_lost(due):
                due.outcome = Outcome.LOST
        return sorted(decided + undecided, key=lambda each: (each.due_on, each.contract.number))

    def _due_dates(self, contract: Contract) -> Iterator[Due]:
        """Each due date; PENDING where neither a named successor nor the contract itself renews it."""
        for number, due_on in enumerate(_ends(contract)):
            if due_on is None:
                return
            successor = self._named_successor(contract, due_on)
            if successor is not None:
                yield Due(contract, due_on, Outcome.RENEWED, successor)
                return
            is_ended = contract.terminated_on is not None and contract.terminated_on <= due_on
            is_extended = number == 0 and contract.extended_on is not None
            if is_ended or not (is_extended or _renews_itself(contract, due_on)):
                yield Due(contract, due_on, Outcome.PENDING)
                return
            if due_on > self._today and not is_extended:
                return
            yield Due(contract, due_on, Outcome.RENEWED)
            if not contract.auto_renew:
                return

    def _named_successor(self, contract: Contract, due_on: date) -> Contract | None:
        latest = due_on + timedelta(days=RULES.renewal_grace_days)
        named = [each for each in self._named.get(contract.number, []) if each.start <= latest]
        return min(named, key=lambda each: (each.start, contract_key(each)), default=None)

    def _renew_by_family(self, undecided: list[Due]) -> None:
        """A contract with a shared product family renews the one due contract that is nearest to its start."""
        for candidate in sorted(self.counted, key=lambda each: (each.start, contract_key(each))):
            near = [each for each in undecided if _may_renew(candidate, each)]
            if near:
                nearest = min(near, key=lambda due: (_days_apart(candidate, due), contract_key(due.contract)))
                if nearest.successor is None:
                    nearest.outcome, nearest.successor = Outcome.RENEWED, candidate

    def _is_lost(self, due: Due) -> bool:
        ended = due.contract.terminated_on
        if ended is not None and ended <= due.due_on:
            return True
        return self._today > due.due_on + timedelta(days=RULES.renewal_grace_days)


def contract_key(contract: Contract) -> str:
    """The contract's native id, by which ties are settled."""
    return salesforce_id("800", contract.number)


def _days_apart(candidate: Contract, due: Due) -> int:
    return abs((candidate.start - due.due_on).days)


def _may_renew(candidate: Contract, due: Due) -> bool:
    first = due.due_on - timedelta(days=RULES.renewal_early_days)
    last = due.due_on + timedelta(days=RULES.renewal_grace_days)
    return (
        candidate.number != due.contract.number
        and candidate.amends is None
        and first <= candidate.start <= last
        and bool(set(candidate.families) & set(due.contract.families))
    )


def _ends(contract: Contract) -> Iterator[date | None]:
    """The due date; of an auto-renewing contract then the end of each further term; None where it is evergreen."""
    yield contract.original_end
    if contract.original_end is None or contract.end is None:
        return
    if contract.end != contract.original_end:
        yield contract.end
    terms = 1
    while True:
        terms += 1
        yield _term_end(contract, terms)


def _term_end(contract: Contract, terms: int) -> date:
    """The end of the so many-th term, each as long as the first: whole months where that is what it was, else days."""
    assert contract.original_end is not None and contract.end is not None
    after = contract.original_end + _DAY
    months = (after.year - contract.start.year) * 12 + after.month - contract.start.month
    moved = contract.end - contract.original_end
    if add_months(contract.start, months) == after:
        return add_months(contract.start, months * terms) - _DAY + moved
    return contract.original_end + (after - contract.start) * (terms - 1) + moved


def _renews_itself(contract: Contract, end: date) -> bool:
    notice = contract.notice_given_on
    return contract.auto_renew and (notice is None or notice > end - timedelta(days=contract.notice_days))


def _own_last_day(contract: Contract) -> date:
    """Last day by the contract's own terms: its end or the end of its last term, or its termination if earlier."""
    last = date.max
    for number, end in enumerate(_ends(contract)):
        if end is None:
            break
        is_moved = number == 0 and contract.end != contract.original_end
        if not is_moved and not _renews_itself(contract, end):
            last = end
            break
        if contract.auto_renew and contract.notice_given_on is None:
            break
    return min(last, contract.terminated_on or date.max)
