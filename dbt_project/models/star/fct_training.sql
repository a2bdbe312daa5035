-- Grain: one training record of a person. A certificate that is delivered twice, also by two sources, counts once
-- (is_counted): the record of the courses first, then of leadership training, then of the local export.
-- The training belongs to the year in which it ended (TRN.YEAR). No hours in the record: null, not 0.
{% set sources = [
    ['rw_kursus', 'record.course_name', 'record.training_kind_id', 'cast(null as varchar)'],
    ['rw_diklat', 'record.training_name', "'1'", 'record.structural_training_id'],
    ['rekap_pelatihan', 'record.course_name', 'record.training_kind_id', 'cast(null as varchar)'],
] %}
with records as (
    {% for dataset, course_name, training_kind_id, structural_training_id in sources %}
    select
        identity.employee_key,
        region.region_code,
        '{{ dataset }}' as dataset,
        {{ loop.index }} as preference,
        {{ course_name }} as course_name,
        {{ training_kind_id }} as training_kind_id,
        {{ structural_training_id }} as structural_training_id,
        record.certificate_number,
        record.organiser,
        record.start_date,
        record.end_date,
        coalesce(
            cast(extract(year from case
                when {{ policy('TRN.YEAR') }} = 'end date' then coalesce(record.end_date, record.start_date)
                else coalesce(record.start_date, record.end_date)
            end) as integer),
            record.training_year
        ) as training_year,
        record.duration_jp,
        record.row_key,
        record.src_row_id
    from {{ ref('stg_pelatihan__' ~ dataset) }} as record
    {{ join_used('record', dataset) }}
    {{ join_person('record') }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

repeated as (
    select
        records.*,
        row_number() over (
            partition by
                employee_key,
                coalesce({{ certificate_key('certificate_number') }}, dataset || '|' || row_key)
            order by preference, row_key
        ) as repetition
    from records
)

select
    employee_key,
    region_code,
    dataset,
    training_year,
    course_name,
    training_kind_id,
    structural_training_id,
    certificate_number,
    organiser,
    start_date,
    end_date,
    duration_jp,
    repetition = 1 as is_counted,
    row_key,
    src_row_id as src_row_ids,
    {{ is_synthetic() }} as is_synthetic
from repeated
