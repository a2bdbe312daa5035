-- Grain: one person x stretch of evaluation dates. Punishments that bar a promotion on those days, and what was searched.
-- A light punishment bars as many months as DISC.LIGHT says, from its start on.
with light as (
    select
        spells.*,
        {{ add_months('spells.valid_from', 'cast(' ~ policy('DISC.LIGHT') ~ ' as integer)') }} as barred_until
    from {{ ref('int_discipline__spells') }} as spells
    where spells.level_id = 'R' and spells.valid_from is not null
),

changes as (
    select employee_key, valid_from as change_date from {{ ref('int_discipline__spells') }}
    union all
    select employee_key, valid_to as change_date from {{ ref('int_discipline__spells') }}
    union all
    select employee_key, barred_until as change_date from light
),

stretches as (
    {{ stretches_of_all('changes') }}
),

blocking as (
    select
        stretches.valid_from as stretch_from,
        spells.employee_key,
        spells.punishment_kind_name,
        spells.valid_from,
        spells.valid_to,
        false as is_light,
        spells.src_row_ids
    from {{ ref('int_discipline__spells') }} as spells
    inner join stretches
        on spells.employee_key = stretches.employee_key and {{ in_interval('stretches.valid_from', 'spells') }}
    inner join {{ ref('rule') }} as rule
        on
            spells.level_id = rule.value
            and rule.rule_id = 'DISC.BLOCK'
            and {{ in_interval('stretches.valid_from', 'rule') }}
    union all
    select
        stretches.valid_from as stretch_from,
        light.employee_key,
        light.punishment_kind_name,
        light.valid_from,
        light.barred_until as valid_to,
        true as is_light,
        light.src_row_ids
    from light
    inner join stretches
        on
            light.employee_key = stretches.employee_key
            and {{ in_interval('stretches.valid_from', 'light', valid_to='barred_until') }}
),

blocked as (
    select
        stretch_from,
        employee_key,
        max(case when valid_to is not null then 1 else 0 end) = 1 as has_block,
        max(case when valid_to is null then 1 else 0 end) = 1 as has_open,
        max(valid_to) as blocked_until,
        max(case when valid_to is not null and is_light then 1 else 0 end) = 1
        and max(case when valid_to is not null and not is_light then 1 else 0 end) = 0 as is_light_only,
        {{ join_distinct(
            "coalesce(punishment_kind_name, 'punishment') || ' ' || cast(valid_from as varchar) || ' - ' "
            ~ "|| coalesce(cast(valid_to as varchar), 'no end known') || case when is_light then ' (light)' else '' end", '; '
        ) }} as observed,
        {{ collect_ids('src_row_ids') }} as src_row_ids
    from blocking
    group by stretch_from, employee_key
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
    stretches.employee_key,
    stretches.valid_from,
    stretches.valid_to,
    coverage.has_answer,
    coverage.has_quarantined,
    coalesce(blocked.has_block, false) as has_block,
    coalesce(blocked.has_open, false) as has_open,
    coalesce(blocked.is_light_only, false) as is_light_only,
    blocked.blocked_until,
    others.employee_key is not null as has_punishments,
    coalesce(
        blocked.observed,
        case
            when others.records is not null then 'no medium or heavy punishment on this day; recorded: ' || cast(others.records as varchar)
            when coverage.has_answer then 'no punishment recorded'
        end
    ) as observed,
    {{ merge_ids([
        'case when blocked.employee_key is not null then blocked.src_row_ids else others.src_row_ids end',
        'coverage.quarantined_ids',
        'case when others.employee_key is null then case when coverage.has_answer then coverage.answer_ids else coverage.searched_ids end end'
    ]) }} as src_row_ids
from stretches
inner join {{ ref('int_coverage__people') }} as coverage
    on stretches.employee_key = coverage.employee_key and coverage.dataset = 'rw_hukdis'
left join blocked
    on stretches.employee_key = blocked.employee_key and stretches.valid_from = blocked.stretch_from
left join others on stretches.employee_key = others.employee_key
