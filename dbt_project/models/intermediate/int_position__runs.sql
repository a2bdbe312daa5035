-- Grain: one person x unbroken run of definitive posts of one echelon, half-open; its clock starts at the first
-- inauguration, else TMT.
with marked as (
    select
        classified.*,
        case
            when
                echelon_id is distinct from lag(echelon_id) over (partition by employee_key order by valid_from)
                or position_class is distinct from lag(position_class) over (partition by employee_key order by valid_from)
                then 1
            else 0
        end as is_change
    from {{ ref('int_position__classified') }} as classified
),

numbered as (
    select marked.*, sum(is_change) over (partition by employee_key order by valid_from) as run
    from marked
),

starts as (
    select
        numbered.employee_key,
        numbered.run,
        numbered.post_start,
        row_number() over (partition by numbered.employee_key, numbered.run order by numbered.valid_from) as place
    from numbered
)

select
    numbered.employee_key,
    min(numbered.valid_from) as valid_from,
    case when count(numbered.valid_to) = count(*) then max(numbered.valid_to) end as valid_to,
    min(numbered.echelon_id) as echelon_id,
    min(starts.post_start) as clock_start,
    {{ collect_ids('numbered.src_row_id') }} as src_row_ids
from numbered
inner join starts
    on numbered.employee_key = starts.employee_key and numbered.run = starts.run and starts.place = 1
where numbered.position_class = 'structural'
group by numbered.employee_key, numbered.run
