-- Grain: one appraisal record of a person, every regime on one canonical predikat.
-- The predikat of a score is its band without a new idea, which no field carries; a score between two whole-number bands
-- falls to the lower one (POL.PERF.BAND_GAP).
with banded as (
    select
        appraisals.row_key,
        band.predikat,
        row_number() over (partition by appraisals.row_key order by band.lower_bound desc) as choice
    from {{ ref('int_performance__appraisals') }} as appraisals
    inner join {{ ref('performance_band') }} as band
        on
            appraisals.regime = band.regime
            and {{ in_interval(make_date('appraisals.appraisal_year', '12', '31'), 'band') }}
            and appraisals.score >= band.lower_bound
            and not band.needs_new_idea
)

select
    appraisals.employee_key,
    appraisals.appraisal_year,
    appraisals.dataset,
    appraisals.period_name,
    appraisals.document_status,
    appraisals.regime,
    case
        when {{ precedence('predikat_reported') }} = 'reported'
            then coalesce(appraisals.predikat_reported, appraisals.predikat_derived, banded.predikat)
        else coalesce(appraisals.predikat_derived, appraisals.predikat_reported, banded.predikat)
    end as predikat,
    appraisals.predikat_reported,
    appraisals.predikat_derived,
    coalesce(appraisals.predikat_reported <> appraisals.predikat_derived, false) as is_conflicting,
    appraisals.score,
    appraisals.lowest_element,
    appraisals.is_gate_record,
    appraisals.gate,
    appraisals.appraiser_nip,
    appraisals.appraiser_name,
    appraisals.row_key,
    appraisals.src_row_id as src_row_ids,
    {{ is_synthetic() }} as is_synthetic
from {{ ref('int_performance__appraisals') }} as appraisals
left join banded on appraisals.row_key = banded.row_key and banded.choice = 1
