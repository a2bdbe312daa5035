-- Grain: one landed row of a refused file that could be read: its id and where it stands, nothing of its content.
-- Read by the ledger alone: what was delivered in it is accounted for, no model uses it.
select
    source,
    dataset,
    {{ row_identity() }}
from {{ source('landing', 'refused_row') }}
