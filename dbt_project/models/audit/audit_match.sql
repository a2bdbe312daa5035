-- Grain: one way in which extracts write a work unit (by region) or a functional position.
-- What was found in the tree of units and in BKN's list, and how. Only a sure method gives a key; a candidate is what
-- somebody could confirm in the seeds unit_match and position_match.
select
    'unit' as match_kind,
    matches.mention_key,
    region.region_code,
    matches.unit_id as written_id,
    matches.unit_name as written_name,
    matches.datasets,
    matches.mentions,
    matches.method,
    matches.score,
    matches.is_sure,
    matches.fitting,
    matches.matched_id,
    case when matches.is_sure then tree.unit_name end as matched_name,
    matches.candidate_id,
    case when not matches.is_sure then tree.unit_name end as candidate_name,
    {{ is_synthetic() }} as is_synthetic
from {{ ref('int_unit__matches') }} as matches
inner join {{ ref('region') }} as region on matches.region_slug = region.region_slug
left join {{ ref('int_unit__tree') }} as tree
    on
        matches.region_slug = tree.region_slug
        and coalesce(matches.matched_id, matches.candidate_id) = tree.unit_id
union all
select
    'position' as match_kind,
    matches.mention_key,
    cast(null as varchar) as region_code,
    matches.position_id as written_id,
    matches.position_name as written_name,
    matches.datasets,
    matches.mentions,
    matches.method,
    matches.score,
    matches.is_sure,
    matches.fitting,
    matches.matched_id,
    case when matches.is_sure then listed.position_name end as matched_name,
    matches.candidate_id,
    case when not matches.is_sure then listed.position_name end as candidate_name,
    {{ is_synthetic() }} as is_synthetic
from {{ ref('int_position__matches') }} as matches
left join {{ ref('functional_position') }} as listed
    on coalesce(matches.matched_id, matches.candidate_id) = listed.position_id
