-- Grain: one diploma of a person, with the day from which it counts.
-- It counts from the GELAR row of its level in ujian; else from the diploma's own date (recording_assumed), if
-- POL.EDU.RECORDING takes that; with a year only from the day that POL.EDU.YEAR_ONLY names in it. recorded_date is null where
-- none is known.
with answered as (
    select employee_key from {{ ref('int_coverage__people') }} where dataset = 'rw_pendidikan' and has_answer
),

history as (
    select
        identity.employee_key,
        education.education_level_id,
        education.education_name,
        education.graduation_date,
        education.graduation_year,
        false as from_profile,
        education.row_key,
        education.src_row_id
    from {{ ref('stg_kepegawaian__rw_pendidikan') }} as education
    inner join {{ ref('int_rows__resolve') }} as resolved
        on
            education.row_key = resolved.row_key
            and resolved.dataset = 'rw_pendidikan'
            and resolved.disposition = 'used'
    inner join {{ ref('int_identity__resolve') }} as identity on education.nip = identity.nip
),

profiles as (
    select
        newest.employee_key,
        profile.education_level_id,
        profile.education_name,
        cast(null as date) as graduation_date,
        profile.graduation_year,
        true as from_profile,
        profile.row_key,
        profile.src_row_id
    from {{ ref('int_profile__newest') }} as newest
    inner join {{ ref('stg_kepegawaian__profil_asn') }} as profile on newest.row_key = profile.row_key
    left join answered on newest.employee_key = answered.employee_key
    where
        answered.employee_key is null
        and profile.education_level_id is not null
        and {{ policy('POL.PROFILE') }} = 'profil_asn'
),

diplomas as (
    select * from history
    union all
    select * from profiles
),

classed as (
    select
        diplomas.*,
        coalesce(
            diplomas.graduation_date,
            {{ try_cast_to("cast(diplomas.graduation_year as varchar) || '-' || " ~ policy('POL.EDU.YEAR_ONLY'), 'date') }}
        ) as diploma_date,
        {{ education_class('diplomas.education_level_id', 'level.education_class', 'diplomas.education_name') }}
            as education_class
    from diplomas
    left join {{ ref('education_level') }} as level on diplomas.education_level_id = level.level_id
),

gelar as (
    select
        identity.employee_key,
        exams.exam_level as education_level_id,
        min(exams.pass_date) as recorded_date,
        {{ collect_ids('exams.src_row_id') }} as src_row_ids
    from {{ ref('stg_kepegawaian__ujian') }} as exams
    inner join {{ ref('int_rows__resolve') }} as resolved
        on exams.row_key = resolved.row_key and resolved.dataset = 'ujian' and resolved.disposition = 'used'
    inner join {{ ref('int_identity__resolve') }} as identity on exams.nip = identity.nip
    where exams.exam_kind = 'GELAR'
    group by identity.employee_key, exams.exam_level
)

select
    classed.employee_key,
    classed.education_level_id,
    classed.education_name,
    classed.education_class,
    class.class_ordinal,
    classed.diploma_date,
    coalesce(
        gelar.recorded_date,
        case when {{ policy('POL.EDU.RECORDING') }} = 'diploma_date' then classed.diploma_date end
    ) as recorded_date,
    gelar.recorded_date is null as recording_assumed,
    classed.graduation_date is null and gelar.recorded_date is null as is_year_only,
    classed.from_profile,
    classed.row_key,
    {{ merge_ids(['classed.src_row_id', 'gelar.src_row_ids']) }} as src_row_ids
from classed
left join {{ ref('education_class') }} as class on classed.education_class = class.education_class
left join gelar
    on
        classed.employee_key = gelar.employee_key
        and classed.education_level_id = gelar.education_level_id
