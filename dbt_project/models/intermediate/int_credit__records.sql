-- Grain: one credit decision (PAK) of a person, placed in the jenjang held in its last month.
-- record_kind: balance, annual, periodic, conventional.
select
    credit.employee_key,
    stretches.valid_from as stretch_from,
    credit.period_start,
    credit.period_end,
    -- each decision to two decimals, half up, as the document does
    cast(
        round(
            case
                when {{ precedence('credit_total') }} = 'total' then coalesce(credit.credit_total, credit.credit_of_parts)
                else coalesce(credit.credit_of_parts, credit.credit_total)
            end,
            2
        ) as decimal(9, 2)
    ) as credit,
    credit.credit_total,
    credit.credit_of_parts,
    case
        when credit.is_first or credit.is_integration then 'balance'
        when not credit.is_conversion then 'conventional'
        when
            extract(month from credit.period_start) = 1
            and extract(month from credit.period_end) = 12
            and extract(year from credit.period_start) = extract(year from credit.period_end)
            then 'annual'
        else 'periodic'
    end as record_kind,
    coalesce({{ grade_of_name('credit.position_name') }} <> stretches.grade_id, false) as is_conflicting,
    credit.row_key,
    credit.src_row_ids
from (
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
) as credit
left join {{ ref('int_functional__stretches') }} as stretches
    on credit.employee_key = stretches.employee_key and {{ in_interval('credit.period_end', 'stretches') }}
