"""Satisfaction of stakeholders: the mean of each respondent, then over respondents (KPIS.md, section 5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction

from seeds.simulator.truth.family import Frame
from seeds.simulator.truth.figures import UNSLICED, Figure, Group
from seeds.simulator.truth.kpis import Kpi
from seeds.simulator.truth.numbers import mean, quotient, rounded
from seeds.simulator.truth.observations import Subject
from seeds.simulator.truth.periods import Period, period_at
from seeds.simulator.world.company import RULES
from seeds.simulator.world.supplier.life import Assessment

_WORTH_A_STEP = 25
"""Answers from 1 to 5 are worth 0, 25, 50, 75, 100."""


class Satisfaction:
    """Responses about parties; longer grains and groups take the mean again over all of their responses."""

    def __init__(self, frame: Frame) -> None:
        """Start without responses."""
        self._frame = frame
        self._responses: list[tuple[Subject, Period, int, Fraction]] = []

    def take(self, kpi: Kpi, subject: Subject, responses: Iterable[Assessment]) -> None:
        """Remember the score of each response, in each period; groups are found once all is known."""
        for response in responses:
            if response.taken_at > self._frame.as_of:
                continue
            score = mean([(answer - 1) * _WORTH_A_STEP for answer in response.answers])
            about = Subject(subject.party, subject.category, response.business_unit)
            for grain in kpi.grains:
                period = period_at(grain, response.taken_at.date())
                self._responses.append((about, period, response.respondent, score))

    def figures(self, kpi: Kpi) -> Iterator[Figure]:
        """Fewer respondents than `min_respondents` give no value, and no sum that would tell it."""
        for (group, period), by_respondent in self._grouped(kpi).items():
            means = [mean(scores) for scores in by_respondent.values()]
            total, count = sum(means, Fraction(0)), len(means)
            is_enough = count >= RULES.min_respondents
            yield Figure(
                *group,
                *UNSLICED,
                period,
                rounded(total) if is_enough else None,
                rounded(count),
                quotient(total, count) if is_enough else None,
                count,
                0,
                True,
            )

    def _grouped(self, kpi: Kpi) -> dict[tuple[Group, Period], dict[int, list[Fraction]]]:
        grouped: dict[tuple[Group, Period], dict[int, list[Fraction]]] = defaultdict(lambda: defaultdict(list))
        for subject, period, respondent, score in self._responses:
            for group in self._frame.groups_of(subject, period.seen_to(self._frame.as_of)):
                if group[0] in kpi.groups:
                    grouped[group, period][respondent].append(score)
        return grouped
