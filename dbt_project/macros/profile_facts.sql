{# Window over the profil_asn rows of a person, `presence`: the newest first; in two regions on one day, that of the later post. #}
{% macro newest_profile_first() -%}
partition by presence.employee_key
order by
    presence.extract_date desc,
    coalesce(presence.position_date, date '1900-01-01') desc,
    presence.region_slug,
    presence.row_key
{%- endmacro %}

{# What the profil_asn snapshots tell of one dated attribute: for each person the facts that no newer snapshot replaces
   for the same time. The newest snapshot that speaks of a day wins, so a correction replaces what it corrects. #}
{% macro newest_profile_facts(date_column, columns) %}
    select
        ordered.employee_key,
        ordered.row_key,
        ordered.src_row_id,
        ordered.{{ date_column }}{% for column in columns %},
        ordered.{{ column }}{% endfor %}
    from (
        select
            presence.employee_key,
            presence.row_key,
            profile.src_row_id,
            profile.{{ date_column }}{% for column in columns %},
            profile.{{ column }}{% endfor %},
            row_number() over ({{ newest_profile_first() }}) as newness,
            min(profile.{{ date_column }}) over (
                {{ newest_profile_first() }}
                rows between unbounded preceding and 1 preceding
            ) as told_by_newer
        from {{ ref('int_profile__presence') }} as presence
        inner join {{ ref('stg_kepegawaian__profil_asn') }} as profile on presence.row_key = profile.row_key
        where presence.is_good
    ) as ordered
    where
        ordered.newness = 1
        or (
            ordered.{{ date_column }} is not null
            and (ordered.told_by_newer is null or ordered.told_by_newer > ordered.{{ date_column }})
        )
{% endmacro %}

{# The profile stands in for an answer that is missing, and a newer row of it is in quarantine. #}
{% macro stand_in_is_doubtful() -%}
(not coverage.has_answer and coalesce(profile.has_newer_quarantined, false))
{%- endmacro %}
