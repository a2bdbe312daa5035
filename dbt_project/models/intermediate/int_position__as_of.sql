-- Grain: one person x stretch of evaluation dates. The definitive post on those days and its kind.
with changes as (
    select employee_key, valid_from as change_date from {{ ref('int_position__spells') }}
),

stretches as (
    {{ stretches_of_all('changes') }}
),

profile as (
    select employee_key, has_newer_quarantined, src_row_id from {{ ref('int_profile__newest') }}
),

found as (
    select
        stretches.employee_key,
        stretches.valid_from,
        stretches.valid_to,
        spells.position_kind_id,
        spells.echelon_id,
        spells.position_name,
        spells.unit_name,
        spells.opd_name,
        coalesce(spells.from_profile, false) as from_profile,
        spells.src_row_id,
        coverage.has_answer,
        coverage.has_quarantined or {{ stand_in_is_doubtful() }} as has_quarantined,
        coverage.quarantined_ids,
        coverage.searched_ids,
        case when {{ stand_in_is_doubtful() }} then profile.src_row_id end as profile_id
    from stretches
    inner join {{ ref('int_coverage__people') }} as coverage
        on stretches.employee_key = coverage.employee_key and coverage.dataset = 'rw_jabatan'
    left join {{ ref('int_position__spells') }} as spells
        on
            stretches.employee_key = spells.employee_key
            and {{ in_interval('stretches.valid_from', 'spells') }}
    left join profile on stretches.employee_key = profile.employee_key
),

classed as (
    select
        found.*,
        kinds.position_class,
        case
            when found.position_kind_id is null and not found.has_answer
                then 'no answer in rw_jabatan and no dated post in profil_asn'
            when found.position_kind_id is null then 'no definitive post on or before this day'
            when kinds.position_class is null then 'the post combines a structural and a functional one'
            when kinds.position_class = 'structural' and echelon.range_known is distinct from true
                then 'a structural post without an echelon'
        end as unknown_reason
    from found
    left join (
        select
            position_kind_id,
            case when position_kind in ('structural', 'functional', 'pelaksana') then position_kind end as position_class
        from {{ ref('position_kind') }}
    ) as kinds on found.position_kind_id = kinds.position_kind_id
    left join (
        select echelon_id, echelon is not null and echelon not in ('NON', 'V.b') as range_known
        from {{ ref('echelon') }}
    ) as echelon on found.echelon_id = echelon.echelon_id
)

select
    employee_key,
    valid_from,
    valid_to,
    position_kind_id,
    case when unknown_reason is null then position_class end as position_class,
    echelon_id,
    position_name,
    unit_name,
    opd_name,
    from_profile,
    unknown_reason,
    has_quarantined,
    {{ merge_ids([
        'src_row_id', 'quarantined_ids', 'profile_id', 'case when position_kind_id is null then searched_ids end'
    ]) }} as src_row_ids
from classed
