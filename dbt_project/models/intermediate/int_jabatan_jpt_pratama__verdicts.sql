-- Grain: one scope date x person. The verdict on the posts of JPT pratama.
{{ track_verdicts('jabatan_jpt_pratama') }}
