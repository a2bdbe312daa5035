-- Grain: one delivered file x hop x measure that the file carries.
-- What went in = what came out + quarantined + duplicate + superseded + out of scope, as sums of the values themselves:
-- distinct numbers of people, hours of training (JP), credit. Each term is summed from its own table, none is a difference;
-- at the first hop straight from the delivered text. A number that ended in several ways counts once: as the best of them.
{% set amounts = [
    ['pelatihan', 'rw_kursus', 'jp', 2, 'duration_jp', 'fct_training', 'duration_jp'],
    ['pelatihan', 'rw_diklat', 'jp', 2, 'duration_jp', 'fct_training', 'duration_jp'],
    ['pelatihan', 'rekap_pelatihan', 'jp', 2, 'duration_jp', 'fct_training', 'duration_jp'],
    ['kepegawaian', 'rw_angkakredit', 'credit', 3, 'credit_total', 'fct_credit', 'credit_total'],
] %}
{% set delivery = delivery_columns() %}
with amounts as (
    {% for source_name, dataset, measure, scale, column, fact, fact_column in amounts %}
    {% set text = regexp_replace_all(filled('staged.' ~ column ~ '_told'), "' *([Jj][Pp]|[Jj][Aa][Mm])$'", "''") %}
    select
        '{{ source_name }}' as source,
        '{{ dataset }}' as dataset,
        staged.region_slug,
        staged.extract_date,
        staged.src_file_sha256,
        '{{ measure }}' as measure,
        staged.row_key,
        staged.reasons = '' as is_good,
        cast({{ to_decimal(text, 9, scale) }} as decimal(18, 3)) as told,
        cast(staged.{{ column }} as decimal(18, 3)) as amount,
        cast(fact.{{ fact_column }} as decimal(18, 3)) as held
    from {{ ref('stg_' ~ source_name ~ '__' ~ dataset) }} as staged
    left join {{ ref(fact) }} as fact
        on staged.row_key = fact.row_key{% if fact == 'fct_training' %} and fact.dataset = '{{ dataset }}'{% endif %}

    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

ended as (
    select source, dataset, row_key, disposition from {{ ref('int_rows__resolve') }}
),

held_back as (
    select distinct source, dataset, row_key from {{ ref('audit_quarantine') }}
),

amounts_by_hop as (
    select
        amounts.source,
        amounts.dataset,
        amounts.region_slug,
        amounts.extract_date,
        amounts.src_file_sha256,
        amounts.measure,
        sum(amounts.told) as delivered,
        sum(case when amounts.is_good then amounts.amount end) as good,
        sum(case when held_back.row_key is not null then amounts.told end) as quarantined,
        sum(case when ended.disposition = 'used' then amounts.amount end) as used,
        sum(case when ended.disposition = 'duplicate' then amounts.amount end) as duplicate,
        sum(case when ended.disposition = 'superseded' then amounts.amount end) as superseded,
        sum(case when ended.disposition = 'out_of_scope' then amounts.amount end) as out_of_scope,
        sum(amounts.held) as held
    from amounts
    left join ended
        on amounts.source = ended.source and amounts.dataset = ended.dataset and amounts.row_key = ended.row_key
    left join held_back
        on
            amounts.source = held_back.source
            and amounts.dataset = held_back.dataset
            and amounts.row_key = held_back.row_key
    group by
        amounts.source, amounts.dataset, amounts.region_slug, amounts.extract_date, amounts.src_file_sha256, amounts.measure
),

-- Each number once a file: where it was delivered, good, held back, how it ended, whether the star holds it.
staged_numbers as (
    select {{ delivery }}, nip, max(case when reasons = '' then 1 else 0 end) as is_good
    from (
        {{ all_staged_rows(['nip', 'src_file_sha256', 'extract_date', 'region_slug', 'reasons']) }}
    ) as staged_row
    where nip is not null
    group by {{ delivery }}, nip
),

quarantined_numbers as (
    select distinct {{ delivery }}, nip
    from {{ ref('audit_quarantine') }}
    where nip is not null
),

resolved_numbers as (
    select
        resolved.source,
        resolved.dataset,
        resolved.region_slug,
        resolved.extract_date,
        resolved.src_file_sha256,
        resolved.nip,
        min(
            case resolved.disposition when 'used' then 1 when 'superseded' then 2 when 'duplicate' then 3 else 4 end
        ) as best_end,
        max(case when resolved.disposition = 'used' and provenance.row_key is not null then 1 else 0 end) as is_held
    from {{ ref('int_rows__resolve') }} as resolved
    left join (
        select distinct dataset, row_key from {{ ref('audit_row_provenance') }}
    ) as provenance
        on
            resolved.dataset = provenance.dataset
            and resolved.row_key = provenance.row_key
    where resolved.nip is not null and resolved.disposition <> 'quarantined'
    group by
        resolved.source, resolved.dataset, resolved.region_slug, resolved.extract_date, resolved.src_file_sha256, resolved.nip
),

numbers_by_hop as (
    select
        {{ delivery }},
        'numbers' as measure,
        sum(delivered) as delivered,
        sum(good) as good,
        sum(quarantined) as quarantined,
        sum(used) as used,
        sum(duplicate) as duplicate,
        sum(superseded) as superseded,
        sum(out_of_scope) as out_of_scope,
        sum(held) as held
    from (
        select
            {{ delivery }}, 1 as delivered, is_good as good, 0 as quarantined, 0 as used, 0 as duplicate, 0 as superseded,
            0 as out_of_scope, 0 as held
        from staged_numbers
        union all
        select
            quarantined.source, quarantined.dataset, quarantined.region_slug, quarantined.extract_date,
            quarantined.src_file_sha256, 0 as delivered, 0 as good, 1 as quarantined, 0 as used, 0 as duplicate,
            0 as superseded, 0 as out_of_scope, 0 as held
        from quarantined_numbers as quarantined
        left join (select * from staged_numbers where is_good = 1) as staged
            on {{ same_delivery('quarantined', 'staged') }} and quarantined.nip = staged.nip
        where staged.nip is null
        union all
        select
            {{ delivery }}, 0 as delivered, 0 as good, 0 as quarantined, case when best_end = 1 then 1 else 0 end as used,
            case when best_end = 3 then 1 else 0 end as duplicate, case when best_end = 2 then 1 else 0 end as superseded,
            case when best_end = 4 then 1 else 0 end as out_of_scope, is_held as held
        from resolved_numbers
    ) as counted
    group by {{ delivery }}
),

totals as (
    {% for relation in ['amounts_by_hop', 'numbers_by_hop'] -%}
    select
        {{ delivery }},
        measure,
        {% for term in ['delivered', 'good', 'quarantined', 'used', 'duplicate', 'superseded', 'out_of_scope', 'held'] -%}
        cast(coalesce({{ term }}, 0) as decimal(18, 3)) as {{ term }}{{ ',' if not loop.last }}
        {% endfor -%}
    from {{ relation }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

hops as (
    select
        totals.*,
        'stage' as hop,
        delivered as total_in,
        good as total_out,
        quarantined as hop_quarantined,
        cast(0 as decimal(18, 3)) as hop_duplicate,
        cast(0 as decimal(18, 3)) as hop_superseded,
        cast(0 as decimal(18, 3)) as hop_out_of_scope
    from totals
    union all
    select
        totals.*,
        'resolve' as hop,
        good as total_in,
        used as total_out,
        cast(0 as decimal(18, 3)) as hop_quarantined,
        duplicate as hop_duplicate,
        superseded as hop_superseded,
        out_of_scope as hop_out_of_scope
    from totals
    union all
    select
        totals.*,
        'star' as hop,
        used as total_in,
        held as total_out,
        cast(0 as decimal(18, 3)) as hop_quarantined,
        cast(0 as decimal(18, 3)) as hop_duplicate,
        cast(0 as decimal(18, 3)) as hop_superseded,
        cast(0 as decimal(18, 3)) as hop_out_of_scope
    from totals
)

select
    file.region_code,
    hops.source,
    hops.dataset,
    file.file,
    hops.src_file_sha256,
    hops.hop,
    hops.measure,
    hops.total_in,
    hops.total_out,
    hops.hop_quarantined as quarantined,
    hops.hop_duplicate as duplicate,
    hops.hop_superseded as superseded,
    hops.hop_out_of_scope as out_of_scope,
    cast(
        hops.total_in - hops.total_out - hops.hop_quarantined - hops.hop_duplicate - hops.hop_superseded
        - hops.hop_out_of_scope as decimal(18, 3)
    ) as residual,
    hops.extract_date,
    file.is_synthetic
from hops
inner join {{ ref('stg_landing__file') }} as file on {{ same_delivery('hops', 'file') }} and file.status = 'admitted'
