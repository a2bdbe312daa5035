-- Grain: one admitted file x column of dates x form in which the dates are written.
-- A date is written again and again: each spelling is read once.
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
        "{{ column }}" as cell,
        count(*) as cells
    from {{ source('landing', source_name ~ '__' ~ dataset) }}
    where "{{ column }}" is not null
    group by _src_file_sha256, _extract_date, _region, "{{ column }}"
    {% if not (loop.last and last_dataset) %}union all{% endif %}
    {% endfor %}
    {% endfor %}
),

spelled as (
    select
        cell,
        {{ filled_date('cell') }} as date_text
    from (select distinct cell from written) as spelling
),

formed as (
    select
        cell,
        {{ date_form('date_text') }} as date_form,
        case when {{ date_is_ambiguous('date_text') }} then 1 else 0 end as is_ambiguous
    from spelled
    where date_text is not null
)

select
    {{ delivery_columns() }},
    written.column_name,
    formed.date_form,
    cast(sum(written.cells) as bigint) as dates,
    sum(written.cells * formed.is_ambiguous) as ambiguous_dates
from written
inner join formed on written.cell = formed.cell
group by {{ delivery_columns() }}, written.column_name, formed.date_form
