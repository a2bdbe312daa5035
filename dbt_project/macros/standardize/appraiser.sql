{# Who appraised: an ASN has a NIP; a mayor, an officer of police or army (NON ASN) has another number or none. #}
{% macro appraiser_status(text) -%}
case
    when {{ spelling_key(text) }} = 'ASN' then 'ASN'
    when {{ spelling_key(text) }} = 'NONASN' then 'NON ASN'
end
{%- endmacro %}

{% macro appraiser_nip(digits, is_numeric) -%}
{{ usable_nip(digits, is_numeric) }}
{%- endmacro %}

{# The number of an ASN that cannot be read; numeric cells have a reason of their own. #}
{% macro appraiser_is_malformed(digits, is_numeric, status_text) -%}
(
    {{ digits }} is not null and not {{ is_numeric }}
    and {{ spelling_key(status_text) }} = 'ASN'
    and {{ nip_problem(digits) }} is not null
)
{%- endmacro %}
