{# Unique and not null together, in one query: each row returned is a key that is empty or stands more than once.
   rows_are: an expression that says which rows stand there together; what_to_do: words for who reads that the run stopped. #}
{% test grain(model, columns, rows_are=none, what_to_do=none) %}
select
    {{ columns | join(', ') }},
    count(*) as n_rows
    {%- if rows_are %},
    {{ join_distinct(rows_are, '; ') }} as rows_are
    {%- endif %}
    {%- if what_to_do %},
    '{{ what_to_do }}' as what_to_do
    {%- endif %}
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1 or {% for column in columns %}{{ column }} is null{{ ' or ' if not loop.last }}{% endfor %}
{% endtest %}
