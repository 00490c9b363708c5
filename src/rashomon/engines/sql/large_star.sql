-- Connected components by alternating stars (Kiveris et al. 2014): every larger neighbour of a node
-- is hung from its smallest neighbour, or from itself if that is smaller.
WITH both_ways AS (
    SELECT a AS node, b AS other FROM edges
    UNION ALL
    SELECT b AS node, a AS other FROM edges
),
least_of AS (
    SELECT node, least(node, min(other)) AS top FROM both_ways GROUP BY node
)
SELECT DISTINCT both_ways.other AS a, least_of.top AS b
FROM both_ways JOIN least_of ON both_ways.node = least_of.node
WHERE both_ways.other > both_ways.node
