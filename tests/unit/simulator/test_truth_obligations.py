"""What supplier and company owed each other by a day (KPIS.md, section 5)."""

from decimal import Decimal

from tests.unit.simulator.lives import at, day, orphan, quarantined
from tests.unit.simulator.supplies import SUPPLIER, UNKNOWN, charged, contract, figures, invoice, life, obligation


def parts(row):
    return row.numerator, row.denominator, row.value


def kept(*obligations, kpi="supplier_sla_compliance", contracts=(), **given):
    return figures(kpi, life(obligations=list(obligations), contracts=list(contracts)), **given)


def twelve():
    return [
        *(obligation("2026-03-10", "2026-03-10") for _ in range(9)),
        obligation("2026-03-10", "2026-03-11"),
        obligation("2026-03-10"),
        obligation("2026-03-10", is_waived=True),
    ]


def test_of_12_due_9_met_1_late_1_missed_and_1_waived_9_of_11_count():
    row = kept(*twelve()).row()
    assert (*parts(row), row.open_count) == (9, 11, Decimal("81.818182"), 1)


def test_waived_ones_are_a_figure_of_their_own_by_due_month():
    assert kept(*twelve(), kpi="supplier_obligations_waived").value() == 1
    assert kept(obligation("2026-03-10", None, "us", is_waived=True), kpi="supplier_obligations_waived").rows == {}


def test_what_we_owe_is_the_same_figure_of_our_own():
    given = [*twelve(), obligation("2026-03-10", "2026-03-01", "us"), obligation("2026-03-10", None, "us")]
    assert parts(kept(*given, kpi="own_obligation_compliance").row()) == (1, 2, 50)
    assert kept(*given).row().denominator == 11


def test_it_counts_in_the_month_it_was_due_and_not_before():
    late = obligation("2026-02-28", "2026-03-01")
    assert kept(late).value("2026-02-01") == 0
    assert kept(late).row("2026-03-01") is None
    assert kept(obligation("2026-04-01", "2026-03-01")).rows == {}
    today = kept(obligation("2026-03-31")).row()
    assert (today.denominator, today.is_final) == (1, False)
    assert kept(obligation("2026-03-30")).row().is_final


def test_what_is_met_after_as_of_is_open():
    given = obligation("2026-03-10", "2026-03-10")
    assert kept(given, as_of=at("2026-03-10T23:00")).value() == 100
    late = kept(obligation("2026-03-10", "2026-03-12"), as_of=at("2026-03-11T23:00")).row()
    assert (late.value, late.open_count) == (0, 1)


def not_due(*obligations, contracts, **given):
    found = kept(*obligations, kpi="supplier_obligations_not_due", contracts=contracts, **given)
    return {key[4]: row.value for key, row in found.rows.items() if key[0] == "portfolio"}


def test_those_of_contracts_in_force_due_after_the_months_end_are_not_due():
    terms = contract("2026-01-15")
    given = obligation("2026-03-01", contract=terms.number)
    assert not_due(given, contracts=[terms]) == {"2026-01-01": 1, "2026-02-01": 1, "2026-03-01": 0, "1900-01-01": 0}
    later = obligation("2026-04-01", contract=terms.number)
    assert not_due(later, contracts=[terms])["1900-01-01"] == 1


def test_at_as_of_what_is_due_that_day_is_due():
    terms = contract("2026-03-01")
    given = obligation("2026-03-20", contract=terms.number)
    assert not_due(given, contracts=[terms], as_of=at("2026-03-19T23:00"))["2026-03-01"] == 1
    assert not_due(given, contracts=[terms], as_of=at("2026-03-20T01:00")) == {}


def test_ours_waived_ones_and_those_without_a_contract_in_force_are_none():
    terms, drafted = contract("2026-01-15", "2026-02-27"), contract("2026-01-15", status="draft")
    none = [
        obligation("2026-05-01", None, "us", contract=terms.number),
        obligation("2026-05-01", is_waived=True, contract=terms.number),
        obligation("2026-05-01"),
        obligation("2026-05-01", contract=drafted.number),
    ]
    assert not_due(*none, contracts=[terms, drafted]) == {}
    ended = obligation("2026-05-01", contract=terms.number)
    assert not_due(ended, contracts=[terms]) == {"2026-01-01": 1, "2026-02-01": 0, "2026-03-01": 0, "1900-01-01": 0}


def test_a_termination_after_as_of_leaves_the_contract_in_force():
    terms = contract("2026-01-15", terminated_on=day("2026-02-20"), status="ended")
    given = obligation("2026-05-01", contract=terms.number)
    assert not_due(given, contracts=[terms])["2026-02-01"] == 0
    assert not_due(given, contracts=[terms], as_of=at("2026-02-19T23:00"))["2026-02-01"] == 1


def test_orphans_count_under_unknown_and_records_in_quarantine_nowhere():
    found = kept(obligation("2026-03-10"), orphan(obligation("2026-03-10")), quarantined(obligation("2026-03-10")))
    assert found.row(entity=SUPPLIER).denominator == found.row(entity=UNKNOWN).denominator == 1
    assert found.row().denominator == 2


def test_an_obligation_counts_in_the_suppliers_main_category_and_in_no_unit():
    given = life(
        obligations=[obligation("2026-03-10")],
        invoices=[
            invoice("2026-02-10", charged("5", "Freight")),
            invoice("2026-02-10", charged("5", "Chemicals")),
            invoice("2025-03-31", charged("90", "Packaging")),
        ],
    )
    found = figures("supplier_sla_compliance", given)
    assert found.row(entity=("category", "Chemicals")).denominator == 1
    assert found.row(entity=("business_unit", "unknown")).denominator == 1
    assert {key[1] for key in found.rows if key[0] == "category"} == {"Chemicals"}
    nothing_spent = figures("supplier_sla_compliance", life(obligations=[obligation("2026-03-10")]))
    assert nothing_spent.row(entity=("category", "unknown")).denominator == 1


def test_twelve_months_are_the_month_itself_and_the_eleven_before():
    given = life(
        obligations=[obligation("2026-03-10")],
        invoices=[invoice("2025-04-01", charged("90", "Packaging")), invoice("2026-02-10", charged("5", "Freight"))],
    )
    assert figures("supplier_sla_compliance", given).row(entity=("category", "Packaging")) is not None
