-- Grain: one staged row, good or bad, of any dataset.
-- Where each row ends after staging: used, superseded by a newer delivery, an exact duplicate, out of scope, or
-- quarantined; a quarantined row that no newer delivery replaced is standing. One of an older snapshot stands in the history,
-- but only the newest snapshot can be mended. In a line under a table nothing is to be mended.
with delivered as (
    {% for source, dataset in staged_datasets() %}
    select
        '{{ source }}' as source,
        '{{ dataset }}' as dataset,
        row_key,
        src_row_id,
        src_file_sha256,
        src_row,
        coalesce(src_item, -1) as src_item,
        src_row_hash,
        extract_date,
        region_slug,
        nip,
        fetched_at,
        delivery_key as told_key,
        {{ 'true' if dataset in person_keyed_datasets() else 'false' }} as has_number_in_key,
        {{ 'delivery_period' if dataset in period_datasets() else 'cast(null as varchar)' }} as delivery_period,
        reasons,
        {{ 'is_out_of_scope' if dataset == 'formasi' else 'false' }} as is_out_of_scope
    from {{ ref('stg_' ~ source ~ '__' ~ dataset) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

typed as (
    select
        delivered.*,
        identity.employee_key,
        coalesce(identity.is_current, false) as is_current_number,
        case
            when delivered.has_number_in_key and identity.employee_key is not null
                then replace(delivered.told_key, delivered.nip, identity.employee_key)
            else delivered.told_key
        end as delivery_key,
        dataset.delivery,
        dataset.keeps_history
    from delivered
    inner join {{ ref('dataset') }} as dataset
        on delivered.source = dataset.source and delivered.dataset = dataset.dataset
    left join {{ ref('int_identity__resolve') }} as identity on delivered.nip = identity.nip
),

newest_answer as (
    select source, dataset, asked_nip, answer_order
    from {{ ref('int_coverage__newest') }}
),

-- Under whatever number the person was asked.
newest_of_person as (
    select source, dataset, employee_key, max(person_extract_date) as extract_date
    from {{ ref('int_coverage__newest') }}
    group by source, dataset, employee_key
),

newest_snapshot as (
    select source, dataset, region_slug, max(extract_date) as extract_date
    from {{ ref('stg_landing__file') }}
    where status = 'admitted'
    group by source, dataset, region_slug
),

newest_key as (
    select source, dataset, delivery_key, max(extract_date) as extract_date
    from typed
    where delivery = 'append' and reasons = '' and delivery_key is not null
    group by source, dataset, delivery_key
),

-- What a later row corrects in a list that is added to shows by its key. A row whose key cannot be read is replaced when
-- one later extract delivers its file anew: every readable key of it, in no fewer rows.
list_files as (
    select
        source,
        dataset,
        region_slug,
        extract_date,
        count(*) as all_rows,
        count(distinct delivery_key) as readable_keys,
        count(*) - count(delivery_key) as rows_without_key
    from typed
    where delivery = 'append'
    group by source, dataset, region_slug, extract_date
),

keys_again as (
    select
        list_files.source,
        list_files.dataset,
        list_files.region_slug,
        list_files.extract_date,
        later.extract_date as again_on,
        count(distinct typed.delivery_key) as keys_delivered_again
    from list_files
    inner join typed
        on
            list_files.source = typed.source
            and list_files.dataset = typed.dataset
            and list_files.region_slug = typed.region_slug
            and list_files.extract_date = typed.extract_date
    inner join typed as later
        on
            typed.source = later.source
            and typed.dataset = later.dataset
            and typed.region_slug = later.region_slug
            and typed.delivery_key = later.delivery_key
            and typed.extract_date < later.extract_date
    where list_files.rows_without_key > 0 and later.reasons = ''
    group by
        list_files.source, list_files.dataset, list_files.region_slug, list_files.extract_date, later.extract_date
),

files_again as (
    select distinct
        list_files.source,
        list_files.dataset,
        list_files.region_slug,
        list_files.extract_date
    from keys_again
    inner join list_files
        on
            keys_again.source = list_files.source
            and keys_again.dataset = list_files.dataset
            and keys_again.region_slug = list_files.region_slug
            and keys_again.extract_date = list_files.extract_date
            and keys_again.keys_delivered_again = list_files.readable_keys
    inner join list_files as later
        on
            keys_again.source = later.source
            and keys_again.dataset = later.dataset
            and keys_again.region_slug = later.region_slug
            and keys_again.again_on = later.extract_date
            and list_files.all_rows <= later.all_rows
),

-- Who delivers a period delivers it whole: a later extract with one good row of it replaces the earlier ones.
newest_period as (
    select source, dataset, region_slug, delivery_period, max(extract_date) as extract_date
    from typed
    where delivery = 'period' and reasons = '' and delivery_period is not null
    group by source, dataset, region_slug, delivery_period
),

-- A row whose period cannot be read belongs to one of the periods of its file: it is replaced when all of them are, and
-- in a file where no period can be read, by any later extract.
period_files as (
    select
        typed.source,
        typed.dataset,
        typed.region_slug,
        typed.extract_date,
        min(newest_period.extract_date) as replaced_on
    from typed
    inner join newest_period
        on
            typed.source = newest_period.source
            and typed.dataset = newest_period.dataset
            and typed.region_slug = newest_period.region_slug
            and typed.delivery_period = newest_period.delivery_period
    where typed.delivery = 'period'
    group by typed.source, typed.dataset, typed.region_slug, typed.extract_date
),

superseding as (
    select
        typed.*,
        case
            when typed.delivery = 'per_person'
                then
                    coalesce(newest_answer.answer_order > {{ answer_order('typed') }}, false)
                    or coalesce(newest_of_person.extract_date > typed.extract_date, false)
            when typed.delivery = 'snapshot' and not typed.keeps_history
                then coalesce(typed.extract_date < newest_snapshot.extract_date, false)
            when typed.delivery = 'append'
                then
                    case
                        when typed.delivery_key is null then files_again.extract_date is not null
                        else newest_key.extract_date is not null and newest_key.extract_date > typed.extract_date
                    end
            when typed.delivery = 'period'
                then
                    coalesce(
                        case
                            when typed.delivery_period is not null then newest_period.extract_date
                            else coalesce(period_files.replaced_on, newest_snapshot.extract_date)
                        end > typed.extract_date,
                        false
                    )
            else false
        end as is_superseded,
        typed.delivery <> 'snapshot' or typed.extract_date = newest_snapshot.extract_date as can_be_mended
    from typed
    left join newest_answer
        on
            typed.source = newest_answer.source
            and typed.dataset = newest_answer.dataset
            and typed.nip = newest_answer.asked_nip
    left join newest_of_person
        on
            typed.source = newest_of_person.source
            and typed.dataset = newest_of_person.dataset
            and typed.employee_key = newest_of_person.employee_key
    left join newest_snapshot
        on
            typed.source = newest_snapshot.source
            and typed.dataset = newest_snapshot.dataset
            and typed.region_slug = newest_snapshot.region_slug
    left join newest_key
        on
            typed.source = newest_key.source
            and typed.dataset = newest_key.dataset
            and typed.delivery_key = newest_key.delivery_key
    left join files_again
        on
            typed.source = files_again.source
            and typed.dataset = files_again.dataset
            and typed.region_slug = files_again.region_slug
            and typed.extract_date = files_again.extract_date
    left join newest_period
        on
            typed.source = newest_period.source
            and typed.dataset = newest_period.dataset
            and typed.region_slug = newest_period.region_slug
            and typed.delivery_period = newest_period.delivery_period
    left join period_files
        on
            typed.source = period_files.source
            and typed.dataset = period_files.dataset
            and typed.region_slug = period_files.region_slug
            and typed.extract_date = period_files.extract_date
),

-- Only a row that would be used can repeat another. What tells most rows apart comes first: they are sorted by it.
numbered as (
    select
        source,
        dataset,
        row_key,
        row_number() over (
            partition by
                src_row_hash,
                coalesce(delivery_key, row_key),
                case when delivery = 'per_person' then coalesce(employee_key, row_key) else '' end,
                extract_date,
                dataset,
                source,
                case when delivery in ('append', 'per_person') then '' else region_slug end
            order by is_current_number desc, nip desc, src_file_sha256, src_row, src_item, row_key
        ) as repetition
    from superseding
    where reasons = '' and not is_superseded and not is_out_of_scope
),

repeating as (
    select source, dataset, row_key from numbered
    where repetition > 1
),

-- One extract may tell a record under several numbers of a person: it counts under the one that is borne now.
several_numbers as (
    select employee_key
    from {{ ref('int_identity__resolve') }}
    group by employee_key
    having count(*) > 1
),

told_under as (
    select
        superseding.source,
        superseding.dataset,
        superseding.employee_key,
        superseding.extract_date,
        superseding.delivery_key,
        coalesce(max(case when superseding.is_current_number then superseding.nip end), max(superseding.nip)) as nip
    from superseding
    inner join several_numbers on superseding.employee_key = several_numbers.employee_key
    where superseding.delivery = 'per_person' and superseding.reasons = '' and not superseding.is_superseded
    group by
        superseding.source,
        superseding.dataset,
        superseding.employee_key,
        superseding.extract_date,
        superseding.delivery_key
)

select
    resolved.source,
    resolved.dataset,
    resolved.row_key,
    resolved.src_row_id,
    resolved.src_file_sha256,
    resolved.src_row,
    resolved.region_slug,
    resolved.extract_date,
    resolved.nip,
    case
        when resolved.reasons <> '' then 'quarantined'
        when resolved.is_out_of_scope then 'out_of_scope'
        when resolved.is_superseded then 'superseded'
        when repeating.row_key is not null or told_under.nip <> resolved.nip then 'duplicate'
        else 'used'
    end as disposition,
    resolved.reasons <> '' and not resolved.is_superseded as is_standing,
    resolved.reasons not in ('', 'footnote') and not resolved.is_superseded and resolved.can_be_mended as is_to_mend
from superseding as resolved
left join repeating
    on
        resolved.source = repeating.source
        and resolved.dataset = repeating.dataset
        and resolved.row_key = repeating.row_key
left join told_under
    on
        resolved.source = told_under.source
        and resolved.dataset = told_under.dataset
        and resolved.employee_key = told_under.employee_key
        and resolved.extract_date = told_under.extract_date
        and resolved.delivery_key = told_under.delivery_key
