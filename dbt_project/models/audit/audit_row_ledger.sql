-- Grain: one delivered file x hop.
-- Rows in = rows out + quarantined + duplicate + superseded + out of scope. Each term is counted from its own table by
-- row id, none is a difference, so a row that is lost, doubled or invented anywhere leaves a residual. The rows of a
-- refused file are out of scope in the hop land: no model reads them. A file that could not be read has no rows, one of no
-- known region or dataset no line.
with files as (
    select
        file.*,
        coalesce(file.rows, 0) as told_rows
    from {{ ref('stg_landing__file') }} as file
    where file.status = 'admitted' or (file.region_code is not null and file.dataset is not null)
),

-- every landed row counts, a doubled one twice
landed as (
    select {{ delivery_columns() }}, count(*) as landed_rows
    from {{ ref('stg_landing__row') }}
    group by {{ delivery_columns() }}
),

refused as (
    select {{ delivery_columns() }}, count(*) as refused_rows
    from {{ ref('stg_landing__refused_row') }}
    group by {{ delivery_columns() }}
),

staged as (
    select {{ delivery_columns() }}, count(distinct row_key) as good_rows
    from (
        {{ all_staged_rows(['row_key', 'src_file_sha256', 'extract_date', 'region_slug', 'reasons']) }}
    ) as staged_row
    where reasons = ''
    group by {{ delivery_columns() }}
),

quarantined as (
    select {{ delivery_columns() }}, count(distinct row_key) as quarantined_rows
    from {{ ref('audit_quarantine') }}
    group by {{ delivery_columns() }}
),

resolved as (
    select
        {{ delivery_columns() }},
        count(distinct case when disposition = 'used' then row_key end) as used_rows,
        count(distinct case when disposition = 'duplicate' then row_key end) as duplicate_rows,
        count(distinct case when disposition = 'superseded' then row_key end) as superseded_rows,
        count(distinct case when disposition = 'out_of_scope' then row_key end) as out_of_scope_rows
    from {{ ref('int_rows__resolve') }}
    group by {{ delivery_columns() }}
),

held as (
    select
        resolved.source,
        resolved.dataset,
        resolved.region_slug,
        resolved.extract_date,
        resolved.src_file_sha256,
        count(distinct resolved.row_key) as held_rows
    from {{ ref('int_rows__resolve') }} as resolved
    inner join {{ ref('audit_row_provenance') }} as provenance
        on resolved.dataset = provenance.dataset and resolved.row_key = provenance.row_key
    where resolved.disposition = 'used'
    group by
        resolved.source, resolved.dataset, resolved.region_slug, resolved.extract_date, resolved.src_file_sha256
),

counted as (
    select
        files.*,
        coalesce(landed.landed_rows, 0) as landed_rows,
        coalesce(refused.refused_rows, 0) as refused_rows,
        coalesce(staged.good_rows, 0) as good_rows,
        coalesce(quarantined.quarantined_rows, 0) as quarantined_rows,
        coalesce(resolved.used_rows, 0) as used_rows,
        coalesce(resolved.duplicate_rows, 0) as duplicate_rows,
        coalesce(resolved.superseded_rows, 0) as superseded_rows,
        coalesce(resolved.out_of_scope_rows, 0) as out_of_scope_rows,
        coalesce(held.held_rows, 0) as held_rows
    from files
    left join landed on {{ same_delivery('files', 'landed') }} and files.status = 'admitted'
    -- a misplaced copy of the file was not read and tells of no rows
    left join refused
        on {{ same_delivery('files', 'refused') }} and files.status = 'refused' and files.rows is not null
    left join staged on {{ same_delivery('files', 'staged') }} and files.status = 'admitted'
    left join quarantined on {{ same_delivery('files', 'quarantined') }} and files.status = 'admitted'
    left join resolved on {{ same_delivery('files', 'resolved') }} and files.status = 'admitted'
    left join held on {{ same_delivery('files', 'held') }} and files.status = 'admitted'
),

hops as (
    select
        counted.*,
        'land' as hop,
        told_rows as rows_in,
        landed_rows as rows_out,
        0 as hop_quarantined,
        0 as hop_duplicate,
        0 as hop_superseded,
        refused_rows as hop_out_of_scope
    from counted
    union all
    select
        counted.*,
        'stage' as hop,
        landed_rows as rows_in,
        good_rows as rows_out,
        quarantined_rows as hop_quarantined,
        0 as hop_duplicate,
        0 as hop_superseded,
        0 as hop_out_of_scope
    from counted
    union all
    select
        counted.*,
        'resolve' as hop,
        good_rows as rows_in,
        used_rows as rows_out,
        0 as hop_quarantined,
        duplicate_rows as hop_duplicate,
        superseded_rows as hop_superseded,
        out_of_scope_rows as hop_out_of_scope
    from counted
    union all
    select
        counted.*,
        'star' as hop,
        used_rows as rows_in,
        held_rows as rows_out,
        0 as hop_quarantined,
        0 as hop_duplicate,
        0 as hop_superseded,
        0 as hop_out_of_scope
    from counted
)

select
    region_code,
    source,
    dataset,
    file,
    src_file_sha256,
    hop,
    cast(rows_in as bigint) as rows_in,
    cast(rows_out as bigint) as rows_out,
    cast(hop_quarantined as bigint) as quarantined,
    cast(hop_duplicate as bigint) as duplicate,
    cast(hop_superseded as bigint) as superseded,
    cast(hop_out_of_scope as bigint) as out_of_scope,
    cast(
        rows_in - rows_out - hop_quarantined - hop_duplicate - hop_superseded - hop_out_of_scope as bigint
    ) as residual,
    extract_date,
    is_synthetic
from hops
