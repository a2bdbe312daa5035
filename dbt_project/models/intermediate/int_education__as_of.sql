-- Grain: one person x stretch of evaluation dates. The highest recorded diploma on those days and the ceiling it gives.
with changes as (
    select employee_key, valid_from as change_date from {{ ref('int_education__spells') }}
),

stretches as (
    {{ stretches_of_all('changes') }}
),

ceilings as (
    select
        ceiling.valid_from,
        ceiling.valid_to,
        class.class_ordinal,
        rank.golongan as ceiling_golongan,
        rank.ordinal as ceiling_ordinal
    from {{ ref('education_ceiling') }} as ceiling
    inner join {{ ref('education_class') }} as class on ceiling.education_class = class.education_class
    inner join {{ ref('rank') }} as rank on ceiling.max_golongan = rank.golongan and rank.scheme = 'PNS'
),

profile as (
    select employee_key, has_newer_quarantined, src_row_id from {{ ref('int_profile__newest') }}
),

found as (
    select
        stretches.employee_key,
        stretches.valid_from,
        stretches.valid_to,
        spells.education_class,
        spells.class_ordinal,
        spells.education_name,
        spells.valid_from as recorded_date,
        spells.recording_assumed,
        spells.src_row_ids as spell_ids,
        undated.class_ordinal as undated_ordinal,
        undated.src_row_ids as undated_ids,
        coverage.has_answer,
        coverage.quarantined_ids,
        coverage.searched_ids,
        coverage.has_quarantined or {{ stand_in_is_doubtful() }} as has_quarantined,
        case when {{ stand_in_is_doubtful() }} then profile.src_row_id end as profile_id
    from stretches
    inner join {{ ref('int_coverage__people') }} as coverage
        on stretches.employee_key = coverage.employee_key and coverage.dataset = 'rw_pendidikan'
    left join {{ ref('int_education__spells') }} as spells
        on
            stretches.employee_key = spells.employee_key
            and {{ in_interval('stretches.valid_from', 'spells') }}
    left join {{ ref('int_education__undated') }} as undated on stretches.employee_key = undated.employee_key
    left join profile on stretches.employee_key = profile.employee_key
)

select
    found.employee_key,
    found.valid_from,
    found.valid_to,
    found.education_class,
    found.education_name,
    found.recorded_date,
    coalesce(found.recording_assumed, false) as recording_assumed,
    dated.ceiling_golongan,
    dated.ceiling_ordinal,
    undated.ceiling_ordinal as undated_ceiling_ordinal,
    found.has_quarantined,
    {{ merge_ids([
        'found.spell_ids',
        'case when undated.ceiling_ordinal > coalesce(dated.ceiling_ordinal, 0) then found.undated_ids end',
        'found.quarantined_ids',
        'found.profile_id',
        'case when found.education_class is null then found.searched_ids end',
    ]) }} as src_row_ids
from found
left join ceilings as dated
    on found.class_ordinal = dated.class_ordinal and {{ in_interval('found.valid_from', 'dated') }}
left join ceilings as undated
    on found.undated_ordinal = undated.class_ordinal and {{ in_interval('found.valid_from', 'undated') }}
