-- Grain: one person x dataset that names people.
-- Whether an answer that counts is known, the answer lines searched, and standing quarantined rows that name the person.
with people as (
    select distinct employee_key from {{ ref('int_identity__resolve') }}
),

asked as (
    select
        employee_key,
        dataset,
        {{ collect_ids('src_row_id') }} as answer_ids
    from {{ ref('int_coverage__newest') }}
    where person_extract_date is null or extract_date >= person_extract_date
    group by employee_key, dataset
),

-- Any line, also an empty one that counts as no answer: what was searched.
searched as (
    select
        identity.employee_key,
        answers.dataset,
        {{ collect_ids('answers.src_row_id') }} as searched_ids
    from {{ ref('stg_landing__answers') }} as answers
    inner join {{ ref('int_identity__resolve') }} as identity on answers.asked_nip = identity.nip
    group by identity.employee_key, answers.dataset
),

quarantined as (
    select
        identity.employee_key,
        resolved.dataset,
        {{ collect_ids('resolved.src_row_id') }} as quarantined_ids
    from {{ ref('int_rows__resolve') }} as resolved
    inner join {{ ref('int_identity__resolve') }} as identity on resolved.nip = identity.nip
    where resolved.is_standing
    group by identity.employee_key, resolved.dataset
)

select
    people.employee_key,
    dataset.dataset,
    asked.employee_key is not null as has_answer,
    coalesce(asked.answer_ids, '') as answer_ids,
    coalesce(searched.searched_ids, '') as searched_ids,
    quarantined.employee_key is not null as has_quarantined,
    coalesce(quarantined.quarantined_ids, '') as quarantined_ids
from people
cross join {{ ref('dataset') }} as dataset
left join asked on people.employee_key = asked.employee_key and dataset.dataset = asked.dataset
left join searched on people.employee_key = searched.employee_key and dataset.dataset = searched.dataset
left join quarantined on people.employee_key = quarantined.employee_key and dataset.dataset = quarantined.dataset
where dataset.delivery in ('per_person', 'append', 'period')
