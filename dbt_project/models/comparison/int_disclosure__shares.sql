-- Grain: one measure x region x year x group x bin: protected people of the bin among those of the group, and whether they may be
-- shown (as in int_disclosure__ratios).
with parameters as (
    select cast(value as bigint) as min_count from {{ ref('rule') }} where rule_id = 'POL.SDC.MIN'
),

cells as (
    select
        measure,
        region_code,
        year,
        group_type,
        group_value,
        bin,
        people,
        at_least,
        sum(people) over (partition by measure, region_code, year, group_type, group_value) as all_people,
        sum(at_least) over (partition by measure, region_code, year, group_type, group_value) - at_least as others_at_least
    from {{ ref('int_disclosure__counts') }}
    where group_type <> 'stratum'
)

select
    cells.measure,
    cells.region_code,
    cells.year,
    cells.group_type,
    cells.group_value,
    cells.bin,
    cells.people as numerator,
    cast(cells.all_people as bigint) as denominator,
    cells.at_least < parameters.min_count
    -- that nobody was asked about says nothing of anybody
    or (cells.bin <> 'unknown' and cells.others_at_least < parameters.min_count) as is_small
from cells
cross join parameters
