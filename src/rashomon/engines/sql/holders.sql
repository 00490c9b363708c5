-- The reports under each key that several hold, standing ones, the first by id: a key of many is a
-- formula. Only those of formulas have to be put in order.
WITH standing AS (
    SELECT keys.key, copies.number, copies.id
    FROM keys JOIN copies ON keys.number = copies.number
    WHERE copies.place <= $standing
),
counted AS (
    SELECT key, count(*) AS held FROM standing GROUP BY key HAVING count(*) > 1
),
placed AS (
    SELECT standing.key, standing.number,
        row_number() OVER (PARTITION BY standing.key ORDER BY standing.id) AS place
    FROM standing JOIN counted ON standing.key = counted.key
    WHERE counted.held > $reports_per_key
)
SELECT standing.key, standing.number
FROM standing JOIN counted ON standing.key = counted.key
WHERE counted.held <= $reports_per_key
UNION ALL
SELECT key, number FROM placed WHERE place <= $reports_per_key
