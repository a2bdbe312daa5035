-- Grain: one scope date x person. The verdict on regular promotion.
{{ track_verdicts('kp_reguler') }}
