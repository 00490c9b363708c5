-- Families that may tell of one event: near in time, with rare names in common, leads alike; for
-- each its nearest. Leads are compared by the signs of 512 hyperplanes, which tell their cosine to
-- some hundredths: whole vectors beside each pair would be thirty times as much to move.
WITH pairs AS (
    SELECT least(report, other) AS a, greatest(report, other) AS b, max(named) AS named
    FROM namesakes
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
