-- Grain: one person x scope date x track x criterion that rests on a row of a rule table which is not confirmed (C2-, U, X).
-- The row that a criterion cites speaks for its rule; tables have a mark a row: which jenjang is set level with which
-- post, on which rank a diploma enters, which training exempts.
with experience as (
    select
        levels.employee_key,
        dates.evaluation_date,
        gates.track,
        'position_experience' as criterion,
        equivalence.rule_id
    from {{ ref('int_position__levels') }} as levels
    inner join {{ ref('int_evaluation__dates') }} as dates
        on
            levels.valid_from <= dates.evaluation_date
            and {{ in_interval('dates.evaluation_date', 'levels', 'rule_from', 'rule_to') }}
    inner join {{ ref('int_rule__position_gates') }} as gates
        on dates.evaluation_date = gates.evaluation_date and levels.level = gates.from_level
    inner join {{ ref('level_equivalence') }} as equivalence
        on
            levels.level = equivalence.position_level
            and levels.grade_id = equivalence.grade_id
            and levels.rule_from = equivalence.valid_from
    where dates.is_in_scope and {{ is_unconfirmed('equivalence.confidence') }}
),

diplomas as (
    select
        evaluated.employee_key,
        evaluated.evaluation_date,
        'kp_ijazah' as track,
        'diploma' as criterion,
        entry.rule_id
    from {{ ref('int_kp_ijazah__evaluate') }} as evaluated
    inner join {{ ref('int_education__as_of') }} as education
        on
            evaluated.employee_key = education.employee_key
            and {{ in_interval('evaluated.evaluation_date', 'education') }}
    inner join {{ ref('education_entry') }} as entry
        on
            education.education_class = entry.education_class
            and {{ in_interval('evaluated.evaluation_date', 'entry') }}
    where evaluated.is_in_scope and {{ is_unconfirmed('entry.confidence') }}
),

exemptions as (
    select
        trained.employee_key,
        dates.evaluation_date,
        tracks.track,
        'ujian_dinas' as criterion,
        trained.rule_id
    from {{ ref('int_exam__trained') }} as trained
    inner join {{ ref('int_exam__as_of') }} as exam
        on
            trained.employee_key = exam.employee_key
            and trained.exam_kind = exam.exam_kind
            and trained.training_name = exam.exempting_record
    inner join {{ ref('int_evaluation__dates') }} as dates
        on {{ in_interval('dates.evaluation_date', 'trained') }} and {{ in_interval('dates.evaluation_date', 'exam') }}
    cross join (
        {% for track, criteria in tracks().items() if 'ujian_dinas' in criteria -%}
        select '{{ track }}' as track
        {% if not loop.last %}union all{% endif %}
        {% endfor %}
    ) as tracks
    where dates.is_in_scope and {{ is_unconfirmed('trained.confidence') }}
)

select employee_key, evaluation_date, track, criterion, min(rule_id) as rule_id
from (
    select * from experience
    union all
    select * from diplomas
    union all
    select * from exemptions
) as used
group by employee_key, evaluation_date, track, criterion
