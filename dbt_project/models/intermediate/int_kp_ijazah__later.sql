-- Grain: one person x scope date on which kp_ijazah fails x criterion ('*': all): the first later date on which it holds.
{{ criteria_later('kp_ijazah') }}
