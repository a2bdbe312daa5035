-- Grain: one measure x region x year x person of the staff: the bin that the person falls into.
-- Whoever was not asked about is in the bin "unknown", never in "no".
with people as (
    select region_code, year, extract_date, employee_key, employment_kind, position_name
    from {{ ref('int_comparison__people') }}
),

answers as (
    select
        employee_key,
        max(case when dataset in ('rw_skp22', 'rw_skp') then 1 else 0 end) as appraisals,
        max(case when dataset = 'rw_kursus' then 1 else 0 end) as training,
        max(case when dataset = 'rw_penghargaan' then 1 else 0 end) as awards,
        max(case when dataset = 'rw_hukdis' then 1 else 0 end) as discipline
    from {{ ref('int_coverage__people') }}
    where has_answer
    group by employee_key
),

-- Lists: with an admitted file of the region, no row means none.
lists as (
    select distinct region_code from {{ ref('stg_landing__file') }}
    where dataset = 'umpan_balik' and status = 'admitted'
),

reporting as (
    select distinct region_code, cast(extract(year from month_start) as integer) as year
    from {{ ref('fct_activity_month') }}
),

-- Two predikat for one year are no predikat.
appraisals as (
    select
        employee_key,
        appraisal_year,
        case when min(predikat) = max(predikat) then min(predikat) end as predikat
    from {{ ref('fct_performance') }}
    where is_gate_record
    group by employee_key, appraisal_year
),

trainings as (
    select
        training.employee_key,
        training.training_year,
        sum(training.duration_jp) as jp,
        max(case when kind.development_kind in ('coaching', 'mentoring') then 1 else 0 end) as coached
    from {{ ref('fct_training') }} as training
    left join {{ ref('training_kind') }} as kind on training.training_kind_id = kind.training_kind_id
    where training.is_counted
    group by training.employee_key, training.training_year
),

-- Names of posts and of trainings, each with the fields that its words tell.
fields as (
    {% for side, relation, name in [('post', 'int_comparison__people', 'position_name'), ('training', 'fct_training', 'course_name')] %}
    select distinct '{{ side }}' as side, names.{{ name }} as name, field.field
    from (select distinct {{ name }} from {{ ref(relation) }}) as names
    inner join {{ ref('training_field') }} as field
        on field.side = '{{ side }}' and upper(names.{{ name }}) like '%' || field.word || '%'
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

post_fields as (
    select distinct name from fields where side = 'post'
),

trained_in_field as (
    select distinct people.region_code, people.year, people.employee_key
    from people
    inner join fields as post on people.position_name = post.name and post.side = 'post'
    inner join {{ ref('fct_training') }} as training
        on people.employee_key = training.employee_key and people.year = training.training_year and training.is_counted
    inner join fields as course
        on training.course_name = course.name and post.field = course.field and course.side = 'training'
),

active as (
    select distinct employee_key, region_code, cast(extract(year from month_start) as integer) as year
    from {{ ref('fct_activity_month') }}
),

-- One outcome a person and year: upheld before rejected before open.
objections as (
    select
        employee_key,
        appraisal_year,
        min(case decision when 'DITERIMA' then '1 upheld' when 'DITOLAK' then '2 rejected' else '3 open' end) as outcome
    from {{ ref('fct_feedback') }}
    where feedback_kind = 'KEBERATAN'
    group by employee_key, appraisal_year
),

dated as (
    select
        employee_key,
        cast(extract(year from event_date) as integer) as year,
        max(case when event_type = 'award' then 1 else 0 end) as awarded,
        max(case when event_type = 'discipline' then 1 else 0 end) as punished
    from {{ ref('fct_career_event') }}
    where event_type in ('award', 'discipline') and event_date is not null
    group by employee_key, cast(extract(year from event_date) as integer)
),

found as (
    select
        people.region_code,
        people.year,
        people.employee_key,
        people.employment_kind,
        of_year.predikat,
        case
            when of_year_before.predikat is not null then 'yes'
            when answers.appraisals = 1 then 'no'
        end as appraised_in_time,
        case when active.employee_key is not null then 'yes' when reporting.year is not null then 'no' end as activity,
        coalesce(substr(objections.outcome, 3), case when lists.region_code is not null then 'none' end) as objection,
        case when answers.training = 1 or trainings.jp is not null then coalesce(trainings.jp, 0) end as jp,
        case
            when trainings.employee_key is not null or trained_before.employee_key is not null then 'yes'
            when answers.training = 1 then 'no'
        end as training_two_years,
        case
            when post_fields.name is null then 'unknown'
            when trained_in_field.employee_key is not null then 'yes'
            when answers.training = 1 then 'no'
        end as training_field,
        case when trainings.coached = 1 then 'yes' when answers.training = 1 then 'no' end as coaching,
        case when dated.awarded = 1 then 'yes' when answers.awards = 1 then 'no' end as award,
        case when dated.punished = 1 then 'yes' when answers.discipline = 1 then 'no' end as discipline
    from people
    left join answers on people.employee_key = answers.employee_key
    left join lists on people.region_code = lists.region_code
    left join reporting on people.region_code = reporting.region_code and people.year = reporting.year
    left join appraisals as of_year
        on people.employee_key = of_year.employee_key and people.year = of_year.appraisal_year
    left join appraisals as of_year_before
        on people.employee_key = of_year_before.employee_key and people.year = of_year_before.appraisal_year + 1
    left join trainings on people.employee_key = trainings.employee_key and people.year = trainings.training_year
    left join trainings as trained_before
        on people.employee_key = trained_before.employee_key and people.year = trained_before.training_year + 1
    left join post_fields on people.position_name = post_fields.name
    left join trained_in_field
        on
            people.region_code = trained_in_field.region_code
            and people.year = trained_in_field.year
            and people.employee_key = trained_in_field.employee_key
    left join active
        on
            people.employee_key = active.employee_key
            and people.region_code = active.region_code
            and people.year = active.year
    left join objections on people.employee_key = objections.employee_key and people.year = objections.appraisal_year
    left join dated on people.employee_key = dated.employee_key and people.year = dated.year
),

answered as (
    {% for measure in ['employment_kind', 'predikat', 'appraised_in_time', 'activity', 'objection', 'training_two_years', 'training_field', 'coaching', 'award', 'discipline'] %}
    select '{{ measure }}' as measure, region_code, year, employee_key, coalesce({{ measure }}, 'unknown') as bin from found
    union all
    {% endfor %}
    select
        measure.measure,
        found.region_code,
        found.year,
        found.employee_key,
        coalesce(bins.bin, 'unknown') as bin
    from found
    inner join {{ ref('measure') }} as measure
        on found.employment_kind = measure.population and measure.measure like 'training%'
    left join {{ ref('measure_bin') }} as bins
        on
            measure.measure = bins.measure
            and found.jp >= bins.lower_value
            and found.jp < coalesce(bins.upper_value, 1000000)
)

select measure, region_code, year, employee_key, bin from answered
