-- The reports under each key, standing ones, the first by id: a key of many is a formula.
SELECT key, number
FROM (
    SELECT
        keys.key, copies.number,
        row_number() OVER (PARTITION BY keys.key ORDER BY copies.id) AS place
    FROM keys JOIN copies ON keys.number = copies.number
    WHERE copies.place <= $standing
) AS held
WHERE place <= $reports_per_key
