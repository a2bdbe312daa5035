-- Grain: one work unit of a region, by id, or by name where the id is missing.
with units as (
    select
        region_slug,
        coalesce(lower(unit_id), unit_name) as unit_code,
        unit_id,
        unit_name,
        opd_name,
        row_number() over (
            partition by region_slug, coalesce(lower(unit_id), unit_name)
            order by valid_from desc, unit_name, opd_name, src_row_id
        ) as newest
    from {{ ref('int_position__spells') }}
    where coalesce(unit_id, unit_name) is not null
)

select
    {{ surrogate_key(["'unit'", 'units.region_slug', 'units.unit_code']) }} as unit_key,
    region.region_code,
    units.unit_id,
    units.unit_name,
    units.opd_name
from units
inner join {{ ref('region') }} as region on units.region_slug = region.region_slug
where units.newest = 1
