-- Grain: one landed row of an admitted file, of any dataset: its id and where it stands, nothing of its content.
-- Counted here, the ledger depends on no staging model.
with landed as (
    {% for source_name, dataset in staged_datasets() %}
    select
        '{{ source_name }}' as source,
        '{{ dataset }}' as dataset,
        {{ row_identity() }}
    from {{ source('landing', source_name ~ '__' ~ dataset) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    source,
    dataset,
    row_key,
    src_file_sha256,
    src_row,
    src_item,
    src_row_hash,
    extract_date,
    region_slug
from landed
