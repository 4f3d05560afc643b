"""What holds for all figures of suppliers and of our own units: ids, grains, groups (KPIS.md, sections 2 and 5)."""

from seeds.simulator.truth.company import Truth
from seeds.simulator.truth.kpis import Aggregation, Class
from seeds.simulator.world.company import Company

SUPPLIER_IDS = """
after_the_fact_po_rate certificate_validity concentration_hhi cost_avoidance cost_savings defect_ppm dependency_risk
escalation_count escalation_rate escalation_resolution_days escalations_open innovation_value innovations_accepted
invoice_match_rate lead_time_days obligations_not_due obligations_waived otd_lines otd_quantity otd_value otif
paid_on_time_rate perfect_order_rate po_coverage price_variance savings_realisation scorecard scorecard_coverage
single_source_share sla_compliance spend spend_from_orders spend_under_management stakeholder_satisfaction
"""
BUSINESS_IDS = {
    "budget_variance",
    "business_unit_satisfaction",
    "community_beneficiaries",
    "community_investment",
    "community_plan_delivery",
    "demand_conversion_rate",
    "demand_cycle_days",
    "demand_low_value_share",
    "demand_requests_declined",
    "demand_requests_reframed",
    "demand_shaped_share",
    "initiatives_below_plan_share",
    "value_realisation_rate",
}
OWN_IDS = {f"supplier_{each}" for each in SUPPLIER_IDS.split()} | BUSINESS_IDS | {"own_obligation_compliance"}
STOCKS = {
    "initiatives_below_plan_share",
    "supplier_certificate_validity",
    "supplier_concentration_hhi",
    "supplier_escalations_open",
    "supplier_obligations_not_due",
    "supplier_savings_realisation",
    "supplier_single_source_share",
    "value_realisation_rate",
}


def kpis():
    every = Truth(Company(1, 1, 1, 1, {})).kpis
    return {kpi.id: kpi for kpi in every if not kpi.id.startswith("client_")}


def test_every_figure_of_suppliers_and_units_is_there():
    assert set(kpis()) == OWN_IDS


def test_grains_follow_the_class_of_a_figure():
    facts = ("month", "quarter", "all_time")
    grains = {kpi_id: kpi.grains for kpi_id, kpi in kpis().items()}
    assert {kpi_id for kpi_id, found in grains.items() if found == ("month", "all_time")} == STOCKS
    assert {kpi_id: found for kpi_id, found in grains.items() if kpi_id not in STOCKS and found != facts} == {
        "supplier_dependency_risk": ("month", "quarter"),
        "supplier_scorecard": ("quarter",),
        "supplier_scorecard_coverage": ("quarter",),
    }


def test_ratios_and_means_of_facts_need_ten_medians_five_and_all_others_none():
    for kpi in kpis().values():
        is_of_facts = kpi.figure_class is Class.FACTS
        by_kind = {Aggregation.RATIO: 10, Aggregation.MEAN: 10, Aggregation.MEDIAN: 5}
        assert kpi.min_sample == (by_kind.get(kpi.aggregation, 0) if is_of_facts else 0), kpi.id


def test_units_of_figures_are_those_of_the_contract():
    units = {kpi.id: kpi.unit for kpi in kpis().values() if kpi.unit != "percent"}
    assert {unit: {kpi_id for kpi_id in units if units[kpi_id] == unit} for unit in set(units.values())} == {
        "currency": {
            "community_investment",
            "supplier_cost_avoidance",
            "supplier_cost_savings",
            "supplier_innovation_value",
            "supplier_spend",
            "supplier_spend_from_orders",
        },
        "count": {
            "community_beneficiaries",
            "demand_requests_declined",
            "demand_requests_reframed",
            "supplier_escalation_count",
            "supplier_escalations_open",
            "supplier_innovations_accepted",
            "supplier_obligations_not_due",
            "supplier_obligations_waived",
        },
        "score": {
            "business_unit_satisfaction",
            "supplier_dependency_risk",
            "supplier_scorecard",
            "supplier_stakeholder_satisfaction",
        },
        "days": {"demand_cycle_days", "supplier_escalation_resolution_days", "supplier_lead_time_days"},
        "ppm": {"supplier_defect_ppm"},
        "index": {"supplier_concentration_hhi"},
    }
