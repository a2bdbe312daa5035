-- Grain: one appraisal record of a person and period, judged alone on the scale of its year (PP 46/2011 elements, the
-- integrated value of 2021, the predikat from 2022).
-- lowest_ordinal, highest_ordinal: between which predikat the record lies; they differ where it is in doubt. gate says which
-- side of Baik that is: PASS, FAIL or UNKNOWN.
with policy as (
    select
        max(case when rule_id = 'POL.PERF.BAND_GAP' then value end) as band_gap,
        max(case when rule_id = 'POL.PERF.TOTAL_ONLY' then value end) = 'true' as accepts_total_only
    from {{ ref('rule') }}
),

scale as (
    select
        min(ordinal) as worst,
        max(ordinal) as best,
        max(case when predikat = 'BAIK' then ordinal end) as baik
    from {{ ref('predikat') }}
),

-- The bands of each year; no field says whether there was a new idea.
bands as (
    select
        years.appraisal_year,
        band.regime,
        predikat.ordinal,
        band.lower_bound,
        max(band.upper_bound) over (
            partition by years.appraisal_year, band.regime
            order by predikat.ordinal
            rows between unbounded preceding and 1 preceding
        ) as upper_of_band_below
    from (select distinct appraisal_year from {{ ref('stg_e_kinerja__rw_skp') }}) as years
    inner join {{ ref('performance_band') }} as band on {{ in_interval(make_date('years.appraisal_year', '12', '31'), 'band') }}
    inner join {{ ref('predikat') }} as predikat on band.predikat = predikat.predikat
    where not band.needs_new_idea
),

-- Records with a predikat: the yearly answer of SIASN, those of months and quarters, and what e-Kinerja exports.
told as (
    select
        nip,
        row_key,
        src_row_id,
        'rw_skp22' as dataset,
        'TAHUNAN' as period_name,
        cast(null as varchar) as document_status,
        appraisal_year,
        predikat,
        result_rating,
        behaviour_rating,
        appraiser_nip,
        appraiser_name,
        appraiser_status,
        appraiser_golongan_id
    from {{ ref('stg_e_kinerja__rw_skp22') }}
    union all
    select
        nip,
        row_key,
        src_row_id,
        'rekap_skp' as dataset,
        period_name,
        document_status,
        appraisal_year,
        predikat,
        result_rating,
        behaviour_rating,
        cast(null as varchar) as appraiser_nip,
        cast(null as varchar) as appraiser_name,
        cast(null as varchar) as appraiser_status,
        cast(null as varchar) as appraiser_golongan_id
    from {{ ref('stg_e_kinerja__rekap_skp') }}
    union all
    select
        nip,
        row_key,
        src_row_id,
        'rw_kinerjaperiodik' as dataset,
        period_kind as period_name,
        cast(null as varchar) as document_status,
        appraisal_year,
        predikat,
        result_rating,
        behaviour_rating,
        appraiser_nip,
        appraiser_name,
        appraiser_status,
        appraiser_golongan_id
    from {{ ref('stg_e_kinerja__rw_kinerjaperiodik') }}
),

rated as (
    select
        identity.employee_key,
        told.row_key,
        told.dataset,
        told.period_name,
        told.document_status,
        told.appraisal_year,
        told.predikat as predikat_reported,
        matrix.predikat as predikat_derived,
        told.appraiser_nip,
        told.appraiser_name,
        told.appraiser_status,
        told.appraiser_golongan_id,
        told.result_rating,
        told.behaviour_rating,
        told.src_row_id
    from told
    inner join {{ ref('int_rows__resolve') }} as resolved
        on told.row_key = resolved.row_key and told.dataset = resolved.dataset and resolved.disposition = 'used'
    inner join {{ ref('int_identity__resolve') }} as identity on told.nip = identity.nip
    left join {{ ref('performance_matrix') }} as matrix
        on
            told.result_rating = matrix.result_rating
            and told.behaviour_rating = matrix.behaviour_rating
            and {{ in_interval(make_date('told.appraisal_year', '12', '31'), 'matrix') }}
),

