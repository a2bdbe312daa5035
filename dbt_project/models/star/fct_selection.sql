-- Grain: one applicant of a selection (seleksi), or one appointment out of it (pengadaan); they meet in the number of the
-- participant. Applicants bear no name: only an appointment can be tied to a person.
with applicants as (
    select
        'seleksi' as dataset,
        region.region_slug,
        region.region_code,
        applicant.selection_year,
        applicant.participant_number,
        applicant.vacancy_id,
        applicant.sex,
        applicant.score_twk,
        applicant.score_tiu,
        applicant.score_tkp,
        applicant.score_skb,
        applicant.score_final,
        applicant.status_code,
        status.outcome,
        applicant.registered_date,
        applicant.result_date,
        cast(null as varchar) as employee_key,
        cast(null as date) as decree_date,
        cast(null as date) as contract_start_date,
        cast(null as date) as contract_end_date,
        applicant.row_key,
        applicant.src_row_id
    from {{ ref('stg_rekrutmen__seleksi') }} as applicant
    {{ join_used('applicant', 'seleksi') }}
    left join {{ ref('selection_status') }} as status on applicant.status_code = status.status_code
),

appointments as (
    select
        'pengadaan' as dataset,
        region.region_slug,
        region.region_code,
        appointment.period_year as selection_year,
        appointment.participant_number,
        cast(null as varchar) as vacancy_id,
        cast(null as varchar) as sex,
        cast(null as decimal(9, 3)) as score_twk,
        cast(null as decimal(9, 3)) as score_tiu,
        cast(null as decimal(9, 3)) as score_tkp,
        cast(null as decimal(9, 3)) as score_skb,
        cast(null as decimal(9, 3)) as score_final,
        cast(null as varchar) as status_code,
        cast(null as varchar) as outcome,
        cast(null as date) as registered_date,
        cast(null as date) as result_date,
        identity.employee_key,
        appointment.decree_date,
        appointment.contract_start_date,
        appointment.contract_end_date,
        appointment.row_key,
        appointment.src_row_id
    from {{ ref('stg_rekrutmen__pengadaan') }} as appointment
    {{ join_used('appointment', 'pengadaan') }}
    left join {{ ref('int_identity__resolve') }} as identity on appointment.nip_assigned = identity.nip
),

told as (
    select * from applicants
    union all
    select * from appointments
)

select
    told.dataset,
    told.region_code,
    told.selection_year,
    told.participant_number,
    vacancy.vacancy_key,
    told.vacancy_id,
    told.sex,
    told.score_twk,
    told.score_tiu,
    told.score_tkp,
    told.score_skb,
    told.score_final,
    told.status_code,
    told.outcome,
    told.registered_date,
    told.result_date,
    told.employee_key,
    told.decree_date,
    told.contract_start_date,
    told.contract_end_date,
    told.row_key,
    told.src_row_id as src_row_ids,
    {{ is_synthetic() }} as is_synthetic
from told
left join {{ ref('dim_vacancy') }} as vacancy
    on told.region_code = vacancy.region_code and told.vacancy_id = vacancy.vacancy_id
