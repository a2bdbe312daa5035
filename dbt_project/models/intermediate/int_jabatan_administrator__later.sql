-- Grain: one person x scope date on which jabatan_administrator fails x criterion ('*': all): the first later date on which it holds.
{{ criteria_later('jabatan_administrator') }}
