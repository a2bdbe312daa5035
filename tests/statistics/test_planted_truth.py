"""Simulated regions of which the truth is known: the standardised comparison must find it, and must not find what is not there."""

from dataclasses import replace

import numpy as np
import pytest

from orchestration.statistics import families, inequality, regions, selection, standardise, survival, tables
from orchestration.statistics.interval import difference
from orchestration.statistics.objectivity import Candidate, Policy, figures
from orchestration.statistics.proportions import wilson
from orchestration.statistics.standardise import Stratum

# Two regions of the size and the unlike mix of Kota Jambi and Kota Sawahlunto over four position classes.
LARGE, SMALL = np.array([4200, 900, 350, 150]), np.array([220, 300, 350, 230])
BASE = np.array([0.30, 0.45, 0.65, 0.80])


def standardised(events, people, reference):
    return standardise.direct_share(
        [Stratum(float(e), float(n), float(r)) for e, n, r in zip(events, people, reference, strict=True)]
    )


def compare(generator, shift: float):
    """(crude difference, standardised difference) of large - small, where large does better by `shift` in every stratum."""
    first, second = generator.binomial(LARGE, BASE + shift), generator.binomial(SMALL, BASE)
    reference = LARGE + SMALL
    crude = first.sum() / LARGE.sum() - second.sum() / SMALL.sum()
    return crude, difference(
        standardised(first, LARGE, reference).interval, standardised(second, SMALL, reference).interval
    )


@pytest.mark.parametrize("runs", [100, pytest.param(1000, marks=pytest.mark.deep)])
def test_the_sign_is_found_where_the_crude_comparison_is_wrong(runs):
    generator = np.random.Generator(np.random.PCG64(7))
    results = [compare(generator, 0.11) for _ in range(runs)]
    crude_wrong = sum(crude < 0 for crude, _ in results)
    right = sum(found.value > 0 for crude, found in results if crude < 0)
    flagged = sum(standardise.sign_flips(crude, found.value) is True for crude, found in results)
    print(f"\ncrude wrong {crude_wrong}/{runs}, standardised right {right}/{crude_wrong}, flagged {flagged}/{runs}")
    assert crude_wrong == right == flagged == runs


@pytest.mark.parametrize("runs", [1000, pytest.param(10000, marks=pytest.mark.deep)])
def test_no_difference_is_called_one_at_most_one_time_in_twenty(runs):
    generator = np.random.Generator(np.random.PCG64(11))
    called = sum(found.lower > 0 or found.upper < 0 for _, found in (compare(generator, 0.0) for _ in range(runs)))
    print(f"\ncalled different {called}/{runs}")
    assert called / runs <= 0.05 + 2 * (0.05 * 0.95 / runs) ** 0.5


# --- The traps of comparing a large and a small region, each with a case in which the simple figure misleads ---


def test_trap_01_simpson():
    crude, found = compare(np.random.Generator(np.random.PCG64(3)), 0.11)
    assert standardise.sign_flips(crude, found.value) is True


def test_trap_02_an_empty_stratum_or_few_events_are_refused_and_two_indirect_ratios_do_not_compare():
    assert "empty" in standardise.direct_share([Stratum(5, 20, 10), Stratum(0, 0, 10)]).refused
    assert "fewer" in standardise.direct_share([Stratum(4, 20, 10), Stratum(5, 20, 10)]).refused
    # Both regions have the same rates in every stratum; their indirect ratios against the large one's rates agree,
    # against a reference that neither resembles they differ by the mix alone.
    reference_rates = np.array([0.2, 0.5, 0.5, 0.9])
    one, two = ((BASE * mix).sum() / (reference_rates * mix).sum() for mix in (LARGE, SMALL))
    assert abs(one - two) > 0.15
    same = [standardise.indirect(float((BASE * mix).sum()), float((BASE * mix).sum())).value for mix in (LARGE, SMALL)]
    assert same == pytest.approx([1, 1])


