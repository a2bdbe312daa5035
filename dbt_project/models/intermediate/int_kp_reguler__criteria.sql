-- Grain: one scope date x person x criterion of regular promotion.
with concerned as (
    {{ concerned('kp_reguler') }}
),

criteria as (
    {% for criterion in gate_criteria() + ['period_date', 'performance', 'ujian_dinas', 'discipline', 'appeal_pending'] %}
    {{ shared_criterion(criterion, 'kp_reguler') }}
    union all
    {% endfor %}
    {{ time_in_rank_criterion('rank_years') }}
    union all
    select
        {{ criterion_head('superior_rank') }},
        case
            when rules.superior_applies then 'new rank ' || coalesce(case when rank.is_known then rank.next_golongan end, '?') || case when rules.superior_equal = 'barred' then ' below the superior''s' else ' not above the superior''s' end
            when not rules.superior_applies then 'no limit by the superior''s rank'
            else '{{ no_rule_known() }}'
        end as required,
        case
            when not rules.superior_applies then 'not judged'
            when superior.employee_key is null then 'no appraisal names a superior'
            else
                superior.observed || case when superior.rank_from_appraisal then ' (rank as written in the appraisal)' else '' end
        end
        || case
            when rank.is_known or not rules.superior_applies then ''
            else '; the next rank is not known: ' || coalesce(rank.unknown_reason, '')
        end as observed,
        cast(null as date) as first_pass_date,
        case
            when rules.superior_applies
                then {{ merge_ids([
                    'rank.src_row_ids',
                    'superior.src_row_ids',
                    "case when superior.employee_key is null then coverage.searched_ids end",
                    'coverage.quarantined_ids',
                ]) }}
            else ''
        end as src_row_ids
    from concerned
    {{ join_as_of('int_rank__as_of', 'rank') }}
    inner join {{ ref('int_rule__in_force') }} as rules on concerned.evaluation_date = rules.evaluation_date
    {{ join_as_of('int_superior__as_of', 'superior', 'left') }}
    left join {{ ref('int_coverage__people') }} as coverage
        on concerned.employee_key = coverage.employee_key and coverage.dataset = 'rw_skp22'
    where concerned.is_concerned
    union all
    select
        {{ criterion_head('education_ceiling') }},
        case
            when rules.ceiling_table is null then '{{ no_rule_known() }}'
            else 'new rank ' || coalesce(case when rank.is_known then rank.next_golongan end, '?') || ' within the ceiling of the highest recorded diploma'
        end as required,
        coalesce(
            education.education_class || ' recorded ' || cast(education.recorded_date as varchar)
            || case when education.recording_assumed then ' (recording_assumed)' else '' end
            || ': up to ' || education.ceiling_golongan,
            'no diploma with a date on or before this day'
        )
        || case
            when education.undated_ceiling_ordinal > coalesce(education.ceiling_ordinal, 0)
                then '; a higher diploma is recorded without a date'
            else ''
        end
        || case when rank.is_known then '' else '; the next rank is not known: ' || coalesce(rank.unknown_reason, '') end
        || case when education.has_quarantined then '; a record is in quarantine' else '' end as observed,
        cast(null as date) as first_pass_date,
        {{ merge_ids(['education.src_row_ids', 'rank.src_row_ids']) }} as src_row_ids
    from concerned
    {{ join_as_of('int_rank__as_of', 'rank') }}
    {{ join_as_of('int_education__as_of', 'education') }}
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
