-- Grain: one landed record of an rw-kinerjaperiodik answer, good or bad.
-- Monthly and quarterly appraisals. The service tells year and kind of period, not which month or quarter. The predikat
-- stands in two fields, each as a word or as a digit.
{% set rules = asked_person_rules(own='nip') %}
{% do rules.update({
    'nip_malformed': rules['nip_malformed'] ~ ' or is_appraiser_malformed',
    'key_missing': 'delivery_key is null',
    'key_conflict': has_two_contents('coded', 'src_file_sha256, src_row', 'delivery_key'),
    'date_unreadable': any_unread([['fetched_at_text', 'fetched_at']]),
    'year_unreadable': any_unread([['year_text', 'appraisal_year']]),
    'number_unreadable': any_unread([['coefficient_text', 'credit_coefficient'], ['pct_text', 'credit_pct']]),
    'number_out_of_range': 'credit_coefficient < 0 or not (credit_pct between 0 and 150)',
    'code_unknown': {
        'hasilKinerja': unknown_code('result_text', 'result_by_text'),
        'hasilKinerjaNilai': unknown_code('result_code', 'result_by_code'),
        'perilakuKerja': unknown_code('behaviour_text', 'behaviour_by_text'),
        'perilakuKerjaNilai': unknown_code('behaviour_code', 'behaviour_by_code'),
        'kuadranKinerjaNilai': unknown_code('predikat_text', 'predikat_of_text'),
        'kuadranNilai': unknown_code('second_text', 'predikat_of_second'),
        'periodikNama': unknown_code('period_text', 'period_of_text'),
        'periodikId': unknown_code('period_code', 'period_of_code'),
        'statusPenilai': unknown_code('status_text', 'appraiser_status'),
        'penilaiGolonganId': "appraiser_status = 'ASN' and " ~ unknown_code('appraiser_golongan_text', 'appraiser_golongan_id'),
    },
    'rating_conflict': says_two_things('result_by_text', 'result_by_code')
        ~ ' or ' ~ says_two_things('behaviour_by_text', 'behaviour_by_code')
        ~ ' or ' ~ says_two_things('predikat_of_text', 'predikat_of_second')
        ~ ' or ' ~ says_two_things('period_of_text', 'period_of_code'),
    'required_missing': 'year_text is null or (period_text is null and period_code is null)'
        ~ ' or (predikat_text is null and second_text is null and ((result_text is null and result_code is null)'
        ~ ' or (behaviour_text is null and behaviour_code is null)))',
}) %}
with landed as (
    select
        {{ row_identity() }},
        {{ asked_person(own='nip', identifiers=['penilaiNipNrp']) }},
        {{ is_numeric_cell('penilaiNipNrp') }} as is_appraiser_numeric,
        {{ filled('_fetched_at') }} as fetched_at_text,
        {{ filled_id('id') }} as delivery_key,
        {{ small_code(filled('tahun')) }} as year_text,
        {{ filled('hasilKinerja') }} as result_text,
        {{ small_code(filled('hasilKinerjaNilai')) }} as result_code,
        {{ filled('perilakuKerja') }} as behaviour_text,
        {{ small_code(filled('perilakuKerjaNilai')) }} as behaviour_code,
        {{ small_code(filled('kuadranKinerjaNilai')) }} as predikat_text,
        {{ small_code(filled('kuadranNilai')) }} as second_text,
        upper({{ filled('periodikNama') }}) as period_text,
        {{ small_code(filled('periodikId')) }} as period_code,
        {{ filled('kriteria') }} as coefficient_text,
        {{ filled('persentase') }} as pct_text,
        {{ identifier_digits('penilaiNipNrp') }} as appraiser_digits,
        {{ filled('namaPenilai') }} as appraiser_name,
        upper({{ filled('statusPenilai') }}) as status_text,
        {{ small_code(filled('penilaiGolonganId')) }} as appraiser_golongan_text,
        {{ delivered_record() }}
    from {{ source('landing', 'e_kinerja__rw_kinerjaperiodik') }}
),

coded as (
    select
        landed.*,
        {{ asked_person_read() }},
        {{ try_to_timestamp('fetched_at_text') }} as fetched_at,
        {{ to_year('year_text') }} as appraisal_year,
        {{ to_decimal('coefficient_text', 9, 3) }} as credit_coefficient,
        {{ to_decimal('pct_text', 9, 3) }} as credit_pct,
        case when landed.period_text in ('BULANAN', 'TRIWULAN') then landed.period_text end as period_of_text,
        case landed.period_code when '1' then 'BULANAN' when '2' then 'TRIWULAN' end as period_of_code,
        result_spelling.rating as result_by_text,
        result_code_list.rating as result_by_code,
        behaviour_spelling.rating as behaviour_by_text,
        behaviour_code_list.rating as behaviour_by_code,
        coalesce(predikat_spelling.predikat, predikat_code_list.predikat) as predikat_of_text,
        coalesce(second_spelling.predikat, second_code_list.predikat) as predikat_of_second,
        {{ appraiser_status('status_text') }} as appraiser_status,
        appraiser_rank.golongan_id as appraiser_golongan_id,
        {{ appraiser_nip('appraiser_digits', 'is_appraiser_numeric') }} as appraiser_nip,
        {{ appraiser_is_malformed('appraiser_digits', 'is_appraiser_numeric', 'status_text') }} as is_appraiser_malformed
    from landed
    left join {{ ref('rating_spelling') }} as result_spelling
        on {{ spelling_key('landed.result_text') }} = result_spelling.spelling
    left join {{ ref('rating') }} as result_code_list on landed.result_code = result_code_list.code_id
    left join {{ ref('rating_spelling') }} as behaviour_spelling
        on {{ spelling_key('landed.behaviour_text') }} = behaviour_spelling.spelling
    left join {{ ref('rating') }} as behaviour_code_list on landed.behaviour_code = behaviour_code_list.code_id
    left join {{ ref('predikat_spelling') }} as predikat_spelling
        on {{ spelling_key('landed.predikat_text') }} = predikat_spelling.spelling
    left join {{ ref('predikat') }} as predikat_code_list on landed.predikat_text = predikat_code_list.code_id
    left join {{ ref('predikat_spelling') }} as second_spelling
        on {{ spelling_key('landed.second_text') }} = second_spelling.spelling
    left join {{ ref('predikat') }} as second_code_list on landed.second_text = second_code_list.code_id
    left join {{ ref('rank') }} as appraiser_rank on landed.appraiser_golongan_text = appraiser_rank.golongan_id
),

judged as (
    select
        coded.*,
        {{ judgement(rules, '_line_error') }}
    from coded
)

select
    {{ row_identity_columns() }},
    nip,
    fetched_at,
    delivery_key,
    {{ judgement_columns() }},
    delivery_key as record_id,
    appraisal_year,
    coalesce(period_of_text, period_of_code) as period_kind,
    coalesce(result_by_text, result_by_code) as result_rating,
    coalesce(behaviour_by_text, behaviour_by_code) as behaviour_rating,
    coalesce(predikat_of_text, predikat_of_second) as predikat,
    credit_coefficient,
    credit_pct,
    appraiser_nip,
    appraiser_name,
    appraiser_status,
    appraiser_golongan_id
from judged
