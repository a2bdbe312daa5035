-- Grain: one quarantined row x reason.
-- Everything that staging held back, with the delivered record. A line of the service that is no answer is here too.
with bad_rows as (
    select staged.*
    from (
        {{ all_staged_rows([
            'row_key', 'src_row_id', 'src_file_sha256', 'src_row', 'src_item', 'extract_date', 'region_slug', 'nip',
            'reasons', 'raw_text', 'is_synthetic'
        ]) }}
    ) as staged
    where staged.reasons <> ''
)

select
    file.region_code,
    bad_rows.source,
    bad_rows.dataset,
    file.file,
    bad_rows.src_file_sha256,
    bad_rows.src_row,
    bad_rows.src_item,
    bad_rows.nip,
    coalesce(reason.reason_code, bad_rows.reasons) as reason_code,
    reason.rule_version,
    bad_rows.raw_text,
    reason.title as reason_title,
    reason.who_mends,
    bad_rows.reasons,
    bad_rows.row_key,
    bad_rows.src_row_id,
    bad_rows.region_slug,
    bad_rows.extract_date,
    bad_rows.is_synthetic
from bad_rows
left join {{ ref('reason') }} as reason
    on (',' || bad_rows.reasons || ',') like ('%,' || reason.reason_code || ',%')
left join {{ ref('stg_landing__file') }} as file
    on
        {{ same_delivery('bad_rows', 'file') }}
        and file.status = 'admitted'
