-- Grain: one person x scope date: the first date from then on which every criterion of jabatan_pengawas holds.
{{ first_date('jabatan_pengawas') }}
