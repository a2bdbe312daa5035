-- Grain: one landed record of an rw-skp22 answer, good or bad.
-- Yearly appraisals since 2022: two ratings and a predikat, each as text and as a code.
{% set rules = asked_person_rules() %}
{% do rules.update({
    'nip_malformed': rules['nip_malformed'] ~ ' or is_appraiser_malformed',
    'key_missing': 'delivery_key is null',
    'key_conflict': has_two_contents('coded', 'src_file_sha256, src_row', 'delivery_key'),
    'date_unreadable': any_unread([['fetched_at_text', 'fetched_at']]),
    'year_unreadable': any_unread([['year_text', 'appraisal_year']]),
    'code_unknown': {
        'hasilKinerja': unknown_code('result_text', 'result_by_text'),
        'hasilKinerjaNilai': unknown_code('result_code', 'result_by_code'),
        'perilakuKerja': unknown_code('behaviour_text', 'behaviour_by_text'),
        'PerilakuKerjaNilai': unknown_code('behaviour_code', 'behaviour_by_code'),
        'kuadranKinerja': unknown_code('predikat_text', 'predikat_by_text'),
        'KuadranKinerjaNilai': unknown_code('predikat_code', 'predikat_by_code'),
        'statusPenilai': unknown_code('status_text', 'appraiser_status'),
        'penilaiGolonganId': "appraiser_status = 'ASN' and " ~ unknown_code('appraiser_golongan_text', 'appraiser_golongan_id'),
    },
    'rating_conflict': says_two_things('result_by_text', 'result_by_code')
        ~ ' or ' ~ says_two_things('behaviour_by_text', 'behaviour_by_code')
        ~ ' or ' ~ says_two_things('predikat_by_text', 'predikat_by_code'),
    'required_missing': 'year_text is null or (predikat_text is null and predikat_code is null and ('
        ~ '(result_text is null and result_code is null) or (behaviour_text is null and behaviour_code is null)))',
}) %}
with landed as (
    select
        {{ row_identity() }},
        {{ asked_person(identifiers=['nipNrpPenilai']) }},
        {{ is_numeric_cell('nipNrpPenilai') }} as is_appraiser_numeric,
        {{ filled('_fetched_at') }} as fetched_at_text,
        {{ filled_id('id') }} as delivery_key,
        {{ small_code(filled('tahun')) }} as year_text,
        {{ filled('hasilKinerja') }} as result_text,
        {{ small_code(filled('hasilKinerjaNilai')) }} as result_code,
        {{ filled('perilakuKerja') }} as behaviour_text,
        {{ small_code(filled('PerilakuKerjaNilai')) }} as behaviour_code,
        {{ filled('kuadranKinerja') }} as predikat_text,
        {{ small_code(filled('KuadranKinerjaNilai')) }} as predikat_code,
        {{ identifier_digits('nipNrpPenilai') }} as appraiser_digits,
        {{ filled('namaPenilai') }} as appraiser_name,
        upper({{ filled('statusPenilai') }}) as status_text,
        {{ small_code(filled('penilaiGolonganId')) }} as appraiser_golongan_text,
        {{ delivered_record() }}
    from {{ source('landing', 'e_kinerja__rw_skp22') }}
),

coded as (
    select
        landed.*,
        {{ asked_person_read() }},
        {{ try_to_timestamp('fetched_at_text') }} as fetched_at,
        {{ to_year('year_text') }} as appraisal_year,
        result_spelling.rating as result_by_text,
        result_code_list.rating as result_by_code,
        behaviour_spelling.rating as behaviour_by_text,
        behaviour_code_list.rating as behaviour_by_code,
        predikat_spelling.predikat as predikat_by_text,
        predikat_code_list.predikat as predikat_by_code,
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
    left join {{ ref('predikat') }} as predikat_code_list on landed.predikat_code = predikat_code_list.code_id
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
    coalesce(result_by_text, result_by_code) as result_rating,
    coalesce(behaviour_by_text, behaviour_by_code) as behaviour_rating,
    coalesce(predikat_by_text, predikat_by_code) as predikat,
    appraiser_nip,
    appraiser_name,
    appraiser_status,
    appraiser_golongan_id
from judged
