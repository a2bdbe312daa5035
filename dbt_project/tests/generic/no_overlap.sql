{# Half-open intervals of one key never overlap and never end before they start; an empty valid_to is open.
   Only neighbours need comparing: if any two overlap, so do two that follow each other in order of start. #}
{% test no_overlap(model, key, valid_from='valid_from', valid_to='valid_to') %}
with ordered as (
    select
        {{ key | join(', ') }},
        {{ valid_from }} as starts_on,
        {{ valid_to }} as ends_on,
        lead({{ valid_from }}) over (
            partition by {{ key | join(', ') }}
            order by {{ valid_from }}, coalesce({{ valid_to }}, cast('9999-12-31' as date))
        ) as next_starts_on
    from {{ model }}
)

select
    {{ key | join(', ') }},
    starts_on,
    ends_on,
    next_starts_on
from ordered
where
    starts_on is null
    or ends_on <= starts_on
    or (next_starts_on is not null and (ends_on is null or next_starts_on < ends_on))
{% endtest %}
