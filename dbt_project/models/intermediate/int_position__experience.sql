-- Grain: one person x stretch of evaluation dates x level: the time served at that level over the whole life.
-- days_before: days served when the stretch begins; posts_held: posts of the level held in it, so that each further day adds
-- as many (macro counts_from).
with changes as (
    select employee_key, valid_from as change_date from {{ ref('int_position__levels') }}
    union all
    select employee_key, valid_to as change_date from {{ ref('int_position__levels') }}
),

stretches as (
    {{ evaluation_stretches('(select distinct employee_key from ' ~ ref('int_position__levels') ~ ')', 'changes') }}
)

select
    stretches.employee_key,
    stretches.valid_from,
    stretches.valid_to,
    levels.level,
    sum({{ days_between(
        'levels.valid_from',
        earliest(["coalesce(levels.valid_to, cast('9999-12-31' as date))", 'stretches.valid_from'])
    ) }}) as days_before,
    sum(case when coalesce(levels.valid_to, cast('9999-12-31' as date)) > stretches.valid_from then 1 else 0 end) as posts_held,
    {{ collect_ids('levels.src_row_id') }} as src_row_ids
from stretches
inner join {{ ref('int_position__levels') }} as levels
    on
        stretches.employee_key = levels.employee_key
        and stretches.valid_from >= levels.valid_from
        and {{ in_interval('stretches.valid_from', 'levels', 'rule_from', 'rule_to') }}
group by stretches.employee_key, stretches.valid_from, stretches.valid_to, levels.level
