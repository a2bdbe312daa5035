-- Grain: one work unit of a region's tree (hierarki_unor), with the form of its name in which spellings are compared.
-- `above` holds the keys of all units above it, and those that its own name adds ("BIDANG X - DINAS Y"), between bars.
{% set levels = 9 %}
with tree as (
    select
        unit.region_slug,
        unit.unit_id,
        unit.unit_name,
        unit.parent_unit_id,
        {{ name_key(path_part('unit.unit_name', 'leaf')) }} as name_key,
        coalesce({{ name_key(path_part('unit.unit_name', 'parent')) }} || '|', '')
        || coalesce({{ name_key(path_part('unit.unit_name', 'top')) }} || '|', '') as own_path,
        unit.row_key,
        unit.src_row_id
    from {{ ref('stg_kepegawaian__hierarki_unor') }} as unit
    {{ join_used('unit', 'hierarki_unor') }}
)

select
    tree.region_slug,
    tree.unit_id,
    tree.unit_name,
    tree.parent_unit_id,
    {{ path_part('tree.unit_name', 'leaf') }} as leaf_name,
    tree.name_key,
    '|' || tree.own_path{% for level in range(1, levels) %} || coalesce(up_{{ level }}.name_key || '|', ''){% endfor %} as above,
    tree.row_key,
    tree.src_row_id
from tree
{% for level in range(1, levels) -%}
{% set below = 'tree' if level == 1 else 'up_' ~ (level - 1) -%}
left join tree as up_{{ level }}
    on {{ below }}.region_slug = up_{{ level }}.region_slug and {{ below }}.parent_unit_id = up_{{ level }}.unit_id
{% endfor %}
