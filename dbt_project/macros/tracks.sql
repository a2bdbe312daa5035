{# The promotion tracks: what they have in common, written once. `track` -> its criteria beside the three that say whom it
   concerns. Adding a track is an entry here, an int_<track>__evaluate and an int_<track>__criteria;
   its int_<track>__later and int_<track>__verdicts are a line each. #}
{% macro tracks() %}
    {{ return({
        'kp_reguler': [
            'period_date', 'time_in_rank', 'performance', 'superior_rank', 'education_ceiling', 'ujian_dinas', 'discipline',
            'appeal_pending'
        ],
        'kp_struktural': [
            'period_date', 'rank_range', 'time_in_rank', 'time_in_position', 'performance', 'ujian_dinas', 'discipline',
            'appeal_pending'
        ],
        'kp_jf': [
            'period_date', 'time_in_rank', 'rank_range', 'credit_score', 'performance', 'vacancy', 'discipline',
            'appeal_pending'
        ],
        'kp_ijazah': [
            'period_date', 'diploma', 'rank_range', 'time_in_rank', 'performance', 'competency_test', 'discipline',
            'appeal_pending'
        ],
        'kenaikan_jenjang': ['credit_score', 'vacancy', 'competency_test', 'performance', 'discipline'],
        'jabatan_pengawas': ['min_education', 'position_experience', 'performance', 'discipline'],
        'jabatan_administrator': ['min_education', 'position_experience', 'performance', 'discipline'],
        'jabatan_jpt_pratama': ['min_education', 'position_experience', 'age_limit', 'performance', 'discipline'],
    }) }}
{% endmacro %}

{% macro gate_criteria() %}{{ return(['employment_kind', 'position_kind', 'service_status']) }}{% endmacro %}

{# The appraisal years that the track asks for, joined to `facts`; none on a date for which no rule is known. #}
{% macro join_performance(track) -%}
left join {{ ref('int_rule__performance_years') }} as asked_years
    on facts.evaluation_date = asked_years.evaluation_date and asked_years.track = '{{ track }}'
left join {{ ref('int_performance__as_of') }} as performance
    on
        facts.employee_key = performance.employee_key
        and {{ in_interval('facts.evaluation_date', 'performance') }}
        and asked_years.years = performance.years_asked
        and asked_years.gate_ordinal = performance.gate_ordinal
{%- endmacro %}

{% macro performance_columns() -%}
case
    when performance.employee_key is null then 'UNKNOWN'
    when performance.has_fail then 'FAIL'
    when performance.has_quarantined or performance.has_unknown or performance.has_missing then 'UNKNOWN'
    else 'PASS'
end as performance_status,
not coalesce(performance.has_fail or performance.has_unknown or performance.has_quarantined, true) as performance_may_pass,
performance.passes_if_seen_before
{%- endmacro %}

{# What post the track is for, and whether the person's is one: columns of a track's `gated`. `post` is a column of
   int_rule__in_force, 'any' for every post; `words` go behind it, `whens` are cases that tell posts of that kind apart. #}
{% macro position_columns(post, words='', whens='') -%}
coalesce(rules.{{ post }}{{ " || '" ~ words ~ "'" if words }}, '{{ no_rule_known() }}') as position_required,
case
    when facts.position_quarantined or facts.position_class is null or rules.{{ post }} is null then 'UNKNOWN'
    when rules.{{ post }} not in ('any', facts.position_class) then 'NOT_APPLICABLE'
    {{ whens }}
    else 'PASS'
end as position_kind_status
{%- endmacro %}

{# CTEs of a track's evaluation, from its `gated`: one person x stretch, with the three statuses that say whom it concerns.
   `facts` holds the dates, in the scope and after it, of everyone whom the track concerns on one of the scope, `outside` the
   scope dates of the others. #}
{% macro evaluated_facts() -%}
concerning as (
    select distinct gated.employee_key
    from gated
    inner join {{ ref('int_evaluation__dates') }} as dates
        on dates.is_in_scope and {{ in_interval('dates.evaluation_date', 'gated') }}
    where {{ is_concerned('gated') }}
),

facts as (
    select
        gated.*,
        dates.evaluation_date,
        dates.is_in_scope,
        dates.is_period_date,
        case when dates.is_period_date then 'PASS' else 'FAIL' end as period_date_status
    from gated
    inner join concerning on gated.employee_key = concerning.employee_key
    inner join {{ ref('int_evaluation__dates') }} as dates on {{ in_interval('dates.evaluation_date', 'gated') }}
),

outside as (
    select
        gated.*,
        dates.evaluation_date,
        dates.is_in_scope,
        dates.is_period_date
    from gated
    inner join {{ ref('int_evaluation__dates') }} as dates
        on dates.is_in_scope and {{ in_interval('dates.evaluation_date', 'gated') }}
    left join concerning on gated.employee_key = concerning.employee_key
    where concerning.employee_key is null
)
{%- endmacro %}

{# The first columns of an evaluation: who, when, and whether the track concerns them. #}
{% macro gate_columns() -%}
employee_key,
evaluation_date,
is_in_scope,
is_period_date,
position_required
{%- for criterion in gate_criteria() %},
{{ criterion }}_status
{%- endfor %}
{%- endmacro %}

{# The rows of an evaluation for people whom the track does not concern: no more is asked of them, so the `others`, as many
   columns as follow the first ones, are null. #}
{% macro outside_rows(others) -%}
union all
select
    {{ gate_columns() }}
    {%- for _ in range(others) %},
    null
    {%- endfor %}
from outside
{%- endmacro %}

{# None of the three criteria says that the track does not concern the person. #}
{% macro is_concerned(relation) -%}
{% for criterion in gate_criteria() -%}
{{ relation }}.{{ criterion }}_status <> 'NOT_APPLICABLE'{{ ' and ' if not loop.last }}
{%- endfor %}
{%- endmacro %}

{# What a criterion says on a date before the first version of its rule. #}
{% macro no_rule_known() %}{{ return('no rule is known for this date') }}{% endmacro %}

{# Everyone's scope dates, and whether the track concerns them then. #}
{% macro concerned(track) -%}
select
    evaluated.*,
    {{ is_concerned('evaluated') }} as is_concerned
from {{ ref('int_' ~ track ~ '__evaluate') }} as evaluated
where evaluated.is_in_scope
{%- endmacro %}

{# The first columns of a criterion's rows. #}
{% macro criterion_head(criterion) -%}
concerned.employee_key,
concerned.evaluation_date,
'{{ criterion }}' as criterion,
concerned.{{ criterion }}_status as status
{%- endmacro %}

{# Joins a person x stretch relation to `concerned`. #}
{% macro join_as_of(relation, alias, kind='inner') -%}
{{ kind }} join {{ ref(relation) }} as {{ alias }}
    on concerned.employee_key = {{ alias }}.employee_key and {{ in_interval('concerned.evaluation_date', alias) }}
{%- endmacro %}

{# Rows of a criterion that is the same in every track. #}
{% macro shared_criterion(criterion, track) %}
    {% if criterion == 'period_date' %}
    -- the calendar needs no record of the person
    select
        {{ criterion_head('period_date') }},
        'a promotion date' as required,
        cast(concerned.evaluation_date as varchar) as observed,
        dates.next_period_date as first_pass_date,
        '' as src_row_ids
    from concerned
    inner join {{ ref('int_evaluation__dates') }} as dates on concerned.evaluation_date = dates.evaluation_date
    where concerned.is_concerned
    {% elif criterion == 'employment_kind' %}
    select
        {{ criterion_head('employment_kind') }},
        coalesce(rules.promotable_kind, '{{ no_rule_known() }}') as required,
        case
            when employee.kind_source = 'conflict' then 'status in profil_asn against the shape of the number'
            else employee.employment_kind || case
                when employee.employment_kind = 'CPNS'
                    then coalesce('; PNS from ' || cast(employee.pns_date as varchar), '; no TMT PNS in profil_asn')
                when employee.kind_source = 'golongan' then ' (by the form of the golongan)'
                when employee.kind_source = 'golongan_history' then ' (by the form of the golongan history)'
                when employee.kind_source = 'number' then ' (by the shape of the number)'
                else ''
            end
        end as observed,
        case when employee.employment_kind = 'CPNS' then employee.pns_date end as first_pass_date,
        employee.employment_kind_ids as src_row_ids
    from concerned
    {{ join_as_of('int_employee__as_of', 'employee') }}
    inner join {{ ref('int_rule__in_force') }} as rules on concerned.evaluation_date = rules.evaluation_date
    where concerned.is_concerned or concerned.employment_kind_status = 'NOT_APPLICABLE'
    {% elif criterion == 'position_kind' %}
    select
        {{ criterion_head('position_kind') }},
        concerned.position_required as required,
        coalesce(
            position.unknown_reason,
            position.position_class || coalesce(': ' || position.position_name, '')
            || case when position.from_profile then ' (from_profile)' else '' end
            || case
                when position.has_quarantined or concerned.position_required = '{{ no_rule_known() }}' then ''
                when concerned.position_kind_status = 'UNKNOWN' then '; its jenjang or an earlier post is not known'
                else ''
            end
        ) || case when position.has_quarantined then '; a record is in quarantine' else '' end as observed,
        cast(null as date) as first_pass_date,
        position.src_row_ids
    from concerned
    {{ join_as_of('int_position__as_of', 'position') }}
    where concerned.is_concerned or concerned.position_kind_status = 'NOT_APPLICABLE'
    {% elif criterion == 'service_status' %}
    select
        {{ criterion_head('service_status') }},
        'in active service' as required,
        case
            when employee.is_left then 'absent from the newest profil_asn'
            when employee.profile_row_key is null and employee.is_profiled then 'the profil_asn row is in quarantine'
            when employee.profile_row_key is null then 'no profil_asn row'
            else coalesce(employee.legal_status_name, 'kedudukan hukum ' || employee.legal_status_id, 'no kedudukan hukum id')
        end || case when employee.is_assumed then ' (status_assumed)' else '' end
        || case when employee.is_quarantined then ' (older profile: the newest row is in quarantine)' else '' end
        || case
            when concerned.service_status_status <> 'UNKNOWN' or employee.profile_row_key is null then ''
            when employee.is_assumed then '; since when is not known'
            else '; the code list does not decide it'
        end
            as observed,
        cast(null as date) as first_pass_date,
        employee.profile_ids as src_row_ids
    from concerned
    {{ join_as_of('int_employee__as_of', 'employee') }}
    where concerned.is_concerned or concerned.service_status_status = 'NOT_APPLICABLE'
    {% elif criterion == 'performance' %}
    select
        {{ criterion_head('performance') }},
        case
            when asked_years.years is null then '{{ no_rule_known() }}'
            else 'at least ' || substr(asked_years.min_predikat, 1, 1) || lower(substr(replace(asked_years.min_predikat, '_', ' '), 2))
            || ' in the ' || case asked_years.years
                when 1 then 'latest usable year'
                else cast(asked_years.years as varchar) || ' latest usable years'
            end
        end as required,
        coalesce(
            performance.observed || case when performance.has_quarantined then '; a record is in quarantine' else '' end,
            'not judged: {{ no_rule_known() }}'
        ) as observed,
        cast(null as date) as first_pass_date,
        performance.src_row_ids
    from concerned
    left join {{ ref('int_rule__performance_years') }} as asked_years
        on concerned.evaluation_date = asked_years.evaluation_date and asked_years.track = '{{ track }}'
    {{ join_as_of('int_performance__as_of', 'performance', 'left') }}
        and asked_years.years = performance.years_asked
        and asked_years.gate_ordinal = performance.gate_ordinal
    where concerned.is_concerned
    {% elif criterion == 'ujian_dinas' %}
    select
        {{ criterion_head('ujian_dinas') }},
        case
            when exam.employee_key is not null
                then exam.exam_kind || ' for ' || exam.from_golongan || ' to ' || exam.to_golongan || ', or an exemption'
            when not rank.is_known then 'depends on the rank'
            else 'none between ' || rank.golongan || ' and ' || coalesce(rank.next_golongan, 'a higher rank')
        end as required,
        case
            when exam.employee_key is null then case when rank.is_known then 'no crossing' else rank.unknown_reason end
            when exam.is_exempt then 'exempt by ' || coalesce(exam.exempting_record, 'diploma')
            when exam.pass_date is not null then 'passed ' || cast(exam.pass_date as varchar)
            when exam.has_list then 'not in the list of those who passed'
            else 'no list of the region'
        end
        || case when coalesce(exam.has_quarantined, false) then '; a record is in quarantine' else '' end as observed,
        cast(null as date) as first_pass_date,
        coalesce(exam.src_row_ids, rank.src_row_ids) as src_row_ids
    from concerned
    {{ join_as_of('int_rank__as_of', 'rank') }}
    {{ join_as_of('int_exam__as_of', 'exam', 'left') }}
    where concerned.is_concerned
    {% elif criterion == 'discipline' %}
    select
        {{ criterion_head('discipline') }},
        'no medium or heavy punishment being served'
        || case
            when {{ policy('DISC.LIGHT') }} = '0' then ''
            else ', and no light one of the last ' || {{ policy('DISC.LIGHT') }} || ' months'
        end as required,
        coalesce(discipline.observed, 'no answer in rw_hukdis')
        || case when discipline.has_quarantined then '; a record is in quarantine' else '' end as observed,
        case when discipline.has_block and not discipline.has_open then discipline.blocked_until end as first_pass_date,
        discipline.src_row_ids
    from concerned
    {{ join_as_of('int_discipline__as_of', 'discipline') }}
    where concerned.is_concerned
    {% elif criterion == 'appeal_pending' %}
    select
        {{ criterion_head('appeal_pending') }},
        case when rules.appeal_blocks then 'no appeal pending' else 'reported only' end as required,
        case
            when employee.profile_row_key is null and employee.is_profiled then 'the profil_asn row is in quarantine'
            when employee.profile_row_key is null then 'no profil_asn row'
            when employee.legal_status_id = '09' then 'an appeal is pending'
            else 'none'
        end || case when employee.is_assumed then ' (status_assumed)' else '' end as observed,
        cast(null as date) as first_pass_date,
        employee.profile_ids as src_row_ids
    from concerned
    {{ join_as_of('int_employee__as_of', 'employee') }}
    inner join {{ ref('int_rule__in_force') }} as rules on concerned.evaluation_date = rules.evaluation_date
    where concerned.is_concerned
    {% endif %}
{% endmacro %}

{# How the rank of a criterion's rows reads. #}
{% macro rank_in_words() -%}
coalesce(
    rank.unknown_reason,
    rank.golongan || ' since ' || cast(rank.clock_start as varchar)
    || case
        when rank.clock_from_number then ' (TMT CPNS as the number tells it)'
        when rank.starts_at_appointment then ' (TMT CPNS)'
        else ''
    end
    || case when rank.from_profile then ' (from_profile)' else '' end
    || case when rank.is_tie then ' (two ranks on one TMT: the higher)' else '' end
) || case when rank.has_quarantined then '; a record is in quarantine' else '' end
{%- endmacro %}

{# Status of time_in_rank where one number of years is asked for; `years` is a column of the track's facts. #}
{% macro time_in_rank_status(years) -%}
case
    when rank_is_known and {{ add_years('clock_start', years) }} > evaluation_date then 'FAIL'
    when rank_quarantined or not rank_is_known or {{ years }} is null then 'UNKNOWN'
    else 'PASS'
end as time_in_rank_status
{%- endmacro %}

{# Rows of time_in_rank where one number of years is asked for; `years` is a column of int_rule__in_force. #}
{% macro time_in_rank_criterion(years) %}
    select
        {{ criterion_head('time_in_rank') }},
        coalesce(
            'at least ' || cast(rules.{{ years }} as varchar) || case rules.{{ years }} when 1 then ' year' else ' years' end
            || ' in the rank',
            '{{ no_rule_known() }}'
        ) as required,
        {{ rank_in_words() }} as observed,
        case
            when rank.is_known and not rank.has_quarantined
                then {{ latest([add_years('rank.clock_start', 'rules.' ~ years), 'concerned.evaluation_date']) }}
        end as first_pass_date,
        rank.src_row_ids
    from concerned
    {{ join_as_of('int_rank__as_of', 'rank') }}
    inner join {{ ref('int_rule__in_force') }} as rules on concerned.evaluation_date = rules.evaluation_date
    where concerned.is_concerned
{% endmacro %}

{# Status of competency_test; `exam` is what is asked for, `prefix` names the columns of the pass in the track's facts. #}
{% macro competency_test_status(exam, prefix) -%}
case
    when {{ exam }} is null then 'UNKNOWN'
    when {{ prefix }}_date is not null then case when exam_quarantined then 'UNKNOWN' else 'PASS' end
    when has_list then 'FAIL'
    else 'UNKNOWN'
end as competency_test_status
{%- endmacro %}

{# Rows of competency_test; `exam` is what is asked for by the rule, `prefix` names the columns of the pass in the evaluation. #}
{% macro competency_test_criterion(exam, rule_column, prefix) %}
    select
        {{ criterion_head('competency_test') }},
        case
            when {{ rule_column }} is null then '{{ no_rule_known() }}'
            else coalesce({{ exam }} || ' passed', 'depends on the jenjang')
        end as required,
        case
            when concerned.{{ prefix }}_date is not null then 'passed ' || cast(concerned.{{ prefix }}_date as varchar)
            when concerned.has_list then 'not in the list of those who passed'
            else 'no list of the region'
        end
        || case when {{ rule_column }} is not null and {{ exam }} is null then '; jenjang unknown' else '' end
        || case when coverage.has_quarantined then '; a record is in quarantine' else '' end as observed,
        cast(null as date) as first_pass_date,
        {{ merge_ids([
            'concerned.' ~ prefix ~ '_id',
            'coverage.quarantined_ids',
            'case when concerned.' ~ prefix ~ '_id is null then lists.src_row_ids end',
        ]) }} as src_row_ids
    from concerned
    {{ join_as_of('int_employee__as_of', 'employee') }}
    inner join {{ ref('int_rule__in_force') }} as rules on concerned.evaluation_date = rules.evaluation_date
    inner join {{ ref('int_coverage__people') }} as coverage
        on concerned.employee_key = coverage.employee_key and coverage.dataset = 'ujian'
    left join {{ ref('int_exam__lists') }} as lists on employee.region_slug = lists.region_slug
    where concerned.is_concerned
{% endmacro %}
