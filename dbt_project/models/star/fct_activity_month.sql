-- Grain: one person x month with recorded activities in a region.
select
    employee_key,
    region_code,
    month_start,
    cast(count(*) as integer) as activities,
    cast(count(distinct activity_date) as integer) as active_days,
    cast(sum(minutes_recorded) as integer) as minutes_recorded,
    cast(sum(case when minutes_recorded is null then 1 else 0 end) as integer) as activities_without_length,
    max(extract_date) as extract_date,
    {{ is_synthetic() }} as is_synthetic
from {{ ref('int_activity__rows') }}
group by employee_key, region_code, month_start
