-- Grain: one method version x year x region x unit x figure x group: whether promotion followed performance among the eligible.
select
    '2' as method_version,
    figures.year,
    figures.region_code,
    region.region_name,
    figures.unit,
    figures.figure,
    figures.group_type,
    figures.group_value,
    figures.compared_with,
    figures.n,
    cast(figures.numerator as decimal(18, 4)) as numerator,
    cast(figures.denominator as decimal(18, 4)) as denominator,
    cast(figures.value as decimal(18, 4)) as value,
    cast(figures.ci_lower as decimal(18, 4)) as ci_lower,
    cast(figures.ci_upper as decimal(18, 4)) as ci_upper,
    figures.method,
    figures.ci_note,
    cast(figures.p_value as decimal(18, 6)) as p_value,
    cast(figures.p_adjusted as decimal(18, 6)) as p_adjusted,
    figures.family_size,
    cast(figures.tie_share as decimal(9, 4)) as tie_share,
    cast(figures.adjusted_odds_ratio as decimal(18, 4)) as adjusted_odds_ratio,
    cast(figures.adjusted_p as decimal(18, 6)) as adjusted_p,
    figures.one_more_changes_it,
    figures.needs_review,
    false as is_suppressed,
    {{ is_synthetic() }} as is_synthetic
from {{ ref('int_objectivity__estimates') }} as figures
inner join {{ ref('dim_region') }} as region on figures.region_code = region.region_code
where figures.figure not in ('predikat_share', 'rater_agreement')
