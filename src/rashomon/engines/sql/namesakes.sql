-- For each family of a slice those near in time with most and rarest names in common. A name weighs
-- by its rarity, in whole thousandths, so that sums are exact. Two of one window meet there and not
-- again in the next, where both stand later.
WITH weighed AS (
    SELECT one.number AS report, two.number AS other, count(*) AS named,
        sum(CAST(round(1000 * ln(CAST(2 * $reports_per_key AS DOUBLE) / one.held)) AS BIGINT))
            AS weight
    FROM rare AS one
    JOIN rare AS two ON one.span = two.span AND one.name = two.name
    WHERE hash(one.number) % $slices = $slice
        AND one.number <> two.number
        AND one.later + two.later < 2
        AND abs(one.day - two.day) <= $window
    GROUP BY one.number, two.number
)
SELECT report, other, named
FROM (
    SELECT report, other, named,
        row_number() OVER (PARTITION BY report ORDER BY weight DESC, other) AS place
    FROM weighed
) AS ranked
WHERE place <= $candidates
