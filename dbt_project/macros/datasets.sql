{# The staged datasets: [source, dataset]. Adding a dataset is one line here, beside its reader entry, suite and staging model. #}
{% macro staged_datasets() %}
    {{ return([
        ['kepegawaian', 'profil_asn'],
        ['kepegawaian', 'rw_golongan'],
        ['kepegawaian', 'rw_jabatan'],
        ['kepegawaian', 'rw_pendidikan'],
        ['kepegawaian', 'rw_hukdis'],
        ['kepegawaian', 'ujian'],
        ['e_kinerja', 'rw_skp22'],
        ['e_kinerja', 'rw_skp'],
        ['pelatihan', 'rw_kursus'],
        ['rekrutmen', 'formasi'],
    ]) }}
{% endmacro %}