rated_judged as (
    select
        rated.*,
        coalesce(preferred.ordinal, {{ earliest(['reported.ordinal', 'derived.ordinal']) }}, scale.worst) as lowest_ordinal,
        coalesce(preferred.ordinal, {{ latest(['reported.ordinal', 'derived.ordinal']) }}, scale.best) as highest_ordinal
    from rated
    cross join scale
    left join {{ ref('predikat') }} as reported on rated.predikat_reported = reported.predikat
    left join {{ ref('predikat') }} as derived on rated.predikat_derived = derived.predikat
    left join {{ ref('predikat') }} as preferred
        on
            preferred.predikat = case {{ precedence('predikat_straddling') }}
                when 'reported' then rated.predikat_reported
                when 'derived' then rated.predikat_derived
            end
),

skp as (
    select
        identity.employee_key,
        appraisals.*,
        regime.regime,
        regime.method
    from {{ ref('stg_e_kinerja__rw_skp') }} as appraisals
    inner join {{ ref('int_rows__resolve') }} as resolved
        on appraisals.row_key = resolved.row_key and resolved.dataset = 'rw_skp' and resolved.disposition = 'used'
    inner join {{ ref('int_identity__resolve') }} as identity on appraisals.nip = identity.nip
    left join {{ ref('performance_regime') }} as regime
        on {{ in_interval(make_date('appraisals.appraisal_year', '12', '31'), 'regime') }}
),

