-- Grain: one evaluation date x track x criterion: the rule row that a verdict cites.
with track_names as (
    {% for track in tracks() %}
    select '{{ track }}' as track
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

cited as (
    select track, criterion, rule_id, legal_basis, article, valid_from, valid_to, confidence
    from {{ ref('rule') }}
    where is_cited
    union all
    select
        '*' as track,
        'period_date' as criterion,
        rule_id,
        legal_basis,
        article,
        valid_from,
        valid_to,
        min(confidence) as confidence
    from {{ ref('promotion_period') }}
    group by rule_id, legal_basis, article, valid_from, valid_to
)

select
    dates.evaluation_date,
    track_names.track,
    cited.criterion,
    cited.rule_id,
    case when cited.article = '-' then cited.legal_basis else cited.legal_basis || ' ' || cited.article end as legal_basis,
    cited.valid_from as rule_valid_from,
    cited.confidence as rule_confidence
from {{ ref('int_evaluation__dates') }} as dates
inner join cited on {{ in_interval('dates.evaluation_date', 'cited') }}
inner join track_names on cited.track in ('*', track_names.track)
