-- Grain: one person x evaluation date. The status of each criterion of the rise to the next jenjang of a functional post.
-- The top jenjang has no next one: not applicable.
with gated as (
    select
        facts.*,
        rules.promotion_free_posts,
        rules.promotion_exam,
        {{ position_columns(
            'promotion_class', ', below the top jenjang',
            "when facts.grade_id is null then 'UNKNOWN' when facts.next_grade_id is null then 'NOT_APPLICABLE'"
        ) }}
    from {{ ref('int_promotion__facts') }} as facts
    inner join {{ ref('int_rule__in_force') }} as rules on facts.valid_from = rules.evaluation_date
    where not facts.is_pppk
),

{{ evaluated_facts() }},

judged as (
    select
        facts.*,
        {{ performance_columns() }},
        {{ functional_columns() }},
        ukom.pass_date as ukom_date,
        ukom.src_row_id as ukom_id,
        lists.region_slug is not null as has_list,
        exams.has_quarantined as exam_quarantined
    from facts
    {{ join_performance('kenaikan_jenjang') }}
    left join {{ ref('int_functional__as_of') }} as functional
        on facts.employee_key = functional.employee_key and {{ in_interval('facts.evaluation_date', 'functional') }}
    left join {{ ref('int_exam__ukom') }} as ukom
        on
            facts.employee_key = ukom.employee_key
            and facts.next_grade_id = ukom.grade_id
            and facts.promotion_exam = ukom.exam_kind
            and facts.evaluation_date >= ukom.pass_date
    left join {{ ref('int_exam__lists') }} as lists on facts.region_slug = lists.region_slug
    inner join {{ ref('int_coverage__people') }} as exams
        on facts.employee_key = exams.employee_key and exams.dataset = 'ujian'
)

select
    {{ gate_columns() }},
    {{ credit_status('grade_threshold') }} as credit_score_status,
    case
        when promotion_free_posts is null or free_posts is null then 'UNKNOWN'
        when free_posts >= promotion_free_posts then 'PASS'
        when vacancy_quarantined then 'UNKNOWN'
        else 'FAIL'
    end as vacancy_status,
    {{ competency_test_status('case when next_grade_id is not null then promotion_exam end', 'ukom') }},
    performance_status,
    {{ discipline_beside_promotion() }},
    performance_may_pass,
    passes_if_seen_before,
    next_grade_id,
    ukom_date,
    ukom_id,
    has_list
from judged
{{ outside_rows(11) }}
