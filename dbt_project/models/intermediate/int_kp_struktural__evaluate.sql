-- Grain: one person in a structural post (or with an unknown post) x evaluation date. The status of each criterion of the
-- promotion by structural post.
-- One rank below the echelon's range a year in rank and a year in the post do, or the full years in rank; further below only
-- the former; within the range the full years.
with ranges as (
    select
        ranges.valid_from,
        ranges.valid_to,
        ranges.echelon_id,
        lowest.ordinal as lowest_ordinal,
        highest.ordinal as highest_ordinal
    from {{ ref('echelon_rank_range') }} as ranges
    inner join {{ ref('rank') }} as lowest on ranges.lowest_golongan = lowest.golongan and lowest.scheme = 'PNS'
    inner join {{ ref('rank') }} as highest on ranges.highest_golongan = highest.golongan and highest.scheme = 'PNS'
),

gated as (
    select
        facts.*,
        rules.structural_years,
        rules.structural_years_below,
        rules.structural_full_years_below,
        rules.structural_post_years,
        {{ position_columns('structural_class') }}
    from {{ ref('int_promotion__facts') }} as facts
    inner join {{ ref('int_rule__in_force') }} as rules on facts.valid_from = rules.evaluation_date
    where not facts.is_pppk
),

{{ evaluated_facts() }},

judged as (
    select
        facts.*,
        {{ performance_columns() }},
        ranges.lowest_ordinal,
        ranges.highest_ordinal,
        runs.clock_start as post_clock_start,
        coalesce(facts.ordinal < ranges.lowest_ordinal, false) as is_below,
        coalesce(facts.ordinal < ranges.lowest_ordinal - 1, false) as is_far_below,
        {{ add_years(
            'facts.clock_start',
            'case when facts.ordinal < ranges.lowest_ordinal then facts.structural_full_years_below else facts.structural_years end'
        ) }} <= facts.evaluation_date as has_full_years,
        {{ add_years('facts.clock_start', 'facts.structural_years_below') }} <= facts.evaluation_date as has_years_below,
        {{ add_years('runs.clock_start', 'facts.structural_post_years') }} <= facts.evaluation_date as has_post_years
    from facts
    {{ join_performance('kp_struktural') }}
    left join ranges
        on facts.echelon_id = ranges.echelon_id and {{ in_interval('facts.evaluation_date', 'ranges') }}
    left join {{ ref('int_position__runs') }} as runs
        on facts.employee_key = runs.employee_key and {{ in_interval('facts.evaluation_date', 'runs') }}
)

select
    {{ gate_columns() }},
    period_date_status,
    case
        when not rank_is_known or highest_ordinal is null then 'UNKNOWN'
        when next_ordinal is null or next_ordinal > highest_ordinal then 'FAIL'
        when rank_quarantined then 'UNKNOWN'
        else 'PASS'
    end as rank_range_status,
    case
        when not rank_is_known then 'UNKNOWN'
        when highest_ordinal is null
            then
                case
                    when not has_years_below then 'FAIL'
                    when has_full_years and not rank_quarantined then 'PASS'
                    else 'UNKNOWN'
                end
        else
            case (has_full_years and not is_far_below) or (is_below and has_years_below)
                when true then case when rank_quarantined then 'UNKNOWN' else 'PASS' end
                when false then 'FAIL'
                else 'UNKNOWN'
            end
    end as time_in_rank_status,
    case
        when not rank_is_known or highest_ordinal is null then 'UNKNOWN'
        when not is_below then 'NOT_APPLICABLE'
        when has_full_years and not is_far_below then case when position_quarantined then 'UNKNOWN' else 'PASS' end
        when has_post_years is null then 'UNKNOWN'
        -- a post told by the profile alone hides the posts before it
        when not has_post_years then case when position_from_profile then 'UNKNOWN' else 'FAIL' end
        when position_quarantined then 'UNKNOWN'
        else 'PASS'
    end as time_in_position_status,
    performance_status,
    ujian_dinas_status,
    discipline_status,
    appeal_pending_status,
    performance_may_pass,
    passes_if_seen_before,
    post_clock_start,
    is_below,
    lowest_ordinal,
    highest_ordinal
from judged
{{ outside_rows(14) }}
