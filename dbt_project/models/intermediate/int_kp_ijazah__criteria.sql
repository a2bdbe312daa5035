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
        || case when concerned.diploma_status = 'UNKNOWN' then '; a diploma without a date' else '' end
        || ': entry rank ' || concerned.entry_golongan
        || case when education.has_quarantined then '; a record is in quarantine' else '' end as observed,
        cast(null as date) as first_pass_date,
        education.src_row_ids
    from concerned
    {{ join_as_of('int_education__as_of', 'education') }}
    where concerned.is_concerned
    union all
    select
        {{ criterion_head('rank_range') }},
        case
            when concerned.ijazah_min_source = 'none' then 'any rank below the entry rank'
            else 'at least ' || concerned.ijazah_min_source
        end as required,
        {{ rank_in_words() }} as observed,
        cast(null as date) as first_pass_date,
        rank.src_row_ids
    from concerned
    {{ join_as_of('int_rank__as_of', 'rank') }}
    where concerned.is_concerned
    union all
    select
        {{ criterion_head('time_in_rank') }},
        'at least ' || cast(rules.ijazah_years as varchar) || ' year in the rank' as required,
        {{ rank_in_words() }} as observed,
        case
            when rank.is_known and not rank.has_quarantined
                then {{ latest([add_years('rank.clock_start', 'rules.ijazah_years'), 'concerned.evaluation_date']) }}
        end as first_pass_date,
        rank.src_row_ids
    from concerned
    {{ join_as_of('int_rank__as_of', 'rank') }}
    inner join {{ ref('int_rule__in_force') }} as rules on concerned.evaluation_date = rules.evaluation_date
    where concerned.is_concerned
    union all
    select
        {{ criterion_head('competency_test') }},
        rules.ijazah_exam || ' passed' as required,
        case
            when concerned.kppi_date is not null then 'passed ' || cast(concerned.kppi_date as varchar)
            when concerned.has_list then 'not in the list of those who passed'
            else 'no list of the region'
        end
        || case when coverage.has_quarantined then '; a record is in quarantine' else '' end as observed,
        cast(null as date) as first_pass_date,
        {{ merge_ids([
            'concerned.kppi_id', 'coverage.quarantined_ids', 'case when concerned.kppi_id is null then lists.src_row_ids end'
        ]) }} as src_row_ids
    from concerned
    {{ join_as_of('int_employee__as_of', 'employee') }}
    inner join {{ ref('int_rule__in_force') }} as rules on concerned.evaluation_date = rules.evaluation_date
    inner join {{ ref('int_coverage__people') }} as coverage
        on concerned.employee_key = coverage.employee_key and coverage.dataset = 'ujian'
    left join {{ ref('int_exam__lists') }} as lists on employee.region_slug = lists.region_slug
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
