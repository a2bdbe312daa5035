-- Grain: one person x unbroken spell of a PNS rank, half-open; two ranks on one TMT: one of them (seed
-- precedence), flagged.
-- The clock of a rank starts at the first TMT of the spell (POL.RANK.CLOCK), of the first rank at TMT CPNS
-- (KP.FIRST.CLOCK).
with dated as (
    select
        employee_key,
        valid_from,
        case when {{ precedence('rank_tie') }} = 'higher' then max(ordinal) else min(ordinal) end as ordinal,
        min(ordinal) <> max(ordinal) as is_tie
    from {{ ref('int_rank__facts') }}
    where valid_from is not null
    group by employee_key, valid_from
),

evidenced as (
    select
        dated.employee_key,
        dated.valid_from,
        dated.ordinal,
        dated.is_tie,
        max(case when facts.promotion_kind_id = '211' then 1 else 0 end) = 1 as is_appointment,
        max(case when facts.from_profile then 1 else 0 end) = 1 as from_profile,
        {{ collect_ids('facts.src_row_id') }} as src_row_ids
    from dated
    inner join {{ ref('int_rank__facts') }} as facts
        on dated.employee_key = facts.employee_key and dated.valid_from = facts.valid_from
    group by dated.employee_key, dated.valid_from, dated.ordinal, dated.is_tie
),

changes as (
    select
        evidenced.*,
        case
            when ordinal is distinct from lag(ordinal) over (partition by employee_key order by valid_from) then 1
            when {{ policy('POL.RANK.CLOCK') }} = 'latest TMT' then 1
            else 0
        end as is_change
    from evidenced
),

numbered as (
    select
        changes.*,
        cast(sum(is_change) over (partition by employee_key order by valid_from) as bigint) as spell
    from changes
),

spells as (
    select
        employee_key,
        spell,
        ordinal,
        min(valid_from) as valid_from,
        max(case when is_tie then 1 else 0 end) = 1 as is_tie,
        max(case when is_appointment then 1 else 0 end) = 1 as is_appointment,
        max(case when from_profile then 1 else 0 end) = 1 as from_profile,
        {{ collect_ids('src_row_ids') }} as src_row_ids
    from numbered
    group by employee_key, spell, ordinal
),

first_appointment as (
    select
        people.employee_key,
        newest.initial_golongan,
        newest.pns_date,
        newest.src_row_id,
        coalesce(newest.cpns_date, case when {{ policy('POL.RANK.NUMBER') }} = 'true' then people.number_date end) as cpns_date,
        newest.cpns_date is null as from_number
    from (
        select
            employee_key,
            max(case when is_pns_shaped then {{ date_from_day_month_year("'01-' || substr(nip, 13, 2) || '-' || substr(nip, 9, 4)") }} end) as number_date
        from {{ ref('int_identity__resolve') }}
        group by employee_key
    ) as people
    left join {{ ref('int_profile__newest') }} as newest on people.employee_key = newest.employee_key
),

placed as (
    select
        spells.employee_key,
        spells.spell,
        rank.golongan,
        spells.ordinal,
        spells.valid_from,
        lead(spells.valid_from) over (partition by spells.employee_key order by spells.valid_from) as valid_to,
        spells.is_tie,
        spells.from_profile,
        spells.src_row_ids,
        first_appointment.cpns_date,
        first_appointment.from_number,
        first_appointment.src_row_id as appointment_id,
        spells.spell = 1
        and {{ policy('KP.FIRST.CLOCK') }} = 'TMT_CPNS'
        and first_appointment.cpns_date < spells.valid_from
        and case
            when first_appointment.initial_golongan is not null
                then first_appointment.initial_golongan = rank.golongan
            else
                spells.is_appointment
                or coalesce(spells.valid_from <= first_appointment.pns_date, false)
        end as starts_at_appointment
    from spells
    inner join {{ ref('rank') }} as rank on spells.ordinal = rank.ordinal and rank.scheme = 'PNS'
    left join first_appointment on spells.employee_key = first_appointment.employee_key
)

select
    employee_key,
    spell,
    golongan,
    ordinal,
    valid_from,
    valid_to,
    case when coalesce(starts_at_appointment, false) then cpns_date else valid_from end as clock_start,
    coalesce(starts_at_appointment, false) as starts_at_appointment,
    coalesce(starts_at_appointment, false) and from_number as clock_from_number,
    is_tie,
    from_profile,
    case
        when coalesce(starts_at_appointment, false) then {{ merge_ids(['src_row_ids', 'appointment_id']) }}
        else src_row_ids
    end as src_row_ids
from placed
