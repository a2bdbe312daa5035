-- Grain: one period date x person x track x criterion. For people whom the track does not concern only the rows that
-- say so are kept.
with criteria as (
    {% for track in tracks() %}
    select
        '{{ track }}' as track,
        employee_key,
        evaluation_date,
        criterion,
        status,
        required,
        observed,
        first_pass_date,
        src_row_ids
    from {{ ref('int_' ~ track ~ '__criteria') }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

later as (
    {% for track in tracks() %}
    select '{{ track }}' as track, employee_key, evaluation_date, criterion, first_pass_date, fails_until
    from {{ ref('int_' ~ track ~ '__later') }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- A bar by light punishments alone rests on the choice that they bar, not on the regulation on the others.
light_bars as (
    select
        discipline.employee_key,
        dates.evaluation_date,
        'discipline' as criterion,
        'FAIL' as status,
        rule.rule_id,
        case when rule.article = '-' then rule.legal_basis else rule.legal_basis || ' ' || rule.article end as legal_basis,
        rule.valid_from as rule_valid_from,
        rule.confidence as rule_confidence
    from {{ ref('int_discipline__as_of') }} as discipline
    inner join {{ ref('int_evaluation__dates') }} as dates
        on dates.is_in_scope and {{ in_interval('dates.evaluation_date', 'discipline') }}
    inner join {{ ref('rule') }} as rule
        on rule.rule_id = 'DISC.LIGHT' and {{ in_interval('dates.evaluation_date', 'rule') }}
    where discipline.is_light_only
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
    coalesce(light_bars.rule_id, citation.rule_id) as rule_id,
    coalesce(light_bars.legal_basis, citation.legal_basis) as legal_basis,
    coalesce(light_bars.rule_valid_from, citation.rule_valid_from) as rule_valid_from,
    coalesce(light_bars.rule_confidence, citation.rule_confidence) as rule_confidence,
    coalesce(criteria.src_row_ids, '') as src_row_ids,
    {{ is_synthetic() }} as is_synthetic
from criteria
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
left join {{ ref('int_rule__citations') }} as citation
    on
        criteria.track = citation.track
        and criteria.evaluation_date = citation.evaluation_date
        and criteria.criterion = citation.criterion
left join light_bars
    on
        criteria.employee_key = light_bars.employee_key
        and criteria.evaluation_date = light_bars.evaluation_date
        and criteria.criterion = light_bars.criterion
        and criteria.status = light_bars.status
