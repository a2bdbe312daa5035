-- Grain: one method version x year x region x unit x predikat: how many have it, beside what each predikat of the organisation
-- would allow, how far raters agree, and whether the unit gave everybody the same. Unit "all" is the region.
with shares as (
    select * from {{ ref('int_objectivity__estimates') }} where figure = 'predikat_share'
),

agreement as (
    select * from {{ ref('int_objectivity__estimates') }} where figure = 'rater_agreement'
),

-- The predikat of the organisation is in no extract: each one whose limits the distribution keeps is named.
limits as (
    select
        shares.region_code,
        shares.year,
        shares.unit,
        allowed.organisation_predikat,
        max(
            case
                when
                    shares.value < coalesce(allowed.min_pct, 0) or shares.value > coalesce(allowed.max_pct, 100)
                    then 1
                else 0
            end
        ) as is_broken
    from shares
    inner join {{ ref('performance_distribution') }} as allowed
        on
            shares.group_value = allowed.predikat
            and {{ in_interval(make_date('shares.year', '12', '31'), 'allowed') }}
    group by shares.region_code, shares.year, shares.unit, allowed.organisation_predikat
),

kept as (
    select
        region_code,
        year,
        unit,
        {{ join_distinct("case when is_broken = 0 then organisation_predikat end", ',') }} as possible_organisation_predikat
    from limits
    group by region_code, year, unit
),

uniform as (
    select region_code, year, unit, max(numerator) = max(denominator) and max(denominator) > 1 as gives_everybody_the_same
    from shares
    group by region_code, year, unit
)

select
    '1' as method_version,
    shares.year,
    shares.region_code,
    region.region_name,
    shares.unit,
    shares.group_value as predikat,
    shares.n,
    cast(shares.numerator as decimal(18, 4)) as numerator,
    cast(shares.denominator as decimal(18, 4)) as denominator,
    cast(shares.value as decimal(18, 4)) as value,
    cast(shares.ci_lower as decimal(18, 4)) as ci_lower,
    cast(shares.ci_upper as decimal(18, 4)) as ci_upper,
    shares.method,
    coalesce(kept.possible_organisation_predikat, '') as possible_organisation_predikat,
    uniform.gives_everybody_the_same,
    agreement.n as rated_subjects,
    cast(agreement.value as decimal(9, 4)) as rater_agreement,
    cast(agreement.ci_lower as decimal(9, 4)) as rater_agreement_lower,
    cast(agreement.ci_upper as decimal(9, 4)) as rater_agreement_upper,
    false as is_suppressed,
    {{ is_synthetic() }} as is_synthetic
from shares
inner join {{ ref('dim_region') }} as region on shares.region_code = region.region_code
inner join uniform
    on shares.region_code = uniform.region_code and shares.year = uniform.year and shares.unit = uniform.unit
left join kept on shares.region_code = kept.region_code and shares.year = kept.year and shares.unit = kept.unit
left join agreement
    on shares.region_code = agreement.region_code and shares.year = agreement.year and shares.unit = agreement.unit
