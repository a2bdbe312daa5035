-- Grain: one scope date x person x criterion of the promotion by structural post.
with concerned as (
    {{ concerned('kp_struktural') }}
),

criteria as (
    {% for criterion in gate_criteria() + ['period_date', 'performance', 'ujian_dinas', 'discipline', 'appeal_pending'] %}
    {{ shared_criterion(criterion, 'kp_struktural') }}
    union all
    {% endfor %}
    select
        {{ criterion_head('rank_range') }},
        case
            when rules.structural_class is null then '{{ no_rule_known() }}'
            else coalesce('new rank within ' || lowest.golongan || ' to ' || highest.golongan, 'range unknown')
        end as required,
        coalesce(rank.golongan || ' to ' || coalesce(rank.next_golongan, 'no higher rank'), 'rank unknown')
        || case when rank.is_known then '' else ': ' || rank.unknown_reason end
        -- the sources differ on whether the superior's rank counts here (KP.STR.SUPERIOR)
        || case
            when rank.is_known and rank.next_ordinal > superior.highest_ordinal
                then '; above the superior''s ' || above.golongan || ', which is only reported'
            else ''
        end
        || case when rank.has_quarantined then '; a record is in quarantine' else '' end as observed,
        cast(null as date) as first_pass_date,
        {{ merge_ids([
            'rank.src_row_ids',
            'position.src_row_ids',
            'case when rank.next_ordinal > superior.highest_ordinal then superior.src_row_ids end',
        ]) }} as src_row_ids
    from concerned
    {{ join_as_of('int_rank__as_of', 'rank') }}
    {{ join_as_of('int_position__as_of', 'position') }}
    inner join {{ ref('int_rule__in_force') }} as rules on concerned.evaluation_date = rules.evaluation_date
    {{ join_as_of('int_superior__as_of', 'superior', 'left') }}
    left join {{ ref('rank') }} as above on superior.highest_ordinal = above.ordinal and above.scheme = 'PNS'
    left join {{ ref('rank') }} as lowest on concerned.lowest_ordinal = lowest.ordinal and lowest.scheme = 'PNS'
    left join {{ ref('rank') }} as highest on concerned.highest_ordinal = highest.ordinal and highest.scheme = 'PNS'
    where concerned.is_concerned
    union all
    select
        {{ criterion_head('time_in_rank') }},
        case
            when rules.structural_years is null then '{{ no_rule_known() }}'
            when concerned.is_below
                then
                    'at least ' || cast(rules.structural_years_below as varchar) || ' year in the rank with '
                    || cast(rules.structural_post_years as varchar) || ' in the post, or '
                    || cast(rules.structural_full_years_below as varchar) || ' years in the rank'
            else 'at least ' || cast(rules.structural_years as varchar) || ' years in the rank'
        end as required,
        {{ rank_in_words() }}
        || case when rank.is_known and concerned.highest_ordinal is null then '; the range of the post is not known' else '' end
            as observed,
        case
            when rank.is_known and not rank.has_quarantined
                then {{ latest([
                    add_years(
                        'rank.clock_start',
                        'case when concerned.is_below then rules.structural_years_below else rules.structural_years end'
                    ),
                    'concerned.evaluation_date',
                ]) }}
        end as first_pass_date,
        rank.src_row_ids
    from concerned
    {{ join_as_of('int_rank__as_of', 'rank') }}
    inner join {{ ref('int_rule__in_force') }} as rules on concerned.evaluation_date = rules.evaluation_date
    where concerned.is_concerned
    union all
    select
        {{ criterion_head('time_in_position') }},
        case
            when rules.structural_post_years is null then '{{ no_rule_known() }}'
            when concerned.time_in_position_status = 'NOT_APPLICABLE' then 'not asked within the range'
            else 'at least ' || cast(rules.structural_post_years as varchar) || ' year in posts of this echelon'
        end as required,
        coalesce('since ' || cast(concerned.post_clock_start as varchar), 'start of the post unknown')
        || case
            when concerned.time_in_position_status <> 'UNKNOWN' then ''
            when concerned.highest_ordinal is null then '; the rank or the range of the post is not known'
            when position.from_profile then '; earlier posts are not known (from_profile)'
            else ''
        end
        || case when position.has_quarantined then '; a record is in quarantine' else '' end as observed,
        case
            when concerned.time_in_position_status = 'FAIL'
                then {{ add_years('concerned.post_clock_start', 'rules.structural_post_years') }}
        end as first_pass_date,
        coalesce(runs.src_row_ids, position.src_row_ids) as src_row_ids
    from concerned
    {{ join_as_of('int_position__as_of', 'position') }}
    inner join {{ ref('int_rule__in_force') }} as rules on concerned.evaluation_date = rules.evaluation_date
    left join {{ ref('int_position__runs') }} as runs
        on concerned.employee_key = runs.employee_key and {{ in_interval('concerned.evaluation_date', 'runs') }}
    where concerned.is_concerned
)

select
    employee_key,
    evaluation_date,
    criterion,
    status,
    required,
    observed,
    first_pass_date,
    src_row_ids
from criteria