def someone(**said) -> Candidate:
    usual = {
        "period": "2025-04-01",
        "region": "15.71",
        "year": 2025,
        "unit": "Dinas A",
        "sex": "F",
        "age_band": "30-39",
    }
    return Candidate(
        **usual | {"standing": "eligible", "score": 4.0, "was_promoted": False, "months_waiting": 0} | said
    )


def test_trap_03_only_the_eligible_are_at_risk():
    """Both regions promote half of those who can be promoted; one has ten times as many who cannot."""
    people = []
    for region, others in (("15.71", 400), ("13.73", 40)):
        people += [someone(region=region, was_promoted=i % 2 == 0) for i in range(60)]
        people += [someone(region=region, standing="not_eligible") for _ in range(others)]
    found = figures(people, Policy((4, 5), 24))
    share = {f.region: f for f in found if (f.figure, f.unit) == ("promoted_of_eligible", "all")}
    assert [f.interval.value for f in share.values()] == [50, 50]
    of_all = [sum(p.was_promoted for p in people if p.region == r) / sum(p.region == r for p in people) for r in share]
    assert max(of_all) / min(of_all) > 3


def test_trap_04_late_entry_censoring_and_competing_exits():
    # Everybody is promoted at 4, 8 or 12; the extracts of one region begin late and miss those promoted at 4.
    full = survival.kaplan_meier([4, 4, 8, 8, 12, 12], [True] * 6)
    late = survival.kaplan_meier([8, 8, 12, 12], [True] * 4, entered=[6, 6, 6, 6])
    ignoring = survival.kaplan_meier([8, 8, 12, 12], [True] * 4)
    assert [s.time for s in late] == [8, 12]
    assert survival.median(full) == 8 and late[0].at_risk == ignoring[0].at_risk == 4
    joined = survival.kaplan_meier([4, 4, 8, 8, 12, 12, 8, 8, 12, 12], [True] * 10, entered=[0] * 6 + [6] * 4)
    naive = survival.kaplan_meier([4, 4, 8, 8, 12, 12, 8, 8, 12, 12], [True] * 10)
    assert joined[0].survival == pytest.approx(4 / 6) and naive[0].survival == pytest.approx(8 / 10)
    # Retirement rules promotion out: one minus Kaplan-Meier overstates how many get it.
    times, causes = [4, 4, 6, 6, 8, 8, 10, 10], [1, 2, 1, 2, 1, 2, 1, 2]
    reached = survival.incidence(times, causes)[-1][1]
    assert reached == {1: pytest.approx(0.5), 2: pytest.approx(0.5)}
    assert 1 - survival.kaplan_meier(times, [c == 1 for c in causes])[-1].survival > 0.5


def test_trap_04_immortal_time():
    """Whoever was trained while waiting had to be still waiting then: counted from the start they seem to wait longer."""
    training, end = [2, 4, 6, 8], [4, 6, 8, 10]  # of the trained; the untrained wait as long from any day on
    never = [2, 2, 4, 4, 6, 6]
    from_start = survival.kaplan_meier(end, [True] * 4)
    from_training = survival.kaplan_meier(end, [True] * 4, entered=training)
    alike = survival.kaplan_meier(never, [True] * 6)
    assert survival.median(from_start) > survival.median(alike)
    assert from_training[0].at_risk < from_start[0].at_risk == 4, "nobody is at risk as trained before the training"


def test_trap_04_ties_are_counted_together():
    """Promotions fall on a few days of the year: those of one day are one step, whatever order they stand in."""
    steps = survival.kaplan_meier([6, 6, 6, 12, 12, 12], [True, False, True, True, True, False])
    assert [(s.time, s.at_risk, s.events) for s in steps] == [(6, 6, 2), (12, 3, 2)]


def test_trap_05_ties_pull_concordance_to_one_half():
    scores = [3] * 18 + [4, 4]
    chosen = [i % 2 == 0 for i in range(18)] + [True, True]
    found = selection.concordance(scores, chosen, ["x"] * 20)
    assert found.tie_share > 0.75 and found.concordance < 0.65 and found.inverted == 0


