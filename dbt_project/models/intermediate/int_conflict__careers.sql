-- Grain: one pair of values that disagree on the rank, post, education or punishments of a person: rows of the history among
-- themselves, the profile against the history on the day of the extract, and an older answer against the newest one.
-- winner: which value the other models use.
with newest as (
    select
        newest.employee_key,
        newest.src_row_id,
        newest.extract_date,
        newest.golongan,
        newest.golongan_date,
        rank.ordinal,
        profile.position_kind_id,
        profile.echelon_id,
        profile.position_name,
        profile.education_level_id,
        profile.education_name
    from {{ ref('int_profile__newest') }} as newest
    inner join {{ ref('stg_kepegawaian__profil_asn') }} as profile on newest.row_key = profile.row_key
    left join {{ ref('rank') }} as rank on newest.golongan = rank.golongan and rank.scheme = 'PNS'
),

as_of_ranks as (
    select
        employee_key,
        golongan,
        has_higher_undated,
        is_below_profile,
        min(valid_from) as valid_date
    from {{ ref('int_rank__as_of') }}
    where golongan is not null and (has_higher_undated or is_below_profile)
    group by employee_key, golongan, has_higher_undated, is_below_profile
),

profile_ranks as (
    select
        newest.*,
        spells.golongan as recorded_golongan,
        spells.ordinal as recorded_ordinal,
        spells.valid_from as recorded_date,
        spells.src_row_ids as recorded_ids,
        same.employee_key is not null as has_same_row
    from newest
    inner join {{ ref('int_rank__spells') }} as spells
        on
            newest.employee_key = spells.employee_key
            and not spells.from_profile
            and {{ in_interval('newest.extract_date', 'spells') }}
    left join (
        select distinct employee_key, golongan, valid_from from {{ ref('int_rank__facts') }}
    ) as same
        on
            newest.employee_key = same.employee_key
            and newest.golongan = same.golongan
            and newest.golongan_date = same.valid_from
    where newest.ordinal is not null
),

profile_posts as (
    select
        newest.*,
        spells.src_row_id as recorded_id,
        spells.position_name as recorded_name,
        spells.echelon_id as recorded_echelon_id,
        spells.valid_from as recorded_date
    from newest
    inner join {{ ref('int_position__spells') }} as spells
        on
            newest.employee_key = spells.employee_key
            and not spells.from_profile
            and {{ in_interval('newest.extract_date', 'spells') }}
    where
        newest.position_kind_id <> spells.position_kind_id
        or newest.echelon_id <> spells.echelon_id
        or {{ spelling_key('newest.position_name') }} <> {{ spelling_key('spells.position_name') }}
),

profile_education as (
    select
        newest.*,
        spells.education_name as recorded_name,
        spells.src_row_ids as recorded_ids
    from newest
    inner join {{ ref('int_education__spells') }} as spells
        on
            newest.employee_key = spells.employee_key
            and not spells.from_profile
            and {{ in_interval('newest.extract_date', 'spells') }}
    left join {{ ref('int_education__recorded') }} as same
        on
            newest.employee_key = same.employee_key
            and newest.education_level_id = same.education_level_id
            and spells.class_ordinal = same.class_ordinal
    where newest.education_level_id is not null and same.employee_key is null
),

punishments as (
    select
        identity.employee_key,
        punished.row_key,
        punished.src_row_id,
        punished.extract_date,
        punished.nip,
        punished.record_id,
        punished.punishment_kind_name,
        punished.level_id,
        punished.start_date,
        punished.decree_number,
        nullif({{ spelling_key("coalesce(punished.decree_number, '')") }}, '') as decree_key,
        coalesce(kinds.is_punishment, true) as is_punishment,
        resolved.disposition,
        resolved.disposition in ('used', 'duplicate') or resolved.is_standing as is_held
    from {{ ref('stg_kepegawaian__rw_hukdis') }} as punished
    inner join {{ ref('int_rows__resolve') }} as resolved
        on punished.row_key = resolved.row_key and resolved.dataset = 'rw_hukdis'
    inner join {{ ref('int_identity__resolve') }} as identity on punished.nip = identity.nip
    left join {{ ref('punishment_kind') }} as kinds on punished.punishment_kind_id = kinds.punishment_kind_id
),

-- of the older answers the last one that held it
gone_punishments as (
    select
        older.*,
        row_number() over (
            partition by older.employee_key, older.start_date, older.decree_key
            order by older.extract_date desc, older.row_key desc
        ) as recency
    from punishments as older
    inner join (select distinct value from {{ ref('rule') }} where rule_id = 'DISC.BLOCK') as blocking
        on older.level_id = blocking.value
    left join punishments as same_id
        on older.employee_key = same_id.employee_key and older.record_id = same_id.record_id and same_id.is_held
    -- a decree number that one of them lacks tells nothing apart
    left join punishments as same_decree
        on
            older.employee_key = same_decree.employee_key
            and older.start_date = same_decree.start_date
            and coalesce(older.decree_key, same_decree.decree_key, '') = coalesce(same_decree.decree_key, older.decree_key, '')
            and same_decree.is_held
    where
        older.disposition = 'superseded'
        and older.is_punishment
        and same_id.employee_key is null
        and same_decree.employee_key is null
),

newest_answers as (
    select
        employee_key,
        extract_date,
        src_row_id,
        row_number() over (partition by employee_key order by answer_order desc, asked_nip desc) as choice
    from {{ ref('int_coverage__newest') }}
    where dataset = 'rw_hukdis'
)

