{# Rows whose value is none of the few that the contract names. #}
{% test accepted_status(model, column, values) %}
select {{ column }}, count(*) as rows_found
from {{ model }}
where {{ column }} is null or {{ column }} not in ('{{ values | join("', '") }}')
group by {{ column }}
{% endtest %}
