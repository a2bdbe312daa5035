-- Grain: one person with a diploma that carries no date and no year; the highest such class.
select
    employee_key,
    max(class_ordinal) as class_ordinal,
    {{ collect_ids('src_row_ids') }} as src_row_ids
from {{ ref('int_education__recorded') }}
where recorded_date is null and class_ordinal is not null
group by employee_key
