-- Grain: one measure x region x year x subject x bin: whether and when people were promoted in rank. The subject is a person; in
-- time_in_rank a rank of a person, with one bin for each half-year of it in which they were seen.
with candidates as (
    select
        *,
        max(period_date) over (partition by region_code, year) as last_period_date
    from {{ ref('int_objectivity__candidates') }}
    where standing = 'eligible'
),

promotion as (
    select
        region_code,
        year,
        employee_key,
        max(sex) as sex,
        case when max(case when was_promoted then 1 else 0 end) = 1 then 'promoted' else 'not_promoted' end as bin
    from candidates
    group by region_code, year, employee_key
),

waiting as (
    select
        candidates.region_code,
        candidates.year,
        candidates.employee_key,
        candidates.sex,
        bins.bin
    from candidates
    inner join {{ ref('measure_bin') }} as bins
        on
            bins.measure = 'promotion_waiting'
            and {{ add_months('candidates.waiting_since', 'cast(bins.lower_value as integer)') }} <= candidates.period_date
            and {{ add_months('candidates.waiting_since', 'cast(coalesce(bins.upper_value, 9999) as integer)') }} > candidates.period_date
    where candidates.period_date = candidates.last_period_date and not candidates.was_promoted
),

-- Half-years are counted from the day of the rank; what lies more than five years before the extract is not looked at.
spells as (
    select
        people.region_code,
        people.year,
        people.employee_key,
        people.sex,
        rank.valid_from,
        people.extract_date,
        {{ add_years('people.extract_date', -5) }} as seen_from,
        case when rank.valid_to <= people.extract_date then rank.valid_to end as ended_on,
        lead(rank.ordinal) over (partition by people.region_code, people.year, people.employee_key order by rank.valid_from, rank.spell)
        > rank.ordinal as ended_by_promotion
    from {{ ref('int_comparison__people') }} as people
    inner join {{ ref('int_rank__spells') }} as rank
        on people.employee_key = rank.employee_key and people.extract_date >= rank.valid_from
    where people.employment_kind = 'PNS'
),

half_years as (
    select
        spells.*,
        bins.bin_order,
        bins.bin,
        {{ add_months('spells.valid_from', 'cast(12 * (bins.lower_value - 0.5) as integer)') }} as begins,
        {{ add_months('spells.valid_from', 'cast(12 * bins.lower_value as integer)') }} as ends
    from spells
    inner join {{ ref('measure_bin') }} as bins on bins.measure = 'time_in_rank' and bins.bin like '% not promoted'
),

-- A half-year counts if it was seen to its end, or to the promotion in it.
seen as (
    select
        region_code,
        year,
        employee_key || ' ' || cast(valid_from as varchar) as subject,
        sex,
        case when ended_by_promotion and ended_on <= ends then substr(bin, 1, 2) || ' promoted' else bin end as bin
    from half_years
    where
        begins >= seen_from
        and begins < coalesce(ended_on, extract_date)
        and (ends <= coalesce(ended_on, extract_date) or (ended_by_promotion and ended_on <= ends))
)

select 'promotion' as measure, region_code, year, employee_key as subject, sex, bin from promotion
union all
select 'promotion_waiting' as measure, region_code, year, employee_key as subject, sex, bin from waiting
union all
select 'time_in_rank' as measure, region_code, year, subject, sex, bin from seen
