-- Grain: one person x stretch in one definitive post, half-open, with its class, level, jenjang and rank range.
-- Class by jenisJabatan; a dual post and a structural post without a known echelon have none. The jenjang comes from the
-- code list, else from the name. Time in the post runs from the inauguration, else from the TMT (POL.POST.START).
with named as (
    select
        spells.*,
        case
            when kinds.position_kind = 'structural' and ranges.echelon_id is null then cast(null as varchar)
            when kinds.position_kind in ('structural', 'functional', 'pelaksana') then kinds.position_kind
        end as position_class,
        echelon.position_level as echelon_level,
        case
            when kinds.position_kind = 'functional'
                then coalesce(listed.grade_id, {{ grade_of_name('spells.position_name') }})
        end as grade_id,
        case when kinds.position_kind = 'functional' then {{ base_name('spells.position_name') }} end as base_name
    from {{ ref('int_position__spells') }} as spells
    left join {{ ref('position_kind') }} as kinds on spells.position_kind_id = kinds.position_kind_id
    left join {{ ref('echelon') }} as echelon on spells.echelon_id = echelon.echelon_id
    left join (
        select distinct echelon_id from {{ ref('echelon_rank_range') }}
    ) as ranges on spells.echelon_id = ranges.echelon_id
    left join {{ ref('functional_position') }} as listed on lower(spells.position_id) = listed.position_id
)

select
    named.employee_key,
    named.valid_from,
    named.valid_to,
    case
        when {{ policy('POL.POST.START') }} = 'tmtPelantikan' then coalesce(named.inauguration_date, named.valid_from)
        else named.valid_from
    end as post_start,
    named.position_class,
    named.position_kind_id,
    named.echelon_id,
    named.grade_id,
    named.base_name,
    case when named.position_class = 'structural' then named.echelon_level end as echelon_level,
    named.position_name,
    named.unit_id,
    named.unit_name,
    named.opd_name,
    named.region_slug,
    named.from_profile,
    named.src_row_id
from named
