-- Grain: one region with an admitted ujian file: the lists in which no row means none.
select
    region_slug,
    {{ collect_ids("substr(src_file_sha256, 1, 12) || ':0'") }} as src_row_ids
from {{ ref('stg_landing__file') }}
where dataset = 'ujian' and status = 'admitted'
group by region_slug
