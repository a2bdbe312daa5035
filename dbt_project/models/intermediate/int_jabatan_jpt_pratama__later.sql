-- Grain: one person x scope date on which jabatan_jpt_pratama fails x criterion ('*': all): the first later date on which it holds.
{{ criteria_later('jabatan_jpt_pratama') }}
