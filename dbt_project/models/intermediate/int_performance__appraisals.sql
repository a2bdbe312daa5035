-- Grain: one appraisal record of a person and period, each judged alone against the gate "at least Baik".
-- gate: PASS, FAIL or UNKNOWN; the scale is that of the appraisal year (PP 46/2011 elements, the integrated value of
-- 2021, the predikat from 2022).
with gate as (
    select predikat.ordinal as gate_ordinal
    from {{ ref('rule') }} as rule
    inner join {{ ref('predikat') }} as predikat on rule.value = predikat.predikat
    where rule.rule_id = 'KP.REG.PERF' and rule.param = 'min_predikat'
),

policy as (
    select
        max(case when rule_id = 'POL.PERF.BAND_GAP' then value end) as band_gap,
        max(case when rule_id = 'POL.PERF.TOTAL_ONLY' then value end) = 'true' as accepts_total_only
    from {{ ref('rule') }}
),

-- The lowest score that reaches the gate, by regime and year; with band_gap = upper a score above the band below does.
reached as (
    select
        years.appraisal_year,
        band.regime,
        min(case when predikat.ordinal >= gate.gate_ordinal then band.lower_bound end) as gate_score,
        max(case when predikat.ordinal < gate.gate_ordinal then band.upper_bound end) as upper_of_band_below
    from (select distinct appraisal_year from {{ ref('stg_e_kinerja__rw_skp') }}) as years
    inner join {{ ref('performance_band') }} as band on {{ in_interval(make_date('years.appraisal_year', '12', '31'), 'band') }}
    inner join {{ ref('predikat') }} as predikat on band.predikat = predikat.predikat
    cross join gate
    group by years.appraisal_year, band.regime
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
        case
            when reported.ordinal >= gate.gate_ordinal and derived.ordinal < gate.gate_ordinal then 'UNKNOWN'
            when reported.ordinal < gate.gate_ordinal and derived.ordinal >= gate.gate_ordinal then 'UNKNOWN'
            when coalesce(reported.ordinal, derived.ordinal) >= gate.gate_ordinal then 'PASS'
            when coalesce(reported.ordinal, derived.ordinal) < gate.gate_ordinal then 'FAIL'
            else 'UNKNOWN'
        end as gate
    from rated
    cross join gate
    left join {{ ref('predikat') }} as reported on rated.predikat_reported = reported.predikat
    left join {{ ref('predikat') }} as derived on rated.predikat_derived = derived.predikat
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

elements_reached as (
    select
        elements.row_key,
        elements.score,
        judged.only_if_positive,
        case
            when policy.band_gap = 'upper' then elements.score > reached.upper_of_band_below
            else elements.score >= reached.gate_score
        end as is_reached
    from elements
    inner join {{ ref('performance_element') }} as judged
        on
            elements.regulation = judged.regulation
            and elements.element = judged.element
            and {{ in_interval(make_date('elements.appraisal_year', '12', '31'), 'judged') }}
    cross join policy
    left join reached on elements.regime = reached.regime and elements.appraisal_year = reached.appraisal_year
    where not judged.only_if_positive or elements.score > 0
),

elements_judged as (
    select
        row_key,
        max(case when not is_reached then 1 else 0 end) = 1 as has_low,
        max(case when score is null and not only_if_positive then 1 else 0 end) = 1 as has_missing,
        min(score) as lowest
    from elements_reached
    group by row_key
),

skp_judged as (
    select
        skp.employee_key,
        skp.row_key,
        skp.appraisal_year,
        skp.regime,
        skp.method,
        skp.nilai_integrasi,
        skp.nilai_prestasi_kerja,
        elements_judged.lowest as lowest_element,
        skp.appraiser_nip,
        skp.appraiser_name,
        skp.appraiser_status,
        skp.appraiser_golongan_id,
        skp.regulation,
        skp.src_row_id,
        case
            when skp.method = 'integrated'
                then
                    case
                        when skp.nilai_integrasi is null then 'UNKNOWN'
                        when skp.nilai_integrasi >= reached.gate_score then 'PASS'
                        else 'FAIL'
                    end
            when skp.method = 'elements'
                then
                    case
                        when elements_judged.has_low then 'FAIL'
                        when not elements_judged.has_missing then 'PASS'
                        when policy.accepts_total_only and skp.nilai_prestasi_kerja >= reached.gate_score then 'PASS'
                        when policy.accepts_total_only and skp.nilai_prestasi_kerja < reached.gate_score then 'FAIL'
                        else 'UNKNOWN'
                    end
            else 'UNKNOWN'
        end as gate
    from skp
    cross join policy
    left join elements_judged on skp.row_key = elements_judged.row_key
    left join reached on skp.regime = reached.regime and skp.appraisal_year = reached.appraisal_year
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
        gate,
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
        gate,
        method = 'integrated' and nilai_integrasi is null as is_silent,
        case
            when method = 'integrated'
                then coalesce('nilaiIntegrasi ' || cast(nilai_integrasi as varchar), 'no nilaiIntegrasi')
            when gate = 'UNKNOWN' then 'totals only'
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
    appraisals.gate,
    appraisals.is_silent,
    appraisals.observed,
    appraisals.appraiser_nip,
    appraisals.appraiser_name,
    appraisals.appraiser_status,
    appraisals.appraiser_golongan_id,
    appraisals.order_in_year,
    appraisals.src_row_id
from appraisals
left join {{ ref('performance_regime') }} as regime
    on {{ in_interval(make_date('appraisals.appraisal_year', '12', '31'), 'regime') }}
