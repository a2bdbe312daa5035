-- Grain: one version of one value of a rule: every row of seeds/rules, with its legal basis and confidence.
-- A table of a regulation gives a parameter a row; `subject` says for whom or what, `value` what holds.
{%- set tables = [
    ['promotion_period', 'period_date', 'month', "'*'", 'cast(month as varchar)'],
    ['education_ceiling', 'education_ceiling', 'max_golongan', 'education_class', 'max_golongan'],
    ['education_entry', 'diploma', 'entry_golongan', 'education_class', 'entry_golongan'],
    ['echelon_rank_range', 'rank_range', 'range', 'echelon_id', "lowest_golongan || ' to ' || highest_golongan"],
    ['functional_rank_range', 'rank_range', 'range', 'grade_id',
        "lowest_golongan || ' to ' || highest_golongan || coalesce(', then ' || next_grade_id, '')"],
    ['level_equivalence', 'position_experience', 'counts_as', "position_class || ' ' || grade_id", 'position_level'],
    ['ujian_dinas', 'ujian_dinas', 'crossing', 'exam_kind', "from_golongan || ' > ' || to_golongan"],
    ['ujian_dinas_exemption', 'ujian_dinas', 'exempt_education', 'exam_kind', 'education_class'],
    ['ujian_dinas_training', 'ujian_dinas', 'exempt_training', 'exam_kind', "structural_training_id || ' ' || name_word"],
    ['performance_regime', 'performance', 'regime', 'regime', "method || ' ' || coalesce(gate_dataset, '-')"],
    ['performance_readiness', 'performance', 'usable_from', "'*'",
        "cast(usable_month as varchar) || '-' || cast(usable_day as varchar)"],
    ['performance_band', 'performance', 'band', "regime || ' ' || predikat", "cast(lower_bound as varchar) || ' to '"
        ~ " || cast(upper_bound as varchar) || case when needs_new_idea then ' with a new idea' else '' end"],
    ['performance_element', 'performance', 'element', "regulation || ' ' || element",
        "case when only_if_positive then 'if above 0' else 'always' end"],
    ['performance_matrix', 'performance', 'matrix', "result_rating || ' x ' || behaviour_rating", 'predikat'],
    ['performance_distribution', '', 'distribution', "organisation_predikat || ' ' || predikat",
        "coalesce('at least ' || cast(min_pct as varchar), '') || coalesce('at most ' || cast(max_pct as varchar), '')"],
    ['credit_threshold', 'credit_score', 'rank_threshold', "grade_id || ' ' || golongan", 'cast(cumulative_credit as varchar)'],
    ['credit_grade_threshold', 'credit_score', 'jenjang_threshold', 'grade_id', 'cast(credit as varchar)'],
    ['credit_base', 'credit_score', 'base', 'grade_id', 'cast(base_credit as varchar)'],
    ['credit_conversion', 'credit_score', 'conversion', 'predikat', 'cast(percentage as varchar)'],
    ['credit_coefficient', 'credit_score', 'coefficient', 'grade_id', 'cast(coefficient as varchar)'],
    ['punishment_length', 'discipline', 'length', 'punishment_kind_id', 'cast(length_months as varchar)'],
    ['absence_ladder', '', 'absence', "cast(first_days as varchar) || coalesce(' to ' || cast(last_days as varchar), ' and more')",
        'punishment_kind_id'],
    ['manual_review_kind', '', 'manual_review', "review_kind || ' ' || promotion_kind_id",
        "name_word || case when is_bound_to_period then '' else ', any day' end"
        ~ " || case when exempts_ujian_dinas then ', no examination' else '' end"],
    ['service_promotion', '', 'service', "cast(min_service_years as varchar)", 'cast(min_months_in_rank as varchar)'],
    ['pppk_entry', '', 'entry_golongan', 'education_class', 'entry_golongan'],
    ['index_band', '', 'band', "instrument || ' ' || band_name",
        "cast(lower_bound as varchar) || ' to ' || cast(upper_bound as varchar)"],
    ['index_points', '', 'points', "dimension || ': ' || item || ' (' || applies_to || ')'", 'cast(points as varchar)'],
    ['rater_weight', '', 'weight', "position_class || ' ' || rater_role",
        "cast(weight as varchar) || ', at least ' || cast(min_raters as varchar)"],
    ['precedence', '', 'precedence', 'conflict', 'precedence'],
    ['talent_box', '', 'box', "performance_rating || ' x ' || potential",
        "cast(box as varchar) || case when is_succession then ' succession' else '' end"],
] %}
with rows_of_rules as (
    select
        'rule' as rule_table, rule_id, coalesce(criterion, '') as criterion, param,
        coalesce(track, '') || ' ' || applies_to as subject, value,
        unit, version_by, valid_from, valid_to, legal_basis, article, confidence, note
    from {{ ref('rule') }}
    {% for seed, criterion, param, subject, value in tables %}
    union all
    select
        '{{ seed }}', rule_id, '{{ criterion }}', '{{ param }}', {{ subject }}, {{ value }},
        unit, version_by, valid_from, valid_to, legal_basis, article, confidence, note
    from {{ ref(seed) }}
    {% endfor %}
),

keyed as (
    select
        rows_of_rules.*,
        {{ surrogate_key(["'rule'", 'rule_table', 'rule_id', 'criterion', 'param', 'subject', 'value', 'valid_from']) }} as rule_key,
        {{ surrogate_key([
            "'rule row'", 'rule_table', 'rule_id', 'criterion', 'param', 'subject', 'value', 'unit', 'version_by', 'valid_from',
            'valid_to', 'legal_basis', 'article', 'confidence'
        ]) }} as rule_row_hash
    from rows_of_rules
),

rule_set as (
    select {{ surrogate_key([join_distinct('rule_row_hash', ',')]) }} as rule_set_version
    from keyed
)

select
    keyed.rule_key,
    keyed.rule_table,
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
    keyed.rule_row_hash,
    rule_set.rule_set_version
from keyed
cross join rule_set
