-- Grain: one person x evaluation date. The status of each criterion of the posts of JPT pratama.
{{ position_track_evaluate('jabatan_jpt_pratama') }}
