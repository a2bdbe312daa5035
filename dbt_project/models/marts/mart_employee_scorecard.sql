-- Grain: one person x period date of the scope. The person's state on that day as the star and the promotion marts have it;
-- what is not known is null or says unknown, never zero.
with people as (
    select
        eligibility.*,
        least(eligibility.period_date, eligibility.known_at) as judged_at
    from {{ ref('mart_promotion_eligibility') }} as eligibility
    where eligibility.track = 'kp_reguler'
),

started as (
    select
        employee_key,
        min(valid_from) as first_date
    from {{ ref('fct_career_interval') }}
    group by employee_key
),

-- the latest usable year and the two before it
usable as (
    select evaluation_date, max(appraisal_year) as latest_year
    from {{ ref('int_performance__windows') }}
    group by evaluation_date
),

predikats as (
    select
        usable.evaluation_date,
        years.employee_key,
        {%- for back in range(3) %}
        max(case when years.appraisal_year = usable.latest_year - {{ back }} then years.predikat end) as predikat_{{ back }},
        max(case when years.appraisal_year = usable.latest_year - {{ back }} then years.predikat_ordinal end)
            as ordinal_{{ back }}{{ ',' if not loop.last }}
        {%- endfor %}
    from usable
    inner join {{ ref('fct_performance_year') }} as years
        on years.appraisal_year between usable.latest_year - 2 and usable.latest_year
    group by usable.evaluation_date, years.employee_key
),

rounds as (
    select dates.evaluation_date, max(ends.period_end) as period_end
    from {{ ref('int_evaluation__dates') }} as dates
    inner join (select distinct period_end from {{ ref('fct_behaviour_score') }}) as ends
        on dates.evaluation_date > ends.period_end
    where dates.is_in_scope
    group by dates.evaluation_date
),

behaviour as (
    select
        rounds.evaluation_date,
        scores.employee_key,
        max(scores.period) as behaviour_period,
        {%- for value in core_values() %}
        max(case when scores.core_value = '{{ value }}' then scores.score end) as {{ value | lower }}_score,
        max(case when scores.core_value = '{{ value }}' then scores.unit_mean end) as {{ value | lower }}_unit_mean
        {{- ',' if not loop.last }}
        {%- endfor %}
    from rounds
    inner join {{ ref('fct_behaviour_score') }} as scores on rounds.period_end = scores.period_end
    group by rounds.evaluation_date, scores.employee_key
),

training as (
    select
        employee_key,
        training_year,
        sum(duration_jp) as jp,
        max(case when duration_jp is null then 1 else 0 end) = 1 as has_no_hours
    from {{ ref('fct_training') }}
    where is_counted
    group by employee_key, training_year
),

training_answers as (
    select
        employee_key,
        max(case when dataset = 'rw_kursus' and has_answer then 1 else 0 end) = 1 as has_answer,
        min(case when has_answer and not has_quarantined then 1 else 0 end) = 1 as is_whole
    from {{ ref('int_coverage__people') }}
    where dataset in ('rw_kursus', 'rw_diklat')
    group by employee_key
),

training_norms as (
    select
        case param when 'min_jp' then 'PNS' else 'PPPK' end as employment_kind,
        param = 'min_jp' as is_floor,
        cast(value as decimal(9, 3)) as norm_jp,
        valid_from,
        valid_to
    from {{ ref('rule') }}
    where param in ('min_jp', 'max_jp')
),

first_dates as (
    select
        period_date,
        employee_key,
        {%- for track in tracks() %}
        max(case when track = '{{ track }}' then first_possible_date end) as first_{{ track }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('mart_promotion_eligibility') }}
    group by period_date, employee_key
),

