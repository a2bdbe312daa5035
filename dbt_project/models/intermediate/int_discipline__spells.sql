-- Grain: one punishment, half-open; valid_to is null where nothing tells its end (is_open).
-- The end: the recorded one, else the recorded length, else the length of its kind; earlier where it was annulled, or
-- ended by a row of the ending kind.
with policy as (
    select
        max(case when rule_id = 'POL.DISC.ENDING_KIND' then value end) as ending_kind,
        max(case when rule_id = 'POL.DISC.END' then value end) = 'true' as end_inclusive
    from {{ ref('rule') }}
),

records as (
    select
        identity.employee_key,
        punishments.row_key,
        punishments.punishment_kind_id,
        coalesce(punishments.punishment_kind_name, kinds.punishment_kind_name) as punishment_kind_name,
        punishments.level_id,
        punishments.start_date,
        punishments.end_date,
        punishments.duration_years,
        punishments.duration_months,
        punishments.annulment_date,
        punishments.decree_number,
        punishments.src_row_id
    from {{ ref('stg_kepegawaian__rw_hukdis') }} as punishments
    inner join {{ ref('int_rows__resolve') }} as resolved
        on
            punishments.row_key = resolved.row_key
            and resolved.dataset = 'rw_hukdis'
            and resolved.disposition = 'used'
    inner join {{ ref('int_identity__resolve') }} as identity on punishments.nip = identity.nip
    left join {{ ref('punishment_kind') }} as kinds on punishments.punishment_kind_id = kinds.punishment_kind_id
),

endings as (
    select records.employee_key, records.start_date, records.src_row_id
    from records
    cross join policy
    where records.punishment_kind_id = policy.ending_kind and records.start_date is not null
),

planned as (
    select
        records.*,
        case
            when records.end_date is not null and policy.end_inclusive then {{ add_days('records.end_date', '1') }}
            when records.end_date is not null then records.end_date
            when coalesce(records.duration_years, 0) * 12 + coalesce(records.duration_months, 0) > 0
                then {{ add_months('records.start_date', 'coalesce(records.duration_years, 0) * 12 + coalesce(records.duration_months, 0)') }}
            when lengths.length_months is not null
                then {{ add_months('records.start_date', 'lengths.length_months') }}
        end as planned_end
    from records
    cross join policy
    left join {{ ref('punishment_length') }} as lengths
        on
            records.punishment_kind_id = lengths.punishment_kind_id
            and {{ in_interval('records.start_date', 'lengths') }}
    where records.punishment_kind_id is distinct from policy.ending_kind
),

-- An ending row ends the punishment that began last before it.
ended as (
    select
        endings.employee_key,
        endings.start_date as ended_on,
        endings.src_row_id,
        max(planned.start_date) as ended_start
    from endings
    inner join planned on endings.employee_key = planned.employee_key and endings.start_date >= planned.start_date
    group by endings.employee_key, endings.start_date, endings.src_row_id
),

closed as (
    select employee_key, ended_start, min(ended_on) as ended_on, {{ collect_ids('src_row_id') }} as src_row_ids
    from ended
    group by employee_key, ended_start
)

select
    planned.employee_key,
    planned.row_key,
    planned.punishment_kind_id,
    planned.punishment_kind_name,
    planned.level_id,
    planned.decree_number,
    planned.start_date as valid_from,
    {{ earliest(['planned.planned_end', 'planned.annulment_date', 'closed.ended_on']) }} as valid_to,
    planned.annulment_date,
    {{ merge_ids(['planned.src_row_id', 'closed.src_row_ids']) }} as src_row_ids
from planned
left join closed
    on planned.employee_key = closed.employee_key and planned.start_date = closed.ended_start
