-- Grain: one scope date x person. The verdict on the rise to the next jenjang.
{{ track_verdicts('kenaikan_jenjang') }}
