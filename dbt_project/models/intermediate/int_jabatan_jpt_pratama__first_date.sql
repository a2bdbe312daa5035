-- Grain: one person x scope date: the first date from then on which every criterion of jabatan_jpt_pratama holds.
{{ first_date('jabatan_jpt_pratama') }}