def test_trap_06_one_person_turns_the_four_fifths_rule():
    impact = selection.adverse_impact(7, 10, 9, 10, (4, 5))
    assert impact.below_threshold is True and impact.one_more_changes_it is True and impact.p > 0.5
    assert impact.ratio.lower < 0.8 < impact.ratio.upper
    assert selection.adverse_impact(20, 100, 80, 100, (4, 5)).one_more_changes_it is False


def test_trap_07_many_units_need_a_family():
    generator = np.random.Generator(np.random.PCG64(5))
    p = [tables.fisher(int(generator.binomial(40, 0.3)), 40, 300, 1000) for _ in range(200)]
    assert sum(x <= 0.05 for x in p) > 0
    assert sum(x <= 0.05 for x in families.adjusted(p)) == 0


def test_trap_08_adjusting_for_a_biased_score_hides_the_bias():
    # Women are rated lower for the same work; promotion follows the rating to the letter.
    strata = [(10, 10, 40, 40), (0, 40, 0, 10)]  # (women chosen, women, men chosen, men) for high and low rating
    women, men = (10, 50), (40, 50)
    assert tables.fisher(*women, *men) < 0.001
    informative = [s for s in strata if 0 < s[0] + s[2] < s[1] + s[3]]
    assert informative == [], "within the ratings nothing is left to see: both figures have to be shown"


def test_trap_09_a_ratio_to_nothing_is_not_a_number():
    from orchestration.statistics.interval import UNDEFINED, ratio

    assert ratio(wilson(3, 10), wilson(0, 10)) == UNDEFINED
    assert selection.adverse_impact(1, 3, 0, 40, (4, 5)).below_threshold is None


def test_trap_09_groups_under_two_in_a_hundred_are_not_judged():
    people = [someone(sex="M", was_promoted=i % 2 == 0) for i in range(99)] + [someone(sex="F")]
    assert not [f for f in figures(people, Policy((4, 5), 24)) if (f.figure, f.group_type) == ("adverse_impact", "sex")]
    people += [someone(sex="F") for _ in range(3)]
    found = [f for f in figures(people, Policy((4, 5), 24)) if (f.figure, f.unit, f.group_type) == ("adverse_impact", "all", "sex")]
    assert [f.group_value for f in found] == ["F"]


def test_trap_10_withheld_is_the_median_too_and_the_shares_medians_and_steps_behind_it():
    spread = ((0.5, 60.0, False), (0.5, 5.0, True), (1.0, 40.0, False), (1.0, 5.0, True))
    cell = regions.Cell("time_in_rank_median", "13.73", 2025, "total", "all", 10, 110, True, spread)
    told = regions.crude(regions.Indicator("time_in_rank_median", "survival", 1, False), cell)
    assert told.is_suppressed and told.why_not
    assert all(
        np.isnan(x) for x in (told.n, told.numerator, told.denominator, told.interval.value, told.interval.lower)
    )
    shown = regions.crude(regions.Indicator("time_in_rank_median", "survival", 1, False), replace(cell, is_small=False))
    assert not shown.is_suppressed and shown.n == 110


def test_gini_hides_who_has_nothing():
    assert inequality.gini([0, 0, 20, 20]) == pytest.approx(inequality.gini([20, 20, 20, 20, 0, 0, 0, 0]))


def test_medians_differ_without_an_interval():
    """Both medians 4.5 years with limits 4.5 to 4.5: no difference found, and no claim of certainty."""
    indicator = regions.Indicator("time_in_rank_median", "survival", 1, False)
    spread = tuple(
        (k / 2, n, happened) for k in range(1, 12) for n, happened in ((200, False), (200 if k == 9 else 5, True))
    )
    cells = [
        regions.Cell("time_in_rank_median", region, 2025, "total", "all", 260, 2400, False, spread)
        for region in ("13.73", "15.71")
    ]
    found = regions.estimates([indicator], cells)
    (pair,) = regions.differences([indicator], found, cells)
    assert [e.interval.value for e in found] == [4.5, 4.5]
    assert pair.difference.value == 0 and np.isnan(pair.difference.lower) and np.isnan(pair.ratio.upper)
