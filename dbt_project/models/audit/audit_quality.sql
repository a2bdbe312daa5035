-- Grain: one region that delivers x dataset, also one that it never delivered.
-- Is the data good enough to use: how fresh it is, what was refused or held back, what the checks said.
with files as (
    select file.* from {{ ref('stg_landing__file') }} as file
    where file.region_code is not null and file.dataset is not null
),

regions as (
    select
        region_code,
        max(case when status = 'admitted' then extract_date end) as newest_of_region
    from files
    group by region_code
),

delivered as (
    select
        region_code,
        dataset,
        sum(case when status = 'admitted' then 1 else 0 end) as files_admitted,
        sum(case when status = 'refused' and not is_settled then 1 else 0 end) as files_refused,
        sum(case when status = 'admitted' and warnings <> '' then 1 else 0 end) as files_with_warnings,
        sum(case when status = 'admitted' then rows else 0 end) as delivered_rows,
        max(case when status = 'admitted' then extract_date end) as newest_extract_date,
        max(case when is_stale then 1 else 0 end) = 1 as is_stale
    from files
    group by region_code, dataset
),

held_back as (
    select
        region_code,
        dataset,
        count(distinct row_key) as quarantined_rows
    from {{ ref('audit_quarantine') }}
    group by region_code, dataset
),

-- What counts today: replaced rows are out of it, the good ones and the bad.
current_rows as (
    select
        region.region_code,
        resolved.dataset,
        sum(case when resolved.is_to_mend then 1 else 0 end) as to_mend_rows,
        sum(case when resolved.is_to_mend or resolved.disposition in ('used', 'duplicate', 'out_of_scope') then 1 else 0 end)
            as current_rows
    from {{ ref('int_rows__resolve') }} as resolved
    inner join {{ ref('region') }} as region on resolved.region_slug = region.region_slug
    group by region.region_code, resolved.dataset
),

checks as (
    select
        region_code,
        dataset,
        sum(case when outcome = 'passed' then 1 else 0 end) as checks_passed,
        sum(case when outcome = 'not_judged' then 1 else 0 end) as checks_not_judged,
        sum(case when outcome = 'warned' then 1 else 0 end) as checks_warned,
        sum(case when outcome = 'waived' then 1 else 0 end) as checks_waived,
        sum(case when outcome = 'failed' then 1 else 0 end) as checks_failed,
        max(case when check_id = 'freshness' and outcome <> 'passed' then 1 else 0 end) = 1 as is_late,
        {{ join_distinct(
            "case when outcome = 'waived' then check_id || ' until ' || cast(waived_until as varchar) || ': ' || waiver_reason"
            ~ " || ' (' || waiver_granted_by || ')' end",
            '; '
        ) }} as waivers
    from {{ ref('stg_landing__check') }}
    group by region_code, dataset
)

select
    regions.region_code,
    region.region_name,
    dataset.source,
    dataset.dataset,
    coalesce(owner.local_name, dataset.dataset) as local_name,
    coalesce(owner.english_name, dataset.dataset) as english_name,
    owner.record_owner,
    owner.exporter,
    delivered.newest_extract_date,
    regions.newest_of_region,
    {{ days_between('delivered.newest_extract_date', 'regions.newest_of_region') }} as days_behind,
    coalesce(checks.is_late, false) as is_late,
    coalesce(delivered.is_stale, false) as is_stale,
    cast(coalesce(delivered.files_admitted, 0) as bigint) as files_admitted,
    cast(coalesce(delivered.files_refused, 0) as bigint) as files_refused,
    cast(coalesce(delivered.files_with_warnings, 0) as bigint) as files_with_warnings,
    cast(coalesce(delivered.delivered_rows, 0) as bigint) as delivered_rows,
    cast(coalesce(held_back.quarantined_rows, 0) as bigint) as quarantined_rows,
    case
        when delivered.delivered_rows > 0
            then cast(100.0 * coalesce(held_back.quarantined_rows, 0) / delivered.delivered_rows as decimal(5, 2))
    end as quarantined_pct,
    cast(coalesce(current_rows.current_rows, 0) as bigint) as current_rows,
    cast(coalesce(current_rows.to_mend_rows, 0) as bigint) as to_mend_rows,
    case
        when current_rows.current_rows > 0
            then cast(100.0 * current_rows.to_mend_rows / current_rows.current_rows as decimal(5, 2))
    end as to_mend_pct,
    cast(coalesce(checks.checks_passed, 0) as bigint) as checks_passed,
    cast(coalesce(checks.checks_not_judged, 0) as bigint) as checks_not_judged,
    cast(coalesce(checks.checks_warned, 0) as bigint) as checks_warned,
    cast(coalesce(checks.checks_waived, 0) as bigint) as checks_waived,
    cast(coalesce(checks.checks_failed, 0) as bigint) as checks_failed,
    coalesce(checks.waivers, '') as waivers,
    {{ is_synthetic() }} as is_synthetic
from regions
cross join {{ ref('dataset') }} as dataset
inner join {{ ref('region') }} as region on regions.region_code = region.region_code
left join {{ ref('dataset_owner') }} as owner on dataset.dataset = owner.dataset
left join delivered on regions.region_code = delivered.region_code and dataset.dataset = delivered.dataset
left join held_back on regions.region_code = held_back.region_code and dataset.dataset = held_back.dataset
left join current_rows on regions.region_code = current_rows.region_code and dataset.dataset = current_rows.dataset
left join checks on regions.region_code = checks.region_code and dataset.dataset = checks.dataset
