-- Grain: one method version x year x indicator x region x group x estimate. Every region of the seed is present, also where
-- nothing is known of it. Figures about people come from protected counts (int_disclosure__counts) and from nothing else.
with found as (
    select
        year,
        indicator,
        region_code,
        group_type,
        group_value,
        estimate,
        n,
        numerator,
        denominator,
        value,
        ci_lower,
        ci_upper,
        ci_method,
        ci_note,
        reference_population,
        is_suppressed,
        why_not
    from {{ ref('int_comparison__estimates') }}
    where record = 'region'
    union all
    select
        posts.year,
        posts.indicator,
        posts.region_code,
        'total' as group_type,
        'all' as group_value,
        'crude' as estimate,
        case when not posts.is_small then posts.n end as n,
        case when not posts.is_small then posts.numerator end as numerator,
        case when not posts.is_small then posts.denominator end as denominator,
        case when not posts.is_small then indicator.per * cast(posts.numerator as double) / coalesce(posts.denominator, 1) end
            as value,
        cast(null as double) as ci_lower,
        cast(null as double) as ci_upper,
        'none' as ci_method,
        case when posts.is_small then '' else 'counts everybody, not a sample' end as ci_note,
        'none' as reference_population,
        posts.is_small as is_suppressed,
        case when posts.is_small then 'rests on a count that may be below the disclosure threshold' else '' end as why_not
    from {{ ref('int_disclosure__posts') }} as posts
    inner join {{ ref('indicator') }} as indicator on posts.indicator = indicator.indicator
),

-- Groups that one region alone has, such as its units, are asked of that region only.
universe as (
    select
        asked.year,
        asked.indicator,
        asked.group_type,
        asked.group_value,
        asked.estimate,
        region.region_code,
        region.region_name
    from (select distinct year, indicator, group_type, group_value, estimate from found where group_type <> 'unit') as asked
    cross join {{ ref('dim_region') }} as region
    union all
    select
        found.year,
        found.indicator,
        found.group_type,
        found.group_value,
        found.estimate,
        region.region_code,
        region.region_name
    from found
    inner join {{ ref('dim_region') }} as region on found.region_code = region.region_code
    where found.group_type = 'unit'
)

select
    '3' as method_version,
    universe.year,
    universe.indicator,
    indicator.definition,
    indicator.unit,
    indicator.direction,
    universe.region_code,
    universe.region_name,
    universe.group_type,
    universe.group_value,
    universe.estimate,
    cast(found.n as bigint) as n,
    cast(found.numerator as decimal(18, 4)) as numerator,
    cast(found.denominator as decimal(18, 4)) as denominator,
    cast(found.value as decimal(18, 4)) as value,
    cast(found.ci_lower as decimal(18, 4)) as ci_lower,
    cast(found.ci_upper as decimal(18, 4)) as ci_upper,
    coalesce(found.ci_method, 'none') as ci_method,
    coalesce(found.ci_note, '') as ci_note,
    coalesce(found.reference_population, 'none') as reference_population,
    coalesce(found.is_suppressed, false) as is_suppressed,
    coalesce(found.why_not, 'no data') as suppression_reason,
    {{ is_synthetic() }} as is_synthetic
from universe
inner join {{ ref('indicator') }} as indicator on universe.indicator = indicator.indicator
left join found
    on
        universe.year = found.year
        and universe.indicator = found.indicator
        and universe.region_code = found.region_code
        and universe.group_type = found.group_type
        and universe.group_value = found.group_value
        and universe.estimate = found.estimate
