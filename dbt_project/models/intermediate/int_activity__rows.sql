-- Grain: one used line of kegiatan_harian: whose it is and to which month it belongs, so that the months can be followed
-- back to their lines.
select
    activity.row_key,
    activity.src_row_id,
    identity.employee_key,
    region.region_code,
    cast(date_trunc('month', activity.activity_date) as date) as month_start,
    activity.activity_date,
    activity.extract_date,
    case
        when activity.end_time >= activity.start_time
            then {{ minutes_of('activity.end_time') }} - {{ minutes_of('activity.start_time') }}
    end as minutes_recorded
from {{ ref('stg_e_kinerja__kegiatan_harian') }} as activity
{{ join_used('activity', 'kegiatan_harian') }}
{{ join_person('activity') }}
