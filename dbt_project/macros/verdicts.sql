{# The verdicts of one track: one scope date x person. They follow from the rows of the criteria and from nothing else. #}
{% macro track_verdicts(track) %}
with judged as (
    select
        employee_key,
        evaluation_date,
        criterion,
        status,
        status = 'NOT_APPLICABLE' and criterion in ('{{ gate_criteria() | join("', '") }}') as is_outside,
        case when {{ is_unconfirmed('rule_confidence') }} then rule_id end as unconfirmed_rule
    from {{ ref('int_promotion__criteria') }}
    where track = '{{ track }}'
),

subjects as (
    select employee_key, evaluation_date, max(case when is_outside then 1 else 0 end) = 1 as is_outside
    from judged
    group by employee_key, evaluation_date
),

-- Lists of the few rows that they name; no list, no such row.
reasons as (
    select
        employee_key,
        evaluation_date,
        {% for status in ['FAIL', 'UNKNOWN'] %}
        {{ join_distinct("case when status = '" ~ status ~ "' then criterion end", ',') }} as {{ status | lower }}_criteria,
        {{ join_distinct("case when status = '" ~ status ~ "' then unconfirmed_rule end", ',') }} as {{ status | lower }}_rules,
        max(case when status = '{{ status }}' and unconfirmed_rule is null then 1 else 0 end) = 1
            as has_confirmed_{{ status | lower }}{{ ',' if not loop.last }}
        {% endfor %}
    from judged
    where status in ('FAIL', 'UNKNOWN')
    group by employee_key, evaluation_date
),

verdicts as (
    select
        subjects.employee_key,
        subjects.evaluation_date,
        case
            when subjects.is_outside then 'not_applicable'
            when reasons.fail_criteria is not null then 'not_eligible'
            when reasons.unknown_criteria is not null then 'unknown'
            else 'eligible'
        end as verdict,
        case when subjects.is_outside then '' else coalesce(reasons.fail_criteria, '') end as failed_criteria,
        case when subjects.is_outside then '' else coalesce(reasons.unknown_criteria, '') end as unknown_criteria,
        -- failing or unknown for one confirmed reason, a verdict stands without the others
        case
            when subjects.is_outside then cast(null as varchar)
            when reasons.fail_criteria is not null then case when not reasons.has_confirmed_fail then reasons.fail_rules end
            when not reasons.has_confirmed_unknown then reasons.unknown_rules
        end as unconfirmed_rules
    from subjects
    left join reasons
        on subjects.employee_key = reasons.employee_key and subjects.evaluation_date = reasons.evaluation_date
),

-- An eligible verdict needs every rule; a bar rests on its own only where there is something that it could bar.
needed as (
    select
        verdicts.employee_key,
        verdicts.evaluation_date,
        {{ join_distinct('coalesce(judged.unconfirmed_rule, used.rule_id)', ',') }} as unconfirmed_rules
    from verdicts
    inner join judged
        on verdicts.employee_key = judged.employee_key and verdicts.evaluation_date = judged.evaluation_date
    inner join {{ ref('int_discipline__as_of') }} as discipline
        on verdicts.employee_key = discipline.employee_key and {{ in_interval('verdicts.evaluation_date', 'discipline') }}
    inner join {{ ref('int_employee__as_of') }} as employee
        on verdicts.employee_key = employee.employee_key and {{ in_interval('verdicts.evaluation_date', 'employee') }}
    left join {{ ref('int_rule__unconfirmed_rows') }} as used
        on
            used.track = '{{ track }}'
            and judged.employee_key = used.employee_key
            and judged.evaluation_date = used.evaluation_date
            and judged.criterion = used.criterion
    where
        verdicts.verdict = 'eligible'
        and judged.status = 'PASS'
        and (judged.criterion <> 'discipline' or discipline.has_punishments)
        and (judged.criterion <> 'appeal_pending' or coalesce(employee.legal_status_id = '09', false))
    group by verdicts.employee_key, verdicts.evaluation_date
),

provisional as (
    select performance.employee_key, asked.evaluation_date
    from {{ ref('int_performance__as_of') }} as performance
    inner join {{ ref('int_rule__performance_years') }} as asked
        on
            asked.track = '{{ track }}'
            and performance.years_asked = asked.years
            and performance.gate_ordinal = asked.gate_ordinal
            and {{ in_interval('asked.evaluation_date', 'performance') }}
    where performance.is_provisional
)

select
    verdicts.employee_key,
    verdicts.evaluation_date,
    verdicts.verdict,
    verdicts.failed_criteria,
    verdicts.unknown_criteria,
    case
        when verdicts.verdict = 'eligible' then verdicts.evaluation_date
        when verdicts.verdict = 'not_eligible' then later.first_pass_date
    end as first_possible_date,
    provisional.employee_key is not null and verdicts.verdict <> 'not_applicable' as is_provisional,
    coalesce(verdicts.unconfirmed_rules, needed.unconfirmed_rules, '') as unconfirmed_rules,
    {% if track == 'kp_ijazah' -%}
    case when verdicts.verdict <> 'not_applicable' then evaluated.entry_golongan end
    {%- else -%}
    cast(null as varchar)
    {%- endif %} as entry_golongan
from verdicts
left join needed
    on verdicts.employee_key = needed.employee_key and verdicts.evaluation_date = needed.evaluation_date
left join provisional
    on verdicts.employee_key = provisional.employee_key and verdicts.evaluation_date = provisional.evaluation_date
{%- if track == 'kp_ijazah' %}
left join {{ ref('int_kp_ijazah__evaluate') }} as evaluated
    on verdicts.employee_key = evaluated.employee_key and verdicts.evaluation_date = evaluated.evaluation_date
{%- endif %}
left join {{ ref('int_' ~ track ~ '__later') }} as later
    on
        later.criterion = '*'
        and verdicts.employee_key = later.employee_key
        and verdicts.evaluation_date = later.evaluation_date
{% endmacro %}
