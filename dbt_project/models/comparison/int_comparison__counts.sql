-- Grain: one measure x region x year x bin x group: true counts, also of nobody. Nothing public may read this model;
-- int_disclosure__counts is what everyone computes from.
with sorted_in as (
    select
        answered.measure,
        answered.region_code,
        answered.year,
        answered.bin,
        people.sex,
        people.golongan_group,
        people.education,
        people.unit,
        people.stratum,
        people.position_class,
        people.age_band
    from {{ ref('int_measure__staff') }} as answered
    inner join {{ ref('int_comparison__people') }} as people
        on
            answered.region_code = people.region_code
            and answered.year = people.year
            and answered.employee_key = people.employee_key
),

counted as (
    {% set few_groups = {'total': "'all'", 'sex': 'sex'} %}
    {% for relation, groups in [
        ('sorted_in', comparison_groups()),
        (ref('int_measure__applicants'), few_groups),
        (ref('int_measure__promotions'), few_groups),
    ] %}
    {%- set last_relation = loop.last %}
    {% for group_type, group_value in groups.items() %}
    select
        measure,
        region_code,
        year,
        bin,
        '{{ group_type }}' as group_type,
        {{ group_value }} as group_value,
        count(*) as people
    from {{ relation }}
    group by measure, region_code, year, bin, {{ group_value }}
    {% if not (loop.last and last_relation) %}union all{% endif %}
    {% endfor %}
    {% endfor %}
),

-- Each measure with the one that counts the heads of its population; the kinds of staff are bins of that of all staff.
populations as (
    select measure.measure, head.measure as head_measure, '' as kind
    from {{ ref('measure') }} as measure
    inner join {{ ref('measure') }} as head on measure.population = head.population
    where head.is_head
    union all
    select measure.measure, head.measure as head_measure, measure.population as kind
    from {{ ref('measure') }} as measure
    inner join {{ ref('measure_bin') }} as bins on measure.population = bins.bin
    inner join {{ ref('measure') }} as head on bins.measure = head.measure
    where head.is_head
),

-- Which cells a table has depends on no small count: a group that few people have must look like one that nobody has. Groups are
-- those of anybody in the population, units those of the region and year.
asked as (
    select distinct populations.*, heads.region_code, heads.year, groups.group_type, groups.group_value
    from populations
    inner join counted as heads on populations.head_measure = heads.measure
    inner join (select distinct measure, group_type, group_value from counted where group_type <> 'unit') as groups
        on populations.head_measure = groups.measure
    union all
    select distinct populations.*, heads.region_code, heads.year, heads.group_type, heads.group_value
    from populations
    inner join counted as heads on populations.head_measure = heads.measure
    where heads.group_type = 'unit'
)

select
    asked.measure,
    asked.head_measure,
    asked.kind,
    asked.region_code,
    asked.year,
    bins.bin,
    asked.group_type,
    asked.group_value,
    cast(coalesce(counted.people, 0) as bigint) as people
from asked
inner join {{ ref('measure_bin') }} as bins on asked.measure = bins.measure
left join counted
    on
        asked.measure = counted.measure
        and asked.region_code = counted.region_code
        and asked.year = counted.year
        and bins.bin = counted.bin
        and asked.group_type = counted.group_type
        and asked.group_value = counted.group_value
