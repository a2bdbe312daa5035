-- Grain: one row id (or one file, where the row is gone) x hop x problem.
-- The rows behind a residual: those in one hop but not in the next, there twice, or held back and used at once. Empty
-- when every row ended somewhere.
-- the files that were read; one that was not may be a misplaced copy of one that was
with files as (
    select file.* from {{ ref('stg_landing__file') }} as file
    where file.status = 'admitted' or file.rows is not null
),

landed_of_all as (
    {% for status, relation in [('admitted', 'stg_landing__row'), ('refused', 'stg_landing__refused_row')] %}
    select
        '{{ status }}' as status,
        {{ delivery_columns() }},
        row_key,
        min(src_row) as src_row,
        min(src_item) as src_item,
        count(*) as times
    from {{ ref(relation) }}
    group by {{ delivery_columns() }}, row_key
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

landed as (
    select * from landed_of_all
    where status = 'admitted'
),

landed_per_file as (
    select {{ delivery_columns() }}, status, sum(times) as landed_rows
    from landed_of_all
    group by {{ delivery_columns() }}, status
),

staged as (
    select
        {{ delivery_columns() }},
        row_key,
        min(src_row) as src_row,
        min(src_item) as src_item,
        count(*) as times,
        max(reasons) as reasons
    from (
        {{ all_staged_rows([
            'row_key', 'src_file_sha256', 'src_row', 'src_item', 'extract_date', 'region_slug', 'reasons'
        ]) }}
    ) as staged_row
    group by {{ delivery_columns() }}, row_key
),

quarantined as (
    select distinct source, dataset, row_key
    from {{ ref('audit_quarantine') }}
),

resolved as (
    select
        {{ delivery_columns() }},
        row_key,
        count(*) as times,
        max(case when disposition <> 'quarantined' then 1 else 0 end) as passed,
        max(
            case
                when disposition in ('used', 'duplicate', 'superseded', 'out_of_scope', 'quarantined') then 0
                else 1
            end
        ) as is_nowhere
    from {{ ref('int_rows__resolve') }}
    group by {{ delivery_columns() }}, row_key
),

between_file_and_landing as (
    select
        coalesce(files.source, landed_per_file.source) as source,
        coalesce(files.dataset, landed_per_file.dataset) as dataset,
        coalesce(files.region_slug, landed_per_file.region_slug) as region_slug,
        coalesce(files.extract_date, landed_per_file.extract_date) as extract_date,
        coalesce(files.src_file_sha256, landed_per_file.src_file_sha256) as src_file_sha256,
        cast(null as varchar) as row_key,
        cast(null as bigint) as src_row,
        cast(null as bigint) as src_item,
        'land' as hop,
        'the file held ' || cast(coalesce(files.rows, 0) as varchar) || ' rows, landed are '
        || cast(coalesce(landed_per_file.landed_rows, 0) as varchar) as problem
    from files
    full outer join landed_per_file
        on {{ same_delivery('files', 'landed_per_file') }} and files.status = landed_per_file.status
    where coalesce(files.rows, 0) <> coalesce(landed_per_file.landed_rows, 0)
),

landed_twice as (
    select
        {{ delivery_columns() }},
        row_key,
        src_row,
        src_item,
        'land' as hop,
        case when status = 'refused' then 'in a refused file, ' else '' end || 'landed ' || cast(times as varchar) || ' times'
            as problem
    from landed_of_all
    where times > 1
),

between_landing_and_staging as (
    select
        coalesce(landed.source, staged.source) as source,
        coalesce(landed.dataset, staged.dataset) as dataset,
        coalesce(landed.region_slug, staged.region_slug) as region_slug,
        coalesce(landed.extract_date, staged.extract_date) as extract_date,
        coalesce(landed.src_file_sha256, staged.src_file_sha256) as src_file_sha256,
        coalesce(landed.row_key, staged.row_key) as row_key,
        coalesce(landed.src_row, staged.src_row) as src_row,
        coalesce(landed.src_item, staged.src_item) as src_item,
        'stage' as hop,
        case
            when staged.row_key is null then 'landed, not staged'
            when landed.row_key is null then 'staged, not landed'
            else 'staged ' || cast(staged.times as varchar) || ' times, landed ' || cast(landed.times as varchar)
        end as problem
    from landed
    full outer join staged on {{ same_delivery('landed', 'staged') }} and landed.row_key = staged.row_key
    where staged.row_key is null or landed.row_key is null or staged.times <> landed.times
),

between_staging_and_quarantine as (
    select
        staged.source,
        staged.dataset,
        staged.region_slug,
        staged.extract_date,
        staged.src_file_sha256,
        staged.row_key,
        staged.src_row,
        staged.src_item,
        'stage' as hop,
        case
            when quarantined.row_key is null then 'has a reason, not in quarantine'
            else 'in quarantine without a reason'
        end as problem
    from staged
    left join quarantined
        on
            staged.source = quarantined.source
            and staged.dataset = quarantined.dataset
            and staged.row_key = quarantined.row_key
    where (staged.reasons <> '') <> (quarantined.row_key is not null)
),

between_staging_and_resolving as (
    select
        coalesce(staged.source, resolved.source) as source,
        coalesce(staged.dataset, resolved.dataset) as dataset,
        coalesce(staged.region_slug, resolved.region_slug) as region_slug,
        coalesce(staged.extract_date, resolved.extract_date) as extract_date,
        coalesce(staged.src_file_sha256, resolved.src_file_sha256) as src_file_sha256,
        coalesce(staged.row_key, resolved.row_key) as row_key,
        staged.src_row,
        staged.src_item,
        'resolve' as hop,
        case
            when staged.row_key is null then 'resolved, not staged'
            when resolved.row_key is null then 'staged, not resolved'
            when resolved.is_nowhere = 1 then 'resolved to no known end'
            when staged.reasons <> '' and resolved.passed = 1 then 'quarantined and used'
            when staged.reasons = '' and resolved.passed = 0 then 'good and held back'
            else 'resolved ' || cast(resolved.times as varchar) || ' times, staged ' || cast(staged.times as varchar)
        end as problem
    from staged
    full outer join resolved on {{ same_delivery('staged', 'resolved') }} and staged.row_key = resolved.row_key
    where
        staged.row_key is null
        or resolved.row_key is null
        or staged.times <> resolved.times
        or (staged.reasons = '') <> (resolved.passed = 1)
        or resolved.is_nowhere = 1
),

-- every used row stands in the star, and nothing stands there that was not used
between_resolving_and_star as (
    select
        resolved.source,
        resolved.dataset,
        resolved.region_slug,
        resolved.extract_date,
        resolved.src_file_sha256,
        resolved.row_key,
        staged.src_row,
        staged.src_item,
        'star' as hop,
        case when held.row_key is null then 'used, not in the star' else 'in the star, not used' end as problem
    from {{ ref('int_rows__resolve') }} as resolved
    left join (
        select distinct dataset, row_key from {{ ref('audit_row_provenance') }}
    ) as held
        on resolved.dataset = held.dataset and resolved.row_key = held.row_key
    left join staged
        on resolved.dataset = staged.dataset and resolved.row_key = staged.row_key
    where (resolved.disposition = 'used') <> (held.row_key is not null)
),

problems as (
    select * from between_file_and_landing
    union all
    select * from landed_twice
    union all
    select * from between_landing_and_staging
    union all
    select * from between_staging_and_quarantine
    union all
    select * from between_staging_and_resolving
    union all
    select * from between_resolving_and_star
)

select
    region.region_code,
    problems.source,
    problems.dataset,
    files.file,
    problems.src_file_sha256,
    problems.hop,
    problems.row_key,
    problems.src_row,
    problems.src_item,
    problems.problem,
    problems.extract_date
from problems
left join files on {{ same_delivery('problems', 'files') }}
left join {{ ref('region') }} as region on problems.region_slug = region.region_slug
