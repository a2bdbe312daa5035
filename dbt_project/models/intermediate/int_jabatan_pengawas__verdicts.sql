-- Grain: one scope date x person. The verdict on the posts of pengawas.
{{ track_verdicts('jabatan_pengawas') }}
