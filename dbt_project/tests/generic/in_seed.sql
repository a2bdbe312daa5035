{# Every value of the column that is not empty stands in a column of a seed (or of any model). #}
{% test in_seed(model, column_name, seed, field) %}
select judged.{{ column_name }}
from {{ model }} as judged
left join {{ seed }} as listed on judged.{{ column_name }} = listed.{{ field }}
where judged.{{ column_name }} is not null and listed.{{ field }} is null
{% endtest %}
