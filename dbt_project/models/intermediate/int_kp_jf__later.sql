-- Grain: one person x scope date x criterion of kp_jf that fails: the first later promotion date on which it holds.
{{ criteria_later('kp_jf') }}
