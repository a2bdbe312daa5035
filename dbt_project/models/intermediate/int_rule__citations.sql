-- Grain: one evaluation date x criterion: the rule row that a verdict cites.
with cited as (
    select criterion, rule_id, legal_basis, article, valid_from, valid_to, confidence
    from {{ ref('rule') }}
    where is_cited
    union all
    select 'period_date' as criterion, rule_id, legal_basis, article, valid_from, valid_to, min(confidence) as confidence
    from {{ ref('promotion_period') }}
    group by rule_id, legal_basis, article, valid_from, valid_to
)

select
    dates.evaluation_date,
    cited.criterion,
    cited.rule_id,
    case when cited.article = '-' then cited.legal_basis else cited.legal_basis || ' ' || cited.article end as legal_basis,
    cited.valid_from as rule_valid_from,
    cited.confidence as rule_confidence
from {{ ref('int_evaluation__dates') }} as dates
inner join cited
    on
        {{ in_interval('dates.evaluation_date', 'cited') }}
