-- Grain: one staged row x relation of the star that holds it.
-- From any row of a file forward to where it stands in the warehouse; rows that ended earlier are in int_rows__resolve
-- (duplicate, superseded, out of scope) and audit_quarantine.
with held as (
    {% for relation in [
        'fct_career_event', 'fct_performance', 'fct_training', 'fct_discipline', 'fct_employee_snapshot',
        'fct_credit', 'fct_position_need', 'fct_feedback', 'fct_behaviour_rating', 'fct_selection', 'fct_open_selection',
        'bridge_vacancy_programme'
    ] %}
    select distinct row_key, '{{ relation }}' as relation
    from {{ ref(relation) }}
    where row_key is not null
    union all
    {% endfor %}
    select row_key, 'dim_unit' as relation
    from {{ ref('dim_unit') }}
    where row_key is not null
    union all
    -- A month holds many lines: those of the months that stand in the fact.
    select activity.row_key, 'fct_activity_month' as relation
    from {{ ref('int_activity__rows') }} as activity
    inner join {{ ref('fct_activity_month') }} as fact
        on
            activity.employee_key = fact.employee_key
            and activity.region_code = fact.region_code
            and activity.month_start = fact.month_start
),

-- Files of two datasets could be the same bytes and so share a row key: a row counts only where its dataset belongs.
carries as (
    {% for dataset, relation in [
        ['rw_golongan', 'fct_career_event'], ['rw_jabatan', 'fct_career_event'], ['rw_pendidikan', 'fct_career_event'],
        ['rw_hukdis', 'fct_career_event'], ['rw_hukdis', 'fct_discipline'], ['ujian', 'fct_career_event'],
        ['profil_asn', 'fct_career_event'], ['profil_asn', 'fct_employee_snapshot'], ['rw_skp22', 'fct_performance'],
        ['rw_skp', 'fct_performance'], ['rekap_skp', 'fct_performance'], ['rw_kursus', 'fct_career_event'],
        ['rw_kursus', 'fct_training'], ['rw_diklat', 'fct_career_event'], ['rw_diklat', 'fct_training'],
        ['rw_angkakredit', 'fct_credit'], ['kebutuhan_jabatan', 'fct_position_need'], ['umpan_balik', 'fct_feedback'],
        ['rw_penghargaan', 'fct_career_event'], ['hierarki_unor', 'dim_unit'], ['rw_kinerjaperiodik', 'fct_performance'],
        ['penilaian_360', 'fct_behaviour_rating'], ['kegiatan_harian', 'fct_activity_month'],
        ['rekap_pelatihan', 'fct_career_event'], ['rekap_pelatihan', 'fct_training'], ['seleksi', 'fct_selection'],
        ['pengadaan', 'fct_selection'], ['seleksi_terbuka', 'fct_open_selection'],
        ['formasi', 'bridge_vacancy_programme']
    ] %}
    select '{{ dataset }}' as dataset, '{{ relation }}' as relation
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    region.region_code,
    resolved.source,
    resolved.dataset,
    resolved.src_file_sha256,
    resolved.extract_date,
    resolved.row_key,
    resolved.src_row_id,
    held.relation,
    substr(landed.src_row_hash, 1, 16) as record_hash,
    {{ is_synthetic() }} as is_synthetic
from {{ ref('int_rows__resolve') }} as resolved
inner join carries on resolved.dataset = carries.dataset
inner join held on resolved.row_key = held.row_key and carries.relation = held.relation
inner join {{ ref('stg_landing__row') }} as landed on resolved.dataset = landed.dataset and resolved.row_key = landed.row_key
inner join {{ ref('region') }} as region on resolved.region_slug = region.region_slug
