-- Grain: one person x evaluation date on which the entry rank of the highest recorded diploma is above the present rank.
-- The status of each criterion of the promotion by diploma (penyesuaian ijazah).
with entries as (
    select
        entry.valid_from,
        entry.valid_to,
        entry.education_class,
        rank.ordinal as entry_ordinal,
        entry.entry_golongan
    from {{ ref('education_entry') }} as entry
    inner join {{ ref('rank') }} as rank on entry.entry_golongan = rank.golongan and rank.scheme = 'PNS'
),

-- A diploma without a date or year that alone would raise: it is in doubt.
gated as (
    select
        facts.*,
        rules.ijazah_years,
        rules.ijazah_exam,
        rules.ijazah_min_source,
        case when dated.entry_ordinal > facts.ordinal then dated.entry_golongan else undated.entry_golongan end as entry_golongan,
        not coalesce(dated.entry_ordinal > facts.ordinal, false) as is_undated,
        {{ position_columns('ijazah_class', ' post') }}
    from {{ ref('int_promotion__facts') }} as facts
    inner join {{ ref('int_rule__in_force') }} as rules on facts.valid_from = rules.evaluation_date
    left join entries as dated
        on facts.education_class = dated.education_class and {{ in_interval('facts.valid_from', 'dated') }}
    left join {{ ref('int_education__undated') }} as without_date on facts.employee_key = without_date.employee_key
    left join {{ ref('education_class') }} as class on without_date.class_ordinal = class.class_ordinal
    left join entries as undated
        on class.education_class = undated.education_class and {{ in_interval('facts.valid_from', 'undated') }}
    where not facts.is_pppk and (dated.entry_ordinal > facts.ordinal or undated.entry_ordinal > facts.ordinal)
),

{{ evaluated_facts() }},

judged as (
    select
        facts.*,
        {{ performance_columns() }},
        source_rank.ordinal as min_source_ordinal,
        exams.pass_date as kppi_date,
        exams.src_row_id as kppi_id,
        lists.region_slug is not null as has_list,
        coverage.has_quarantined as exam_quarantined
    from facts
    {{ join_performance('kp_ijazah') }}
    inner join {{ ref('int_coverage__people') }} as coverage
        on facts.employee_key = coverage.employee_key and coverage.dataset = 'ujian'
    left join {{ ref('rank') }} as source_rank
        on facts.ijazah_min_source = source_rank.golongan and source_rank.scheme = 'PNS'
    left join {{ ref('int_exam__passed') }} as exams
        on
            facts.employee_key = exams.employee_key
            and facts.ijazah_exam = exams.exam_kind
            and facts.evaluation_date >= exams.pass_date
    left join {{ ref('int_exam__lists') }} as lists on facts.region_slug = lists.region_slug
)

select
    {{ gate_columns() }},
    period_date_status,
    case when education_quarantined or is_undated or not rank_is_known then 'UNKNOWN' else 'PASS' end as diploma_status,
    case
        when not rank_is_known or ijazah_min_source is null then 'UNKNOWN'
        when ordinal < min_source_ordinal then 'FAIL'
        when rank_quarantined then 'UNKNOWN'
        else 'PASS'
    end as rank_range_status,
    {{ time_in_rank_status('ijazah_years') }},
    performance_status,
    {{ competency_test_status('ijazah_exam', 'kppi') }},
    discipline_status,
    appeal_pending_status,
    performance_may_pass,
    passes_if_seen_before,
    entry_golongan,
    is_undated,
    ijazah_min_source,
    kppi_date,
    kppi_id,
    has_list
from judged
{{ outside_rows(16) }}
