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
        case
            when rules.promotion_free_posts is null then '{{ no_rule_known() }}'
            when rules.promotion_free_posts = 1 then 'a free post of the next jenjang in the region'
            else cast(rules.promotion_free_posts as varchar) || ' free posts of the next jenjang in one unit of the region'
        end as required,
        case
            when functional.free_posts > 0 then 'a post of ' || functional.next_grade_id || ' is free'
            when functional.free_posts <= 0 then 'no post of ' || functional.next_grade_id || ' is free'
            when functional.grade_id is null then 'jenjang unknown'
            else 'no row of the post in kebutuhan_jabatan'
        end as observed,
        cast(null as date) as first_pass_date,
        coalesce(functional.vacancy_ids, position.src_row_ids) as src_row_ids
    from concerned
    {{ join_as_of('int_position__as_of', 'position') }}
    {{ join_as_of('int_functional__as_of', 'functional', 'left') }}
    inner join {{ ref('int_rule__in_force') }} as rules on concerned.evaluation_date = rules.evaluation_date
    where concerned.is_concerned
    union all
    {{ competency_test_criterion("rules.promotion_exam || ' for ' || concerned.next_grade_id", 'rules.promotion_exam', 'ukom') }}
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
