-- Grain: one dataset x number that was asked.
-- The newest answer that counts. An empty answer counts where it means "none"; elsewhere nobody has none, so it counts
-- as no answer (seed dataset, empty_means_none). An error is no answer.
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
    source,
    dataset,
    asked_nip,
    extract_date,
    fetched_at,
    region_slug,
    src_file_sha256,
    src_row,
    src_row_id,
    outcome,
    answer_order
from ranked
where newest = 1
