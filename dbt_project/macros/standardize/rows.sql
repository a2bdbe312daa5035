{# The columns that every staging model starts with, from the provenance columns of landing. #}
{% macro row_identity() -%}
_region || '/' || cast(_extract_date as varchar) || '/' || {{ src_row_id() }} as row_key,
{{ src_row_id() }} as src_row_id,
_src_file_sha256 as src_file_sha256,
_src_row as src_row,
_src_item as src_item,
_src_row_hash as src_row_hash,
_extract_date as extract_date,
_region as region_slug,
_is_synthetic as is_synthetic
{%- endmacro %}

{% macro src_row_id() -%}
substr(_src_file_sha256, 1, 12) || ':' || cast(_src_row as varchar) || coalesce(':' || cast(_src_item as varchar), '')
{%- endmacro %}

{# The provenance columns, passed on as they are. #}
{% macro row_identity_columns() -%}
row_key,
src_row_id,
src_file_sha256,
src_row,
src_item,
src_row_hash,
extract_date,
region_slug,
is_synthetic
{%- endmacro %}

{# What `judgement_columns` makes the text of the record from. #}
{% macro delivered_record() -%}
_record,
_src_rest,
_line_error
{%- endmacro %}

{# One key with two contents: `within` is the file, and for recorded answers the line too. Looked for in narrow groups: next
   to no key has any. #}
{% macro has_two_contents(relation, within, key) -%}
({{ key }}, {{ within }}) in (
    select {{ key }}, {{ within }}
    from {{ relation }} as alike
    where {{ key }} is not null
    group by {{ key }}, {{ within }}
    having min(src_row_hash) <> max(src_row_hash)
)
{%- endmacro %}

{# True where any of the pairs [text, typed] holds a text that could not be read. #}
{% macro any_unread(pairs) -%}
({% for text, typed in pairs %}({{ text }} is not null and {{ typed }} is null){{ ' or ' if not loop.last }}{% endfor %})
{%- endmacro %}

{# The columns of a staging model that judge its row. `reasons`: the codes of its reasons, sorted and joined by a comma, ''
   for a good one. `unknown_code_columns`: where the reason code_unknown lies. `rules`: reason code -> condition, or column
   -> condition where the reason can lie in several. A line that is no answer, or none of the table, has that one reason:
   there is no record to judge. #}
{% macro judgement(rules, line_error=none, footnote=none) -%}
{%- if line_error or footnote %}case
    {% if line_error %}when {{ line_error }} is not null then 'error_answer'{% endif %}
    {% if footnote %}when {{ footnote }} then 'footnote'{% endif %}
    else {% endif -%}
concat_ws(
    ','
    {%- for code, rule in rules | dictsort %},
    case when {{ rule.values() | join(' or ') if rule is mapping else rule }} then '{{ code }}' end
    {%- endfor %}
)
{%- if line_error or footnote %} end{% endif %} as reasons,
{% if rules['code_unknown'] is mapping -%}
concat_ws(
    ','
    {%- for column, condition in rules['code_unknown'] | dictsort(case_sensitive=true) %},
    case when {{ condition }} then '{{ column }}' end
    {%- endfor %}
)
{%- else -%}
''
{%- endif %} as unknown_code_columns
{%- endmacro %}

{# What was found of a row. Only one with a reason needs its record as JSON (see audit_quarantine): the registered columns,
   then what no registered column holds; a line that is no answer stands as it came. #}
{% macro judgement_columns() -%}
reasons,
unknown_code_columns,
case
    when reasons = '' then null
    when _src_rest is null then {{ json_text('_record') }}
    when _line_error is not null then {{ json_text(struct_of(['_src_rest'])) }}
    else
        substr({{ json_text('_record') }}, 1, length({{ json_text('_record') }}) - 1) || ',' || substr(_src_rest, 2)
end as raw_text
{%- endmacro %}
