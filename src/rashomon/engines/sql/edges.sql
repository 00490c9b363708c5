-- What makes a family: enough of the smaller text's keys in common, or one text.
WITH sizes AS (
    SELECT number, count(*) AS held FROM keys GROUP BY number
)
SELECT candidates.b AS a, candidates.a AS b
FROM candidates
JOIN sizes AS one ON candidates.a = one.number
JOIN sizes AS two ON candidates.b = two.number
WHERE candidates.shared >= $derived * least(one.held, two.held)
UNION
SELECT greatest(number, chief) AS a, least(number, chief) AS b
FROM copies
WHERE number <> chief
