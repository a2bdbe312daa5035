-- Grain: one person x evaluation date. The status of each criterion of the posts of pengawas.
{{ position_track_evaluate('jabatan_pengawas') }}
