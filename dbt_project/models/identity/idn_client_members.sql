select
    clusters.member_id,
    clusters.cluster_id as client_id
from {{ ref('idn_clusters') }} as clusters
where clusters.party_type = 'client'
