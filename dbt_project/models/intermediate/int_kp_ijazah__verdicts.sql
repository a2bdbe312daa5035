-- Grain: one scope date x person. The verdict on the promotion by diploma.
{{ track_verdicts('kp_ijazah') }}
