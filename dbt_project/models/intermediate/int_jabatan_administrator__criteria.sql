-- Grain: one scope date x person x criterion of the posts of administrator.
{{ position_track_criteria('jabatan_administrator') }}
