-- Grain: one measure x region x year x bin x group: true counts. Nothing public may read this model; int_disclosure__counts
-- is what everyone computes from.
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
)

{% for group_type, group_value in comparison_groups().items() %}
select
    measure,
    region_code,
    year,
    bin,
    '{{ group_type }}' as group_type,
    {{ group_value }} as group_value,
    count(*) as people
from sorted_in
group by measure, region_code, year, bin, {{ group_value }}
{% if not loop.last %}union all{% endif %}
{% endfor %}
{% for relation in ['int_measure__applicants', 'int_measure__promotions'] %}
{% for group_type, group_value in [('total', "'all'"), ('sex', 'sex')] %}
union all
select
    measure,
    region_code,
    year,
    bin,
    '{{ group_type }}' as group_type,
    {{ group_value }} as group_value,
    count(*) as people
from {{ ref(relation) }}
group by measure, region_code, year, bin, {{ group_value }}
{% endfor %}
{% endfor %}
