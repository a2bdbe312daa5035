-- Grain: one method version x year x indicator x pair of regions x group x estimate. First region minus second, and their ratio.
select
    '2' as method_version,
    pairs.year,
    pairs.indicator,
    indicator.unit,
    indicator.direction,
    pairs.region_code,
    first_region.region_name,
    pairs.other_region_code,
    second_region.region_name as other_region_name,
    pairs.group_type,
    pairs.group_value,
    pairs.estimate,
    cast(pairs.n as bigint) as n,
    cast(pairs.other_n as bigint) as other_n,
    cast(pairs.numerator as decimal(18, 4)) as numerator,
    cast(pairs.denominator as decimal(18, 4)) as denominator,
    cast(pairs.other_numerator as decimal(18, 4)) as other_numerator,
    cast(pairs.other_denominator as decimal(18, 4)) as other_denominator,
    cast(pairs.first_value as decimal(18, 4)) as value,
    cast(pairs.other_value as decimal(18, 4)) as other_value,
    cast(pairs.value as decimal(18, 4)) as difference,
    cast(pairs.ci_lower as decimal(18, 4)) as ci_lower,
    cast(pairs.ci_upper as decimal(18, 4)) as ci_upper,
    cast(pairs.ratio as decimal(18, 4)) as ratio,
    cast(pairs.ratio_lower as decimal(18, 4)) as ratio_lower,
    cast(pairs.ratio_upper as decimal(18, 4)) as ratio_upper,
    pairs.ci_method,
    pairs.test,
    cast(pairs.p_value as decimal(18, 6)) as p_value,
    cast(pairs.p_adjusted as decimal(18, 6)) as p_adjusted,
    pairs.family_size,
    pairs.sign_flips,
    pairs.reference_population,
    pairs.is_suppressed,
    pairs.why_not as suppression_reason,
    {{ is_synthetic() }} as is_synthetic
from {{ ref('int_comparison__estimates') }} as pairs
inner join {{ ref('indicator') }} as indicator on pairs.indicator = indicator.indicator
inner join {{ ref('dim_region') }} as first_region on pairs.region_code = first_region.region_code
inner join {{ ref('dim_region') }} as second_region on pairs.other_region_code = second_region.region_code
where pairs.record = 'pair'
