-- Grain: one evaluation date: the scope and the promotion dates after it.
select
    evaluation_date as date_day,
    cast(extract(year from evaluation_date) as integer) as year,
    cast(extract(month from evaluation_date) as integer) as month,
    is_in_scope,
    is_period_date
from {{ ref('int_evaluation__dates') }}
