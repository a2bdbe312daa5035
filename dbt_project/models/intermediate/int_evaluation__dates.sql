-- Grain: one date on which the criteria are evaluated.
-- The scope, and each first of a month from its beginning to the horizon, where first_possible_date is looked for.
with bounds as (
    select
        min(scope.period_date) as first_date,
        {{ add_years('max(scope.period_date)', 'max(cast(horizon.value as integer))') }} as last_date
    from {{ source('landing', 'scope') }} as scope
    cross join {{ ref('rule') }} as horizon
    where horizon.rule_id = 'POL.FPD.HORIZON'
),

month_starts as (
    select month_start from {{ month_series('bounds', 'first_date', 'last_date') }}
),

period_dates as (
    select distinct month_starts.month_start as evaluation_date
    from month_starts
    inner join {{ ref('promotion_period') }} as period
        on
            extract(month from month_starts.month_start) = period.month
            and {{ in_interval('month_starts.month_start', 'period') }}
),

dates as (
    select period_date as evaluation_date, true as is_in_scope from {{ source('landing', 'scope') }}
    union all
    select month_start as evaluation_date, false as is_in_scope from month_starts
),

evaluated as (
    select evaluation_date, max(case when is_in_scope then 1 else 0 end) = 1 as is_in_scope
    from dates
    group by evaluation_date
)

select
    evaluated.evaluation_date,
    evaluated.is_in_scope,
    {{ add_years('evaluated.evaluation_date', 'cast(horizon.value as integer)') }} as search_until,
    period_dates.evaluation_date is not null as is_period_date,
    min(period_dates.evaluation_date) over (
        order by evaluated.evaluation_date
        rows between current row and unbounded following
    ) as next_period_date
from evaluated
inner join {{ ref('rule') }} as horizon on horizon.rule_id = 'POL.FPD.HORIZON'
left join period_dates on evaluated.evaluation_date = period_dates.evaluation_date
