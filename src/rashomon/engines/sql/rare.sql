-- Names and figures of the first reports of families, in windows of time: each stands in its own
-- window and, later, in the next, so that two at most a window apart meet. What many name tells
-- nothing.
WITH windowed AS (
    SELECT families.number, families.day, names.name, shift.later,
        CAST(floor(families.day / $window) AS BIGINT) + shift.later AS span
    FROM families
    JOIN names ON families.number = names.number
    CROSS JOIN (SELECT 0 AS later UNION ALL SELECT 1 AS later) AS shift
    WHERE families.number = families.head AND families.day IS NOT NULL
),
holding AS (
    SELECT span, name, count(*) AS held FROM windowed GROUP BY span, name
)
SELECT windowed.span, windowed.name, windowed.number, windowed.day, windowed.later, holding.held
FROM windowed
JOIN holding ON windowed.span = holding.span AND windowed.name = holding.name
WHERE holding.held > 1 AND holding.held <= $reports_per_key
