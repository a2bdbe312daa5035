-- Grain: one measure x region x year x bin x group: protected counts (people), the only ones that public marts compute from;
-- true_people serves to decide what is withheld. Each count goes to a multiple of the base next to it (POL.SDC.BASE). The tables are additive: the bins of a measure add up
-- to its population, the groups of a bin to the bin, and position class and age band are sums of strata. So no margin tells
-- more than the cell itself: whoever adds and subtracts published counts still finds every value of the cell's interval
-- possible. is_small: the true or the protected count is below POL.SDC.MIN.
with parameters as (
    select
        max(case when rule_id = 'POL.SDC.BASE' then cast(value as bigint) end) as base,
        max(case when rule_id = 'POL.SDC.MIN' then cast(value as bigint) end) as min_count
    from {{ ref('rule') }}
    where rule_id in ('POL.SDC.BASE', 'POL.SDC.MIN')
),

counts as (
    select
        counted.measure,
        measure.population,
        measure.is_head,
        counted.region_code,
        counted.year,
        counted.bin,
        counted.group_type,
        counted.group_value,
        counted.people,
        parameters.base
    from {{ ref('int_comparison__counts') }} as counted
    inner join {{ ref('measure') }} as measure on counted.measure = measure.measure
    cross join parameters
),

-- The measure that counts heads sets the size of its population: the multiple next to the true one.
heads as (
    select
        measure,
        population,
        region_code,
        year,
        bin,
        people,
        base,
        cast(floor((sum(people) over (partition by measure, region_code, year) + base / 2.0) / base) as bigint) * base as target
    from counts
    where is_head and group_type = 'total'
),

rounded_heads as (
    {{ controlled_rounding('heads', ['measure', 'population', 'region_code', 'year'], ['bin']) }}
),

populations as (
    select region_code, year, population, sum(rounded_people) as target
    from rounded_heads
    group by region_code, year, population
    union all
    select region_code, year, bin as population, rounded_people as target
    from rounded_heads
    where population = 'staff'
),

bins as (
    select
        counts.measure,
        counts.region_code,
        counts.year,
        counts.bin,
        counts.people,
        counts.base,
        populations.target
    from counts
    inner join populations
        on
            counts.region_code = populations.region_code
            and counts.year = populations.year
            and counts.population = populations.population
    where counts.group_type = 'total' and not counts.is_head
),

rounded_bins as (
    select measure, region_code, year, bin, people, rounded_people from rounded_heads
    union all
    select measure, region_code, year, bin, people, rounded_people
    from ({{ controlled_rounding('bins', ['measure', 'region_code', 'year'], ['bin']) }}) as other_measures
),

cells as (
    select
        counts.measure,
        counts.region_code,
        counts.year,
        counts.bin,
        counts.group_type,
        counts.group_value,
        counts.people,
        counts.base,
        rounded_bins.rounded_people as target
    from counts
    inner join rounded_bins
        on
            counts.measure = rounded_bins.measure
            and counts.region_code = rounded_bins.region_code
            and counts.year = rounded_bins.year
            and counts.bin = rounded_bins.bin
    where counts.group_type <> 'total'
),

rounded_cells as (
    {{ controlled_rounding('cells', ['measure', 'region_code', 'year', 'bin', 'group_type'], ['group_value']) }}
),

protected as (
    select measure, region_code, year, bin, 'total' as group_type, 'all' as group_value, people, rounded_people
    from rounded_bins
    union all
    select measure, region_code, year, bin, group_type, group_value, people, rounded_people
    from rounded_cells
    {% for group_type, part in [('position_class', 1), ('age_band', 2)] %}
    union all
    select
        measure,
        region_code,
        year,
        bin,
        '{{ group_type }}' as group_type,
        split_part(group_value, ' | ', {{ part }}) as group_value,
        sum(people) as people,
        sum(rounded_people) as rounded_people
    from rounded_cells
    where group_type = 'stratum'
    group by measure, region_code, year, bin, split_part(group_value, ' | ', {{ part }})
    {% endfor %}
)

select
    protected.measure,
    protected.region_code,
    protected.year,
    protected.bin,
    protected.group_type,
    protected.group_value,
    cast(protected.people as bigint) as true_people,
    cast(protected.rounded_people as bigint) as people,
    protected.people < parameters.min_count or protected.rounded_people < parameters.min_count as is_small
from protected
cross join parameters
