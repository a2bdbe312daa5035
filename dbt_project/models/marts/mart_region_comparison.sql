-- Grain: one method version x year x indicator x region x group x estimate. Totals of each region, crude.
-- Every region of the seed is present, also where nothing is known of it. Small counts are suppressed (POL.SDC.MIN).
with snapshots as (
    select
        region_code,
        cast(extract(year from extract_date) as integer) as year,
        extract_date,
        row_number() over (
            partition by region_code, cast(extract(year from extract_date) as integer) order by extract_date desc
        ) as newest
    from (select distinct region_code, extract_date from {{ ref('fct_employee_snapshot') }}) as days
),

-- Who belonged to the region at the last snapshot of the year, and was not retired or gone.
staff as (
    select
        snapshots.region_code,
        snapshots.year,
        people.employee_key,
        people.employment_kind
    from snapshots
    inner join {{ ref('fct_employee_snapshot') }} as people
        on snapshots.region_code = people.region_code and snapshots.extract_date = people.extract_date
    where snapshots.newest = 1 and people.service_status <> 'NOT_APPLICABLE'
),

head_count as (
    select
        region_code,
        year,
        'head_count' as indicator,
        count(distinct employee_key) as n,
        cast(count(distinct employee_key) as decimal(18, 4)) as numerator,
        cast(null as decimal(18, 4)) as denominator
    from staff
    group by region_code, year
),

home as (
    select employee_key, last_region_code as region_code from {{ ref('dim_employee') }}
),

appraised as (
    select
        home.region_code,
        years.appraisal_year as year,
        'predikat_baik_share' as indicator,
        sum(case when years.gate in ('PASS', 'FAIL') then 1 else 0 end) as n,
        cast(sum(case when years.gate = 'PASS' then 1 else 0 end) as decimal(18, 4)) as numerator,
        cast(sum(case when years.gate in ('PASS', 'FAIL') then 1 else 0 end) as decimal(18, 4)) as denominator
    from {{ ref('int_performance__years') }} as years
    inner join home on years.employee_key = home.employee_key
    where home.region_code is not null
    group by home.region_code, years.appraisal_year
),

hours as (
    select employee_key, training_year, sum(duration_jp) as jp
    from {{ ref('fct_training') }}
    where is_counted
    group by employee_key, training_year
),

training_norm as (
    select cast(value as decimal(18, 4)) as min_jp, valid_from
    from {{ ref('rule') }}
    where rule_id = 'TRN.PNS.MIN'
),

-- Someone whose training was never asked for is unknown, not without training.
trained as (
    select
        staff.region_code,
        staff.year,
        'pns_20_jp_share' as indicator,
        count(*) as n,
        cast(sum(case when coalesce(hours.jp, 0) >= training_norm.min_jp then 1 else 0 end) as decimal(18, 4)) as numerator,
        cast(count(*) as decimal(18, 4)) as denominator
    from staff
    inner join {{ ref('int_coverage__people') }} as coverage
        on staff.employee_key = coverage.employee_key and coverage.dataset = 'rw_kursus' and coverage.has_answer
    inner join training_norm on {{ make_date('staff.year', '12', '31') }} >= training_norm.valid_from
    left join hours on staff.employee_key = hours.employee_key and staff.year = hours.training_year
    where staff.employment_kind = 'PNS'
    group by staff.region_code, staff.year
),

vacancies as (
    select
        region_code,
        cast(extract(year from extract_date) as integer) as year,
        count(*) as formasi,
        sum(posts) as posts
    from {{ ref('dim_vacancy') }}
    group by region_code, cast(extract(year from extract_date) as integer)
),

posts as (
    select
        region_code,
        year,
        'posts' as indicator,
        formasi as n,
        cast(posts as decimal(18, 4)) as numerator,
        cast(null as decimal(18, 4)) as denominator
    from vacancies
    union all
    select
        region_code,
        year,
        'posts_per_formasi' as indicator,
        formasi as n,
        cast(posts as decimal(18, 4)) as numerator,
        cast(formasi as decimal(18, 4)) as denominator
    from vacancies
),

measured as (
    select * from head_count
    union all
    select * from appraised
    union all
    select * from trained
    union all
    select * from posts
),

universe as (
    select
        asked.year,
        asked.indicator,
        region.region_code,
        region.region_name
    from (select distinct year, indicator from measured) as asked
    cross join {{ ref('dim_region') }} as region
),

disclosure as (
    select cast(value as integer) as min_count from {{ ref('rule') }} where rule_id = 'POL.SDC.MIN'
),

guarded as (
    select
        universe.year,
        universe.indicator,
        universe.region_code,
        universe.region_name,
        measured.n,
        measured.numerator,
        measured.denominator,
        -- posts are published vacancies, not people: nothing to protect
        universe.indicator not in ('posts', 'posts_per_formasi')
        and (
            measured.n < disclosure.min_count
            or (
                measured.denominator is not null
                and (
                    measured.numerator < disclosure.min_count
                    or measured.denominator - measured.numerator < disclosure.min_count
                )
            )
        ) as is_small,
        measured.region_code is null as is_missing
    from universe
    cross join disclosure
    left join measured
        on
            universe.year = measured.year
            and universe.indicator = measured.indicator
            and universe.region_code = measured.region_code
)

select
    '1' as method_version,
    guarded.year,
    guarded.indicator,
    case
        when guarded.indicator = 'head_count' then 'people'
        when guarded.indicator = 'posts' then 'posts'
        when guarded.indicator = 'posts_per_formasi' then 'posts per formasi'
        else 'percent'
    end as unit,
    guarded.region_code,
    guarded.region_name,
    'total' as group_type,
    'all' as group_value,
    'crude' as estimate,
    cast(case when not coalesce(guarded.is_small, false) then guarded.n end as bigint) as n,
    case when not coalesce(guarded.is_small, false) then guarded.numerator end as numerator,
    case when not coalesce(guarded.is_small, false) then guarded.denominator end as denominator,
    case
        when coalesce(guarded.is_small, false) or guarded.is_missing then cast(null as decimal(18, 4))
        when guarded.denominator is null then guarded.numerator
        when guarded.denominator = 0 then cast(null as decimal(18, 4))
        else
            cast(
                guarded.numerator * case when guarded.indicator = 'posts_per_formasi' then 1 else 100 end
                / guarded.denominator as decimal(18, 4)
            )
    end as value,
    cast(null as decimal(18, 4)) as ci_lower,
    cast(null as decimal(18, 4)) as ci_upper,
    'none' as ci_method,
    'none' as reference_population,
    coalesce(guarded.is_small, false) as is_suppressed,
    case
        when coalesce(guarded.is_small, false) then 'count below the disclosure threshold'
        when guarded.is_missing then 'no data'
        else ''
    end as suppression_reason,
    {{ is_synthetic() }} as is_synthetic
from guarded
