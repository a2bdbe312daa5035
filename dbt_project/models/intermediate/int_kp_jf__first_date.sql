-- Grain: one person x scope date: the first date from then on which every criterion of kp_jf holds.
{{ first_date('kp_jf') }}
