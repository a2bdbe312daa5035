-- Grain: one scope date x person x criterion of the posts of pengawas.
{{ position_track_criteria('jabatan_pengawas') }}
