-- Families that may tell of one event: near in time, with rare names in common, leads alike; for
-- each its nearest. A name weighs by its rarity, in whole thousandths, so that sums are exact.
WITH met AS (
    SELECT one.number AS report, two.number AS other, one.name,
        max(CAST(round(1000 * ln(CAST(2 * $reports_per_key AS DOUBLE) / one.held)) AS BIGINT)) AS weight
    FROM rare AS one
    JOIN rare AS two ON one.span = two.span AND one.name = two.name
    WHERE one.number <> two.number AND abs(one.day - two.day) <= $window
    GROUP BY one.number, two.number, one.name
),
weighed AS (
    SELECT report, other, sum(weight) AS weight, count(*) AS named FROM met GROUP BY report, other
),
ranked AS (
    SELECT report, other, weight, named,
        row_number() OVER (PARTITION BY report ORDER BY weight DESC, other) AS place
    FROM weighed
),
scored AS (
    SELECT ranked.report, ranked.other, ranked.named,
        round(dot(one.lead, two.lead), 6) AS cosine
    FROM ranked
    JOIN reports AS one ON ranked.report = one.number
    JOIN reports AS two ON ranked.other = two.number
    WHERE ranked.place <= $candidates AND one.lead IS NOT NULL AND two.lead IS NOT NULL
),
placed AS (
    SELECT report, other, named, cosine,
        row_number() OVER (PARTITION BY report ORDER BY cosine DESC, other) AS place
    FROM scored
    WHERE cosine >= $near
)
SELECT
    least(report, other) AS a,
    greatest(report, other) AS b,
    max(named) AS named,
    max(cosine) AS cosine
FROM placed
WHERE place <= $neighbours
GROUP BY least(report, other), greatest(report, other)
