-- Grain: one person x evaluation date. The status of each criterion of the promotion by functional post.
-- Up to the top of the jenjang's range; one rank beyond it, once, where no post of the next jenjang is free.
with gated as (
    select
        facts.*,
        rules.functional_years,
        rules.functional_ranks_beyond,
        {{ position_columns('functional_class') }}
    from {{ ref('int_promotion__facts') }} as facts
    inner join {{ ref('int_rule__in_force') }} as rules on facts.valid_from = rules.evaluation_date
    where not facts.is_pppk
),

{{ evaluated_facts() }},

judged as (
    select
        facts.*,
        {{ performance_columns() }},
        {{ functional_columns() }}
    from facts
    {{ join_performance('kp_jf') }}
    left join {{ ref('int_functional__as_of') }} as functional
        on facts.employee_key = functional.employee_key and {{ in_interval('facts.evaluation_date', 'functional') }}
)

select
    {{ gate_columns() }},
    period_date_status,
    {{ time_in_rank_status('functional_years') }},
    case
        when not rank_is_known or functional_highest_ordinal is null then 'UNKNOWN'
        when next_ordinal is null then 'FAIL'
        when next_ordinal > functional_highest_ordinal and next_grade_id is null then 'FAIL'
        when next_ordinal > functional_highest_ordinal + functional_ranks_beyond then 'FAIL'
        when next_ordinal > functional_highest_ordinal and functional_ranks_beyond is null then 'UNKNOWN'
        when rank_quarantined then 'UNKNOWN'
        else 'PASS'
    end as rank_range_status,
    {{ credit_status('rank_threshold') }} as credit_score_status,
    performance_status,
    case
        when not rank_is_known or functional_highest_ordinal is null then 'UNKNOWN'
        when next_ordinal <= functional_highest_ordinal then 'NOT_APPLICABLE'
        when next_grade_id is null then 'NOT_APPLICABLE'
        when functional_ranks_beyond is null then 'UNKNOWN'
        when next_ordinal > functional_highest_ordinal + functional_ranks_beyond or free_posts > 0 then 'FAIL'
        when free_posts is null or vacancy_quarantined then 'UNKNOWN'
        else 'PASS'
    end as vacancy_status,
    discipline_status,
    appeal_pending_status,
    performance_may_pass,
    passes_if_seen_before,
    next_grade_id
from judged
{{ outside_rows(11) }}
