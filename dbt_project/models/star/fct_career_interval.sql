-- Grain: one person x stretch between two change dates in which rank, post, unit, education and status all held at once,
-- half-open, from the first TMT to exit. What is not known is null; no stretch is dropped.
with service as (
    select * from {{ ref('int_service__spells') }}
),

bounds as (
    select employee_key, min(valid_from) as first_date, max(exit_date) as exit_date
    from service
    group by employee_key
),

ranks as (
    select employee_key, 'PNS' as scheme, golongan, valid_from, valid_to, src_row_ids from {{ ref('int_rank__spells') }}
    union all
    select employee_key, 'PPPK' as scheme, golongan, valid_from, valid_to, src_row_ids from {{ ref('int_pppk_grade__spells') }}
),

change_dates as (
    select employee_key, valid_from as change_date from service
    union
    select employee_key, valid_to as change_date from service where valid_to is not null
    union
    select employee_key, valid_from as change_date from ranks
    union
    select employee_key, valid_from as change_date from {{ ref('int_position__spells') }}
    union
    select employee_key, valid_from as change_date from {{ ref('int_education__spells') }}
),

stretches as (
    select
        change_dates.employee_key,
        change_dates.change_date as valid_from,
        coalesce(
            lead(change_dates.change_date) over (partition by change_dates.employee_key order by change_dates.change_date),
            bounds.exit_date
        ) as valid_to
    from change_dates
    inner join bounds on change_dates.employee_key = bounds.employee_key
    where
        {{ in_interval('change_dates.change_date', 'bounds', 'first_date', 'exit_date') }}
)

select
    stretches.employee_key,
    stretches.valid_from,
    stretches.valid_to,
    service.employment_kind,
    case when pns_rank.golongan is not null or pppk_rank.golongan is not null then {{ surrogate_key([
        "'rank'",
        "case when service.employment_kind in ('PPPK', 'PPPK_PARUH_WAKTU') then coalesce(pppk_rank.scheme, pns_rank.scheme) else coalesce(pns_rank.scheme, pppk_rank.scheme) end",
        "case when service.employment_kind in ('PPPK', 'PPPK_PARUH_WAKTU') then coalesce(pppk_rank.golongan, pns_rank.golongan) else coalesce(pns_rank.golongan, pppk_rank.golongan) end",
    ]) }} end as rank_key,
    case
        when service.employment_kind in ('PPPK', 'PPPK_PARUH_WAKTU') then coalesce(pppk_rank.golongan, pns_rank.golongan)
        else coalesce(pns_rank.golongan, pppk_rank.golongan)
    end as golongan,
    case when position.employee_key is not null then {{ surrogate_key([
        "'position'", 'position.position_kind_id', 'position.position_id', 'position.position_name', 'position.echelon_id'
    ]) }} end as position_key,
    position.position_name,
    case when coalesce(position.unit_id, position.unit_name) is not null then {{ surrogate_key([
        "'unit'", 'position.region_slug', 'coalesce(lower(position.unit_id), position.unit_name)'
    ]) }} end as unit_key,
    position.unit_name,
    education.education_class,
    {{ merge_ids([
        'service.src_row_ids', 'pns_rank.src_row_ids', 'pppk_rank.src_row_ids', 'position.src_row_id', 'education.src_row_ids'
    ]) }} as src_row_ids,
    {{ is_synthetic() }} as is_synthetic
from stretches
left join service
    on
        stretches.employee_key = service.employee_key
        and {{ in_interval('stretches.valid_from', 'service') }}
left join ranks as pns_rank
    on
        stretches.employee_key = pns_rank.employee_key
        and pns_rank.scheme = 'PNS'
        and {{ in_interval('stretches.valid_from', 'pns_rank') }}
left join ranks as pppk_rank
    on
        stretches.employee_key = pppk_rank.employee_key
        and pppk_rank.scheme = 'PPPK'
        and {{ in_interval('stretches.valid_from', 'pppk_rank') }}
left join {{ ref('int_position__spells') }} as position
    on
        stretches.employee_key = position.employee_key
        and {{ in_interval('stretches.valid_from', 'position') }}
left join {{ ref('int_education__spells') }} as education
    on
        stretches.employee_key = education.employee_key
        and {{ in_interval('stretches.valid_from', 'education') }}
