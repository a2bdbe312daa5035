-- Grain: one rule (rule_id): the fingerprint of all its rows, and the weakest confidence among them.
-- Two published versions differ in a rule exactly where its rule_version differs.
with rules as (
    select
        rule_id,
        count(*) as rule_rows,
        min(valid_from) as first_valid_from,
        case when count(valid_to) = count(*) then max(valid_to) end as last_valid_to,
        max({{ confidence_order('confidence') }}) as weakest_order,
        {{ surrogate_key([join_distinct('rule_row_hash', ',')]) }} as rule_version,
        min(rule_set_version) as rule_set_version
    from {{ ref('dim_rule') }}
    group by rule_id
),

marks as (
    select distinct confidence, {{ confidence_order('confidence') }} as confidence_order from {{ ref('dim_rule') }}
)

select
    rules.rule_id,
    rules.rule_rows,
    rules.first_valid_from,
    rules.last_valid_to,
    marks.confidence as weakest_confidence,
    rules.rule_version,
    rules.rule_set_version
from rules
inner join marks on rules.weakest_order = marks.confidence_order
