-- Grain: one way in which extracts write a functional position or a vacancy: id and name, either of them possibly empty.
-- Which of BKN's functional positions it is: by id, by a confirmation, by the name as written, by its one spelling with
-- jenjang (what follows ' - ' is a field inside the position). What is only similar, of the same jenjang, is a candidate.
-- Vacancies for pelaksana fit nothing: BKN's list of those is not among the code lists.
with mentions as (
    {% for source_name, dataset, position_id, position_name in [
        ('kepegawaian', 'profil_asn', 'staged.position_id', 'staged.position_name'),
        ('kepegawaian', 'rw_jabatan', 'staged.position_id', 'staged.position_name'),
        ('kepegawaian', 'kebutuhan_jabatan', 'cast(null as varchar)', "staged.position_base_name || ' ' || grade.grade_name"),
        ('rekrutmen', 'formasi', 'cast(null as varchar)', 'staged.position_name'),
    ] %}
    select
        {{ position_id }} as position_id,
        {{ position_name }} as position_name,
        '{{ dataset }}' as dataset
    from {{ ref('stg_' ~ source_name ~ '__' ~ dataset) }} as staged
    {{ join_used('staged', dataset) }}
    {% if dataset == 'kebutuhan_jabatan' -%}
    inner join {{ ref('functional_grade') }} as grade on staged.grade_id = grade.grade_id
    {% elif dataset != 'formasi' -%}
    inner join {{ ref('position_kind') }} as kind
        on staged.position_kind_id = kind.position_kind_id and kind.position_kind = 'functional'
    {% endif -%}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

written as (
    select
        position_id,
        position_name,
        {{ surrogate_key(['position_id', 'position_name']) }} as mention_key,
        {{ one_jenjang(path_part('position_name', 'leaf')) }} as leaf_name,
        count(*) as mentions,
        {{ join_distinct('dataset', ',') }} as datasets
    from mentions
    where coalesce(position_id, position_name) is not null
    group by position_id, position_name
),

keyed as (
    select
        written.*,
        {{ name_key(base_name('leaf_name')) }} as name_key,
        coalesce({{ grade_of_name('leaf_name') }}, '') as grade_id
    from written
),

listed as (
    select
        position_id,
        position_name,
        {{ name_key(base_name('one_name')) }} as name_key,
        coalesce({{ grade_of_name('one_name') }}, '') as grade_id
    from (
        select
            position_id,
            position_name,
            {{ one_jenjang('position_name') }} as one_name
        from {{ ref('functional_position') }}
    ) as list
),

fitting as (
    select keyed.mention_key, listed.position_id as entity_id, 1 as choice, 'id' as method
    from keyed
    inner join listed on lower(keyed.position_id) = listed.position_id
    union all
    select keyed.mention_key, lower(confirmed.position_id) as entity_id, 2 as choice, 'confirmed' as method
    from keyed
    inner join {{ ref('position_match') }} as confirmed
        on {{ name_key('keyed.position_name') }} = {{ name_key('confirmed.written_name') }}
    union all
    select keyed.mention_key, listed.position_id as entity_id, 3 as choice, 'exact' as method
    from keyed
    inner join listed on upper(keyed.position_name) = upper(listed.position_name)
    union all
    select keyed.mention_key, listed.position_id as entity_id, 4 as choice, 'normalised' as method
    from keyed
    inner join listed on keyed.name_key = listed.name_key and keyed.grade_id = listed.grade_id
),

{{ best_match() }},

likely as (
    select
        keyed.mention_key,
        listed.position_id as entity_id,
        {{ likeness('keyed.name_key', 'listed.name_key') }} as score
    from keyed
    left join best on keyed.mention_key = best.mention_key
    inner join listed on keyed.grade_id = listed.grade_id
    where best.mention_key is null and keyed.name_key is not null and listed.name_key is not null
),

{{ judged_match('keyed') }}

select
    judged.mention_key,
    judged.position_id,
    judged.position_name,
    judged.mentions,
    judged.datasets,
    {{ match_columns() }}
from judged
inner join {{ ref('match_method') }} as method on judged.method = method.method