-- The track that the advice is about: one that is open now, else the first of the tracks that concern the person. A post
-- is not applied for like a rank, so the position tracks are left out.
advised as (
    select
        eligibility.period_date,
        eligibility.employee_key,
        eligibility.track,
        eligibility.verdict,
        row_number() over (
            partition by eligibility.period_date, eligibility.employee_key
            order by case eligibility.verdict when 'eligible' then 0 else 1 end, track.sort_order
        ) as choice
    from {{ ref('mart_promotion_eligibility') }} as eligibility
    inner join {{ ref('track') }} as track on eligibility.track = track.track
    where eligibility.verdict <> 'not_applicable' and eligibility.track not like 'jabatan_%'
),

-- Sentences in the order of the criteria; the number that sorts them is taken off again.
advice as (
    select
        advised.period_date,
        advised.employee_key,
        {{ regexp_replace_all(join_distinct(
            "lpad(cast(words.sort_order as varchar), 2, '0') || '~' || case criteria.status when 'UNKNOWN' then words.if_unknown "
            ~ "else words.if_failed || case when criteria.first_pass_date > criteria.period_date then ' ' || "
            ~ "replace(words.if_dated, '{date}', " ~ day_in_words('criteria.first_pass_date') ~ ") else '' end end",
            ' '
        ), "'[0-9][0-9]~'", "''") }} as sentences
    from advised
    inner join {{ ref('mart_promotion_criteria') }} as criteria
        on
            advised.period_date = criteria.period_date
            and advised.employee_key = criteria.employee_key
            and advised.track = criteria.track
            and criteria.status in ('FAIL', 'UNKNOWN')
    inner join {{ ref('criterion') }} as words on criteria.criterion = words.criterion
    where advised.choice = 1
    group by advised.period_date, advised.employee_key
),

joined as (
    select
        people.*,
        case when rank.is_known then rank.clock_start end as rank_from,
        pppk.golongan as pppk_golongan,
        coalesce(employee.cpns_date, started.first_date) as service_from,
        employee.cpns_date is null and started.first_date is not null as service_from_assumed,
        usable.latest_year,
        {%- for back in range(3) %}
        predikats.predikat_{{ back }},
        predikats.ordinal_{{ back }},
        {%- endfor %}
        behaviour.behaviour_period,
        {%- for value in core_values() %}
        behaviour.{{ value | lower }}_score,
        behaviour.{{ value | lower }}_unit_mean,
        {%- endfor %}
        cast(extract(year from people.judged_at) as integer) - 1 as training_year,
        case
            when training.jp is not null then training.jp
            when training_answers.has_answer and training.employee_key is null then 0
        end as training_jp,
        coalesce(training_answers.is_whole, false) and not coalesce(training.has_no_hours, false) as training_is_whole,
        norm.norm_jp,
        coalesce(norm.is_floor, false) as norm_is_floor,
        functional.credit,
        functional.rank_threshold,
        functional.grade_threshold,
        functional.credit_is_complete as credit_is_whole,
        functional.credit_is_unclear or functional.credit_quarantined as credit_is_doubtful,
        {%- for track in tracks() %}
        first_dates.first_{{ track }},
        {%- endfor %}
        advised.track as next_track,
        track.name_id as next_track_name,
        coalesce(advised.verdict, 'not_applicable') as next_verdict,
        advice.sentences
    from people
    inner join {{ ref('int_employee__as_of') }} as employee
        on people.employee_key = employee.employee_key and {{ in_interval('people.period_date', 'employee') }}
    inner join {{ ref('int_rank__as_of') }} as rank
        on people.employee_key = rank.employee_key and {{ in_interval('people.period_date', 'rank') }}
    inner join usable on people.period_date = usable.evaluation_date
    inner join first_dates
        on people.employee_key = first_dates.employee_key and people.period_date = first_dates.period_date
    left join {{ ref('int_pppk_grade__spells') }} as pppk
        on people.employee_key = pppk.employee_key and {{ in_interval('people.period_date', 'pppk') }}
    left join started on people.employee_key = started.employee_key
    left join predikats
        on people.employee_key = predikats.employee_key and people.period_date = predikats.evaluation_date
    left join behaviour
        on people.employee_key = behaviour.employee_key and people.period_date = behaviour.evaluation_date
    left join training
        on
            people.employee_key = training.employee_key
            and extract(year from people.judged_at) = training.training_year + 1
    left join training_answers on people.employee_key = training_answers.employee_key
    left join training_norms as norm
        on
            people.employment_kind = norm.employment_kind
            and {{ in_interval(make_date("cast(extract(year from people.judged_at) as integer) - 1", '12', '31'), 'norm') }}
    left join {{ ref('int_functional__as_of') }} as functional
        on people.employee_key = functional.employee_key and {{ in_interval('people.period_date', 'functional') }}
    left join advised
        on
            people.employee_key = advised.employee_key
            and people.period_date = advised.period_date
            and advised.choice = 1
    left join {{ ref('track') }} as track on advised.track = track.track
    left join advice on people.employee_key = advice.employee_key and people.period_date = advice.period_date
)

