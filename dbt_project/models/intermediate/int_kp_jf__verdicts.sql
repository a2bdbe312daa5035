-- Grain: one scope date x person. The verdict on the promotion by functional post.
{{ track_verdicts('kp_jf') }}
