-- Families that may tell of one event: near in time, with rare names in common, leads alike; for
-- each its nearest. A name weighs by its rarity, in whole thousandths, so that sums are exact. Two
-- of one window meet there and not again in the next, where both stand later.
WITH weighed AS (
    SELECT one.number AS report, two.number AS other, count(*) AS named,
        sum(CAST(round(1000 * ln(CAST(2 * $reports_per_key AS DOUBLE) / one.held)) AS BIGINT))
            AS weight
    FROM rare AS one
    JOIN rare AS two ON one.span = two.span AND one.name = two.name
    WHERE one.number <> two.number
        AND one.later + two.later < 2
        AND abs(one.day - two.day) <= $window
    GROUP BY one.number, two.number
),
ranked AS (
    SELECT report, other, named,
        row_number() OVER (PARTITION BY report ORDER BY weight DESC, other) AS place
    FROM weighed
),
pairs AS (
    SELECT least(report, other) AS a, greatest(report, other) AS b, max(named) AS named
    FROM ranked
    WHERE place <= $candidates
    GROUP BY least(report, other), greatest(report, other)
),
scored AS (
    SELECT pairs.a, pairs.b, pairs.named, round(dot(one.lead, two.lead), 6) AS cosine
    FROM pairs
    JOIN reports AS one ON pairs.a = one.number
    JOIN reports AS two ON pairs.b = two.number
    WHERE one.lead IS NOT NULL AND two.lead IS NOT NULL
),
near AS (
    SELECT a, b, named, cosine FROM scored WHERE cosine >= $near
),
placed AS (
    SELECT a, b, named, cosine,
        row_number() OVER (PARTITION BY a ORDER BY cosine DESC, b) AS place
    FROM (
        SELECT a, b, named, cosine FROM near
        UNION ALL
        SELECT b AS a, a AS b, named, cosine FROM near
    ) AS both_ways
)
SELECT DISTINCT least(a, b) AS a, greatest(a, b) AS b, named, cosine
FROM placed
WHERE place <= $neighbours
