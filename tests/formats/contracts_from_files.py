"""Client contracts as Salesforce exports them: in force, recurring, and renewed (KPIS.md, sections 1 and 6a)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from tests.extract_files import Record
from tests.formats.observed import DAY, TODAY, add_months

GRACE, EARLY = 30, 120


@dataclass
class Contract:
    id: str
    account: str
    start: date
    end: date | None
    original_end: date | None
    extended_on: date | None
    terminated_on: date | None
    auto_renew: bool
    notice_days: int
    notice_given_on: date | None
    currency: str
    annual: Fraction
    seats: int
    families: frozenset[str]
    predecessor: str
    amends: str
    dues: list[tuple[date, Contract | None, str]] = field(default_factory=list)
    """Due date, successor, and renewed, lost or pending."""
    in_force_to: date = date.max
    recurring_to: date = date.max


def contract(record: Record, account: str) -> Contract | None:
    """The contract; None if it is a draft or was cancelled before its start."""
    if record["Status"] not in ("Activated", "Expired", "Terminated"):
        return None
    return Contract(
        record["Id"],
        account,
        date.fromisoformat(record["StartDate"]),
        _day(record["EndDate"]),
        _day(record["OriginalEndDate__c"]),
        _day(record["ExtendedOn__c"]),
        _day(record["TerminatedOn__c"]),
        record["AutoRenew__c"] == "true",
        int(float(record["NoticeDays__c"])),
        _day(record["NoticeGivenOn__c"]),
        record["CurrencyIsoCode"],
        Fraction(record["AnnualValue__c"]),
        int(float(record["LicensedSeats__c"] or 0)),
        frozenset(record["ProductFamilies__c"].split(";")),
        record["Predecessor__c"],
        record["AmendsContract__c"],
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def decide(contracts: list[Contract]) -> None:
    """Find due dates, successors and spans of the contracts of one client."""
    amended = {each.amends for each in contracts}
    waiting: list[tuple[Contract, date]] = []
    for each in contracts:
        if each.id not in amended:
            waiting += _own_dues(each, contracts)
    taken: dict[tuple[str, date], Contract] = {}
    for follower in sorted(contracts, key=lambda each: (each.start, each.id)):
        near = [
            (abs((follower.start - due).days), each.id, due)
            for each, due in waiting
            if each is not follower
            and not follower.amends
            and -EARLY <= (follower.start - due).days <= GRACE
            and each.families & follower.families
        ]
        if near:
            _, id_, due = min(near)
            taken.setdefault((id_, due), follower)
    for each, due in waiting:
        successor = taken.get((each.id, due))
        is_ended = each.terminated_on is not None and each.terminated_on <= due
        is_lost = is_ended or (due + GRACE * DAY) < TODAY
        each.dues.append((due, successor, "renewed" if successor else "lost" if is_lost else "pending"))
    for each in contracts:
        _span(each, contracts)


def _own_dues(each: Contract, contracts: list[Contract]) -> list[tuple[Contract, date]]:
    """Record what a named successor or the contract itself renews; returns the due date left to decide, if any."""
    ends = _ends(each)
    for number, due in enumerate(ends):
        named = [other for other in contracts if other.predecessor == each.id and other.start <= due + GRACE * DAY]
        if named:
            each.dues.append((due, min(named, key=lambda other: (other.start, other.id)), "renewed"))
            return []
        is_ended = each.terminated_on is not None and each.terminated_on <= due
        is_extended = number == 0 and each.extended_on is not None
        if is_ended or not (is_extended or _renews_itself(each, due)):
            return [(each, due)]
        if due > TODAY and not is_extended:
            return []
        each.dues.append((due, None, "renewed"))
        if not each.auto_renew:
            return []
    return []


def _ends(each: Contract) -> list[date]:
    """Due dates to come, of a contract that renews itself for as long as anybody could ask."""
    if each.original_end is None or each.end is None:
        return []
    ends = [each.original_end] + ([each.end] if each.end != each.original_end else [])
    after = each.original_end + DAY
    months = (after.year - each.start.year) * 12 + after.month - each.start.month
    moved = each.end - each.original_end
    for terms in range(2, 40):
        if add_months(each.start, months) == after:
            ends.append(add_months(each.start, months * terms) - DAY + moved)
        else:
            ends.append(each.original_end + (after - each.start) * (terms - 1) + moved)
    return ends


def _renews_itself(each: Contract, end: date) -> bool:
    return each.auto_renew and (each.notice_given_on is None or each.notice_given_on > end - each.notice_days * DAY)


def _span(each: Contract, contracts: list[Contract]) -> None:
    own = date.max
    for number, end in enumerate(_ends(each)):
        is_moved = number == 0 and each.end != each.original_end
        if not is_moved and not _renews_itself(each, end):
            own = end
            break
    own = min(own, each.terminated_on or date.max)
    followers = [other for other in contracts if each.id in (other.predecessor, other.amends)]
    followers += [successor for _, successor, _ in each.dues if successor]
    each.in_force_to = min([own, *(other.start - DAY for other in followers)])
    each.recurring_to = each.in_force_to
    for _, successor, outcome in each.dues:
        if successor:
            each.recurring_to = max(each.recurring_to, successor.start - DAY)
        elif outcome == "pending":
            each.recurring_to = max(each.recurring_to, TODAY)


def in_force(contracts: list[Contract], day: date) -> list[Contract]:
    return [each for each in contracts if each.start <= day <= each.in_force_to]


def recurring(contracts: list[Contract], day: date) -> list[Contract]:
    return [each for each in contracts if each.start <= day <= each.recurring_to]
