-- Reports of one text, the earliest published first: the first few stand for themselves, and the
-- first of all, the chief, for the others.
SELECT
    number, id, digest, published, day, place,
    first_value(number) OVER (PARTITION BY digest ORDER BY place) AS chief
FROM (
    SELECT
        number, id, digest, published, day,
        row_number() OVER (PARTITION BY digest ORDER BY coalesce(published, '9999'), id) AS place
    FROM named
) AS placed
