"""All systems that have a writer, in the order of their names."""

from __future__ import annotations

from collections.abc import Callable

from seeds.simulator.world.company import Company
from seeds.simulator.writers import servicenow, zendesk
from seeds.simulator.writers.export import Export, Writer
from seeds.simulator.writers.shapes import Shape

WRITERS: dict[str, Callable[[Company, Export], Writer]] = {
    servicenow.SYSTEM: servicenow.ServiceNowWriter,
    zendesk.SYSTEM: zendesk.ZendeskWriter,
}
SHAPES: tuple[Shape, ...] = (*servicenow.SHAPES, *zendesk.SHAPES)
