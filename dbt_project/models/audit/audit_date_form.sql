-- Grain: one admitted file x column of dates x form in which the dates are written.
-- What was read as which day: forms that stand side by side in a column, and dates that would be another day if the source
-- put the month first. Nothing is guessed: day before month, always.
select
    file.region_code,
    form.source,
    form.dataset,
    file.file,
    form.src_file_sha256,
    form.column_name,
    form.date_form,
    form.dates,
    cast(form.ambiguous_dates as bigint) as ambiguous_dates,
    {{ is_synthetic() }} as is_synthetic
from {{ ref('stg_landing__date_form') }} as form
inner join {{ ref('stg_landing__file') }} as file
    on
        {{ same_delivery('form', 'file') }}
        and file.status = 'admitted'