select
    joined.period_date,
    joined.known_at,
    joined.region_code,
    joined.region_name,
    joined.employee_key,
    joined.nip,
    joined.employee_name,
    joined.employment_kind,
    joined.unit_name,
    joined.opd_name,
    joined.current_position,
    case when joined.employment_kind like 'PPPK%' then joined.pppk_golongan else joined.current_golongan end as golongan,
    case when joined.employment_kind like 'PPPK%' then cast(null as integer)
        when joined.rank_from <= joined.period_date then {{ full_months('joined.rank_from', 'joined.period_date') }}
    end as rank_months,
    case when joined.service_from <= joined.judged_at then {{ full_months('joined.service_from', 'joined.judged_at') }} end
        as service_months,
    joined.service_from_assumed,
    joined.latest_year as predikat_year,
    joined.predikat_0 as predikat,
    joined.predikat_1 as predikat_year_before,
    joined.predikat_2 as predikat_two_years_before,
    case
        when joined.ordinal_0 is null or joined.ordinal_1 is null then 'unknown'
        when joined.ordinal_0 > joined.ordinal_1 then 'better'
        when joined.ordinal_0 < joined.ordinal_1 then 'worse'
        else 'same'
    end as predikat_trend,
    joined.behaviour_period,
    {%- for value in core_values() %}
    joined.{{ value | lower }}_score,
    joined.{{ value | lower }}_unit_mean,
    {%- endfor %}
    joined.training_year,
    cast(joined.training_jp as decimal(9, 3)) as training_jp,
    joined.training_is_whole,
    joined.norm_jp as training_norm_jp,
    case
        when joined.norm_jp is null or not joined.norm_is_floor then 'not_scored'
        when joined.training_jp >= joined.norm_jp then 'met'
        when joined.training_jp is not null and joined.training_is_whole then 'short'
        else 'unknown'
    end as training_status,
    cast(joined.credit as decimal(9, 3)) as credit,
    joined.rank_threshold as credit_for_next_rank,
    joined.grade_threshold as credit_for_next_grade,
    case
        when joined.credit_is_doubtful then cast(null as decimal(9, 3))
        when joined.credit >= coalesce(joined.rank_threshold, joined.grade_threshold)
            then cast(0 as decimal(9, 3))
        when joined.credit_is_whole
            then cast(coalesce(joined.rank_threshold, joined.grade_threshold) - joined.credit as decimal(9, 3))
    end as credit_missing,
    {%- for track in tracks() %}
    joined.first_{{ track }},
    {%- endfor %}
    joined.next_track,
    joined.next_verdict,
    coalesce(joined.next_track_name || ': ', '') || coalesce(joined.sentences, verdict.next_step) as next_step,
    joined.is_provisional,
    {{ is_synthetic() }} as is_synthetic
from joined
inner join {{ ref('verdict') }} as verdict on joined.next_verdict = verdict.verdict
