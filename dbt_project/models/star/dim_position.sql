-- Grain: one post by kind, code and name.
with posts as (
    select distinct
        position_kind_id,
        position_id,
        position_name,
        echelon_id
    from {{ ref('int_position__spells') }}
)

select
    {{ surrogate_key(["'position'", 'posts.position_kind_id', 'posts.position_id', 'posts.position_name', 'posts.echelon_id']) }}
        as position_key,
    kind.position_kind,
    posts.position_id,
    posts.position_name,
    posts.echelon_id,
    echelon.echelon,
    echelon.position_level,
    matches.matched_id as bkn_position_id,
    matches.method as match_method,
    matches.score as match_score
from posts
left join {{ ref('position_kind') }} as kind on posts.position_kind_id = kind.position_kind_id
left join {{ ref('echelon') }} as echelon on posts.echelon_id = echelon.echelon_id
left join {{ ref('int_position__matches') }} as matches
    on
        case when kind.position_kind = 'functional' then {{ surrogate_key(['posts.position_id', 'posts.position_name']) }} end
        = matches.mention_key
