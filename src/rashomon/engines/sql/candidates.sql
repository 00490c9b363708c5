-- Pairs worth laying side by side: for each report those with most keys in common, copies apart.
WITH counted AS (
    SELECT keys.number AS report, holders.number AS other, count(*) AS shared
    FROM keys
    JOIN copies ON keys.number = copies.number
    JOIN holders ON keys.key = holders.key
    WHERE copies.place <= $standing AND keys.number <> holders.number
    GROUP BY keys.number, holders.number
),
ranked AS (
    SELECT
        counted.report, counted.other, counted.shared,
        row_number() OVER (PARTITION BY counted.report ORDER BY counted.shared DESC, copies.id)
            AS place
    FROM counted JOIN copies ON counted.other = copies.number
)
SELECT
    least(ranked.report, ranked.other) AS a,
    greatest(ranked.report, ranked.other) AS b,
    max(ranked.shared) AS shared
FROM ranked
JOIN copies AS one ON ranked.report = one.number
JOIN copies AS two ON ranked.other = two.number
WHERE ranked.place <= $candidates AND one.digest <> two.digest
GROUP BY least(ranked.report, ranked.other), greatest(ranked.report, ranked.other)
