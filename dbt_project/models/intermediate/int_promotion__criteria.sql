-- Grain: one scope date x person x track x criterion, with the rule that it cites. A view: the rows are those of the tracks.
{{ config(materialized='view') }}

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
    criteria.track,
    criteria.employee_key,
    criteria.evaluation_date,
    criteria.criterion,
    criteria.status,
    criteria.required,
    criteria.observed,
    criteria.first_pass_date,
    criteria.src_row_ids,
    coalesce(light_bars.rule_id, citation.rule_id) as rule_id,
    coalesce(light_bars.legal_basis, citation.legal_basis) as legal_basis,
    coalesce(light_bars.rule_valid_from, citation.rule_valid_from) as rule_valid_from,
    coalesce(light_bars.rule_confidence, citation.rule_confidence) as rule_confidence
from criteria
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
