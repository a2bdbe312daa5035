-- Grain: one admitted file x column of dates x form in which the dates are written.
with written as (
    {% for source_name, dataset, columns in dated_columns() %}
    {%- set last_dataset = loop.last -%}
    {% for column in columns %}
    select
        '{{ source_name }}' as source,
        '{{ dataset }}' as dataset,
        '{{ column }}' as column_name,
        _src_file_sha256 as src_file_sha256,
        _extract_date as extract_date,
        _region as region_slug,
        {{ filled_date('"' ~ column ~ '"') }} as date_text
    from {{ source('landing', source_name ~ '__' ~ dataset) }}
    {% if not (loop.last and last_dataset) %}union all{% endif %}
    {% endfor %}
    {% endfor %}
),

formed as (
    select
        written.*,
        {{ date_form('date_text') }} as date_form,
        case when {{ date_is_ambiguous('date_text') }} then 1 else 0 end as is_ambiguous
    from written
    where date_text is not null
)

select
    {{ delivery_columns() }},
    column_name,
    date_form,
    count(*) as dates,
    sum(is_ambiguous) as ambiguous_dates
from formed
group by {{ delivery_columns() }}, column_name, date_form
