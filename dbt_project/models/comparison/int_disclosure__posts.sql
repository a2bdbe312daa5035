-- Grain: one indicator x region x year about posts, protected like people: a post is what one person gets, so an exact number of
-- posts, or of posts filled, would tell how many were chosen.
with published as (
    select
        region_code,
        cast(extract(year from extract_date) as integer) as year,
        count(*) as formasi,
        sum(posts) as posts
    from {{ ref('dim_vacancy') }}
    group by region_code, cast(extract(year from extract_date) as integer)
),

-- The vacancies of a selection, known by those who applied for them.
applied_for as (
    select distinct selection.region_code, selection.selection_year as year, selection.vacancy_key
    from {{ ref('fct_selection') }} as selection
    where selection.dataset = 'seleksi' and selection.vacancy_key is not null
),

selected_for as (
    select
        applied_for.region_code,
        applied_for.year,
        sum(vacancy.posts) as posts
    from applied_for
    inner join {{ ref('dim_vacancy') }} as vacancy on applied_for.vacancy_key = vacancy.vacancy_key
    group by applied_for.region_code, applied_for.year
),

announced as (
    select
        region_code,
        cast(extract(year from announced_date) as integer) as year,
        count(distinct vacancy_id) as posts,
        count(distinct case when is_selected then vacancy_id end) as filled_posts
    from {{ ref('fct_open_selection') }}
    where announced_date is not null
    group by region_code, cast(extract(year from announced_date) as integer)
),

parameters as (
    select
        max(case when rule_id = 'POL.SDC.BASE' then cast(value as bigint) end) as base,
        max(case when rule_id = 'POL.SDC.MIN' then cast(value as bigint) end) as min_count
    from {{ ref('rule') }}
    where rule_id in ('POL.SDC.BASE', 'POL.SDC.MIN')
),

posts as (
    {% for what, relation, column in [
        ('formasi', 'published', 'formasi'),
        ('posts', 'published', 'posts'),
        ('selected_for', 'selected_for', 'posts'),
        ('announced', 'announced', 'posts'),
        ('filled', 'announced', 'filled_posts'),
    ] %}
    select
        '{{ what }}' as what,
        counted.region_code,
        counted.year,
        cast(floor((counted.{{ column }} + parameters.base / 2.0) / parameters.base) as bigint) * parameters.base as number,
        parameters.base
    from {{ relation }} as counted
    cross join parameters
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- One line of everything that is counted; applicants are protected already.
protected as (
    select what, region_code, year, number, {{ at_least('number', 'base') }} as at_least from posts
    union all
    select measure as what, region_code, year, sum(people) as number, sum(at_least) as at_least
    from {{ ref('int_disclosure__counts') }}
    where measure in ('applicant_outcome', 'open_outcome') and group_type = 'total'
    group by measure, region_code, year
),

asked as (
    {% for indicator, top, bottom in [
        ('posts', 'posts', ''),
        ('posts_per_formasi', 'posts', 'formasi'),
        ('open_posts', 'announced', ''),
        ('open_posts_filled_share', 'filled', 'announced'),
        ('applicants_per_post', 'applicant_outcome', 'selected_for'),
        ('open_applicants_per_post', 'open_outcome', 'announced'),
    ] %}
    select '{{ indicator }}' as indicator, '{{ top }}' as top, '{{ bottom }}' as bottom
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    asked.indicator,
    tops.region_code,
    tops.year,
    cast(coalesce(bottoms.number, tops.number) as bigint) as n,
    cast(tops.number as bigint) as numerator,
    cast(bottoms.number as bigint) as denominator,
    least(tops.at_least, coalesce(bottoms.at_least, tops.at_least)) < parameters.min_count as is_small
from asked
inner join protected as tops on asked.top = tops.what
left join protected as bottoms
    on asked.bottom = bottoms.what and tops.region_code = bottoms.region_code and tops.year = bottoms.year
cross join parameters
where asked.bottom = '' or bottoms.number is not null
