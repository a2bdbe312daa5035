-- Grain: one dataset x number that was asked.
-- The newest answer that counts. An empty answer counts where it means "none"; elsewhere nobody has none, so it counts
-- as no answer (seed dataset, empty_means_none). An error is no answer.
-- What is told under one number of a person replaces what older extracts told under the others: person_extract_date is
-- the newest of them. Of one extract, the answers under several numbers stand side by side. That a number which the person
-- no longer bears has no rows says nothing of the others.
with counted as (
    select
        answers.source,
        answers.dataset,
        answers.asked_nip,
        answers.extract_date,
        answers.fetched_at,
        answers.region_slug,
        answers.src_file_sha256,
        answers.src_row,
        answers.src_row_id,
        answers.outcome,
        {{ answer_order('answers') }} as answer_order
    from {{ ref('stg_landing__answers') }} as answers
    inner join {{ ref('dataset') }} as dataset
        on answers.source = dataset.source and answers.dataset = dataset.dataset
    where
        answers.asked_nip is not null
        and (answers.outcome = 'rows' or (answers.outcome = 'none' and dataset.empty_means_none))
),

ranked as (
    select
        counted.*,
        row_number() over (
            partition by source, dataset, asked_nip
            order by answer_order desc, outcome desc, src_file_sha256, src_row
        ) as newest
    from counted
)

select
    ranked.source,
    ranked.dataset,
    ranked.asked_nip,
    identity.employee_key,
    ranked.extract_date,
    ranked.fetched_at,
    ranked.region_slug,
    ranked.src_file_sha256,
    ranked.src_row,
    ranked.src_row_id,
    ranked.outcome,
    ranked.answer_order,
    max(case when ranked.outcome = 'rows' or identity.is_current then ranked.extract_date end)
        over (partition by ranked.source, ranked.dataset, identity.employee_key) as person_extract_date
from ranked
inner join {{ ref('int_identity__resolve') }} as identity on ranked.asked_nip = identity.nip
where ranked.newest = 1
