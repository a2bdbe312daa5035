-- Grain: one person x stretch of time in which the same profil_asn row stands for them; the stretches cover all time.
-- The newest row that is in its region's newest snapshot stands; in two regions on one day, the later post. Before the
-- first snapshot the oldest good row stands in (is_assumed). Absent from every region's newest snapshot: is_left.
with presence as (
    select * from {{ ref('int_profile__presence') }}
),

changes as (
    select employee_key, extract_date as valid_from from presence
    union
    select employee_key, next_extract_date as valid_from from presence where next_extract_date is not null
    union
    select employee_key, date '1900-01-01' as valid_from from presence
),

stretches as (
    select
        employee_key,
        valid_from,
        lead(valid_from) over (partition by employee_key order by valid_from) as valid_to
    from changes
),

candidates as (
    select
        stretches.employee_key,
        stretches.valid_from,
        stretches.valid_to,
        presence.row_key,
        presence.src_row_id,
        presence.region_slug,
        presence.extract_date,
        presence.position_date,
        presence.is_good,
        case
            when presence.extract_date > stretches.valid_from then 3
            when presence.next_extract_date is null or presence.next_extract_date > stretches.valid_from then 1
            else 2
        end as preference
    from stretches
    inner join presence on stretches.employee_key = presence.employee_key
),

ranked as (
    select
        candidates.*,
        row_number() over (
            partition by employee_key, valid_from
            order by
                preference,
                case when preference = 3 and not is_good then 1 else 0 end,
                case when preference = 3 then extract_date end,
                extract_date desc,
                coalesce(position_date, date '1900-01-01') desc,
                region_slug,
                row_key
        ) as choice
    from candidates
),

standing as (
    select
        employee_key,
        valid_from,
        valid_to,
        row_key,
        src_row_id,
        region_slug,
        extract_date,
        is_good,
        preference = 2 as is_left,
        preference = 3 as is_assumed
    from ranked
    where choice = 1
),

-- A quarantined row says that the person was there, an older good row says the rest.
older_good as (
    select
        standing.employee_key,
        standing.valid_from,
        presence.row_key,
        presence.src_row_id,
        row_number() over (
            partition by standing.employee_key, standing.valid_from
            order by presence.extract_date desc, presence.region_slug, presence.row_key
        ) as choice
    from standing
    inner join presence
        on standing.employee_key = presence.employee_key and standing.extract_date > presence.extract_date
    where not standing.is_good and presence.is_good
)

select
    standing.employee_key,
    standing.valid_from,
    standing.valid_to,
    standing.region_slug,
    standing.extract_date,
    standing.is_left,
    standing.is_assumed,
    not standing.is_good as is_quarantined,
    case when standing.is_good then standing.row_key else older_good.row_key end as profile_row_key,
    {{ merge_ids(['standing.src_row_id', 'older_good.src_row_id']) }} as src_row_ids
from standing
left join older_good
    on
        standing.employee_key = older_good.employee_key
        and standing.valid_from = older_good.valid_from
        and older_good.choice = 1
