-- Grain: one scope date x person x criterion of the rise to the next jenjang.
with concerned as (
    {{ concerned('kenaikan_jenjang') }}
),

criteria as (
    {% for criterion in gate_criteria() + ['performance', 'discipline'] %}
    {{ shared_criterion(criterion, 'kenaikan_jenjang') }}
    union all
    {% endfor %}
    {{ credit_criterion('grade_threshold') }}
    union all
    select
        {{ criterion_head('vacancy') }},
        'a free post of the next jenjang in the region' as required,
        case
            when functional.has_free then 'a post of ' || functional.next_grade_id || ' is free'
            when not functional.has_free then 'no post of ' || functional.next_grade_id || ' is free'
            else 'no row of the post in kebutuhan_jabatan'
        end as observed,
        cast(null as date) as first_pass_date,
        coalesce(functional.vacancy_ids, position.src_row_ids) as src_row_ids
    from concerned
    {{ join_as_of('int_position__as_of', 'position') }}
    {{ join_as_of('int_functional__as_of', 'functional', 'left') }}
    where concerned.is_concerned
    union all
    select
        {{ criterion_head('competency_test') }},
        coalesce(rules.promotion_exam || ' for ' || concerned.next_grade_id, 'jenjang unknown') as required,
        case
            when concerned.ukom_date is not null then 'passed ' || cast(concerned.ukom_date as varchar)
            when concerned.has_list then 'not in the list of those who passed'
            else 'no list of the region'
        end
        || case when coverage.has_quarantined then '; a record is in quarantine' else '' end as observed,
        cast(null as date) as first_pass_date,
        {{ merge_ids([
            'concerned.ukom_id', 'coverage.quarantined_ids', 'case when concerned.ukom_id is null then lists.src_row_ids end'
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
