-- The other half: a node and all its smaller neighbours are hung from the smallest of these.
WITH least_of AS (
    SELECT a AS node, min(b) AS top FROM edges GROUP BY a
)
SELECT edges.b AS a, least_of.top AS b
FROM edges JOIN least_of ON edges.a = least_of.node
WHERE edges.b <> least_of.top
UNION
SELECT node AS a, top AS b FROM least_of
