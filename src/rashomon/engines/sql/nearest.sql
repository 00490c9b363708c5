-- Families that may tell of one event: near in time, with rare names in common, leads alike; for
-- each its nearest. A name weighs by its rarity, in whole thousandths, so that sums are exact. Two
-- of one window meet there and not again in the next, where both stand later. Leads are compared by
-- the signs of 512 hyperplanes, which tell their cosine to some hundredths: whole vectors beside each
-- pair would be thirty times as much to move.
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
    SELECT pairs.a, pairs.b, pairs.named,
        differing(one.w0, two.w0) + differing(one.w1, two.w1)
            + differing(one.w2, two.w2) + differing(one.w3, two.w3)
            + differing(one.w4, two.w4) + differing(one.w5, two.w5)
            + differing(one.w6, two.w6) + differing(one.w7, two.w7) AS bits
    FROM pairs
    JOIN leads AS one ON pairs.a = one.number
    JOIN leads AS two ON pairs.b = two.number
),
near AS (
    SELECT a, b, named, bits, round(cos(pi() * bits / 512), 4) AS likeness FROM scored
),
placed AS (
    SELECT a, b, named, likeness, row_number() OVER (PARTITION BY a ORDER BY bits, b) AS place
    FROM (
        SELECT a, b, named, bits, likeness FROM near WHERE likeness >= $near
        UNION ALL
        SELECT b AS a, a AS b, named, bits, likeness FROM near WHERE likeness >= $near
    ) AS both_ways
)
SELECT DISTINCT least(a, b) AS a, greatest(a, b) AS b, named, likeness
FROM placed
WHERE place <= $neighbours
