-- Grain: one training record of a person. A certificate that is delivered twice counts once (is_counted).
-- The training belongs to the year in which it ended. No hours in the record: null, not 0.
with records as (
    select
        identity.employee_key,
        courses.region_slug,
        courses.course_name,
        courses.training_kind_id,
        courses.certificate_number,
        courses.organiser,
        courses.start_date,
        courses.end_date,
        coalesce(cast(extract(year from coalesce(courses.end_date, courses.start_date)) as integer), courses.training_year)
            as training_year,
        courses.duration_jp,
        courses.row_key,
        courses.src_row_id
    from {{ ref('stg_pelatihan__rw_kursus') }} as courses
    inner join {{ ref('int_rows__resolve') }} as resolved
        on courses.row_key = resolved.row_key and resolved.dataset = 'rw_kursus' and resolved.disposition = 'used'
    inner join {{ ref('int_identity__resolve') }} as identity on courses.nip = identity.nip
),

repeated as (
    select
        records.*,
        row_number() over (
            partition by employee_key, coalesce(upper(certificate_number), row_key)
            order by row_key
        ) as repetition
    from records
)

select
    repeated.employee_key,
    region.region_code,
    repeated.training_year,
    repeated.course_name,
    repeated.training_kind_id,
    repeated.certificate_number,
    repeated.organiser,
    repeated.start_date,
    repeated.end_date,
    repeated.duration_jp,
    repeated.repetition = 1 as is_counted,
    repeated.row_key,
    repeated.src_row_id as src_row_ids,
    {{ is_synthetic() }} as is_synthetic
from repeated
inner join {{ ref('region') }} as region on repeated.region_slug = region.region_slug
