select
    clusters.member_id,
    clusters.cluster_id as supplier_id
from {{ ref('idn_clusters') }} as clusters
where clusters.party_type = 'supplier'
