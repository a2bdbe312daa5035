{# How a name that extracts write finds the entity that it names, the same for units and for positions. #}

{# CTE best: of the ways in which a mention fits (CTE fitting: mention_key, entity_id, choice, method), those of each choice,
   the surest first. #}
{% macro best_match() -%}
best as (
    select
        mention_key,
        choice,
        min(method) as method,
        min(entity_id) as entity_id,
        count(distinct entity_id) as entities,
        row_number() over (partition by mention_key order by choice) as rank_of_choice
    from fitting
    group by mention_key, choice
)
{%- endmacro %}

{# CTEs nearest and judged: each mention of the CTE `mentions` with its best fit; else the nearest of the CTE likely
   (mention_key, entity_id, score) as a candidate, never as the match. #}
{% macro judged_match(mentions) -%}
nearest as (
    select
        mention_key,
        entity_id,
        score,
        row_number() over (partition by mention_key order by score desc, entity_id) as nearness
    from likely
),

judged as (
    select
        {{ mentions }}.*,
        case
            when best.entities = 1 then best.method
            when best.entities > 1 then 'ambiguous'
            when nearest.score >= proposal.min_score then 'similar'
            else 'none'
        end as method,
        case when best.entities > 0 then 1 when nearest.score >= proposal.min_score then nearest.score else 0 end as score,
        coalesce(best.entity_id, case when nearest.score >= proposal.min_score then nearest.entity_id end) as nearest_id,
        coalesce(best.entities, 0) as fitting
    from {{ mentions }}
    left join best on {{ mentions }}.mention_key = best.mention_key and best.rank_of_choice = 1
    left join nearest on {{ mentions }}.mention_key = nearest.mention_key and nearest.nearness = 1
    cross join {{ ref('match_method') }} as proposal
    where proposal.method = 'similar'
)
{%- endmacro %}

{# What `judged` and its `method` come to: only a sure method gives a key. #}
{% macro match_columns() -%}
judged.method,
cast(judged.score as decimal(4, 3)) as score,
method.is_sure,
case when method.is_sure then judged.nearest_id end as matched_id,
case when not method.is_sure then judged.nearest_id end as candidate_id,
cast(judged.fitting as integer) as fitting
{%- endmacro %}
