-- Grain: one person x scope date for which a later promotion date exists on which every criterion would hold.
-- Facts and rules as known; a year without a record that is not yet usable on the scope date is taken as Baik.
with holding as (
    select employee_key, evaluation_date, passes_if_seen_before
    from {{ ref('int_kp_reguler__evaluate') }}
    where
        is_period_date
        and employment_kind_status = 'PASS'
        and position_kind_status = 'PASS'
        and service_status_status = 'PASS'
        and time_in_rank_status = 'PASS'
        and superior_rank_status in ('PASS', 'NOT_APPLICABLE')
        and education_ceiling_status = 'PASS'
        and ujian_dinas_status in ('PASS', 'NOT_APPLICABLE')
        and discipline_status = 'PASS'
        and appeal_pending_status = 'PASS'
        and performance_may_pass
)

select
    seen.employee_key,
    seen.evaluation_date as period_date,
    min(holding.evaluation_date) as first_possible_date
from {{ ref('int_kp_reguler__evaluate') }} as seen
inner join {{ ref('int_evaluation__dates') }} as dates on seen.evaluation_date = dates.evaluation_date
inner join holding
    on
        seen.employee_key = holding.employee_key
        and seen.evaluation_date <= holding.evaluation_date
        and dates.search_until >= holding.evaluation_date
        and coalesce(holding.passes_if_seen_before, cast('9999-12-31' as date)) > seen.evaluation_date
where seen.is_in_scope
group by seen.employee_key, seen.evaluation_date
