-- Grain: one stretch of a person at a level that counts for a position track, half-open from the start of the post.
-- level: pelaksana, pengawas, administrator with the functional jenjang set level with them; `leading` is any structural
-- post or a functional one from ahli muda up; `unclear` are posts whose level cannot be told.
with counted as (
    select
        classified.employee_key,
        equivalence.position_level as level,
        classified.post_start as valid_from,
        classified.valid_to,
        equivalence.grade_id,
        equivalence.valid_from as rule_from,
        equivalence.valid_to as rule_to,
        classified.src_row_id
    from {{ ref('int_position__classified') }} as classified
    inner join {{ ref('level_equivalence') }} as equivalence
        on
            classified.position_class = equivalence.position_class
            and (
                (equivalence.grade_id = '*' and equivalence.position_class = 'pelaksana')
                or (equivalence.grade_id = '*' and equivalence.position_level = 'leading')
                or (equivalence.grade_id = '*' and classified.echelon_level = equivalence.position_level)
                or classified.grade_id = equivalence.grade_id
            )
    union all
    select
        classified.employee_key,
        'unclear' as level,
        classified.post_start as valid_from,
        classified.valid_to,
        cast(null as varchar) as grade_id,
        classified.post_start as rule_from,
        cast(null as date) as rule_to,
        classified.src_row_id
    from {{ ref('int_position__classified') }} as classified
    where classified.position_class is null or (classified.position_class = 'functional' and classified.grade_id is null)
)

select employee_key, level, valid_from, valid_to, grade_id, rule_from, rule_to, src_row_id
from counted
where coalesce(valid_to, cast('9999-12-31' as date)) > valid_from
