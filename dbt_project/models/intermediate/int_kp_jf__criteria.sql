-- Grain: one scope date x person x criterion of the promotion by functional post.
with concerned as (
    {{ concerned('kp_jf') }}
),

criteria as (
    {% for criterion in gate_criteria() + ['period_date', 'performance', 'discipline', 'appeal_pending'] %}
    {{ shared_criterion(criterion, 'kp_jf') }}
    union all
    {% endfor %}
    {{ time_in_rank_criterion('functional_years') }}
    union all
    select
        {{ criterion_head('rank_range') }},
        coalesce(
            'new rank at most ' || functional.highest_golongan || case rules.functional_ranks_beyond
                when 0 then ''
                when 1 then ' or one above'
                else coalesce(' or ' || cast(rules.functional_ranks_beyond as varchar) || ' above', '; beyond it {{ no_rule_known() }}')
            end,
            'jenjang unknown'
        ) as required,
        coalesce(rank.golongan || ' to ' || coalesce(rank.next_golongan, 'no higher rank'), 'rank unknown')
        || case when rank.is_known then '' else ': ' || rank.unknown_reason end
        || case when rank.has_quarantined then '; a record is in quarantine' else '' end as observed,
        cast(null as date) as first_pass_date,
        {{ merge_ids(['rank.src_row_ids', 'position.src_row_ids']) }} as src_row_ids
    from concerned
    {{ join_as_of('int_rank__as_of', 'rank') }}
    {{ join_as_of('int_position__as_of', 'position') }}
    {{ join_as_of('int_functional__as_of', 'functional', 'left') }}
    inner join {{ ref('int_rule__in_force') }} as rules on concerned.evaluation_date = rules.evaluation_date
    where concerned.is_concerned
    union all
    {{ credit_criterion('rank_threshold') }}
    union all
    select
        {{ criterion_head('vacancy') }},
        case
            when concerned.vacancy_status = 'NOT_APPLICABLE' then 'not asked within the range'
            when rules.functional_ranks_beyond is null then '{{ no_rule_known() }}'
            else 'beyond the range: once, and no free post of the next jenjang'
        end as required,
        case
            when functional.free_posts > 0 then 'a post of ' || functional.next_grade_id || ' is free'
            when functional.vacancy_quarantined then 'a row of the post in kebutuhan_jabatan is in quarantine'
            when functional.free_posts <= 0 then 'no post of ' || functional.next_grade_id || ' is free'
            when functional.grade_id is null then 'jenjang unknown'
            else 'no row of the post in kebutuhan_jabatan'
        end
        || case
            when concerned.vacancy_status = 'UNKNOWN' and not rank.is_known then '; the rank is unknown: ' || rank.unknown_reason
            else ''
        end as observed,
        cast(null as date) as first_pass_date,
        coalesce(functional.vacancy_ids, position.src_row_ids) as src_row_ids
    from concerned
    {{ join_as_of('int_rank__as_of', 'rank') }}
    {{ join_as_of('int_position__as_of', 'position') }}
    {{ join_as_of('int_functional__as_of', 'functional', 'left') }}
    inner join {{ ref('int_rule__in_force') }} as rules on concerned.evaluation_date = rules.evaluation_date
    where concerned.is_concerned
)

select
    employee_key,
    evaluation_date,
    criterion,
    status,
    required,
    observed,
    first_pass_date,
    src_row_ids
from criteria
