-- Grain: one person in a functional post x stretch of evaluation dates. The credit inside the present jenjang on those days.
-- The latest balance (0 after rising a jenjang), plus the conversions after it whose last month is over. The annual
-- decision replaces the periodic ones of its year. is_complete: every month since the balance, up to the last closed
-- year, is covered by a decision; is_unclear: overlapping decisions or a doubtful balance. A conversion that names another
-- jenjang counts in credit_with_doubtful only.
with years as (
    select distinct {{ make_date('cast(extract(year from evaluation_date) as integer)', '1', '1') }} as year_start
    from {{ ref('int_evaluation__dates') }}
),

-- A year that closes may lack a decision.
changes as (
    select employee_key, valid_from as change_date from {{ ref('int_functional__stretches') }}
    union
    select employee_key, valid_to as change_date from {{ ref('int_functional__stretches') }}
    union
    select employee_key, {{ add_days('period_end', '1') }} as change_date from {{ ref('int_credit__records') }}
    union
    select held.employee_key, years.year_start as change_date
    from {{ ref('int_functional__stretches') }} as held
    cross join years
),

stretches as (
    {{ evaluation_stretches('(select distinct employee_key from ' ~ ref('int_functional__stretches') ~ ')', 'changes') }}
),

present as (
    select
        stretches.valid_from,
        stretches.valid_to,
        held.employee_key,
        held.grade_id,
        held.valid_from as stretch_from,
        held.is_risen
    from stretches
    inner join {{ ref('int_functional__stretches') }} as held
        on stretches.employee_key = held.employee_key and {{ in_interval('stretches.valid_from', 'held') }}
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
            and present.valid_from > records.period_end
),

balances as (
    select
        employee_key,
        valid_from,
        period_end as balance_end,
        credit as balance,
        src_row_ids,
        is_conflicting,
        min(credit) over (partition by employee_key, valid_from, period_end)
        <> max(credit) over (partition by employee_key, valid_from, period_end) as is_double,
        row_number() over (
            partition by employee_key, valid_from order by period_end desc, credit desc, row_key desc
        ) as choice
    from past
    where record_kind = 'balance'
),

conventional as (
    select employee_key, valid_from, max(period_end) as balance_end, sum(credit) as credit
    from past
    where record_kind = 'conventional'
    group by employee_key, valid_from
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
            and present.valid_from = balances.valid_from
            and balances.choice = 1
    left join conventional
        on present.employee_key = conventional.employee_key and present.valid_from = conventional.valid_from
    left join {{ ref('credit_base') }} as base
        on present.grade_id = base.grade_id and {{ in_interval('present.valid_from', 'base') }}
),

conversions as (
    select
        past.employee_key,
        past.valid_from,
        past.period_start,
        past.period_end,
        past.credit,
        past.record_kind,
        past.is_conflicting,
        past.period_start <= started.balance_end as reaches_back,
        past.row_key
    from past
    inner join started on past.employee_key = started.employee_key and past.valid_from = started.valid_from
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
            and periodic.valid_from = annual.valid_from
            and periodic.period_start >= annual.period_start
            and periodic.period_end <= annual.period_end
    where annual.row_key is null
),

overlapping as (
    select distinct former.employee_key, former.valid_from
    from counted as former
    inner join counted as latter
        on
            former.employee_key = latter.employee_key
            and former.valid_from = latter.valid_from
            and former.row_key <> latter.row_key
            and not former.is_conflicting
            and not latter.is_conflicting
            and former.period_start <= latter.period_end
            and latter.period_start <= former.period_end
),

converted as (
    select
        counted.employee_key,
        counted.valid_from,
        sum(case when counted.is_conflicting then 0 else counted.credit end) as credit,
        sum(counted.credit) as credit_with_doubtful,
        max(case when counted.reaches_back and not counted.is_conflicting then 1 else 0 end) = 1 as reaches_back,
        -- months up to the end of the last closed year
        sum(
            case
                when extract(year from counted.period_end) < extract(year from counted.valid_from)
                    then
                        12 * (extract(year from counted.period_end) - extract(year from counted.period_start))
                        + extract(month from counted.period_end) - extract(month from counted.period_start) + 1
                else 0
            end
        ) as closed_months
    from counted
    group by counted.employee_key, counted.valid_from
),

evidence as (
    select
        employee_key,
        valid_from,
        {{ merge_ids([join_distinct('src_row_ids', ',')]) }} as src_row_ids
    from past
    group by employee_key, valid_from
)

select
    started.employee_key,
    started.valid_from,
    started.valid_to,
    started.grade_id,
    started.stretch_from,
    started.balance,
    started.balance_end,
    started.base_was_subtracted,
    started.balance + coalesce(converted.credit, 0) as credit,
    started.balance + coalesce(converted.credit_with_doubtful, 0) as credit_with_doubtful,
    started.balance is not null
    and coalesce(converted.closed_months, 0)
    >= 12 * (extract(year from started.valid_from) - 1 - extract(year from started.balance_end))
    + 12 - extract(month from started.balance_end) as is_complete,
    overlapping.employee_key is not null or started.balance_is_doubtful or coalesce(converted.reaches_back, false) as is_unclear,
    coalesce(evidence.src_row_ids, '') as src_row_ids
from started
left join converted
    on started.employee_key = converted.employee_key and started.valid_from = converted.valid_from
left join overlapping
    on started.employee_key = overlapping.employee_key and started.valid_from = overlapping.valid_from
left join evidence
    on started.employee_key = evidence.employee_key and started.valid_from = evidence.valid_from
