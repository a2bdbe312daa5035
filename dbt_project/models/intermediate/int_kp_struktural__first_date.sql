-- Grain: one person x scope date: the first date from then on which every criterion of kp_struktural holds.
{{ first_date('kp_struktural') }}
