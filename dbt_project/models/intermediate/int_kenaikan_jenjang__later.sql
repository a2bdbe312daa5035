-- Grain: one person x scope date on which kenaikan_jenjang fails x criterion ('*': all): the first later date on which it holds.
{{ criteria_later('kenaikan_jenjang') }}
