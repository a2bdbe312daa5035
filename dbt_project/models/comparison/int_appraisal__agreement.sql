-- Grain: one year x region x unit: sums over multi-rater scores, of which the agreement of raters is computed.
-- What is rated is one core value of a person in one round; a person's own score is no rater's.
with rated as (
    select
        cast(substr(rating.period, 1, 4) as integer) as year,
        rating.region_code,
        people.unit,
        rating.employee_key || ' ' || rating.period || ' ' || rating.value_code as subject,
        count(*) as scores,
        sum(rating.score) as total,
        sum(rating.score * rating.score) as squares
    from {{ ref('fct_behaviour_rating') }} as rating
    inner join {{ ref('int_comparison__people') }} as people
        on
            rating.employee_key = people.employee_key
            and rating.region_code = people.region_code
            and cast(substr(rating.period, 1, 4) as integer) = people.year
    where rating.rater_role <> 'SELF'
    group by
        cast(substr(rating.period, 1, 4) as integer),
        rating.region_code,
        people.unit,
        rating.employee_key || ' ' || rating.period || ' ' || rating.value_code
)

{% for unit in ["'all'", 'unit'] %}
select
    year,
    region_code,
    {{ unit }} as unit,
    count(*) as subjects,
    cast(sum(scores) as bigint) as scores,
    cast(sum(scores * scores) as decimal(18, 4)) as squared_sizes,
    cast(sum(cast(total * total as decimal(28, 4)) / scores) as decimal(28, 4)) as between_subjects,
    cast(sum(squares) as decimal(28, 4)) as squares,
    cast(sum(total) as decimal(28, 4)) as total
from rated
{% if unit == 'unit' %}where unit <> 'unknown'{% endif %}
group by year, region_code{{ ', unit' if unit == 'unit' }}
{% if not loop.last %}union all{% endif %}
{% endfor %}
