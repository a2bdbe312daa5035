-- Grain: one measure x region x year x applicant: the bin that the applicant falls into. Applicants of a selection bear a number
-- and no name; those of an open selection are people of the register.
with selection as (
    select
        selection.region_code,
        selection.selection_year as year,
        selection.participant_number as applicant,
        coalesce(selection.sex, 'unknown') as sex,
        coalesce(selection.outcome, 'unknown') as outcome,
        coalesce(status.skd_outcome, 'unknown') as skd_outcome,
        {{ days_between('selection.registered_date', 'selection.result_date') }} as days
    from {{ ref('fct_selection') }} as selection
    left join {{ ref('selection_status') }} as status on selection.status_code = status.status_code
    where selection.dataset = 'seleksi'
),

open_selection as (
    select
        application.region_code,
        cast(extract(year from application.announced_date) as integer) as year,
        application.vacancy_id || ' ' || application.employee_key as applicant,
        coalesce(employee.sex, 'unknown') as sex,
        case
            when application.is_selected then 'selected'
            when application.is_top_three then 'top_three'
            when application.passed_administration then 'admitted'
            when not application.passed_administration then 'not_admitted'
            else 'unknown'
        end as outcome
    from {{ ref('fct_open_selection') }} as application
    inner join {{ ref('dim_employee') }} as employee on application.employee_key = employee.employee_key
    where application.announced_date is not null
)

select 'applicant_outcome' as measure, region_code, year, applicant, sex, outcome as bin from selection
union all
select 'skd' as measure, region_code, year, applicant, sex, skd_outcome as bin from selection
union all
select
    'selection_days' as measure,
    selection.region_code,
    selection.year,
    selection.applicant,
    selection.sex,
    coalesce(bins.bin, 'unknown') as bin
from selection
left join {{ ref('measure_bin') }} as bins
    on
        bins.measure = 'selection_days'
        and selection.days >= bins.lower_value
        and selection.days < coalesce(bins.upper_value, 1000000)
union all
select 'open_outcome' as measure, region_code, year, applicant, sex, outcome as bin from open_selection
