-- Grain: one scope date x person. The verdict on the promotion by structural post.
{{ track_verdicts('kp_struktural') }}
