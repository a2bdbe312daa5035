-- Grain: one event of a person's career, all in order; events without a date come last. The events are those of the star,
-- with the appraisals and credit decisions beside them; rank and post before come from fct_career_interval.
with recorded as (
    select
        events.event_key,
        events.employee_key,
        events.region_code,
        events.event_type,
        events.event_date,
        events.detail,
        coalesce(
            events.from_value,
            case events.event_type when 'rank' then before.golongan when 'position' then before.position_name end
        ) as from_value,
        events.to_value,
        events.flags,
        events.review_kind,
        events.dataset,
        events.src_row_ids
    from {{ ref('fct_career_event') }} as events
    left join {{ ref('fct_career_interval') }} as before
        on
            events.employee_key = before.employee_key
            and {{ in_interval(add_days('events.event_date', '-1'), 'before') }}
),

appraisals as (
    select
        {{ surrogate_key(["'appraisal'", 'years.employee_key', 'years.appraisal_year']) }} as event_key,
        years.employee_key,
        person.last_region_code as region_code,
        'appraisal' as event_type,
        {{ make_date('years.appraisal_year', '12', '31') }} as event_date,
        cast(years.appraisal_year as varchar) as detail,
        before.predikat as from_value,
        years.predikat as to_value,
        case when years.is_conflicting then 'conflicting' else '' end as flags,
        cast(null as varchar) as review_kind,
        'fct_performance_year' as dataset,
        years.src_row_ids
    from {{ ref('fct_performance_year') }} as years
    inner join {{ ref('dim_employee') }} as person on years.employee_key = person.employee_key
    left join {{ ref('fct_performance_year') }} as before
        on years.employee_key = before.employee_key and years.appraisal_year = before.appraisal_year + 1
),

credits as (
    select
        {{ surrogate_key(["'credit'", 'employee_key', 'row_key']) }} as event_key,
        employee_key,
        region_code,
        'credit' as event_type,
        period_end as event_date,
        coalesce(cast(period_start as varchar) || ' - ' || cast(period_end as varchar), '') as detail,
        cast(null as varchar) as from_value,
        cast(credit_total as varchar) as to_value,
        case when conversion_check = 'differs' then 'conversion_differs' else '' end as flags,
        cast(null as varchar) as review_kind,
        'rw_angkakredit' as dataset,
        src_row_ids
    from {{ ref('fct_credit') }}
),

events as (
    select * from recorded
    union all
    select * from appraisals
    union all
    select * from credits
)

select
    events.employee_key,
    cast(
        row_number() over (
            partition by events.employee_key
            order by
                case when events.event_date is null then 1 else 0 end,
                events.event_date,
                event_type.sort_order,
                events.detail,
                events.event_key
        ) as integer
    ) as event_number,
    events.event_key,
    person.nip,
    person.employee_name,
    events.region_code,
    events.event_date,
    events.event_type,
    event_type.name_id
    || case
        when event_type.shows_detail and coalesce(events.to_value, events.detail) <> ''
            then
                ': ' || case when events.event_type in ('appraisal', 'credit') then events.detail || ', ' else '' end
                || coalesce(nullif(events.from_value, events.to_value) || ' → ', '')
                || coalesce(events.to_value, events.detail)
        else ''
    end as description,
    events.from_value,
    events.to_value,
    events.flags,
    events.review_kind,
    coalesce(events.event_date > run.known_at, false) as is_future,
    events.dataset,
    events.src_row_ids,
    {{ is_synthetic() }} as is_synthetic
from events
inner join {{ ref('event_type') }} as event_type on events.event_type = event_type.event_type
inner join {{ ref('dim_employee') }} as person on events.employee_key = person.employee_key
cross join {{ source('landing', 'run') }} as run
