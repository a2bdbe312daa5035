-- Grain: one indicator x region x year x group: protected numerator and denominator, and whether they may be shown.
-- A figure is withheld where the count that it rests on may be below POL.SDC.MIN, also where those who do not have it may be few:
-- "all of them" is a statement about each of them, and so is a mean where nearly all are in one bin. Protected counts alone decide: what is withheld tells no more than they do.
with norms as (
    select rule_id, cast(value as decimal(18, 4)) as norm, param like 'max%' as is_cap, valid_from, valid_to
    from {{ ref('rule') }}
    where rule_id in (select asked.norm_rule_id from {{ ref('indicator_bin') }} as asked where asked.norm_rule_id is not null)
),

-- The norm in force at the end of the year decides which bins reach it.
parts as (
    select
        indicator.indicator,
        indicator.kind,
        counts.region_code,
        counts.year,
        counts.group_type,
        counts.group_value,
        counts.people,
        counts.at_least,
        coalesce(
            asked.is_numerator,
            case when norms.is_cap then bins.lower_value > norms.norm else bins.lower_value >= norms.norm end,
            false
        ) as is_numerator
    from {{ ref('indicator') }} as indicator
    inner join {{ ref('indicator_bin') }} as asked on indicator.indicator = asked.indicator
    inner join {{ ref('measure_bin') }} as bins on indicator.measure = bins.measure and asked.bin = bins.bin
    inner join {{ ref('int_disclosure__counts') }} as counts
        on indicator.measure = counts.measure and asked.bin = counts.bin
    left join norms
        on asked.norm_rule_id = norms.rule_id and {{ in_interval(make_date('counts.year', '12', '31'), 'norms') }}
),

added as (
    select
        indicator,
        kind,
        region_code,
        year,
        group_type,
        group_value,
        cast(sum(case when is_numerator then people else 0 end) as bigint) as numerator,
        cast(sum(people) as bigint) as denominator,
        cast(sum(case when is_numerator then at_least else 0 end) as bigint) as least_numerator,
        cast(sum(case when is_numerator then 0 else at_least end) as bigint) as least_others,
        cast(sum(at_least) - max(at_least) as bigint) as least_outside_largest
    from parts
    group by indicator, kind, region_code, year, group_type, group_value
),

parameters as (
    select cast(value as bigint) as min_count from {{ ref('rule') }} where rule_id = 'POL.SDC.MIN'
)

select
    added.indicator,
    added.region_code,
    added.year,
    added.group_type,
    added.group_value,
    added.numerator,
    added.denominator,
    case
        when added.kind in ('share', 'rate', 'survival') then least(added.least_numerator, added.least_others)
        when added.kind in ('mean', 'gini') then added.least_outside_largest
        else added.least_numerator + added.least_others
    end < parameters.min_count as is_small
from added
cross join parameters
