-- Grain: one event of a career. An event whose record has no date keeps its row, with no date. Where a history has no
-- answer, the profile's rank, post and diploma stand in, flagged as everywhere. A rank by one of the rare kinds of promotion
-- (no track, no verdict) names it as review_kind: for manual review.
{% set nothing = 'cast(null as varchar)' %}
{#- dataset, kind of event, its day, what the record says, the state it leads to, what one must know about it -#}
{% set sources = [
    ['rw_golongan', 'rank', 'record.golongan_date', 'record.golongan', 'record.golongan', nothing],
    [
        'rw_jabatan', 'position', 'record.position_date',
        "coalesce(record.assignment_id || ' ', '') || coalesce(record.position_name, '')", 'record.position_name',
        "case when record.assignment_id <> 'D' then 'acting' end",
    ],
    [
        'rw_pendidikan', 'education',
        'coalesce(record.graduation_date, ' ~ make_date('record.graduation_year', '12', '31') ~ ')',
        "coalesce(record.education_name, record.education_level_name, '')", nothing,
        "case when record.graduation_date is null and record.graduation_year is not null then 'date_assumed' end",
    ],
    [
        'rw_hukdis', 'discipline', 'record.start_date',
        "coalesce(record.punishment_kind_name, record.punishment_kind_id, '')", nothing,
        "case when record.annulment_date is not null then 'annulled' end",
    ],
    ['ujian', 'examination', 'record.pass_date', "record.exam_kind || coalesce(' ' || record.exam_level, '')", nothing, nothing],
    [
        'rw_penghargaan', 'award', 'record.decree_date', "coalesce(record.award_name, record.award_id, '')", nothing,
        nothing,
    ],
] %}
{#- relation, kind of event, its day, the state it leads to, whether the day is assumed, its evidence -#}
{% set stand_ins = [
    ['int_rank__facts', 'rank', 'fact.valid_from', 'fact.golongan', 'false', 'fact.src_row_id'],
    ['int_position__spells', 'position', 'fact.valid_from', 'fact.position_name', 'false', 'fact.src_row_id'],
    [
        'int_education__recorded', 'education', 'fact.diploma_date', 'fact.education_name', 'fact.diploma_date is not null',
        "coalesce(fact.src_row_ids, '')",
    ],
] %}
with rare as (
    select ranks.row_key, min(kinds.review_kind) as review_kind
    from {{ ref('stg_kepegawaian__rw_golongan') }} as ranks
    inner join {{ ref('manual_review_kind') }} as kinds
        on
            (
                ranks.promotion_kind_id = kinds.promotion_kind_id
                or upper(coalesce(ranks.promotion_kind_name, '')) like '%' || kinds.name_word || '%'
            )
            and {{ in_interval('coalesce(ranks.golongan_date, kinds.valid_from)', 'kinds') }}
    group by ranks.row_key
),

records as (
    {% for dataset, event_type, event_date, detail, to_value, flags in sources %}
    select
        identity.employee_key,
        '{{ event_type }}' as event_type,
        {{ event_date }} as event_date,
        {{ detail }} as detail,
        {{ nothing }} as from_value,
        {{ to_value }} as to_value,
        {{ flags }} as flags,
        record.region_slug,
        '{{ dataset }}' as dataset,
        record.row_key,
        record.src_row_id as src_row_ids
    from {{ ref('stg_kepegawaian__' ~ dataset) }} as record
    inner join {{ ref('int_rows__resolve') }} as resolved
        on record.row_key = resolved.row_key and resolved.dataset = '{{ dataset }}' and resolved.disposition = 'used'
    {{ join_person('record') }}
    union all
    {% endfor %}
    {% for relation, event_type, event_date, to_value, is_assumed, evidence in stand_ins %}
    select
        fact.employee_key,
        '{{ event_type }}' as event_type,
        {{ event_date }} as event_date,
        coalesce({{ to_value }}, '') as detail,
        {{ nothing }} as from_value,
        {{ to_value if event_type != 'education' else nothing }} as to_value,
        case when {{ is_assumed }} then 'date_assumed,from_profile' else 'from_profile' end as flags,
        newest.region_slug,
        'profil_asn' as dataset,
        newest.row_key,
        {{ evidence }} as src_row_ids
    from {{ ref(relation) }} as fact
    inner join {{ ref('int_profile__newest') }} as newest on fact.employee_key = newest.employee_key
    where fact.from_profile
    union all
    {% endfor %}
    {% for event_date, from_value, to_value in [
        ['cpns_date', nothing, "case when service.employment_kind like 'PPPK%' then service.employment_kind else 'CPNS' end"],
        ['pns_date', "'CPNS'", "'PNS'"],
    ] %}
    select
        newest.employee_key,
        'appointment' as event_type,
        newest.{{ event_date }} as event_date,
        {{ to_value }} as detail,
        {{ from_value }} as from_value,
        {{ to_value }} as to_value,
        {{ nothing }} as flags,
        newest.region_slug,
        'profil_asn' as dataset,
        newest.row_key,
        newest.src_row_id as src_row_ids
    from {{ ref('int_profile__newest') }} as newest
    left join {{ ref('int_service__spells') }} as service
        on newest.employee_key = service.employee_key and {{ in_interval('newest.' ~ event_date, 'service') }}
    where newest.{{ event_date }} is not null
    union all
    {% endfor %}
    select
        training.employee_key,
        'training' as event_type,
        coalesce(training.end_date, training.start_date) as event_date,
        coalesce(training.course_name, '') as detail,
        {{ nothing }} as from_value,
        {{ nothing }} as to_value,
        case when training.duration_jp is null then 'hours_missing' end as flags,
        region.region_slug,
        training.dataset,
        training.row_key,
        training.src_row_ids
    from {{ ref('fct_training') }} as training
    inner join {{ ref('region') }} as region on training.region_code = region.region_code
    where training.is_counted
),

moves as (
    select
        employee_key,
        valid_from,
        region_slug,
        is_left,
        is_assumed,
        src_row_ids,
        lag(region_slug) over (partition by employee_key order by valid_from) as region_before,
        lag(is_left) over (partition by employee_key order by valid_from) as left_before,
        lag(is_assumed) over (partition by employee_key order by valid_from) as assumed_before
    from {{ ref('int_profile__spells') }}
),

changes as (
    select
        moves.employee_key,
        case when moves.is_left then 'exit' else 'transfer' end as event_type,
        moves.valid_from as event_date,
        case
            when moves.is_left then 'absent from the newest profil_asn'
            else 'from ' || coalesce(moves.region_before, '') || ' to ' || moves.region_slug
        end as detail,
        before.region_name as from_value,
        case when not moves.is_left then after.region_name end as to_value,
        'date_of_extract' as flags,
        moves.region_slug,
        'profil_asn' as dataset,
        {{ nothing }} as row_key,
        moves.src_row_ids
    from moves
    left join {{ ref('region') }} as before on moves.region_before = before.region_slug
    left join {{ ref('region') }} as after on moves.region_slug = after.region_slug
    where
        (moves.is_left and not coalesce(moves.left_before, false))
        or (
            not moves.is_left
            and not moves.is_assumed
            and moves.region_before <> moves.region_slug
            and not coalesce(moves.assumed_before, true)
        )
)

select
    {{ surrogate_key(["'event'", 'events.employee_key', 'events.event_type', 'events.event_date', 'events.detail', 'events.row_key']) }}
        as event_key,
    events.employee_key,
    region.region_code,
    events.event_type,
    events.event_date,
    events.detail,
    events.from_value,
    events.to_value,
    case when rare.review_kind is not null then 'manual_review' else coalesce(events.flags, '') end as flags,
    events.dataset,
    rare.review_kind,
    events.row_key,
    events.src_row_ids,
    {{ is_synthetic() }} as is_synthetic
from (
    select * from records
    union all
    select * from changes
) as events
inner join {{ ref('region') }} as region on events.region_slug = region.region_slug
left join rare on events.row_key = rare.row_key and events.dataset = 'rw_golongan'
