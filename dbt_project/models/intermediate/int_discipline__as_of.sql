-- Grain: one person x evaluation date. Punishments that bar a promotion on that day, and what was searched.
with people as (
    select distinct employee_key from {{ ref('int_identity__resolve') }}
),

-- A light punishment bars as many months as DISC.LIGHT says, from its start on.
light as (
    select
        spells.*,
        {{ add_months('spells.valid_from', 'cast(' ~ policy('DISC.LIGHT') ~ ' as integer)') }} as barred_until
    from {{ ref('int_discipline__spells') }} as spells
    where spells.level_id = 'R' and spells.valid_from is not null
),

blocking as (
    select
        dates.evaluation_date,
        spells.employee_key,
        spells.punishment_kind_name,
        spells.valid_from,
        spells.valid_to,
        spells.src_row_ids
    from {{ ref('int_evaluation__dates') }} as dates
    inner join {{ ref('rule') }} as rule
        on
            rule.rule_id = 'DISC.BLOCK'
            and {{ in_interval('dates.evaluation_date', 'rule') }}
    inner join {{ ref('int_discipline__spells') }} as spells
        on
            rule.value = spells.level_id
            and {{ in_interval('dates.evaluation_date', 'spells') }}
    union all
    select
        dates.evaluation_date,
        light.employee_key,
        light.punishment_kind_name,
        light.valid_from,
        light.barred_until as valid_to,
        light.src_row_ids
    from {{ ref('int_evaluation__dates') }} as dates
    inner join light on {{ in_interval('dates.evaluation_date', 'light', valid_to='barred_until') }}
),

blocked as (
    select
        evaluation_date,
        employee_key,
        max(case when valid_to is not null then 1 else 0 end) = 1 as has_block,
        max(case when valid_to is null then 1 else 0 end) = 1 as has_open,
        max(valid_to) as blocked_until,
        {{ join_distinct(
            "coalesce(punishment_kind_name, 'punishment') || ' ' || cast(valid_from as varchar) || ' - ' "
            ~ "|| coalesce(cast(valid_to as varchar), 'no end known')", '; '
        ) }} as observed,
        {{ collect_ids('src_row_ids') }} as src_row_ids
    from blocking
    group by evaluation_date, employee_key
),

others as (
    select
        employee_key,
        count(*) as records,
        {{ collect_ids('src_row_ids') }} as src_row_ids
    from {{ ref('int_discipline__spells') }}
    group by employee_key
)

select
    people.employee_key,
    dates.evaluation_date,
    coverage.has_answer,
    coverage.has_quarantined,
    coalesce(blocked.has_block, false) as has_block,
    coalesce(blocked.has_open, false) as has_open,
    blocked.blocked_until,
    others.employee_key is not null as has_punishments,
    coalesce(
        blocked.observed,
        case
            when others.records is not null then 'no medium or heavy punishment on this day; recorded: ' || cast(others.records as varchar)
            when coverage.has_answer then 'no punishment recorded'
        end
    ) as observed,
    {{ merge_ids_in_scope([
        'case when blocked.employee_key is not null then blocked.src_row_ids else others.src_row_ids end',
        'coverage.quarantined_ids',
        'case when others.employee_key is null then case when coverage.has_answer then coverage.answer_ids else coverage.searched_ids end end'
    ]) }} as src_row_ids
from people
cross join {{ ref('int_evaluation__dates') }} as dates
inner join {{ ref('int_coverage__people') }} as coverage
    on people.employee_key = coverage.employee_key and coverage.dataset = 'rw_hukdis'
left join blocked
    on people.employee_key = blocked.employee_key and dates.evaluation_date = blocked.evaluation_date
left join others on people.employee_key = others.employee_key
