-- Grain: one pair of values that two rows, or two columns of one row, give for one fact of a person.
-- What the other models found and did, told in one place: winner says which value they use, the precedence rule why. Where
-- several values stand against the one that is used, each is a row.
with appraisals as (
    select
        employee_key,
        appraisal_year,
        dataset,
        gate,
        coalesce(
            predikat_reported,
            predikat_derived,
            cast(score as varchar) || coalesce(', lowest element ' || cast(lowest_element as varchar), '')
        ) as told,
        row_key,
        src_row_id
    from {{ ref('int_performance__appraisals') }}
    where is_gate_record and not is_silent
),

appraisal_pairs as (
    select
        one.employee_key,
        one.appraisal_year,
        one.told as value_1,
        one.dataset as source_1,
        one.src_row_id as src_row_id_1,
        other.told as value_2,
        other.dataset as source_2,
        other.src_row_id as src_row_id_2,
        case
            when one.gate <> other.gate then 'appraisal_straddling'
            when one.dataset = other.dataset then 'appraisal_records'
            else 'appraisal_source'
        end as conflict
    from appraisals as one
    inner join appraisals as other
        on
            one.employee_key = other.employee_key
            and one.appraisal_year = other.appraisal_year
            and one.told <> other.told
            and case when one.dataset = 'rekap_skp' then 2 else 1 end || one.row_key
            < case when other.dataset = 'rekap_skp' then 2 else 1 end || other.row_key
),

found as (
    {% for relation in ['int_conflict__people', 'int_conflict__careers'] %}
    select
        conflict,
        employee_key,
        valid_date,
        value_1,
        source_1,
        src_row_ids_1,
        value_2,
        source_2,
        src_row_ids_2,
        winner
    from {{ ref(relation) }}
    union all
    {% endfor %}
    select
        case when gate = 'UNKNOWN' then 'predikat_straddling' else 'predikat_reported' end as conflict,
        employee_key,
        {{ make_date('appraisal_year', '12', '31') }} as valid_date,
        predikat_reported as value_1,
        dataset || ' predikat' as source_1,
        src_row_ids as src_row_ids_1,
        predikat_derived as value_2,
        dataset || ' ratings' as source_2,
        src_row_ids as src_row_ids_2,
        case when gate = 'UNKNOWN' then 'none' when predikat = predikat_reported then 'value_1' else 'value_2' end as winner
    from {{ ref('fct_performance') }}
    where is_conflicting
    union all
    select
        conflict,
        employee_key,
        {{ make_date('appraisal_year', '12', '31') }} as valid_date,
        value_1,
        source_1,
        src_row_id_1 as src_row_ids_1,
        value_2,
        source_2,
        src_row_id_2 as src_row_ids_2,
        case when conflict = 'appraisal_source' then 'value_1' else 'none' end as winner
    from appraisal_pairs
    union all
    select
        'objection_unchanged' as conflict,
        objections.employee_key,
        min(objections.valid_from) as valid_date,
        'objection accepted' as value_1,
        'umpan_balik' as source_1,
        max(objections.src_row_ids) as src_row_ids_1,
        max(years.observed) || ', unchanged' as value_2,
        'rw_skp22' as source_2,
        max(years.src_row_ids) as src_row_ids_2,
        'none' as winner
    from {{ ref('int_performance__objections') }} as objections
    inner join {{ ref('int_performance__years') }} as years
        on objections.employee_key = years.employee_key and objections.appraisal_year = years.appraisal_year
    where objections.is_accepted_unchanged
    group by objections.employee_key, objections.appraisal_year
    union all
    select
        'credit_grade' as conflict,
        credit.employee_key,
        credit.period_end as valid_date,
        stretches.grade_id as value_1,
        'rw_jabatan' as source_1,
        stretches.src_row_ids as src_row_ids_1,
        written.position_name as value_2,
        'rw_angkakredit' as source_2,
        credit.src_row_ids as src_row_ids_2,
        'value_1' as winner
    from {{ ref('int_credit__records') }} as credit
    inner join {{ ref('int_functional__stretches') }} as stretches
        on credit.employee_key = stretches.employee_key and credit.stretch_from = stretches.valid_from
    inner join {{ ref('stg_kepegawaian__rw_angkakredit') }} as written on credit.row_key = written.row_key
    where credit.is_conflicting
    union all
    select
        'credit_total' as conflict,
        employee_key,
        period_end as valid_date,
        cast(credit_total as varchar) as value_1,
        'rw_angkakredit kreditBaruTotal' as source_1,
        src_row_ids as src_row_ids_1,
        cast(credit_of_parts as varchar) as value_2,
        'rw_angkakredit parts' as source_2,
        src_row_ids as src_row_ids_2,
        case when credit = cast(round(credit_total, 2) as decimal(9, 2)) then 'value_1' else 'value_2' end as winner
    from {{ ref('int_credit__records') }}
    where credit_total <> credit_of_parts
    union all
    select
        'credit_balance' as conflict,
        one.employee_key,
        one.period_end as valid_date,
        cast(one.credit as varchar) as value_1,
        'rw_angkakredit' as source_1,
        one.src_row_ids as src_row_ids_1,
        cast(other.credit as varchar) as value_2,
        'rw_angkakredit' as source_2,
        other.src_row_ids as src_row_ids_2,
        'none' as winner
    from {{ ref('int_credit__records') }} as one
    inner join {{ ref('int_credit__records') }} as other
        on
            one.employee_key = other.employee_key
            and one.period_end = other.period_end
            and one.record_kind = other.record_kind
            and one.credit <> other.credit
            and one.row_key < other.row_key
    where one.record_kind = 'balance'
    union all
    select
        'training_hours' as conflict,
        other.employee_key,
        other.end_date as valid_date,
        cast(counted.duration_jp as varchar) || ' JP' as value_1,
        counted.dataset as source_1,
        counted.src_row_ids as src_row_ids_1,
        cast(other.duration_jp as varchar) || ' JP' as value_2,
        other.dataset as source_2,
        other.src_row_ids as src_row_ids_2,
        'value_1' as winner
    from {{ ref('fct_training') }} as other
    inner join {{ ref('fct_training') }} as counted
        on
            other.employee_key = counted.employee_key
            and {{ certificate_key('other.certificate_number') }} = {{ certificate_key('counted.certificate_number') }}
            and counted.is_counted
            and other.duration_jp <> counted.duration_jp
    where not other.is_counted
)

select
    {{ surrogate_key([
        "'conflict'", 'found.conflict', 'found.employee_key', 'found.valid_date', 'found.value_1', 'found.src_row_ids_1',
        'found.value_2', 'found.src_row_ids_2'
    ]) }} as conflict_key,
    people.last_region_code as region_code,
    found.employee_key,
    people.nip,
    found.conflict,
    precedence.fact,
    found.valid_date,
    found.value_1,
    found.source_1,
    found.src_row_ids_1,
    found.value_2,
    found.source_2,
    found.src_row_ids_2,
    found.winner,
    precedence.precedence,
    precedence.effect,
    precedence.rule_id,
    precedence.legal_basis,
    precedence.confidence as rule_confidence,
    people.is_synthetic
from found
inner join {{ ref('precedence') }} as precedence on found.conflict = precedence.conflict
inner join {{ ref('dim_employee') }} as people on found.employee_key = people.employee_key
