-- Grain: one scope date x person x criterion of the promotion by diploma.
with concerned as (
    {{ concerned('kp_ijazah') }}
),

criteria as (
    {% for criterion in gate_criteria() + ['period_date', 'performance', 'discipline', 'appeal_pending'] %}
    {{ shared_criterion(criterion, 'kp_ijazah') }}
    union all
    {% endfor %}
    select
        {{ criterion_head('diploma') }},
        'a recorded diploma whose entry rank is above the present rank' as required,
        coalesce(
            education.education_class || ' recorded ' || cast(education.recorded_date as varchar)
            || case when education.recording_assumed then ' (recording_assumed)' else '' end,
            'no diploma with a date'
        )
        || case when concerned.is_undated then '; a diploma without a date' else '' end
        || ': entry rank ' || concerned.entry_golongan
        || case when not rank.is_known then '; the present rank is unknown: ' || rank.unknown_reason else '' end
        || case when education.has_quarantined then '; a record is in quarantine' else '' end as observed,
        cast(null as date) as first_pass_date,
        {{ merge_ids(['education.src_row_ids', 'case when not rank.is_known then rank.src_row_ids end']) }} as src_row_ids
    from concerned
    {{ join_as_of('int_education__as_of', 'education') }}
    {{ join_as_of('int_rank__as_of', 'rank') }}
    where concerned.is_concerned
    union all
    select
        {{ criterion_head('rank_range') }},
        case
            when concerned.ijazah_min_source = 'none' then 'any rank below the entry rank'
            else coalesce('at least ' || concerned.ijazah_min_source, '{{ no_rule_known() }}')
        end as required,
        {{ rank_in_words() }} as observed,
        cast(null as date) as first_pass_date,
        rank.src_row_ids
    from concerned
    {{ join_as_of('int_rank__as_of', 'rank') }}
    where concerned.is_concerned
    union all
    {{ time_in_rank_criterion('ijazah_years') }}
    union all
    {{ competency_test_criterion('rules.ijazah_exam', 'rules.ijazah_exam', 'kppi') }}
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
