-- Grain: one version of one value of a rule: every row of seeds/rules, with its legal basis and confidence.
with rows_of_rules as (
    select rule_id, coalesce(criterion, '') as criterion, param, applies_to as subject, value, unit, version_by, valid_from, valid_to, legal_basis, article, confidence, note
    from {{ ref('rule') }}
    union all
    select rule_id, 'period_date', 'month', '', cast(month as varchar), 'month', 'period', valid_from, valid_to, legal_basis, article, confidence, note
    from {{ ref('promotion_period') }}
    union all
    select rule_id, 'education_ceiling', 'max_golongan', education_class, max_golongan, 'golongan', 'period', valid_from, valid_to, legal_basis, article, confidence, note
    from {{ ref('education_ceiling') }}
    union all
    select rule_id, 'ujian_dinas', 'crossing', exam_kind, from_golongan || ' > ' || to_golongan, 'golongan', 'period', valid_from, valid_to, legal_basis, article, confidence, note
    from {{ ref('ujian_dinas') }}
    union all
    select rule_id, 'ujian_dinas', 'exempt_education', exam_kind || ' ' || education_class, education_class, 'education class', 'period', valid_from, valid_to, legal_basis, article, confidence, note
    from {{ ref('ujian_dinas_exemption') }}
    union all
    select rule_id, 'performance', 'regime', regime, method || ' ' || coalesce(gate_dataset, '-'), 'method', 'fact', {{ make_date('first_year', '1', '1') }}, {{ make_date('last_year + 1', '1', '1') }}, legal_basis, article, confidence, note
    from {{ ref('performance_regime') }}
    union all
    select rule_id, 'performance', 'usable_from', cast(first_year as varchar), cast(usable_month as varchar) || '-' || cast(usable_day as varchar), 'month-day of the next year', 'fact', {{ make_date('first_year', '1', '1') }}, {{ make_date('last_year + 1', '1', '1') }}, legal_basis, article, confidence, note
    from {{ ref('performance_readiness') }}
    union all
    select rule_id, 'performance', 'band', regime || ' ' || predikat, cast(lower_bound as varchar) || ' to ' || cast(upper_bound as varchar) || case when needs_new_idea then ' with a new idea' else '' end, 'score', 'fact', cast(null as date), cast(null as date), legal_basis, article, confidence, note
    from {{ ref('performance_band') }}
    union all
    select rule_id, 'performance', 'element', regulation || ' ' || element, case when only_if_positive then 'if above 0' else 'always' end, 'element', 'fact', cast(null as date), cast(null as date), legal_basis, article, confidence, note
    from {{ ref('performance_element') }}
    union all
    select rule_id, 'performance', 'matrix', result_rating || ' x ' || behaviour_rating, predikat, 'predikat', 'fact', cast(null as date), cast(null as date), legal_basis, article, confidence, note
    from {{ ref('performance_matrix') }}
    union all
    select rule_id, 'discipline', 'length', punishment_kind_id, cast(length_months as varchar), 'month', version_by, valid_from, valid_to, legal_basis, article, confidence, note
    from {{ ref('punishment_length') }}
),

keyed as (
    select
        rows_of_rules.*,
        {{ surrogate_key(["'rule'", 'rule_id', 'criterion', 'param', 'subject', 'value', 'valid_from']) }} as rule_key,
        {{ surrogate_key(["'rule row'", 'rule_id', 'criterion', 'param', 'subject', 'value', 'unit', 'valid_from', 'valid_to', 'legal_basis', 'article', 'confidence']) }} as rule_row_hash
    from rows_of_rules
),

rule_set as (
    select {{ surrogate_key([join_distinct('rule_row_hash', ',')]) }} as rule_set_version
    from keyed
)

select
    keyed.rule_key,
    keyed.rule_id,
    keyed.criterion,
    keyed.param,
    keyed.subject,
    keyed.value,
    keyed.unit,
    keyed.version_by,
    keyed.valid_from,
    keyed.valid_to,
    keyed.legal_basis,
    keyed.article,
    keyed.confidence,
    keyed.note,
    rule_set.rule_set_version
from keyed
cross join rule_set
