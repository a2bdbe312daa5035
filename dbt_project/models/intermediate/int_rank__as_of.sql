-- Grain: one person x stretch of evaluation dates. The rank on those days, or why it cannot be told.
with changes as (
    select employee_key, valid_from as change_date from {{ ref('int_rank__spells') }}
    union all
    select employee_key, golongan_date as change_date from {{ ref('int_profile__newest') }}
),

stretches as (
    {{ stretches_of_all('changes') }}
),

undated as (
    select
        facts.employee_key,
        max(facts.ordinal) as ordinal,
        {{ collect_ids('facts.src_row_id') }} as src_row_ids
    from {{ ref('int_rank__facts') }} as facts
    where facts.valid_from is null and {{ precedence('rank_undated') }} = 'none'
    group by facts.employee_key
),

profile as (
    select
        newest.employee_key,
        case when {{ precedence('rank_profile_above') }} = 'none' then rank.ordinal end as ordinal,
        newest.golongan_date,
        newest.has_newer_quarantined,
        newest.src_row_id
    from {{ ref('int_profile__newest') }} as newest
    left join {{ ref('rank') }} as rank on newest.golongan = rank.golongan and rank.scheme = 'PNS'
),

found as (
    select
        stretches.employee_key,
        stretches.valid_from,
        stretches.valid_to,
        spells.golongan,
        spells.ordinal,
        spells.clock_start,
        spells.starts_at_appointment,
        spells.clock_from_number,
        spells.is_tie,
        coalesce(spells.from_profile, false) as from_profile,
        spells.src_row_ids as spell_ids,
        coverage.has_answer,
        coverage.has_quarantined,
        coverage.quarantined_ids,
        coverage.searched_ids,
        coalesce(undated.ordinal > coalesce(spells.ordinal, 0), false) as has_higher_undated,
        undated.src_row_ids as undated_ids,
        coalesce(
            profile.ordinal > spells.ordinal
            and (profile.golongan_date is null or profile.golongan_date <= stretches.valid_from),
            false
        ) as is_below_profile,
        profile.src_row_id as profile_id,
        {{ stand_in_is_doubtful() }} as has_quarantined_profile
    from stretches
    left join {{ ref('int_rank__spells') }} as spells
        on
            stretches.employee_key = spells.employee_key
            and {{ in_interval('stretches.valid_from', 'spells') }}
    left join undated on stretches.employee_key = undated.employee_key
    left join profile on stretches.employee_key = profile.employee_key
    inner join {{ ref('int_coverage__people') }} as coverage
        on stretches.employee_key = coverage.employee_key and coverage.dataset = 'rw_golongan'
)

select
    found.employee_key,
    found.valid_from,
    found.valid_to,
    found.golongan,
    found.ordinal,
    next_rank.golongan as next_golongan,
    next_rank.ordinal as next_ordinal,
    found.clock_start,
    found.starts_at_appointment,
    coalesce(found.clock_from_number, false) as clock_from_number,
    found.is_tie,
    found.from_profile,
    found.has_higher_undated,
    found.is_below_profile,
    found.ordinal is not null and not found.has_higher_undated and not found.is_below_profile as is_known,
    case
        when found.ordinal is null and not found.has_answer then 'no answer in rw_golongan and no dated rank in profil_asn'
        when found.has_higher_undated then 'a higher rank is recorded without a date'
        when found.ordinal is null then 'no rank with a date on or before this day'
        when found.is_below_profile then 'profil_asn shows a higher rank than rw_golongan'
    end as unknown_reason,
    found.has_quarantined or found.has_quarantined_profile as has_quarantined,
    {{ merge_ids([
        'found.spell_ids',
        'case when found.has_higher_undated then found.undated_ids end',
        'case when found.is_below_profile or found.has_quarantined_profile then found.profile_id end',
        'found.quarantined_ids',
        'case when found.ordinal is null then found.searched_ids end',
    ]) }} as src_row_ids
from found
left join {{ ref('rank') }} as next_rank on found.ordinal + 1 = next_rank.ordinal and next_rank.scheme = 'PNS'
