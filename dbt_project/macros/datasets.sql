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

{# The lists that are added to whose key holds a person's number: under whatever number, it is the person's key. #}
{% macro person_keyed_datasets() %}
    {{ return(['umpan_balik', 'seleksi_terbuka']) }}
{% endmacro %}

{# The columns of dates that staging reads: [source, dataset, [columns]]. #}
{% macro dated_columns() %}
    {{ return([
        ['e_kinerja', 'kegiatan_harian', ['tanggal']],
        ['e_kinerja', 'umpan_balik', ['tanggal_terima', 'tanggal_ajukan', 'tanggal_putus']],
        ['kepegawaian', 'kebutuhan_jabatan', ['tmt']],
        ['kepegawaian', 'profil_asn', ['TANGGAL LAHIR', 'TMT CPNS', 'TMT PNS', 'TMT GOLONGAN', 'TMT JABATAN']],
        ['kepegawaian', 'rw_angkakredit', ['tanggalSk']],
        ['kepegawaian', 'rw_golongan', ['tmtGolongan', 'skTanggal']],
        ['kepegawaian', 'rw_hukdis', ['hukumanTanggal', 'akhirHukumTanggal', 'skTanggal', 'skPembatalanTanggal']],
        ['kepegawaian', 'rw_jabatan', ['tmtJabatan', 'tmtPelantikan', 'tanggalSk']],
        ['kepegawaian', 'rw_pendidikan', ['tglLulus']],
        ['kepegawaian', 'rw_penghargaan', ['skDate']],
        ['kepegawaian', 'ujian', ['tanggal_lulus']],
        ['pelatihan', 'rekap_pelatihan', ['Tanggal Mulai', 'Tanggal Selesai']],
        ['pelatihan', 'rw_diklat', ['tanggal', 'tanggalSelesai']],
        ['pelatihan', 'rw_kursus', ['tanggalKursus', 'tanggalSelesaiKursus']],
        ['rekrutmen', 'pengadaan', ['tgl_pertek', 'tgl_sk', 'tgl_kontrak_mulai', 'tgl_kontrak_akhir']],
        ['rekrutmen', 'seleksi', ['tanggal_daftar', 'tanggal_akhir']],
        ['rekrutmen', 'seleksi_terbuka', ['tanggal_umum', 'tanggal_tutup', 'tanggal_pelantikan']]
    ]) }}
{% endmacro %}
