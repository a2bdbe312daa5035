-- Grain: one person x evaluation date. The direct superior on that day and their rank.
-- The superior is the appraiser of the latest appraisal whose year is at most the year of the date; their rank comes from
-- rw_golongan of any region, else from the golongan written in the appraisal (rank_from_appraisal).
with dates as (
    select evaluation_date, is_in_scope, cast(extract(year from evaluation_date) as integer) as evaluation_year
    from {{ ref('int_evaluation__dates') }}
),

years as (
    select distinct evaluation_year from dates
),

appraised as (
    select
        years.evaluation_year,
        appraisals.employee_key,
        appraisals.appraisal_year,
        appraisals.dataset,
        appraisals.appraiser_nip,
        appraisals.appraiser_name,
        appraisals.appraiser_status,
        appraisals.appraiser_golongan_id,
        appraisals.src_row_id,
        rank() over (
            partition by years.evaluation_year, appraisals.employee_key
            order by appraisals.appraisal_year desc, appraisals.order_in_year desc
        ) as recency
    from years
    inner join {{ ref('int_performance__appraisals') }} as appraisals
        on years.evaluation_year >= appraisals.appraisal_year
    where appraisals.is_gate_record and appraisals.dataset <> 'rekap_skp'
),

superiors as (
    select
        dates.evaluation_date,
        dates.is_in_scope,
        appraised.employee_key,
        appraised.appraiser_status,
        appraised.appraiser_nip,
        appraised.appraiser_name,
        appraised.appraisal_year,
        coalesce(spells.ordinal, written.ordinal) as ordinal,
        coalesce(spells.golongan, written.golongan) as golongan,
        spells.ordinal is null and written.ordinal is not null as rank_from_appraisal,
        {{ merge_ids_in_scope(['appraised.src_row_id', 'spells.src_row_ids']) }} as src_row_ids
    from dates
    inner join appraised on dates.evaluation_year = appraised.evaluation_year and appraised.recency = 1
    left join {{ ref('int_identity__resolve') }} as identity on appraised.appraiser_nip = identity.nip
    left join {{ ref('int_rank__spells') }} as spells
        on
            identity.employee_key = spells.employee_key
            and not spells.from_profile
            and {{ in_interval('dates.evaluation_date', 'spells') }}
    left join {{ ref('rank') }} as written
        on appraised.appraiser_golongan_id = written.golongan_id and written.scheme = 'PNS'
),

ranked as (
    select
        evaluation_date,
        employee_key,
        max(appraisal_year) as appraisal_year,
        min(case when appraiser_status = 'NON ASN' then 1 else 0 end) = 1 as is_outside,
        max(case when appraiser_status = 'NON ASN' then 1 else 0 end) = 1 as has_outside,
        max(case when appraiser_status is distinct from 'NON ASN' and ordinal is null then 1 else 0 end) = 1 as has_unranked,
        min(case when appraiser_status is distinct from 'NON ASN' then ordinal end) as lowest_ordinal,
        max(case when appraiser_status is distinct from 'NON ASN' then ordinal end) as highest_ordinal,
        max(case when rank_from_appraisal then 1 else 0 end) = 1 as rank_from_appraisal
    from superiors
    group by evaluation_date, employee_key
),

-- Words and evidence for the scope only.
told as (
    select
        evaluation_date,
        employee_key,
        {{ join_distinct(
            "coalesce(appraiser_name, appraiser_nip, 'an appraiser without a name') || case when appraiser_status = 'NON ASN' "
            ~ "then ', no ASN' else ', ' || coalesce(golongan, 'rank unknown') end", ' / '
        ) }} as observed,
        {{ collect_ids('src_row_ids') }} as src_row_ids
    from superiors
    where is_in_scope
    group by evaluation_date, employee_key
)

select
    ranked.evaluation_date,
    ranked.employee_key,
    ranked.appraisal_year,
    ranked.is_outside,
    ranked.has_outside,
    ranked.has_unranked,
    ranked.lowest_ordinal,
    ranked.highest_ordinal,
    ranked.rank_from_appraisal,
    told.observed,
    coalesce(told.src_row_ids, '') as src_row_ids
from ranked
left join told on ranked.evaluation_date = told.evaluation_date and ranked.employee_key = told.employee_key
