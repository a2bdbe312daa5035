-- Grain: one work unit of a region, by id, or by name where the id is missing.
-- Units of the tree (hierarki_unor) and units that only the posts of people name; the tree's name comes first. What only
-- people name is looked for in the tree: tree_unit_key where that is sure, else at most a candidate.
with named as (
    select
        region_slug,
        coalesce(lower(unit_id), unit_name) as unit_code,
        unit_id,
        unit_name,
        opd_name,
        row_number() over (
            partition by region_slug, coalesce(lower(unit_id), unit_name)
            order by valid_from desc, unit_name, opd_name, src_row_id
        ) as newest
    from {{ ref('int_position__spells') }}
    where coalesce(unit_id, unit_name) is not null
),

tree as (
    select * from {{ ref('int_unit__tree') }}
),

units as (
    select
        coalesce(tree.region_slug, named.region_slug) as region_slug,
        coalesce(tree.unit_id, named.unit_code) as unit_code,
        coalesce(named.unit_id, tree.unit_id) as unit_id,
        coalesce(tree.unit_name, named.unit_name) as unit_name,
        named.opd_name,
        -- as written, where the tree has it not
        case when tree.row_key is null then named.unit_id end as written_id,
        case when tree.row_key is null then named.unit_name end as written_name,
        tree.parent_unit_id,
        tree.row_key,
        tree.src_row_id
    from (select * from named where newest = 1) as named
    full outer join tree on named.region_slug = tree.region_slug and named.unit_code = tree.unit_id
)

select
    {{ surrogate_key(["'unit'", 'units.region_slug', 'units.unit_code']) }} as unit_key,
    region.region_code,
    units.unit_id,
    units.unit_name,
    units.opd_name,
    parent.unit_id as parent_unit_id,
    case
        when parent.unit_id is not null
            then {{ surrogate_key(["'unit'", 'units.region_slug', 'parent.unit_id']) }}
    end as parent_unit_key,
    units.row_key is not null as is_in_tree,
    matches.method as match_method,
    matches.score as match_score,
    case
        when coalesce(matches.matched_id, case when units.row_key is not null then units.unit_code end) is not null
            then {{ surrogate_key([
                "'unit'", 'units.region_slug', 'coalesce(matches.matched_id, units.unit_code)'
            ]) }}
    end as tree_unit_key,
    case
        when matches.candidate_id is not null
            then {{ surrogate_key(["'unit'", 'units.region_slug', 'matches.candidate_id']) }}
    end as candidate_unit_key,
    units.row_key,
    coalesce(units.src_row_id, '') as src_row_ids
from units
inner join {{ ref('region') }} as region on units.region_slug = region.region_slug
left join tree as parent on units.region_slug = parent.region_slug and units.parent_unit_id = parent.unit_id
left join {{ ref('int_unit__matches') }} as matches
    on {{ surrogate_key(['units.region_slug', 'units.written_id', 'units.written_name']) }} = matches.mention_key
