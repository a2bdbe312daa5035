-- Grain: one measure x region x year x group x bin: protected people of the bin among those of the group.
-- Every bin has a row: that one is missing would tell that nobody is in it.
with known_groups as (
    select
        measure,
        region_code,
        year,
        group_type,
        group_value,
        cast(sum(people) as bigint) as people,
        cast(sum(true_people) as bigint) as true_people
    from {{ ref('int_disclosure__counts') }}
    where group_type <> 'stratum'
    group by measure, region_code, year, group_type, group_value
),

parameters as (
    select cast(value as bigint) as min_count from {{ ref('rule') }} where rule_id = 'POL.SDC.MIN'
),

cells as (
    select
        known_groups.measure,
        known_groups.region_code,
        known_groups.year,
        known_groups.group_type,
        known_groups.group_value,
        bins.bin,
        coalesce(counts.people, 0) as people,
        coalesce(counts.true_people, 0) as true_people,
        known_groups.people as all_people,
        known_groups.true_people as all_true_people
    from known_groups
    inner join {{ ref('measure_bin') }} as bins on known_groups.measure = bins.measure
    left join {{ ref('int_disclosure__counts') }} as counts
        on
            known_groups.measure = counts.measure
            and known_groups.region_code = counts.region_code
            and known_groups.year = counts.year
            and known_groups.group_type = counts.group_type
            and known_groups.group_value = counts.group_value
            and bins.bin = counts.bin
)

select
    cells.measure,
    cells.region_code,
    cells.year,
    cells.group_type,
    cells.group_value,
    cells.bin,
    cells.people as numerator,
    cells.all_people as denominator,
    least(cells.people, cells.true_people) < parameters.min_count
    -- that nobody was asked about says nothing of anybody
    or (
        cells.bin <> 'unknown'
        and least(cells.all_people - cells.people, cells.all_true_people - cells.true_people) < parameters.min_count
    ) as is_small
from cells
cross join parameters
