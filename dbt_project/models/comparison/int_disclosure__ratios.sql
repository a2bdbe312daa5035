-- Grain: one indicator x region x year x group: protected numerator and denominator, and whether they may be shown.
-- A figure that rests on a small count is withheld, also where those who do not have it are few: "all of them" is a
-- statement about each of them.
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
        counts.true_people,
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
        cast(sum(case when is_numerator then true_people else 0 end) as bigint) as true_numerator,
        cast(sum(true_people) as bigint) as true_denominator
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
    least(added.denominator, added.true_denominator) < parameters.min_count
    or (
        added.kind in ('share', 'rate')
        and (
            least(added.numerator, added.true_numerator) < parameters.min_count
            or least(added.denominator - added.numerator, added.true_denominator - added.true_numerator) < parameters.min_count
        )
    ) as is_small
from added
cross join parameters
