-- For each report of a slice those with most keys in common. Of a formula each meets many, and each
-- meeting is a row until it is counted: slices bound how many stand together.
WITH counted AS (
    SELECT keys.number AS report, holders.number AS other, count(*) AS shared
    FROM keys
    JOIN copies ON keys.number = copies.number
    JOIN holders ON keys.key = holders.key
    WHERE hash(keys.number) % $slices = $slice
        AND copies.place <= $standing
        AND keys.number <> holders.number
    GROUP BY keys.number, holders.number
)
SELECT report, other, shared
FROM (
    SELECT
        counted.report, counted.other, counted.shared,
        row_number() OVER (PARTITION BY counted.report ORDER BY counted.shared DESC, copies.id)
            AS place
    FROM counted JOIN copies ON counted.other = copies.number
) AS ranked
WHERE place <= $candidates
