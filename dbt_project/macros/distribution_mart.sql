{# Shares of the bins of some measures, by region, year and group; every region that was counted. #}
{% macro distribution_mart(measures) -%}
select
    '3' as method_version,
    shares.year,
    shares.region_code,
    region.region_name,
    shares.indicator as measure,
    measure.question,
    shares.group_type,
    shares.group_value,
    shares.estimate as bin,
    bins.bin_order,
    'percent' as unit,
    cast(shares.n as bigint) as n,
    cast(shares.numerator as decimal(18, 4)) as numerator,
    cast(shares.denominator as decimal(18, 4)) as denominator,
    cast(shares.value as decimal(18, 4)) as value,
    cast(shares.ci_lower as decimal(18, 4)) as ci_lower,
    cast(shares.ci_upper as decimal(18, 4)) as ci_upper,
    shares.ci_method,
    shares.is_suppressed,
    shares.why_not as suppression_reason,
    {{ is_synthetic() }} as is_synthetic
from {{ ref('int_comparison__estimates') }} as shares
inner join {{ ref('dim_region') }} as region on shares.region_code = region.region_code
inner join {{ ref('measure') }} as measure on shares.indicator = measure.measure
inner join {{ ref('measure_bin') }} as bins on shares.indicator = bins.measure and shares.estimate = bins.bin
where shares.record = 'bin' and shares.indicator in ({{ "'" ~ measures | join("', '") ~ "'" }})
{%- endmacro %}
