-- Grain: one kind of training (jenisDiklat).
select
    training_kind_id,
    training_kind_name,
    certificate_class,
    development_kind
from {{ ref('training_kind') }}
