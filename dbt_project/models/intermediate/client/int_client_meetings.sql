select
    interactions.interaction_id,
    interactions.client_id,
    interactions.person_key,
    interactions.employee_id,
    interactions.started_on,
    interactions.is_review
from {{ ref('fct_interactions') }} as interactions
where
    interactions.is_counted
    and interactions.is_held
    and interactions.kind in ('meeting', 'call')
    and interactions.person_key is not null
