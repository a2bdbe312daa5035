-- Grain: one region x year x person: the staff at the region's last extract of the year, with the groups each belongs to.
-- Whoever is retired or gone at that extract is no staff. What is not known of a person is the group "unknown".
with last_extracts as (
    select
        region_code,
        cast(extract(year from extract_date) as integer) as year,
        max(extract_date) as extract_date
    from {{ ref('fct_employee_snapshot') }}
    group by region_code, cast(extract(year from extract_date) as integer)
),

staff as (
    select
        snapshot.region_code,
        last_extracts.year,
        snapshot.extract_date,
        snapshot.employee_key,
        snapshot.employment_kind,
        snapshot.golongan,
        snapshot.unit_id
    from {{ ref('fct_employee_snapshot') }} as snapshot
    inner join last_extracts
        on snapshot.region_code = last_extracts.region_code and snapshot.extract_date = last_extracts.extract_date
    where snapshot.service_status <> 'NOT_APPLICABLE'
),

-- Someone in two numbers of one extract is one person; the higher number speaks.
counted as (
    select
        staff.*,
        row_number() over (partition by region_code, year, employee_key order by golongan desc, unit_id desc) as pick
    from staff
),

described as (
    select
        counted.region_code,
        counted.year,
        counted.extract_date,
        counted.employee_key,
        coalesce(counted.employment_kind, 'unknown') as employment_kind,
        coalesce(employee.sex, 'unknown') as sex,
        employee.birth_date,
        -- a dual post is neither the one nor the other
        case when position.position_kind = 'dual' then 'unknown' else coalesce(position.position_kind, 'unknown') end
            as position_class,
        case
            when counted.employment_kind like 'PPPK%' then 'PPPK'
            when counted.golongan like '%/%' then {{ regexp_group('counted.golongan', "'^([IV]+)/'", 1) }}
            else 'unknown'
        end as golongan_group,
        position.position_name,
        coalesce(career.education_class, 'unknown') as education,
        coalesce(unit.opd_name, 'unknown') as unit
    from counted
    inner join {{ ref('dim_employee') }} as employee on counted.employee_key = employee.employee_key
    left join {{ ref('fct_career_interval') }} as career
        on counted.employee_key = career.employee_key and {{ in_interval('counted.extract_date', 'career') }}
    left join {{ ref('dim_position') }} as position on career.position_key = position.position_key
    left join {{ ref('dim_unit') }} as unit
        on counted.region_code = unit.region_code and counted.unit_id = unit.unit_id
    where counted.pick = 1
)

select
    described.region_code,
    described.year,
    described.extract_date,
    described.employee_key,
    described.employment_kind,
    described.sex,
    coalesce(age.age_band, 'unknown') as age_band,
    described.position_class,
    described.position_name,
    described.golongan_group,
    described.education,
    described.unit,
    described.position_class || ' | ' || coalesce(age.age_stratum, 'unknown') as stratum
from described
left join {{ ref('age_band') }} as age
    on
        {{ add_years('described.birth_date', 'age.age_from') }} <= described.extract_date
        and {{ add_years('described.birth_date', 'age.age_below') }} > described.extract_date
