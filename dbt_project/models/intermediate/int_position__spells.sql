-- Grain: one person x stretch in one definitive post, half-open.
select
    employee_key,
    valid_from,
    lead(valid_from) over (partition by employee_key order by valid_from) as valid_to,
    inauguration_date,
    position_kind_id,
    echelon_id,
    position_id,
    position_name,
    unit_id,
    unit_name,
    opd_id,
    opd_name,
    agency_name,
    region_slug,
    from_profile,
    src_row_id
from {{ ref('int_position__facts') }}
where choice = 1
