-- Grain: one person x evaluation date. The status of each criterion of regular promotion (PNS pelaksana).
with gated as (
    select
        facts.*,
        rules.rank_years,
        rules.superior_applies,
        rules.ceiling_table,
        case when rules.superior_equal = 'barred' then 1 else 0 end as superior_margin,
        {{ position_columns('position_class') }}
    from {{ ref('int_promotion__facts') }} as facts
    inner join {{ ref('int_rule__in_force') }} as rules on facts.valid_from = rules.evaluation_date
),

{{ evaluated_facts() }},

judged as (
    select
        facts.*,
        {{ performance_columns() }},
        superior.employee_key is not null as has_superior,
        superior.is_outside,
        superior.has_outside or superior.has_unranked as superior_is_mixed,
        superior.lowest_ordinal,
        superior.highest_ordinal,
        superior_coverage.has_answer as superior_answered,
        superior_coverage.has_quarantined as superior_quarantined
    from facts
    {{ join_performance('kp_reguler') }}
    left join {{ ref('performance_regime') }} as regime
        on {{ in_interval('facts.evaluation_date', 'regime') }}
    left join {{ ref('int_coverage__people') }} as superior_coverage
        on facts.employee_key = superior_coverage.employee_key and regime.gate_dataset = superior_coverage.dataset
    left join {{ ref('int_superior__as_of') }} as superior
        on facts.employee_key = superior.employee_key and {{ in_interval('facts.evaluation_date', 'superior') }}
)

select
    {{ gate_columns() }},
    period_date_status,
    {{ time_in_rank_status('rank_years') }},
    performance_status,
    case
        when superior_applies is null then 'UNKNOWN'
        when not superior_applies then 'NOT_APPLICABLE'
        when
            rank_is_known
            and coalesce(superior_answered, false)
            and has_superior
            and not superior_is_mixed
            and (next_ordinal is null or next_ordinal + superior_margin > highest_ordinal)
            then 'FAIL'
        when coalesce(superior_quarantined, false) then 'UNKNOWN'
        when not coalesce(superior_answered, false) or not has_superior then 'UNKNOWN'
        when is_outside then 'NOT_APPLICABLE'
        when not rank_is_known or superior_is_mixed then 'UNKNOWN'
        when next_ordinal + superior_margin <= lowest_ordinal then 'PASS'
        else 'UNKNOWN'
    end as superior_rank_status,
    case
        when not rank_is_known or ceiling_table is null then 'UNKNOWN'
        when next_ordinal is null then 'FAIL'
        when next_ordinal <= ceiling_ordinal then case when education_quarantined then 'UNKNOWN' else 'PASS' end
        when next_ordinal <= undated_ceiling_ordinal then 'UNKNOWN'
        when ceiling_ordinal is null and undated_ceiling_ordinal is null then 'UNKNOWN'
        else 'FAIL'
    end as education_ceiling_status,
    ujian_dinas_status,
    discipline_status,
    appeal_pending_status,
    performance_may_pass,
    passes_if_seen_before
from judged
{{ outside_rows(10) }}
