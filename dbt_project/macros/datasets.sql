{# The staged datasets: [source, dataset]. Adding a dataset is one line here, beside its reader entry, suite and staging model. #}
{% macro staged_datasets() %}
    {{ return([
        ['kepegawaian', 'profil_asn'],
        ['kepegawaian', 'rw_golongan'],
        ['kepegawaian', 'rw_jabatan'],
        ['kepegawaian', 'rw_pendidikan'],
        ['kepegawaian', 'rw_hukdis'],
        ['kepegawaian', 'ujian'],
        ['kepegawaian', 'rw_angkakredit'],
        ['kepegawaian', 'kebutuhan_jabatan'],
        ['kepegawaian', 'rw_penghargaan'],
        ['kepegawaian', 'hierarki_unor'],
        ['e_kinerja', 'rw_skp22'],
        ['e_kinerja', 'rw_skp'],
        ['e_kinerja', 'rekap_skp'],
        ['e_kinerja', 'rw_kinerjaperiodik'],
        ['e_kinerja', 'penilaian_360'],
        ['e_kinerja', 'umpan_balik'],
        ['e_kinerja', 'kegiatan_harian'],
        ['pelatihan', 'rw_kursus'],
        ['pelatihan', 'rw_diklat'],
        ['pelatihan', 'rekap_pelatihan'],
        ['rekrutmen', 'formasi'],
        ['rekrutmen', 'seleksi'],
        ['rekrutmen', 'pengadaan'],
        ['rekrutmen', 'seleksi_terbuka'],
    ]) }}
{% endmacro %}

{# Those delivered complete for a period inside the file; their staging models have the column `delivery_period`. #}
{% macro period_datasets() %}
    {{ return(['rekap_skp', 'penilaian_360', 'kegiatan_harian', 'seleksi']) }}
{% endmacro %}
