{# Status of the credit against a threshold. Decisions still missing can only add, so enough is enough; too little is FAIL only
   where nothing is missing or in doubt. #}
{% macro credit_status(threshold) -%}
case
    when grade_id is null or not rank_is_known then 'UNKNOWN'
    when ordinal < functional_lowest_ordinal then 'UNKNOWN'
    when not has_credit_table then 'UNKNOWN'
    when {{ threshold }} is null then 'NOT_APPLICABLE'
    when not credit_answered or credit is null or credit_is_unclear then 'UNKNOWN'
    when credit >= {{ threshold }} then case when credit_quarantined then 'UNKNOWN' else 'PASS' end
    when not credit_is_complete or entered_higher or credit_with_doubtful >= {{ threshold }} then 'UNKNOWN'
    else 'FAIL'
end
{%- endmacro %}

{% macro credit_criterion(threshold) %}
    select
        {{ criterion_head('credit_score') }},
        case
            when functional.grade_id is null then 'depends on the jenjang'
            when not functional.has_credit_table then '{{ no_rule_known() }}'
            when functional.{{ threshold }} is not null
                then 'at least ' || cast(functional.{{ threshold }} as varchar) || ' credit in the jenjang'
            when concerned.credit_score_status = 'UNKNOWN' then 'depends on the rank'
            else 'no threshold'
        end as required,
        coalesce(cast(functional.credit as varchar), 'no balance of credit known')
        || case when functional.base_was_subtracted then ' (base value subtracted)' else '' end
        || case when functional.credit is not null and not functional.credit_is_complete then '; a closed year has no PAK' else '' end
        || case when functional.credit_is_unclear then '; overlapping or conflicting PAK' else '' end
        || case when functional.credit_with_doubtful <> functional.credit then '; a PAK names another jenjang' else '' end
        || case when functional.grade_id is null then '; jenjang unknown' else '' end
        || case
            when not rank.is_known then '; the rank is unknown: ' || rank.unknown_reason
            when rank.ordinal < functional.lowest_ordinal then '; the rank is below the range of the jenjang'
            else ''
        end
        || case when functional.entered_higher then '; entered the jenjang at a higher rank' else '' end
        || case
            when
                abs(functional.credit - functional.{{ threshold }})
                < (select cast(value as decimal(9, 3)) from {{ ref('rule') }} where rule_id = 'POL.AK.ROUNDING')
                then ' (rounding_sensitive)'
            else ''
        end
        || case when functional.credit_quarantined then '; a record is in quarantine' else '' end as observed,
        cast(null as date) as first_pass_date,
        functional.credit_ids as src_row_ids
    from concerned
    {{ join_as_of('int_functional__as_of', 'functional', 'left') }}
    {{ join_as_of('int_rank__as_of', 'rank') }}
    where concerned.is_concerned
{% endmacro %}

{# What the two tracks of functional posts ask, from int_functional__as_of (`functional`). #}
{% macro functional_columns() -%}
functional.lowest_ordinal as functional_lowest_ordinal,
functional.highest_ordinal as functional_highest_ordinal,
coalesce(functional.credit_answered, false) as credit_answered,
coalesce(functional.credit_quarantined, false) as credit_quarantined,
functional.credit,
functional.credit_with_doubtful,
functional.credit_is_complete,
functional.credit_is_unclear,
functional.entered_higher,
coalesce(functional.has_credit_table, false) as has_credit_table,
functional.rank_threshold,
functional.grade_threshold,
functional.free_posts,
coalesce(functional.vacancy_quarantined, false) as vacancy_quarantined
{%- endmacro %}
