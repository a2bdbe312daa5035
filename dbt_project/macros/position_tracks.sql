{# The three tracks into a structural post ask the same things with other figures: int_rule__position_gates. The date is the
   assumed inauguration, any day. #}

{# Days served at a level up to the evaluation date: those before the stretch of `facts`, and each post held adds its days. #}
{% macro days_served(level) -%}
facts.{{ level }}_days + facts.{{ level }}_posts * {{ days_between('facts.valid_from', 'facts.evaluation_date') }}
{%- endmacro %}

{# The day on which the same time, served without a break up to the evaluation date, would have begun: n years are served when
   it plus n years is not after that date. #}
{% macro counts_from(level) -%}
{{ add_days('facts.evaluation_date', '-(' ~ days_served(level) ~ ')') }}
{%- endmacro %}

{% macro position_track_evaluate(track) %}
with gates as (
    select gates.*, class.class_ordinal as min_class_ordinal
    from {{ ref('int_rule__position_gates') }} as gates
    inner join {{ ref('education_class') }} as class on gates.min_class = class.education_class
    where gates.track = '{{ track }}'
),

gated as (
    select
        facts.*,
        gates.from_level,
        gates.min_years,
        gates.min_years_cumulative,
        gates.max_age_years,
        gates.age_asof,
        gates.max_age_rule,
        gates.min_class_ordinal,
        unclear.employee_key is not null as has_unclear_posts,
        {% for level in ['level', 'leadership', 'unclear'] -%}
        {{ level }}.days_before + {{ level }}.posts_held * {{ days_between(level ~ '.valid_from', 'facts.valid_from') }}
            as {{ level }}_days,
        {{ level }}.posts_held as {{ level }}_posts,
        {% endfor -%}
        coalesce(
            {% if track == 'jabatan_jpt_pratama' %}'is or was ' || {% endif %}gates.from_level || ', or JF of that level',
            '{{ no_rule_known() }}'
        ) as position_required,
        case
            when gates.from_level is null then 'UNKNOWN'
            {% if track == 'jabatan_jpt_pratama' -%}
            when level.employee_key is not null then case when facts.position_quarantined then 'UNKNOWN' else 'PASS' end
            when
                facts.position_quarantined
                or facts.position_class is null
                or facts.position_from_profile
                or unclear.employee_key is not null
                then 'UNKNOWN'
            {%- else -%}
            when facts.position_quarantined or facts.position_class is null then 'UNKNOWN'
            when facts.position_class = 'functional' and facts.grade_id is null then 'UNKNOWN'
            when equivalence.position_level is not null then 'PASS'
            {%- endif %}
            else 'NOT_APPLICABLE'
        end as position_kind_status
    from {{ ref('int_promotion__facts') }} as facts
    left join gates on facts.valid_from = gates.evaluation_date
    left join {{ ref('level_equivalence') }} as equivalence
        on
            gates.from_level = equivalence.position_level
            and {{ in_interval('facts.valid_from', 'equivalence') }}
            and facts.position_class = equivalence.position_class
            and case
                when facts.position_class = 'structural' then facts.echelon_level = gates.from_level
                else coalesce(facts.grade_id, '*') = equivalence.grade_id
            end
    {% for alias, level in [['level', 'gates.from_level'], ['leadership', "'leading'"], ['unclear', "'unclear'"]] -%}
    left join {{ ref('int_position__experience') }} as {{ alias }}
        on
            facts.employee_key = {{ alias }}.employee_key
            and {{ level }} = {{ alias }}.level
            and {{ in_interval('facts.valid_from', alias) }}
    {% endfor -%}
    where not facts.is_pppk
),

{{ evaluated_facts() }},

judged as (
    select
        facts.*,
        {{ performance_columns() }},
        class.class_ordinal,
        undated.class_ordinal as undated_class_ordinal,
        {{ counts_from('level') }} as level_counts_from,
        {{ counts_from('leadership') }} as leading_counts_from,
        coalesce({{ days_served('unclear') }}, 0) as days_unclear,
        profile.birth_date,
        {{ number_birth_date('profile.nip') }} as number_birth_date
    from facts
    {{ join_performance(track) }}
    left join {{ ref('education_class') }} as class on facts.education_class = class.education_class
    left join {{ ref('int_education__undated') }} as undated on facts.employee_key = undated.employee_key
    left join {{ ref('stg_kepegawaian__profil_asn') }} as profile on facts.profile_row_key = profile.row_key
)

select
    {{ gate_columns() }},
    case
        when min_class_ordinal is null then 'UNKNOWN'
        when class_ordinal >= min_class_ordinal then case when education_quarantined then 'UNKNOWN' else 'PASS' end
        when undated_class_ordinal >= min_class_ordinal then 'UNKNOWN'
        when class_ordinal is null and undated_class_ordinal is null then 'UNKNOWN'
        else 'FAIL'
    end as min_education_status,
    case
        when min_years is null then 'UNKNOWN'
        when position_class is null and level_counts_from is null and not has_unclear_posts then 'UNKNOWN'
        when
            level_counts_from is null
            or {{ add_years('level_counts_from', 'min_years') }} > evaluation_date
            {% if track == 'jabatan_jpt_pratama' -%}
            or leading_counts_from is null
            or {{ add_years('leading_counts_from', 'min_years_cumulative') }} > evaluation_date
            {%- endif %}
            then
                case
                    -- a post told by the profile alone hides the posts before it; posts of no known level might count
                    when position_from_profile then 'UNKNOWN'
                    when
                        has_unclear_posts
                        and {{ add_years(add_days('coalesce(level_counts_from, evaluation_date)', '-days_unclear'), 'min_years') }}
                        <= evaluation_date
                        {%- if track == 'jabatan_jpt_pratama' %}
                        and {{ add_years(
                            add_days('coalesce(leading_counts_from, evaluation_date)', '-days_unclear'), 'min_years_cumulative'
                        ) }} <= evaluation_date
                        {%- endif %}
                        then 'UNKNOWN'
                    else 'FAIL'
                end
        when position_quarantined then 'UNKNOWN'
        else 'PASS'
    end as position_experience_status,
    {% if track == 'jabatan_jpt_pratama' -%}
    case
        when birth_date is null or max_age_years is null then 'UNKNOWN'
        when
            ({{ last_day_of_age('birth_date') }} >= evaluation_date)
            <> ({{ last_day_of_age('coalesce(number_birth_date, birth_date)') }} >= evaluation_date)
            then 'UNKNOWN'
        when {{ last_day_of_age('birth_date') }} >= evaluation_date then 'PASS'
        -- younger on the day of the selection, which no dataset tells
        when age_asof = 'selection' then 'UNKNOWN'
        else 'FAIL'
    end as age_limit_status,
    age_asof,
    {{ last_day_of_age('birth_date') }} as last_day_of_age,
    birth_date,
    number_birth_date,
    max_age_years,
    min_years_cumulative,
    leading_counts_from,
    {%- endif %}
    performance_status,
    {{ discipline_beside_promotion() }},
    performance_may_pass,
    passes_if_seen_before,
    from_level,
    min_years,
    level_counts_from,
    has_unclear_posts,
    coalesce(undated_class_ordinal >= min_class_ordinal and coalesce(class_ordinal, 0) < min_class_ordinal, false)
        as undated_might_serve
from judged
{{ outside_rows(19 if track == 'jabatan_jpt_pratama' else 11) }}
{% endmacro %}

{# The last day on which a person is young enough, by the reading of the limit (POS.AGE.RULE). #}
{% macro last_day_of_age(birth_date) -%}
case
    when max_age_rule = '<57y' then {{ add_days(add_years(birth_date, '(max_age_years + 1)'), '-1') }}
    else {{ add_years(birth_date, 'max_age_years') }}
end
{%- endmacro %}

{# Whether a punishment bars a post or the next jenjang too. #}
{% macro discipline_beside_promotion() -%}
case when {{ policy('DISC.POSITIONS') }} = 'true' then discipline_status else 'NOT_APPLICABLE' end as discipline_status
{%- endmacro %}

{% macro position_track_criteria(track) %}
with concerned as (
    {{ concerned(track) }}
),

criteria as (
    {% for criterion in gate_criteria() + ['performance', 'discipline'] %}
    {{ shared_criterion(criterion, track) }}
    union all
    {% endfor %}
    select
        {{ criterion_head('min_education') }},
        coalesce('at least ' || gates.min_class || ' recorded', '{{ no_rule_known() }}') as required,
        coalesce(
            education.education_class || ' recorded ' || cast(education.recorded_date as varchar)
            || case when education.recording_assumed then ' (recording_assumed)' else '' end,
            'no diploma with a date on or before this day'
        )
        || case when concerned.undated_might_serve then '; a diploma without a date might serve' else '' end
        || case when education.has_quarantined then '; a record is in quarantine' else '' end as observed,
        cast(null as date) as first_pass_date,
        education.src_row_ids
    from concerned
    {{ join_as_of('int_education__as_of', 'education') }}
    left join {{ ref('int_rule__position_gates') }} as gates
        on concerned.evaluation_date = gates.evaluation_date and gates.track = '{{ track }}'
    where concerned.is_concerned
    union all
    select
        {{ criterion_head('position_experience') }},
        coalesce('at least ' || cast(concerned.min_years as varchar) || ' years as ' || concerned.from_level || ' or JF of that level'
        {%- if track == 'jabatan_jpt_pratama' %}
        || ', and ' || cast(concerned.min_years_cumulative as varchar) || ' years in structural posts or JF from ahli muda up'
        {%- endif %}, '{{ no_rule_known() }}') as required,
        coalesce(
            'the time served counts as if since ' || cast(concerned.level_counts_from as varchar), 'no post of the level'
        )
        {%- if track == 'jabatan_jpt_pratama' %}
        || coalesce('; in all as if since ' || cast(concerned.leading_counts_from as varchar), '')
        {%- endif %}
        || case when position.has_quarantined then '; a record is in quarantine' else '' end
        || case
            when concerned.position_experience_status <> 'UNKNOWN' then ''
            when position.unknown_reason is not null then '; ' || position.unknown_reason
            when position.from_profile then '; earlier posts are not known (from_profile)'
            when concerned.has_unclear_posts then '; a post of no known level might count'
            else ''
        end as observed,
        cast(null as date) as first_pass_date,
        {{ merge_ids(['level.src_row_ids', 'position.src_row_ids'] + (['leading_posts.src_row_ids'] if track == 'jabatan_jpt_pratama' else [])) }}
            as src_row_ids
    from concerned
    {{ join_as_of('int_position__as_of', 'position') }}
    {{ join_as_of('int_position__experience', 'level', 'left') }}
        and concerned.from_level = level.level
    {%- if track == 'jabatan_jpt_pratama' %}
    {{ join_as_of('int_position__experience', 'leading_posts', 'left') }}
        and leading_posts.level = 'leading'
    {%- endif %}
    where concerned.is_concerned
    {%- if track == 'jabatan_jpt_pratama' %}
    union all
    select
        {{ criterion_head('age_limit') }},
        coalesce('at most ' || cast(concerned.max_age_years as varchar) || ' years on the day' || case when concerned.age_asof = 'selection' then ' of the selection' else '' end, '{{ no_rule_known() }}') as required,
        case
            when employee.profile_row_key is null and employee.is_profiled then 'the profil_asn row is in quarantine'
            when employee.profile_row_key is null then 'no profil_asn row'
            else coalesce('born ' || cast(concerned.birth_date as varchar), 'no birth date')
        end
        || case
            when concerned.birth_date <> concerned.number_birth_date
                then '; the number says ' || cast(concerned.number_birth_date as varchar)
            else ''
        end
        -- the sources differ on the day that counts: where that matters both are told
        || case
            when concerned.last_day_of_age < concerned.evaluation_date
                then '; young enough for a selection up to ' || cast(concerned.last_day_of_age as varchar)
            else ''
        end
        || case
            when concerned.age_asof = 'selection' and concerned.age_limit_status = 'UNKNOWN' then ', whose day is not known'
            else ''
        end as observed,
        cast(null as date) as first_pass_date,
        employee.profile_ids as src_row_ids
    from concerned
    {{ join_as_of('int_employee__as_of', 'employee') }}
    where concerned.is_concerned
    {%- endif %}
)

select
    employee_key,
    evaluation_date,
    criterion,
    status,
    required,
    observed,
    first_pass_date,
    src_row_ids
from criteria
{% endmacro %}
