-- Grain: one event of a career. An event whose record has no date keeps its row, with no date. A rank by one of the rare
-- kinds of promotion (no track, no verdict) names it as review_kind: for manual review.
with rare as (
    select ranks.row_key, min(kinds.review_kind) as review_kind
    from {{ ref('stg_kepegawaian__rw_golongan') }} as ranks
    inner join {{ ref('manual_review_kind') }} as kinds
        on
            (
                ranks.promotion_kind_id = kinds.promotion_kind_id
                or upper(coalesce(ranks.promotion_kind_name, '')) like '%' || kinds.name_word || '%'
            )
            and {{ in_interval('ranks.golongan_date', 'kinds') }}
    group by ranks.row_key
),

records as (
    {% for dataset, event_type, event_date, detail in [
        ['rw_golongan', 'rank', 'record.golongan_date', "record.golongan"],
        ['rw_jabatan', 'position', 'record.position_date', "coalesce(record.assignment_id || ' ', '') || coalesce(record.position_name, '')"],
        ['rw_pendidikan', 'education', 'coalesce(record.graduation_date, ' ~ make_date('record.graduation_year', '12', '31') ~ ')', "coalesce(record.education_name, record.education_level_name, '')"],
        ['rw_hukdis', 'discipline', 'record.start_date', "coalesce(record.punishment_kind_name, record.punishment_kind_id, '')"],
        ['ujian', 'examination', 'record.pass_date', "record.exam_kind"],
        ['rw_penghargaan', 'award', 'record.decree_date', "coalesce(record.award_name, record.award_id, '')"],
    ] %}
    select
        identity.employee_key,
        '{{ event_type }}' as event_type,
        {{ event_date }} as event_date,
        {{ detail }} as detail,
        record.region_slug,
        '{{ dataset }}' as dataset,
        record.row_key,
        record.src_row_id as src_row_ids
    from {{ ref('stg_kepegawaian__' ~ dataset) }} as record
    inner join {{ ref('int_rows__resolve') }} as resolved
        on record.row_key = resolved.row_key and resolved.dataset = '{{ dataset }}' and resolved.disposition = 'used'
    inner join {{ ref('int_identity__resolve') }} as identity on record.nip = identity.nip
    union all
    {% endfor %}
    select
        training.employee_key,
        'training' as event_type,
        coalesce(training.end_date, training.start_date) as event_date,
        coalesce(training.course_name, '') as detail,
        region.region_slug,
        training.dataset,
        training.row_key,
        training.src_row_ids
    from {{ ref('fct_training') }} as training
    inner join {{ ref('region') }} as region on training.region_code = region.region_code
    where training.is_counted
    union all
    select
        employee_key,
        'appointment' as event_type,
        cpns_date as event_date,
        'CPNS' as detail,
        region_slug,
        'profil_asn' as dataset,
        row_key,
        src_row_id as src_row_ids
    from {{ ref('int_profile__newest') }}
    where cpns_date is not null
    union all
    select
        employee_key,
        'appointment' as event_type,
        pns_date as event_date,
        'PNS' as detail,
        region_slug,
        'profil_asn' as dataset,
        row_key,
        src_row_id as src_row_ids
    from {{ ref('int_profile__newest') }}
    where pns_date is not null
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
        employee_key,
        case when is_left then 'exit' else 'transfer' end as event_type,
        valid_from as event_date,
        case
            when is_left then 'absent from the newest profil_asn'
            else 'from ' || coalesce(region_before, '') || ' to ' || region_slug
        end as detail,
        region_slug,
        'profil_asn' as dataset,
        cast(null as varchar) as row_key,
        src_row_ids
    from moves
    where
        (is_left and not coalesce(left_before, false))
        or (not is_left and not is_assumed and region_before <> region_slug and not coalesce(assumed_before, true))
)

select
    {{ surrogate_key(["'event'", 'events.employee_key', 'events.event_type', 'events.event_date', 'events.detail', 'events.row_key']) }}
        as event_key,
    events.employee_key,
    region.region_code,
    events.event_type,
    events.event_date,
    events.detail,
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