elements as (
    {% for element in [
        'nilai_skp', 'orientasi_pelayanan', 'integritas', 'komitmen', 'disiplin', 'kerjasama', 'kepemimpinan',
        'inisiatif_kerja'
    ] %}
    select row_key, appraisal_year, coalesce(regulation, 'PP46') as regulation, regime, '{{ element }}' as element, {{ element }} as score
    from skp
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

elements_judged as (
    select
        elements.row_key,
        max(case when elements.score is null and not judged.only_if_positive then 1 else 0 end) = 1 as has_missing,
        min(elements.score) as lowest
    from elements
    inner join {{ ref('performance_element') }} as judged
        on
            elements.regulation = judged.regulation
            and elements.element = judged.element
            and {{ in_interval(make_date('elements.appraisal_year', '12', '31'), 'judged') }}
    where not judged.only_if_positive or elements.score > 0
    group by elements.row_key
),

-- The band of the lowest element decides, with band_gap = upper from above the band below; the total where it may stand in.
placed as (
    select
        skp.row_key,
        max(
            case
                when
                    case
                        when policy.band_gap = 'upper'
                            then coalesce(elements_judged.lowest > bands.upper_of_band_below, true)
                        else elements_judged.lowest >= bands.lower_bound
                    end
                    then bands.ordinal
            end
        ) as element_ordinal,
        max(case when skp.nilai_prestasi_kerja >= bands.lower_bound then bands.ordinal end) as total_ordinal,
        max(case when skp.nilai_integrasi >= bands.lower_bound then bands.ordinal end) as integrated_ordinal
    from skp
    inner join bands on skp.regime = bands.regime and skp.appraisal_year = bands.appraisal_year
    cross join policy
    left join elements_judged on skp.row_key = elements_judged.row_key
    group by skp.row_key
),

skp_sure as (
    select
        skp.*,
        elements_judged.lowest as lowest_element,
        case
            when skp.method = 'integrated' then placed.integrated_ordinal
            when skp.method <> 'elements' then null
            when not elements_judged.has_missing then placed.element_ordinal
            when policy.accepts_total_only and placed.total_ordinal is not null
                then {{ earliest(['placed.element_ordinal', 'placed.total_ordinal']) }}
        end as sure_ordinal,
        case when skp.method = 'elements' then placed.element_ordinal end as element_ordinal
    from skp
    cross join policy
    left join elements_judged on skp.row_key = elements_judged.row_key
    left join placed on skp.row_key = placed.row_key
),

skp_judged as (
    select
        skp_sure.*,
        coalesce(skp_sure.sure_ordinal, scale.worst) as lowest_ordinal,
        coalesce(skp_sure.sure_ordinal, skp_sure.element_ordinal, scale.best) as highest_ordinal,
        skp_sure.sure_ordinal is null and coalesce(skp_sure.element_ordinal >= scale.baik, true) as is_totals_only
    from skp_sure
    cross join scale
),

appraisals as (
    select
        employee_key,
        row_key,
        dataset,
        period_name,
        document_status,
        appraisal_year,
        predikat_reported,
        predikat_derived,
        cast(null as decimal(9, 3)) as score,
        cast(null as decimal(9, 3)) as lowest_element,
        lowest_ordinal,
        highest_ordinal,
        false as is_silent,
        case
            when predikat_reported <> predikat_derived
                then 'reported ' || predikat_reported || ', ratings give ' || predikat_derived
            else coalesce(predikat_reported, predikat_derived || ' (from the ratings)')
        end as observed,
        appraiser_nip,
        appraiser_name,
        appraiser_status,
        appraiser_golongan_id,
        0 as order_in_year,
        src_row_id
    from rated_judged
    union all
    select
        employee_key,
        row_key,
        'rw_skp' as dataset,
        'TAHUNAN' as period_name,
        cast(null as varchar) as document_status,
        appraisal_year,
        cast(null as varchar) as predikat_reported,
        cast(null as varchar) as predikat_derived,
        case when method = 'integrated' then nilai_integrasi else nilai_prestasi_kerja end as score,
        lowest_element,
        lowest_ordinal,
        highest_ordinal,
        method = 'integrated' and nilai_integrasi is null as is_silent,
        case
            when method = 'integrated'
                then coalesce('nilaiIntegrasi ' || cast(nilai_integrasi as varchar), 'no nilaiIntegrasi')
            when is_totals_only then 'totals only'
            else 'lowest element ' || cast(lowest_element as varchar)
        end as observed,
        appraiser_nip,
        appraiser_name,
        appraiser_status,
        appraiser_golongan_id,
        case when regulation = 'PP30' then 1 else 0 end as order_in_year,
        src_row_id
    from skp_judged
)

select
    appraisals.employee_key,
    appraisals.row_key,
    appraisals.dataset,
    appraisals.period_name,
    appraisals.document_status,
    appraisals.appraisal_year,
    regime.regime,
    regime.rule_id,
    coalesce(
        regime.gate_dataset = appraisals.dataset
        or (
            appraisals.dataset = 'rekap_skp'
            and regime.method = 'predikat'
            and upper(appraisals.period_name) in ('TAHUNAN', 'FINAL')
            and upper(appraisals.document_status) = 'FINAL'
        ),
        false
    ) as is_gate_record,
    appraisals.predikat_reported,
    appraisals.predikat_derived,
    appraisals.score,
    appraisals.lowest_element,
    appraisals.lowest_ordinal,
    appraisals.highest_ordinal,
    case
        when appraisals.lowest_ordinal >= scale.baik then 'PASS'
        when appraisals.highest_ordinal < scale.baik then 'FAIL'
        else 'UNKNOWN'
    end as gate,
    appraisals.is_silent,
    appraisals.observed,
    appraisals.appraiser_nip,
    appraisals.appraiser_name,
    appraisals.appraiser_status,
    appraisals.appraiser_golongan_id,
    appraisals.order_in_year,
    appraisals.src_row_id
from appraisals
cross join scale
left join {{ ref('performance_regime') }} as regime
    on {{ in_interval(make_date('appraisals.appraisal_year', '12', '31'), 'regime') }}
