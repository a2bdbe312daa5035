-- Grain: one scope date x person x criterion of the posts of JPT pratama.
{{ position_track_criteria('jabatan_jpt_pratama') }}
