-- Grain: one scope date x person. The verdict on the posts of administrator.
{{ track_verdicts('jabatan_administrator') }}
