-- Grain: one region of the seed.
select
    region_code,
    region_slug,
    region_name,
    kemendagri_code,
    bps_code,
    bkn_agency_code,
    agency_name
from {{ ref('region') }}
