-- Grain: one person x scope date: the first date from then on which every criterion of kenaikan_jenjang holds.
{{ first_date('kenaikan_jenjang') }}
