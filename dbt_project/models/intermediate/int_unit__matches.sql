-- Grain: one way in which a region's extracts write a work unit: id and name or path, either of them possibly empty.
-- Where it stands in the region's tree: by id, by a confirmation, by the name as written, by its one spelling. A name that
-- says more than the unit itself must agree on that too. What is only similar is a candidate, never the unit.
with mentions as (
    {% for source_name, dataset, unit_id, unit_name in [
        ('kepegawaian', 'profil_asn', 'staged.unit_id', 'staged.unit_name'),
        ('kepegawaian', 'rw_jabatan', 'staged.unit_id', 'staged.unit_name'),
        ('kepegawaian', 'kebutuhan_jabatan', 'staged.unit_id', 'cast(null as varchar)'),
        ('e_kinerja', 'rekap_skp', 'cast(null as varchar)', 'staged.unit_name'),
        ('rekrutmen', 'formasi', 'cast(null as varchar)', 'staged.location_path'),
        ('rekrutmen', 'seleksi_terbuka', 'staged.unit_id', 'cast(null as varchar)'),
    ] %}
    select
        staged.region_slug,
        {{ unit_id }} as unit_id,
        {{ unit_name }} as unit_name,
        '{{ dataset }}' as dataset
    from {{ ref('stg_' ~ source_name ~ '__' ~ dataset) }} as staged
    {{ join_used('staged', dataset) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

written as (
    select
        region_slug,
        unit_id,
        unit_name,
        {{ surrogate_key(['region_slug', 'unit_id', 'unit_name']) }} as mention_key,
        count(*) as mentions,
        {{ join_distinct('dataset', ',') }} as datasets
    from mentions
    where coalesce(unit_id, unit_name) is not null
    group by region_slug, unit_id, unit_name
),

parted as (
    select
        written.*,
        {{ path_part('unit_name', 'leaf') }} as leaf_name,
        {{ name_key(path_part('unit_name', 'leaf')) }} as name_key,
        {{ name_key(path_part('unit_name', 'parent')) }} as parent_key,
        {{ name_key(path_part('unit_name', 'top')) }} as top_key
    from written
),

by_name as (
    select
        parted.mention_key,
        tree.unit_id,
        case when parted.leaf_name = tree.leaf_name then 'exact' else 'normalised' end as method
    from parted
    inner join {{ ref('int_unit__tree') }} as tree
        on parted.region_slug = tree.region_slug and parted.name_key = tree.name_key
    where
        (parted.parent_key is null or tree.above like '%|' || parted.parent_key || '|%')
        and (parted.top_key is null or tree.above like '%|' || parted.top_key || '|%')
),

fitting as (
    select parted.mention_key, tree.unit_id as entity_id, 1 as choice, 'id' as method
    from parted
    inner join {{ ref('int_unit__tree') }} as tree
        on parted.region_slug = tree.region_slug and parted.unit_id = tree.unit_id
    union all
    select parted.mention_key, tree.unit_id as entity_id, 2 as choice, 'confirmed' as method
    from parted
    inner join {{ ref('unit_match') }} as confirmed
        on
            parted.region_slug = confirmed.region_slug
            and {{ name_key('parted.unit_name') }} = {{ name_key('confirmed.written_name') }}
    inner join {{ ref('int_unit__tree') }} as tree
        on confirmed.region_slug = tree.region_slug and lower(confirmed.unit_id) = tree.unit_id
    union all
    select mention_key, unit_id as entity_id, case when method = 'exact' then 3 else 4 end as choice, method
    from by_name
),

{{ best_match() }},

-- A name that fits what is above the unit is compared by itself, any other together with what is above.
likely as (
    select
        parted.mention_key,
        tree.unit_id as entity_id,
        case
            when parted.top_key is null or tree.above like '%|' || parted.top_key || '|%'
                then {{ likeness('parted.name_key', 'tree.name_key') }}
            else
                {{ likeness(
                    'parted.name_key || parted.top_key', "tree.name_key || " ~ regexp_group('tree.above', "'^[|]([^|]*)'", 1)
                ) }}
        end as score
    from parted
    left join best on parted.mention_key = best.mention_key
    inner join {{ ref('int_unit__tree') }} as tree on parted.region_slug = tree.region_slug
    where best.mention_key is null and parted.name_key is not null and tree.name_key is not null
),

{{ judged_match('parted') }}

select
    judged.mention_key,
    judged.region_slug,
    judged.unit_id,
    judged.unit_name,
    judged.mentions,
    judged.datasets,
    {{ match_columns() }}
from judged
inner join {{ ref('match_method') }} as method on judged.method = method.method
