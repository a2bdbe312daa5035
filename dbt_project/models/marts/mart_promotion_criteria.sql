-- Grain: one period date x person x track x criterion. For people whom the track does not concern only the rows that
-- say so are kept.
with later as (
    {% for track in tracks() %}
    select '{{ track }}' as track, employee_key, evaluation_date, criterion, first_pass_date, fails_until
    from {{ ref('int_' ~ track ~ '__later') }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    criteria.evaluation_date as period_date,
    region.region_code,
    criteria.employee_key,
    employee.nip,
    criteria.track,
    criteria.criterion,
    criteria.status,
    criteria.required,
    criteria.observed,
    case
        when
            criteria.status = 'NOT_APPLICABLE'
            and criteria.criterion in ('{{ gate_criteria() | join("', '") }}')
            then criteria.first_pass_date
        when criteria.status in ('PASS', 'NOT_APPLICABLE') then criteria.evaluation_date
        -- the very day, by the rule of the period date, if the evaluation of later dates has the criterion hold from then on
        when
            criteria.status = 'FAIL'
            and criteria.first_pass_date > coalesce(later.fails_until, criteria.evaluation_date)
            then criteria.first_pass_date
        else later.first_pass_date
    end as first_pass_date,
    criteria.rule_id,
    criteria.legal_basis,
    criteria.rule_valid_from,
    criteria.rule_confidence,
    coalesce(criteria.src_row_ids, '') as src_row_ids,
    {{ is_synthetic() }} as is_synthetic
from {{ ref('int_promotion__criteria') }} as criteria
inner join {{ ref('int_employee__as_of') }} as employee
    on criteria.employee_key = employee.employee_key and {{ in_interval('criteria.evaluation_date', 'employee') }}
inner join {{ ref('region') }} as region on employee.region_slug = region.region_slug
left join later
    on
        criteria.track = later.track
        and criteria.employee_key = later.employee_key
        and criteria.evaluation_date = later.evaluation_date
        -- only what fails has a later date
        and case when criteria.status = 'FAIL' then criteria.criterion end = later.criterion
