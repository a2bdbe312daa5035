-- Grain: one landed record of an rw-jabatan answer, good or bad.
-- Position history. The key of a post depends on its kind: unit, functional post, or pelaksana post.
{% set rules = asked_person_rules(own='nipBaru') %}
{% do rules.update({
    'key_missing': 'delivery_key is null',
    'key_conflict': has_two_contents('coded', 'src_file_sha256, src_row', 'delivery_key'),
    'date_unreadable': any_unread([
        ['position_date_text', 'position_date'], ['inauguration_date_text', 'inauguration_date'],
        ['decree_date_text', 'decree_date'], ['fetched_at_text', 'fetched_at']
    ]),
    'code_unknown': {
        'jenisJabatan': unknown_code('kind_text', 'position_kind_id'),
        'eselonId': unknown_code('echelon_id_text', 'echelon_id'),
        'jenisPenugasanId': unknown_code('assignment_text', 'assignment_id'),
    },
    'required_missing': 'kind_text is null or position_date_text is null',
}) %}
with landed as (
    select
        {{ row_identity() }},
        {{ asked_person(own='nipBaru') }},
        {{ filled('_fetched_at') }} as fetched_at_text,
        {{ filled_id('id') }} as delivery_key,
        {{ small_code(filled('jenisJabatan')) }} as kind_text,
        {{ small_code(filled('eselonId')) }} as echelon_id_text,
        {{ filled('eselon') }} as echelon_name,
        {{ filled_id('unorId') }} as unit_id,
        coalesce({{ filled('unorNama') }}, {{ filled('namaUnor') }}) as unit_name,
        {{ filled_id('unorIndukId') }} as opd_id,
        {{ filled('unorIndukNama') }} as opd_name,
        {{ filled_id('instansiKerjaId') }} as agency_id,
        {{ filled('instansiKerjaNama') }} as agency_name,
        {{ filled_id('jabatanFungsionalId') }} as functional_id,
        {{ filled('jabatanFungsionalNama') }} as functional_name,
        {{ filled_id('jabatanFungsionalUmumId') }} as pelaksana_id,
        {{ filled('jabatanFungsionalUmumNama') }} as pelaksana_name,
        {{ filled('namaJabatan') }} as written_name,
        {{ filled_date('tmtJabatan') }} as position_date_text,
        {{ filled_date('tmtPelantikan') }} as inauguration_date_text,
        upper({{ filled('jenisPenugasanId') }}) as assignment_text,
        {{ filled('nomorSk') }} as decree_number,
        {{ filled_date('tanggalSk') }} as decree_date_text,
        {{ delivered_record() }}
    from {{ source('landing', 'kepegawaian__rw_jabatan') }}
),

coded as (
    select
        landed.*,
        {{ asked_person_read() }},
        {{ try_to_timestamp('fetched_at_text') }} as fetched_at,
        {{ to_date('position_date_text') }} as position_date,
        {{ to_date('inauguration_date_text') }} as inauguration_date,
        {{ to_date('decree_date_text') }} as decree_date,
        kind.position_kind_id,
        echelon.echelon_id,
        assignment.assignment_id
    from landed
    left join {{ ref('position_kind') }} as kind on landed.kind_text = kind.position_kind_id
    left join {{ ref('echelon') }} as echelon on landed.echelon_id_text = echelon.echelon_id
    left join {{ ref('assignment_kind') }} as assignment on landed.assignment_text = assignment.assignment_id
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
    position_kind_id,
    echelon_id,
    echelon_name,
    case position_kind_id
        when '1' then unit_id
        when '2' then functional_id
        when '4' then pelaksana_id
        else coalesce(functional_id, unit_id)
    end as position_id,
    case position_kind_id
        when '2' then coalesce(functional_name, written_name)
        when '4' then coalesce(pelaksana_name, written_name)
        else coalesce(written_name, functional_name)
    end as position_name,
    position_date,
    inauguration_date,
    assignment_id,
    decree_number,
    decree_date,
    unit_id,
    unit_name,
    opd_id,
    opd_name,
    agency_id,
    agency_name
from judged
