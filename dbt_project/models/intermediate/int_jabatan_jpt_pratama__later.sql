-- Grain: one person x scope date x criterion of jabatan_jpt_pratama that fails: the first later promotion date on which it holds.
{{ criteria_later('jabatan_jpt_pratama') }}
