{# One spelling for the names of work units and positions: capital letters and digits only, after & is DAN, a dash in front
   is gone, UPTD, UPT. and UPT are one, before a PUSKESMAS they are nothing, a word PUSKESMAS said twice is said once, and
   KEC. and KEL. are written out. #}
{% macro name_key(name) -%}
{%- set key = namespace(text="upper(replace(" ~ name ~ ", '&', ' DAN '))") -%}
{%- for pattern, replacement in [
    ('^[ -]+', ''), ('(^| )UPTD?[.]? +', ' UPT '), ('(^| )UPT +PUSKESMAS', ' PUSKESMAS'),
    ('PUSKESMAS +(PUSKESMAS +)+', 'PUSKESMAS '), ('(^| )KEC[.] *', ' KECAMATAN '), ('(^| )KEL[.] *', ' KELURAHAN '),
    ('[^A-Z0-9]', ''),
] -%}
{%- set key.text = regexp_replace_all(key.text, "'" ~ pattern ~ "'", "'" ~ replacement ~ "'") -%}
{%- endfor -%}
nullif({{ key.text }}, '')
{%- endmacro %}

{# Likeness of two keys, 0 to 1: one minus the edits that lead from one to the other, as a share of the longer. #}
{% macro likeness(one, other) -%}
cast(1 - levenshtein({{ one }}, {{ other }}) / cast(greatest(length({{ one }}), length({{ other }})) as double) as decimal(4, 3))
{%- endmacro %}

{# A path of units is written from the top with '|', or from the unit itself with ' - '. The unit it names, the one right
   above it and the highest one, as written; an agency in front of the path does not count, also not twice. #}
{% macro path_part(path, part) -%}
{%- set from_top = regexp_replace_all(path, "'^ *PEMERINTAH [^|]*([|] *PEMERINTAH [^|]*)*[|]'", "''") -%}
{%- set patterns = {
    'leaf': ("([^|]*)$", "^(.*?)( - .*)?$"), 'parent': ("([^|]*)[|][^|]*$", "^.*? - (.*?)( - .*)?$"),
    'top': ("^([^|]*)[|]", "^.* - (.*)$"),
} -%}
nullif(trim(
    case
        when {{ path }} like '%|%' then {{ regexp_group(from_top, "'" ~ patterns[part][0] ~ "'", 1) }}
        else {{ regexp_group(path, "'" ~ patterns[part][1] ~ "'", 1) }}
    end
), '')
{%- endmacro %}
