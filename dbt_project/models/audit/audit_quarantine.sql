-- Grain: one quarantined row x reason.
-- Everything that staging held back, with the delivered record. A line of the service that is no answer is here too.
-- column_names: of the columns that the reason can be about, those that look it in this row, else all of them.
with bad_rows as (
    select staged.*
    from (
        {{ all_staged_rows([
            'row_key', 'src_row_id', 'src_file_sha256', 'src_row', 'src_item', 'extract_date', 'region_slug', 'nip',
            'reasons', 'unknown_code_columns', 'raw_text', 'is_synthetic'
        ]) }}
    ) as staged
    where staged.reasons <> ''
),

-- one row a bad row x reason
named as (
    select
        bad_rows.*,
        coalesce(reason.reason_code, bad_rows.reasons) as reason_code,
        reason.rule_version,
        reason.title as reason_title,
        reason.who_mends,
        reason.mended_by,
        reason.what_to_do
    from bad_rows
    left join {{ ref('reason') }} as reason
        on (',' || bad_rows.reasons || ',') like ('%,' || reason.reason_code || ',%')
),

cells as (
    select
        named.dataset,
        named.row_key,
        named.reason_code,
        named.unknown_code_columns,
        reason_column.column_name,
        {{ json_field_named('named.raw_text', 'reason_column.column_name') }} as value_found
    from named
    inner join {{ ref('reason_column') }} as reason_column
        on named.dataset = reason_column.dataset and named.reason_code = reason_column.reason_code
),

suspected as (
    select
        cells.*,
        case
            when {{ filled('value_found') }} is null
                then reason_code in ('key_missing', 'required_missing', 'nip_missing')
            when reason_code in ('key_missing', 'required_missing', 'nip_missing') then false
            when reason_code = 'date_unreadable'
                then {{ filled_date('value_found') }} is not null and {{ to_date(filled_date('value_found')) }} is null
            when reason_code = 'year_unreadable' then {{ to_year(small_code(filled('value_found'))) }} is null
            when reason_code = 'time_unreadable' then {{ to_time(filled('value_found')) }} is null
            when reason_code = 'number_unreadable' then {{ to_decimal(filled('value_found'), 18, 4) }} is null
            when reason_code = 'nip_malformed'
                then not {{ regexp_like(identifier_digits('value_found'), "'^[0-9]{18}$'") }}
            -- a number as the cell held it; text has its apostrophe or blanks
            when reason_code = 'numeric_identifier'
                then {{ regexp_like('value_found', "'^[0-9]+([.][0-9]+)?([Ee][+]?[0-9]+)?$'") }}
            when reason_code = 'code_unknown' and unknown_code_columns <> ''
                then (',' || unknown_code_columns || ',') like ('%,' || column_name || ',%')
            else true
        end as is_suspect
    from cells
),

located as (
    select
        dataset,
        row_key,
        reason_code,
        {{ join_distinct('column_name', ', ') }} as column_names,
        {{ join_distinct("column_name || ' = ' || coalesce(" ~ filled('value_found') ~ ", '(empty)')", '; ') }} as values_found
    from (
        select
            suspected.*,
            max(case when is_suspect then 1 else 0 end) over (partition by dataset, row_key, reason_code) as has_suspect
        from suspected
    ) as judged
    where is_suspect or has_suspect = 0
    group by dataset, row_key, reason_code
)

select
    file.region_code,
    named.source,
    named.dataset,
    file.file,
    named.src_file_sha256,
    named.src_row,
    named.src_item,
    named.nip,
    named.reason_code,
    named.rule_version,
    named.raw_text,
    named.reason_title,
    named.who_mends,
    named.reasons,
    named.row_key,
    named.src_row_id,
    named.region_slug,
    named.extract_date,
    named.is_synthetic,
    located.column_names,
    located.values_found,
    case named.mended_by
        when 'owner' then coalesce(owner.record_owner, 'data team')
        when 'exporter' then coalesce(owner.exporter, 'data team')
        else 'data team'
    end as mender,
    named.what_to_do,
    case when named.mended_by = 'owner' then owner.mended_in else 'the export or pull' end as mended_in,
    resolved.is_to_mend
from named
left join located
    on
        named.dataset = located.dataset
        and named.row_key = located.row_key
        and named.reason_code = located.reason_code
inner join {{ ref('int_rows__resolve') }} as resolved
    on named.dataset = resolved.dataset and named.row_key = resolved.row_key
left join {{ ref('dataset_owner') }} as owner on named.dataset = owner.dataset
left join {{ ref('stg_landing__file') }} as file
    on
        {{ same_delivery('named', 'file') }}
        and file.status = 'admitted'
