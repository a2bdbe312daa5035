-- Grain: one event of a person's career, all in order; events without a date come last. The events are those of the star,
-- with the appraisals and credit decisions beside them; rank and post before come from fct_career_interval. The description
-- says every code with its word.
with words as (
    select 'appraisal' as event_type, predikat as code, predikat_name as word from {{ ref('predikat') }}
    union all
    select 'examination', exam_kind, exam_name from {{ ref('exam_kind') }}
    union all
    select 'discipline', punishment_kind_id, punishment_kind_name from {{ ref('punishment_kind') }}
    union all
    select 'discipline', punishment_kind_name, punishment_kind_name || ' (mengakhiri hukuman sebelumnya)'
    from {{ ref('punishment_kind') }}
    where not is_punishment
    union all
    select 'award', award_id, award_name from {{ ref('award') }}
    union all
    select 'position', assignment_id, assignment_name from {{ ref('assignment_kind') }} where not is_definitive
    union all
    select 'appointment', 'PPPK_PARUH_WAKTU', 'PPPK paruh waktu'
),

-- An examination is for a jenjang or a level of education.
levels as (
    select grade_id as code, grade_name as word from {{ ref('functional_grade') }}
    union all
    select level_id, level_name from {{ ref('education_level') }}
),

recorded as (
    select
        events.event_key,
        events.employee_key,
        events.region_code,
        events.event_type,
        events.event_date,
        events.detail,
        coalesce(
            events.from_value,
            -- an acting post replaces none
            case
                when events.event_type = 'rank' then before.golongan
                when events.event_type = 'position' and events.flags <> 'acting' then before.position_name
            end
        ) as from_value,
        events.to_value,
        events.flags,
        events.review_kind,
        events.dataset,
        events.src_row_ids
    from {{ ref('fct_career_event') }} as events
    left join {{ ref('fct_career_interval') }} as before
        on
            events.employee_key = before.employee_key
            and {{ in_interval(add_days('events.event_date', '-1'), 'before') }}
),

appraisals as (
    select
        {{ surrogate_key(["'appraisal'", 'years.employee_key', 'years.appraisal_year']) }} as event_key,
        years.employee_key,
        person.last_region_code as region_code,
        'appraisal' as event_type,
        {{ make_date('years.appraisal_year', '12', '31') }} as event_date,
        cast(years.appraisal_year as varchar) as detail,
        before.predikat as from_value,
        years.predikat as to_value,
        case when years.is_conflicting then 'conflicting' else '' end as flags,
        cast(null as varchar) as review_kind,
        'fct_performance_year' as dataset,
        years.src_row_ids
    from {{ ref('fct_performance_year') }} as years
    inner join {{ ref('dim_employee') }} as person on years.employee_key = person.employee_key
    left join {{ ref('fct_performance_year') }} as before
        on years.employee_key = before.employee_key and years.appraisal_year = before.appraisal_year + 1
),

credits as (
    select
        {{ surrogate_key(["'credit'", 'employee_key', 'row_key']) }} as event_key,
        employee_key,
        region_code,
        'credit' as event_type,
        period_end as event_date,
        coalesce(
            {%- for day in ['period_start', 'period_end'] %}
            substr(cast({{ day }} as varchar), 6, 2) || '-' || substr(cast({{ day }} as varchar), 1, 4){{ " || ' s.d. ' ||" if loop.first else ',' }}
            {%- endfor %}
            ''
        ) as detail,
        cast(null as varchar) as from_value,
        cast(credit_total as varchar) as to_value,
        case when conversion_check = 'differs' then 'conversion_differs' else '' end as flags,
        cast(null as varchar) as review_kind,
        'rw_angkakredit' as dataset,
        src_row_ids
    from {{ ref('fct_credit') }}
),

events as (
    select * from recorded
    union all
    select * from appraisals
    union all
    select * from credits
),

worded as (
    select
        events.*,
        case
            when events.event_type = 'examination' then detail_word.word || coalesce(' ' || levels.word, '')
            -- which kind of acting post
            when events.event_type = 'position' and events.flags = 'acting'
                then coalesce(detail_word.word || ': ', '') || coalesce(events.to_value, '')
            when events.event_type in ('discipline', 'award') then coalesce(detail_word.word, events.detail)
            else events.detail
        end as detail_said,
        coalesce(from_word.word, events.from_value) as from_said,
        case
            when events.event_type = 'appraisal' then coalesce(to_word.word, 'belum dapat dipastikan')
            when events.event_type = 'credit' then replace(rtrim(rtrim(events.to_value, '0'), '.'), '.', ',')
            when events.event_type = 'position' and events.flags = 'acting' then cast(null as varchar)
            else coalesce(to_word.word, events.to_value)
        end as to_said
    from events
    left join words as detail_word
        on
            events.event_type = detail_word.event_type
            and case when events.event_type in ('examination', 'position') then split_part(events.detail, ' ', 1) else events.detail end
            = detail_word.code
    left join words as from_word on events.event_type = from_word.event_type and events.from_value = from_word.code
    left join words as to_word on events.event_type = to_word.event_type and events.to_value = to_word.code
    left join levels on case when events.event_type = 'examination' then split_part(events.detail, ' ', 2) end = levels.code
)

select
    events.employee_key,
    cast(
        row_number() over (
            partition by events.employee_key
            order by
                case when events.event_date is null then 1 else 0 end,
                events.event_date,
                event_type.sort_order,
                events.detail,
                events.event_key
        ) as integer
    ) as event_number,
    events.event_key,
    person.nip,
    person.employee_name,
    events.region_code,
    events.event_date,
    events.event_type,
    event_type.name_id
    || case
        when event_type.shows_detail and coalesce(events.to_said, events.detail_said) <> ''
            then
                ': ' || case when events.event_type in ('appraisal', 'credit') then events.detail_said || ', ' else '' end
                || coalesce(nullif(events.from_said, events.to_said) || ' → ', '')
                || coalesce(events.to_said, events.detail_said)
        else ''
    end
    {%- for flag, said in {
        'from_profile': 'menurut profil ASN',
        'date_assumed': 'hanya tahunnya yang tercatat',
        'annulled': 'dibatalkan',
        'date_of_extract': 'tanggal berkas yang menunjukkannya',
        'hours_missing': 'jumlah JP tidak tercatat',
        'conflicting': 'catatan tahun ini bertentangan',
        'conversion_differs': 'berbeda dari konversi predikat tahun itu',
    }.items() %}
    || case when events.flags like '%{{ flag }}%' then ' ({{ said }})' else '' end
    {%- endfor %}
    || coalesce(' (kenaikan pangkat ' || replace(events.review_kind, '_', ' ') || ', diperiksa manual)', '') as description,
    events.from_value,
    events.to_value,
    events.flags,
    events.review_kind,
    coalesce(events.event_date > run.known_at, false) as is_future,
    events.dataset,
    events.src_row_ids,
    {{ is_synthetic() }} as is_synthetic
from worded as events
inner join {{ ref('event_type') }} as event_type on events.event_type = event_type.event_type
inner join {{ ref('dim_employee') }} as person on events.employee_key = person.employee_key
cross join {{ source('landing', 'run') }} as run
