-- Grain: one person x stretch of evaluation dates. The direct superior on those days and their rank.
-- The superior is the appraiser of the latest appraisal whose year is at most the year of the date; their rank comes from
-- rw_golongan of any region, else from the golongan written in the appraisal (rank_from_appraisal).
with appraisals as (
    select appraisals.*, identity.employee_key as appraiser_key
    from {{ ref('int_performance__appraisals') }} as appraisals
    left join {{ ref('int_identity__resolve') }} as identity on appraisals.appraiser_nip = identity.nip
    where appraisals.is_gate_record and appraisals.dataset <> 'rekap_skp'
),

changes as (
    select employee_key, {{ make_date('appraisal_year', '1', '1') }} as change_date from appraisals
    union
    select appraisals.employee_key, spells.valid_from as change_date
    from appraisals
    inner join {{ ref('int_rank__spells') }} as spells on appraisals.appraiser_key = spells.employee_key
),

stretches as (
    {{ evaluation_stretches('(select distinct employee_key from appraisals)', 'changes') }}
),

appraised as (
    select
        stretches.valid_from,
        stretches.valid_to,
        appraisals.employee_key,
        appraisals.appraiser_key,
        appraisals.appraisal_year,
        appraisals.dataset,
        appraisals.appraiser_nip,
        appraisals.appraiser_name,
        appraisals.appraiser_status,
        appraisals.appraiser_golongan_id,
        appraisals.src_row_id,
        rank() over (
            partition by appraisals.employee_key, stretches.valid_from
            order by appraisals.appraisal_year desc, appraisals.order_in_year desc
        ) as recency
    from stretches
    inner join appraisals
        on
            stretches.employee_key = appraisals.employee_key
            and extract(year from stretches.valid_from) >= appraisals.appraisal_year
),

superiors as (
    select
        appraised.valid_from,
        appraised.valid_to,
        appraised.employee_key,
        appraised.appraiser_status,
        appraised.appraiser_nip,
        appraised.appraiser_name,
        appraised.appraisal_year,
        coalesce(spells.ordinal, written.ordinal) as ordinal,
        coalesce(spells.golongan, written.golongan) as golongan,
        spells.ordinal is null and written.ordinal is not null as rank_from_appraisal,
        {{ merge_ids(['appraised.src_row_id', 'spells.src_row_ids']) }} as src_row_ids
    from appraised
    left join {{ ref('int_rank__spells') }} as spells
        on
            appraised.appraiser_key = spells.employee_key
            and not spells.from_profile
            and {{ in_interval('appraised.valid_from', 'spells') }}
    left join {{ ref('rank') }} as written
        on appraised.appraiser_golongan_id = written.golongan_id and written.scheme = 'PNS'
    where appraised.recency = 1
)

select
    employee_key,
    valid_from,
    valid_to,
    max(appraisal_year) as appraisal_year,
    min(case when appraiser_status = 'NON ASN' then 1 else 0 end) = 1 as is_outside,
    max(case when appraiser_status = 'NON ASN' then 1 else 0 end) = 1 as has_outside,
    max(case when appraiser_status is distinct from 'NON ASN' and ordinal is null then 1 else 0 end) = 1 as has_unranked,
    min(case when appraiser_status is distinct from 'NON ASN' then ordinal end) as lowest_ordinal,
    max(case when appraiser_status is distinct from 'NON ASN' then ordinal end) as highest_ordinal,
    max(case when rank_from_appraisal then 1 else 0 end) = 1 as rank_from_appraisal,
    {{ join_distinct(
        "coalesce(appraiser_name, appraiser_nip, 'an appraiser without a name') || case when appraiser_status = 'NON ASN' "
        ~ "then ', no ASN' else ', ' || coalesce(golongan, 'rank unknown') end", ' / '
    ) }} as observed,
    {{ collect_ids('src_row_ids') }} as src_row_ids
from superiors
group by employee_key, valid_from, valid_to
