-- Grain: one evaluation date: the values of the rules in force on that date that gates ask for.
select
    dates.evaluation_date,
    {% for column, rule_id, param, type in [
        ['rank_years', 'KP.REG.YEARS', 'min_years', 'integer'],
        ['promotable_kind', 'KP.WHO', 'promotable_kind', 'varchar'],
        ['position_class', 'KP.REG.WHO', 'position_kind', 'varchar'],
        ['superior_equal', 'KP.SUPERIOR.EQUAL', 'equal_rank', 'varchar'],
        ['structural_class', 'KP.STR.WHO', 'position_kind', 'varchar'],
        ['structural_years', 'KP.STR.WITHIN', 'min_years', 'integer'],
        ['structural_years_below', 'KP.STR.BELOW', 'min_years_below', 'integer'],
        ['structural_full_years_below', 'KP.STR.BELOW4', 'min_years_full_below', 'integer'],
        ['structural_post_years', 'KP.STR.BELOW', 'min_years', 'integer'],
        ['functional_class', 'KP.JF.WHO', 'position_kind', 'varchar'],
        ['functional_years', 'KP.JF.YEARS', 'min_years', 'integer'],
        ['functional_ranks_beyond', 'KP.JF.NOVACANCY', 'ranks_beyond', 'integer'],
        ['promotion_class', 'KJ.WHO', 'position_kind', 'varchar'],
        ['promotion_free_posts', 'KJ.VACANCY', 'free_post', 'integer'],
        ['promotion_exam', 'KJ.UKOM', 'exam_kind', 'varchar'],
        ['ijazah_class', 'KP.IJZ.WHO', 'position_kind', 'varchar'],
        ['ijazah_years', 'KP.IJZ.YEARS', 'min_years', 'integer'],
        ['ijazah_exam', 'KP.IJZ.KPPI', 'exam_kind', 'varchar'],
        ['ijazah_min_source', 'KP.IJZ.SOURCE', 'min_source_rank', 'varchar'],
    ] %}
    max(case when rule.rule_id = '{{ rule_id }}' and rule.param = '{{ param }}' then cast(rule.value as {{ type }}) end)
        as {{ column }},
    {% endfor %}
    max(case when rule.rule_id = 'KP.REG.SUPERIOR' then rule.value end) = 'true' as superior_applies,
    max(case when rule.criterion = 'appeal_pending' then rule.value end) = 'true' as appeal_blocks
from {{ ref('int_evaluation__dates') }} as dates
inner join {{ ref('rule') }} as rule on {{ in_interval('dates.evaluation_date', 'rule') }}
where rule.version_by = 'period'
group by dates.evaluation_date
