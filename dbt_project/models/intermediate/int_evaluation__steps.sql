-- Grain: one evaluation date, with the one before it. A step for all is the first date, and each on which a version of a rule
-- has begun or ended since the date before.
with days as (
    {% for rules in [
        'credit_base', 'credit_grade_threshold', 'credit_threshold', 'education_ceiling', 'education_entry',
        'functional_rank_range', 'level_equivalence', 'performance_regime', 'rule', 'ujian_dinas', 'ujian_dinas_exemption',
        'ujian_dinas_training',
    ] %}
    select valid_from as change_date from {{ ref(rules) }}
    union
    select valid_to as change_date from {{ ref(rules) }}
    {% if not loop.last %}union{% endif %}
    {% endfor %}
),

dates as (
    select evaluation_date, lag(evaluation_date) over (order by evaluation_date) as date_before
    from {{ ref('int_evaluation__dates') }}
)

select
    dates.evaluation_date,
    dates.date_before,
    dates.date_before is null or count(days.change_date) > 0 as is_step_for_all
from dates
left join days on dates.date_before < days.change_date and dates.evaluation_date >= days.change_date
group by dates.evaluation_date, dates.date_before
