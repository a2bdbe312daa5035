-- Grain: one person in a functional post x evaluation date. The credit inside the present jenjang on that day.
-- The latest balance (0 after rising a jenjang), plus the conversions after it whose last month is over. The annual
-- decision replaces the periodic ones of its year. is_complete: every month since the balance, up to the last closed
-- year, is covered by a decision; is_unclear: overlapping decisions or a doubtful balance. A conversion that names another
-- jenjang counts in credit_with_doubtful only.
with present as (
    select
        dates.evaluation_date,
        dates.is_in_scope,
        stretches.employee_key,
        stretches.grade_id,
        stretches.valid_from as stretch_from,
        stretches.is_risen
    from {{ ref('int_evaluation__dates') }} as dates
    inner join {{ ref('int_functional__stretches') }} as stretches
        on {{ in_interval('dates.evaluation_date', 'stretches') }}
),

past as (
    select
        present.*,
        records.period_start,
        records.period_end,
        records.credit,
        records.record_kind,
        records.is_conflicting,
        records.row_key,
        records.src_row_ids
    from present
    inner join {{ ref('int_credit__records') }} as records
        on
            present.employee_key = records.employee_key
            and present.stretch_from = records.stretch_from
            and present.evaluation_date > records.period_end
),

balances as (
    select
        employee_key,
        evaluation_date,
        period_end as balance_end,
        credit as balance,
        src_row_ids,
        is_conflicting,
        min(credit) over (partition by employee_key, evaluation_date, period_end)
        <> max(credit) over (partition by employee_key, evaluation_date, period_end) as is_double,
        row_number() over (
            partition by employee_key, evaluation_date order by period_end desc, credit desc, row_key desc
        ) as choice
    from past
    where record_kind = 'balance'
),

conventional as (
    select employee_key, evaluation_date, max(period_end) as balance_end, sum(credit) as credit
    from past
    where record_kind = 'conventional'
    group by employee_key, evaluation_date
),

started as (
    select
        present.*,
        case
            when balances.balance is not null then balances.balance
            when present.is_risen and conventional.credit is null then 0
            when conventional.credit >= base.base_credit then conventional.credit - base.base_credit
        end as balance,
        case
            when balances.balance is not null then balances.balance_end
            when present.is_risen and conventional.credit is null then {{ add_days('present.stretch_from', '-1') }}
            else conventional.balance_end
        end as balance_end,
        balances.balance is null and conventional.credit is not null as base_was_subtracted,
        coalesce(balances.is_double or balances.is_conflicting, false) as balance_is_doubtful
    from present
    left join balances
        on
            present.employee_key = balances.employee_key
            and present.evaluation_date = balances.evaluation_date
            and balances.choice = 1
    left join conventional
        on present.employee_key = conventional.employee_key and present.evaluation_date = conventional.evaluation_date
    left join {{ ref('credit_base') }} as base
        on present.grade_id = base.grade_id and {{ in_interval('present.evaluation_date', 'base') }}
),

conversions as (
    select
        past.employee_key,
        past.evaluation_date,
        past.period_start,
        past.period_end,
        past.credit,
        past.record_kind,
        past.is_conflicting,
        past.period_start <= started.balance_end as reaches_back,
        past.row_key
    from past
    inner join started on past.employee_key = started.employee_key and past.evaluation_date = started.evaluation_date
    where past.record_kind in ('annual', 'periodic') and past.period_end > started.balance_end
),

-- The annual decision replaces the periodic ones inside its year.
annual as (
    select * from conversions where record_kind = 'annual'
),

periodic as (
    select * from conversions where record_kind = 'periodic'
),

counted as (
    select * from annual
    union all
    select periodic.*
    from periodic
    left join annual
        on
            periodic.employee_key = annual.employee_key
            and periodic.evaluation_date = annual.evaluation_date
            and periodic.period_start >= annual.period_start
            and periodic.period_end <= annual.period_end
    where annual.row_key is null
),

overlapping as (
    select distinct former.employee_key, former.evaluation_date
    from counted as former
    inner join counted as latter
        on
            former.employee_key = latter.employee_key
            and former.evaluation_date = latter.evaluation_date
            and former.row_key <> latter.row_key
            and not former.is_conflicting
            and not latter.is_conflicting
            and former.period_start <= latter.period_end
            and latter.period_start <= former.period_end
),

converted as (
    select
        counted.employee_key,
        counted.evaluation_date,
        sum(case when counted.is_conflicting then 0 else counted.credit end) as credit,
        sum(counted.credit) as credit_with_doubtful,
        max(case when counted.reaches_back and not counted.is_conflicting then 1 else 0 end) = 1 as reaches_back,
        -- months up to the end of the last closed year
        sum(
            case
                when extract(year from counted.period_end) < extract(year from counted.evaluation_date)
                    then
                        12 * (extract(year from counted.period_end) - extract(year from counted.period_start))
                        + extract(month from counted.period_end) - extract(month from counted.period_start) + 1
                else 0
            end
        ) as closed_months
    from counted
    group by counted.employee_key, counted.evaluation_date
),

evidence as (
    select
        employee_key,
        evaluation_date,
        {{ merge_ids([join_distinct('src_row_ids', ',')]) }} as src_row_ids
    from past
    where is_in_scope
    group by employee_key, evaluation_date
)

select
    started.employee_key,
    started.evaluation_date,
    started.grade_id,
    started.stretch_from,
    started.balance,
    started.balance_end,
    started.base_was_subtracted,
    started.balance + coalesce(converted.credit, 0) as credit,
    started.balance + coalesce(converted.credit_with_doubtful, 0) as credit_with_doubtful,
    started.balance is not null
    and coalesce(converted.closed_months, 0)
    >= 12 * (extract(year from started.evaluation_date) - 1 - extract(year from started.balance_end))
    + 12 - extract(month from started.balance_end) as is_complete,
    overlapping.employee_key is not null or started.balance_is_doubtful or coalesce(converted.reaches_back, false) as is_unclear,
    coalesce(evidence.src_row_ids, '') as src_row_ids
from started
left join converted
    on started.employee_key = converted.employee_key and started.evaluation_date = converted.evaluation_date
left join overlapping
    on started.employee_key = overlapping.employee_key and started.evaluation_date = overlapping.evaluation_date
left join evidence
    on started.employee_key = evidence.employee_key and started.evaluation_date = evidence.evaluation_date
