{# Every regulation that a rule's legal basis names (several: 'A; B', 'A jo B') stands in the list. '-' is our own choice, a
   practice and a predecessor that was not seen are no regulation. #}
{% test cites_known_regulation(model, regulations) %}
with cited as (
    select
        rule_table,
        rule_id,
        valid_from,
        legal_basis,
        {{ text_parts("replace(legal_basis, ' jo ', '; ')", '; ') }} as unknown_regulation
    from {{ model }}
)

select distinct
    cited.rule_table || '.csv' as seed,
    cited.rule_id,
    cited.valid_from,
    cited.legal_basis,
    cited.unknown_regulation,
    'add it to seeds/reference/regulation.csv (docs/regulations.md)' as what_to_do
from cited
left join {{ regulations }} as listed on cited.unknown_regulation = listed.regulation
where
    listed.regulation is null
    and cited.unknown_regulation not in ('-', 'predecessor not seen')
    and cited.unknown_regulation not like 'practice (%'
order by seed, rule_id, valid_from, unknown_regulation
{% endtest %}
