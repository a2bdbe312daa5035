-- Grain: one person in a functional post x stretch of evaluation dates: jenjang, its rank range, credit, thresholds, and free posts of
-- the next jenjang.
with changes as (
    select employee_key, valid_from as change_date from {{ ref('int_promotion__facts') }}
    union
    select employee_key, valid_from as change_date from {{ ref('int_credit__as_of') }}
    union
    select facts.employee_key, needs.valid_from as change_date
    from {{ ref('int_promotion__facts') }} as facts
    cross join (select distinct valid_from from {{ ref('stg_kepegawaian__kebutuhan_jabatan') }}) as needs
    where facts.position_class = 'functional'
),

stretches as (
    {{ evaluation_stretches(
        "(select distinct employee_key from " ~ ref('int_promotion__facts') ~ " where position_class = 'functional')", 'changes'
    ) }}
),

ranges as (
    select
        ranges.valid_from,
        ranges.valid_to,
        ranges.grade_id,
        ranges.next_grade_id,
        lowest.ordinal as lowest_ordinal,
        highest.ordinal as highest_ordinal,
        highest.golongan as highest_golongan
    from {{ ref('functional_rank_range') }} as ranges
    inner join {{ ref('rank') }} as lowest on ranges.lowest_golongan = lowest.golongan and lowest.scheme = 'PNS'
    inner join {{ ref('rank') }} as highest on ranges.highest_golongan = highest.golongan and highest.scheme = 'PNS'
)

select
    stretches.employee_key,
    stretches.valid_from,
    stretches.valid_to,
    facts.grade_id,
    ranges.next_grade_id,
    ranges.lowest_ordinal,
    ranges.highest_ordinal,
    ranges.highest_golongan,
    coverage.has_answer as credit_answered,
    coverage.has_quarantined as credit_quarantined,
    credit.credit,
    credit.credit_with_doubtful,
    coalesce(credit.is_complete, false) as credit_is_complete,
    coalesce(credit.is_unclear, false) as credit_is_unclear,
    coalesce(credit.base_was_subtracted, false) as base_was_subtracted,
    credit_table.evaluation_date is not null as has_credit_table,
    rank_threshold.cumulative_credit as rank_threshold,
    grade_threshold.credit as grade_threshold,
    coalesce(entry.ordinal > ranges.lowest_ordinal, true) as entered_higher,
    vacancy.free_posts,
    vacancy.has_quarantined as vacancy_quarantined,
    vacancy.src_row_ids as vacancy_ids,
    {{ merge_ids(['credit.src_row_ids', 'coverage.quarantined_ids', "case when coalesce(credit.src_row_ids, '') = '' then coverage.searched_ids end"]) }}
        as credit_ids
from stretches
inner join {{ ref('int_promotion__facts') }} as facts
    on stretches.employee_key = facts.employee_key and {{ in_interval('stretches.valid_from', 'facts') }}
inner join {{ ref('int_coverage__people') }} as coverage
    on facts.employee_key = coverage.employee_key and coverage.dataset = 'rw_angkakredit'
left join ranges on facts.grade_id = ranges.grade_id and {{ in_interval('stretches.valid_from', 'ranges') }}
left join {{ ref('int_credit__as_of') }} as credit
    on facts.employee_key = credit.employee_key and {{ in_interval('stretches.valid_from', 'credit') }}
left join {{ ref('int_rank__spells') }} as entry
    on facts.employee_key = entry.employee_key and {{ in_interval('credit.stretch_from', 'entry') }}
left join {{ ref('rank') }} as held on facts.ordinal = held.ordinal and held.scheme = 'PNS'
left join {{ ref('credit_threshold') }} as rank_threshold
    on
        facts.grade_id = rank_threshold.grade_id
        and held.golongan = rank_threshold.golongan
        and {{ in_interval('stretches.valid_from', 'rank_threshold') }}
-- a date before the first version of the table cannot be judged
left join (
    select distinct dates.evaluation_date
    from {{ ref('int_evaluation__dates') }} as dates
    inner join {{ ref('credit_threshold') }} as threshold on {{ in_interval('dates.evaluation_date', 'threshold') }}
) as credit_table
    on stretches.valid_from = credit_table.evaluation_date
left join {{ ref('credit_grade_threshold') }} as grade_threshold
    on
        facts.grade_id = grade_threshold.grade_id
        and {{ in_interval('stretches.valid_from', 'grade_threshold') }}
left join {{ ref('int_vacancy__as_of') }} as vacancy
    on
        stretches.valid_from = vacancy.evaluation_date
        and facts.region_slug = vacancy.region_slug
        and facts.base_name = vacancy.base_name
        and ranges.next_grade_id = vacancy.grade_id
where facts.position_class = 'functional'
