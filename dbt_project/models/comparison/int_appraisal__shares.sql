-- Grain: one year x region x unit x predikat: staff with that predikat. Unit "all" is the region. True counts, restricted.
with appraised as (
    select
        answered.year,
        answered.region_code,
        people.unit,
        answered.bin as predikat
    from {{ ref('int_measure__staff') }} as answered
    inner join {{ ref('int_comparison__people') }} as people
        on
            answered.region_code = people.region_code
            and answered.year = people.year
            and answered.employee_key = people.employee_key
    where answered.measure = 'predikat' and answered.bin <> 'unknown'
),

counted as (
    select year, region_code, 'all' as unit, predikat, count(*) as people
    from appraised
    group by year, region_code, predikat
    union all
    select year, region_code, unit, predikat, count(*) as people
    from appraised
    where unit <> 'unknown'
    group by year, region_code, unit, predikat
),

units as (
    select year, region_code, unit, cast(sum(people) as bigint) as all_people
    from counted
    group by year, region_code, unit
)

select
    units.year,
    units.region_code,
    units.unit,
    scale.predikat,
    cast(coalesce(counted.people, 0) as bigint) as people,
    units.all_people
from units
cross join {{ ref('predikat') }} as scale
left join counted
    on
        units.year = counted.year
        and units.region_code = counted.region_code
        and units.unit = counted.unit
        and scale.predikat = counted.predikat
