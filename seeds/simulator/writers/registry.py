"""All systems that have a writer, in the order of their names."""

from __future__ import annotations

from collections.abc import Callable

from seeds.simulator.world.company import Company
from seeds.simulator.writers import company_files, coupa, delighted, salesforce, sap, servicenow, stripe, usage, zendesk
from seeds.simulator.writers.export import Export, Writer
from seeds.simulator.writers.shapes import Shape

WRITERS: dict[str, Callable[[Company, Export], Writer]] = {
    company_files.SYSTEM: company_files.CompanyFilesWriter,
    coupa.SYSTEM: coupa.CoupaWriter,
    delighted.SYSTEM: delighted.DelightedWriter,
    salesforce.SYSTEM: salesforce.SalesforceWriter,
    sap.SYSTEM: sap.SapWriter,
    servicenow.SYSTEM: servicenow.ServiceNowWriter,
    stripe.SYSTEM: stripe.StripeWriter,
    usage.SYSTEM: usage.UsageWriter,
    zendesk.SYSTEM: zendesk.ZendeskWriter,
}
SHAPES: tuple[Shape, ...] = (
    *company_files.SHAPES,
    *coupa.SHAPES,
    *delighted.SHAPES,
    *salesforce.SHAPES,
    *sap.SHAPES,
    *servicenow.SHAPES,
    *stripe.SHAPES,
    *usage.SHAPES,
    *zendesk.SHAPES,
)
