-- Each report with its family, called after the earliest published report in it.
WITH rooted AS (
    SELECT copies.number, copies.id, copies.published, copies.day,
        coalesce(edges.b, copies.number) AS root
    FROM copies LEFT JOIN edges ON copies.number = edges.a
)
SELECT
    number, id, day,
    first_value(number) OVER (PARTITION BY root ORDER BY coalesce(published, '9999'), id) AS head,
    first_value(id) OVER (PARTITION BY root ORDER BY coalesce(published, '9999'), id) AS family
FROM rooted
