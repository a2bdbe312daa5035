"""Planted promotions: what the figures must say, and that they do not cry wolf."""

from __future__ import annotations

import numpy as np

from orchestration.statistics.objectivity import Candidate, Policy, figures

POLICY = Policy((4, 5), 24)


def someone(
    period="2025-04-01", unit="Dinas A", sex="F", standing="eligible", score=4.0, promoted=False, waiting=0, age="30-39"
):
    return Candidate(period, "15.71", 2025, unit, sex, age, standing, score, promoted, waiting)


def told(people, figure, unit="all", group="all"):
    found = [f for f in figures(people, POLICY) if (f.figure, f.unit, f.group_value) == (figure, unit, group)]
    assert len(found) == 1, f"{figure} of {unit}, {group}"
    return found[0]


def test_the_better_appraised_first_is_concordant():
    people = [someone(score=5, promoted=True) for _ in range(6)] + [someone(score=4) for _ in range(6)]
    found = told(people, "concordance")
    assert found.interval.value == 1 and found.tie_share == 0 and found.p < 0.01 and found.needs_review is False
    assert told(people, "inversions").numerator == 0


def test_the_worse_appraised_first_needs_review():
    people = [someone(score=4, promoted=True) for _ in range(6)] + [someone(score=5) for _ in range(6)]
    found = told(people, "concordance")
    assert found.interval.value == 0 and found.p > 0.9 and found.needs_review is True
    assert told(people, "inversions").numerator == 36


def test_everybody_the_same_is_a_tie_and_no_unfairness():
    people = [someone(promoted=i % 2 == 0) for i in range(10)]
    found = told(people, "concordance")
    assert found.tie_share == 1 and found.interval.value == 0.5 and found.needs_review is False


def test_only_people_of_one_unit_and_period_are_compared():
    people = [someone(score=5, unit="Dinas A"), someone(score=4, unit="Dinas B", promoted=True)]
    assert not [f for f in figures(people, POLICY) if f.figure == "concordance"]


def test_promotion_without_eligibility_and_unknown_are_told_apart():
    people = [
        someone(standing="not_eligible", promoted=True),
        someone(standing="unknown", promoted=True),
        someone(promoted=True),
        someone(),
    ]
    without = told(people, "promoted_without_eligibility")
    assert (without.numerator, without.denominator, without.needs_review) == (1, 3, True)
    assert told(people, "promoted_with_unknown_eligibility").needs_review is None


def test_waiting_counts_at_the_last_period_only():
    people = [someone(waiting=30), someone(period="2025-10-01", waiting=36), someone(period="2025-10-01", waiting=2)]
    found = told(people, "eligible_and_waiting_long")
    assert (found.numerator, found.denominator) == (1, 2)


def test_adverse_impact_with_and_without_the_score():
    # Women are promoted half as often, and all of it goes with their scores.
    people = [someone(sex="F", score=5, promoted=True) for _ in range(20)] + [
        someone(sex="F", score=4) for _ in range(40)
    ]
    people += [someone(sex="M", score=5, promoted=True) for _ in range(40)] + [
        someone(sex="M", score=4) for _ in range(20)
    ]
    found = told(people, "adverse_impact", group="F")
    assert found.compared_with == "M" and found.interval.value == 0.5 and found.p < 0.001 and found.needs_review is True
    assert np.isnan(found.adjusted_odds_ratio), "among people of one score nothing is left to compare"
    assert found.one_more_changes_it is False


def test_no_bias_is_rarely_called_one():
    generator = np.random.Generator(np.random.PCG64(8))
    runs = 200
    called = 0
    for _ in range(runs):
        people = [
            someone(sex=s, score=float(generator.integers(3, 6)), promoted=bool(generator.random() < 0.4))
            for s in "FM" * 40
        ]
        called += any(
            f.needs_review for f in figures(people, POLICY) if f.figure == "adverse_impact" and f.group_type == "sex"
        )
    assert called / runs <= 0.05 + 2 * (0.05 * 0.95 / runs) ** 0.5
