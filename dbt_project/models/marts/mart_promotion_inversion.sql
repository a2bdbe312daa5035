-- Grain: one period date x person who was eligible and not promoted while somebody of the same unit with a worse score was.
with candidates as (
    select * from {{ ref('int_objectivity__candidates') }}
    where score is not null and unit <> 'unknown'
)

select
    passed.period_date,
    passed.year,
    passed.region_code,
    passed.unit,
    passed.employee_key,
    employee.nip,
    employee.employee_name,
    passed.score,
    cast(count(*) as integer) as promoted_with_worse_score,
    cast(min(promoted.score) as decimal(9, 2)) as worst_promoted_score,
    {{ is_synthetic() }} as is_synthetic
from candidates as passed
inner join candidates as promoted
    on
        passed.period_date = promoted.period_date
        and passed.region_code = promoted.region_code
        and passed.unit = promoted.unit
        and passed.score > promoted.score
inner join {{ ref('dim_employee') }} as employee on passed.employee_key = employee.employee_key
where
    passed.standing = 'eligible' and not passed.was_promoted
    and promoted.standing = 'eligible' and promoted.was_promoted
group by
    passed.period_date,
    passed.year,
    passed.region_code,
    passed.unit,
    passed.employee_key,
    employee.nip,
    employee.employee_name,
    passed.score
