-- Grain: one credit decision (PAK) of a person, placed in the jenjang held in its last month.
-- record_kind: balance, annual, periodic, conventional.
with parts as (
    select
        identity.employee_key,
        staged.period_start,
        staged.period_end,
        staged.credit_total,
        case
            when coalesce(staged.credit_main, staged.credit_support) is not null
                then coalesce(staged.credit_main, 0) + coalesce(staged.credit_support, 0)
        end as credit_of_parts,
        staged.position_name,
        staged.is_first,
        staged.is_integration,
        staged.is_conversion,
        staged.row_key,
        staged.src_row_id as src_row_ids
    from {{ ref('stg_kepegawaian__rw_angkakredit') }} as staged
    inner join {{ ref('int_rows__resolve') }} as resolved
        on staged.row_key = resolved.row_key and resolved.dataset = 'rw_angkakredit' and resolved.disposition = 'used'
    inner join {{ ref('int_identity__resolve') }} as identity on staged.nip = identity.nip
),

decided as (
    select
        parts.*,
        case
            when {{ precedence('credit_total') }} = 'total' then coalesce(credit_total, credit_of_parts)
            else coalesce(credit_of_parts, credit_total)
        end as credit
    from parts
)

select
    decided.employee_key,
    stretches.valid_from as stretch_from,
    decided.period_start,
    decided.period_end,
    -- each decision to two decimals, as the document does
    cast(
        round(decided.credit, 2)
        -- half up; to the even neighbour 0.005, 0.025 ... fall
        - case when {{ policy('AK.ROUND') }} = 'half even' and cast(decided.credit * 1000 as bigint) % 20 = 5 then 0.01 else 0 end
        as decimal(9, 2)
    ) as credit,
    decided.credit_total,
    decided.credit_of_parts,
    case
        when decided.is_first or decided.is_integration then 'balance'
        when not decided.is_conversion then 'conventional'
        when
            extract(month from decided.period_start) = 1
            and extract(month from decided.period_end) = 12
            and extract(year from decided.period_start) = extract(year from decided.period_end)
            then 'annual'
        else 'periodic'
    end as record_kind,
    coalesce({{ grade_of_name('decided.position_name') }} <> stretches.grade_id, false) as is_conflicting,
    decided.row_key,
    decided.src_row_ids
from decided
left join {{ ref('int_functional__stretches') }} as stretches
    on decided.employee_key = stretches.employee_key and {{ in_interval('decided.period_end', 'stretches') }}
