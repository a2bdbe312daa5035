-- Grain: one punishment of a person, half-open; valid_to is null where nothing tells its end.
select
    employee_key,
    punishment_kind_id,
    punishment_kind_name,
    level_id,
    decree_number,
    valid_from,
    valid_to,
    annulment_date,
    row_key,
    src_row_ids,
    {{ is_synthetic() }} as is_synthetic
from {{ ref('int_discipline__spells') }}
