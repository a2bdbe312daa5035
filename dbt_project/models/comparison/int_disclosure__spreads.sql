-- Grain: one indicator (mean, Gini, survival) x region x year x group x value x above the line or not: protected people of the
-- bin that the value stands for.
select
    indicator.indicator,
    counts.region_code,
    counts.year,
    counts.group_type,
    counts.group_value,
    cast(bins.representative as decimal(18, 4)) as representative,
    coalesce(asked.is_numerator, false) as is_numerator,
    cast(sum(counts.people) as bigint) as people
from {{ ref('indicator') }} as indicator
inner join {{ ref('indicator_bin') }} as asked on indicator.indicator = asked.indicator
inner join {{ ref('measure_bin') }} as bins on indicator.measure = bins.measure and asked.bin = bins.bin
inner join {{ ref('int_disclosure__counts') }} as counts
    on indicator.measure = counts.measure and asked.bin = counts.bin
where indicator.kind in ('mean', 'gini', 'survival')
group by
    indicator.indicator,
    counts.region_code,
    counts.year,
    counts.group_type,
    counts.group_value,
    bins.representative,
    coalesce(asked.is_numerator, false)
