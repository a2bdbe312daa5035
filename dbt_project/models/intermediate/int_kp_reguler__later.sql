-- Grain: one person x scope date x criterion of kp_reguler that fails: the first later promotion date on which it holds.
{{ criteria_later('kp_reguler') }}