select
    'rank_tie' as conflict,
    other.employee_key,
    other.valid_from as valid_date,
    spells.golongan as value_1,
    case when used.from_profile then 'profil_asn' else 'rw_golongan' end as source_1,
    used.src_row_ids as src_row_ids_1,
    other.golongan as value_2,
    case when other.from_profile then 'profil_asn' else 'rw_golongan' end as source_2,
    other.src_row_id as src_row_ids_2,
    'value_1' as winner
from {{ ref('int_rank__facts') }} as other
inner join {{ ref('int_rank__spells') }} as spells
    on
        other.employee_key = spells.employee_key
        and other.ordinal <> spells.ordinal
        and {{ in_interval('other.valid_from', 'spells') }}
inner join (
    select employee_key, valid_from, ordinal, from_profile, {{ collect_ids('src_row_id') }} as src_row_ids
    from {{ ref('int_rank__facts') }}
    group by employee_key, valid_from, ordinal, from_profile
) as used
    on
        other.employee_key = used.employee_key
        and other.valid_from = used.valid_from
        and spells.ordinal = used.ordinal
union all
select
    'rank_undated' as conflict,
    ranks.employee_key,
    ranks.valid_date,
    ranks.golongan as value_1,
    'rw_golongan' as source_1,
    spells.src_row_ids as src_row_ids_1,
    facts.golongan as value_2,
    case when facts.from_profile then 'profil_asn' else 'rw_golongan' end as source_2,
    facts.src_row_id as src_row_ids_2,
    'none' as winner
from as_of_ranks as ranks
inner join {{ ref('int_rank__spells') }} as spells
    on ranks.employee_key = spells.employee_key and {{ in_interval('ranks.valid_date', 'spells') }}
inner join {{ ref('int_rank__facts') }} as facts
    on ranks.employee_key = facts.employee_key and facts.valid_from is null and facts.ordinal > spells.ordinal
where ranks.has_higher_undated
union all
select
    'rank_profile_above' as conflict,
    ranks.employee_key,
    ranks.valid_date,
    ranks.golongan as value_1,
    'rw_golongan' as source_1,
    spells.src_row_ids as src_row_ids_1,
    newest.golongan as value_2,
    'profil_asn' as source_2,
    newest.src_row_id as src_row_ids_2,
    'none' as winner
from as_of_ranks as ranks
inner join {{ ref('int_rank__spells') }} as spells
    on ranks.employee_key = spells.employee_key and {{ in_interval('ranks.valid_date', 'spells') }}
inner join newest on ranks.employee_key = newest.employee_key
where ranks.is_below_profile
union all
select
    case when recorded_ordinal > ordinal then 'rank_profile' else 'rank_date' end as conflict,
    employee_key,
    extract_date as valid_date,
    recorded_golongan || ' from ' || cast(recorded_date as varchar) as value_1,
    'rw_golongan' as source_1,
    recorded_ids as src_row_ids_1,
    golongan || coalesce(' from ' || cast(golongan_date as varchar), '') as value_2,
    'profil_asn' as source_2,
    src_row_id as src_row_ids_2,
    'value_1' as winner
from profile_ranks
where
    recorded_ordinal > ordinal
    or (recorded_ordinal = ordinal and golongan_date is not null and not has_same_row)
union all
select
    'position_on_day' as conflict,
    other.employee_key,
    other.valid_from as valid_date,
    used.position_name || coalesce(' - ' || used.unit_name, '') as value_1,
    'rw_jabatan' as source_1,
    used.src_row_id as src_row_ids_1,
    other.position_name || coalesce(' - ' || other.unit_name, '') as value_2,
    'rw_jabatan' as source_2,
    other.src_row_id as src_row_ids_2,
    'value_1' as winner
from {{ ref('int_position__facts') }} as other
inner join {{ ref('int_position__facts') }} as used
    on other.employee_key = used.employee_key and other.valid_from = used.valid_from and used.choice = 1
where
    other.choice > 1
    and (
        other.position_kind_id <> used.position_kind_id
        or other.echelon_id <> used.echelon_id
        or other.position_id <> used.position_id
        or other.unit_id <> used.unit_id
        or {{ spelling_key('other.position_name') }} <> {{ spelling_key('used.position_name') }}
    )
union all
select
    'position_profile' as conflict,
    employee_key,
    extract_date as valid_date,
    recorded_name || coalesce(' (eselon ' || recorded_echelon_id || ')', '') as value_1,
    'rw_jabatan' as source_1,
    recorded_id as src_row_ids_1,
    position_name || coalesce(' (eselon ' || echelon_id || ')', '') as value_2,
    'profil_asn' as source_2,
    src_row_id as src_row_ids_2,
    'value_1' as winner
from profile_posts
union all
select
    'education_profile' as conflict,
    employee_key,
    extract_date as valid_date,
    recorded_name as value_1,
    'rw_pendidikan' as source_1,
    recorded_ids as src_row_ids_1,
    coalesce(education_name, 'level ' || education_level_id) as value_2,
    'profil_asn' as source_2,
    src_row_id as src_row_ids_2,
    'value_1' as winner
from profile_education
union all
select
    'punishment_gone' as conflict,
    gone.employee_key,
    gone.start_date as valid_date,
    coalesce(gone.punishment_kind_name, 'punishment') || ' from ' || cast(gone.start_date as varchar)
    || coalesce(', decree ' || gone.decree_number, '') as value_1,
    'rw_hukdis' as source_1,
    gone.src_row_id as src_row_ids_1,
    'not in the answer of ' || cast(newest.extract_date as varchar) as value_2,
    'rw_hukdis' as source_2,
    newest.src_row_id as src_row_ids_2,
    'value_2' as winner
from gone_punishments as gone
inner join newest_answers as newest on gone.employee_key = newest.employee_key and newest.choice = 1
where gone.recency = 1
