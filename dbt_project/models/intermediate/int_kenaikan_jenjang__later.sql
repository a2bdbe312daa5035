-- Grain: one person x scope date x criterion of kenaikan_jenjang that fails: the first later promotion date on which it holds.
{{ criteria_later('kenaikan_jenjang') }}
