-- Reports under ids that name one text each: the first text of an id keeps it, another text adds
-- its digest; the same text under the same id counts once. So does an archive when it is read into.
SELECT
    number,
    CASE WHEN digest = first_digest THEN id ELSE concat(id, '~', substr(digest, 1, 8)) END AS id,
    digest,
    published,
    day
FROM (
    SELECT
        number, id, digest, published, day,
        row_number() OVER (PARTITION BY id, digest ORDER BY number) AS place,
        first_value(digest) OVER (PARTITION BY id ORDER BY number) AS first_digest
    FROM reports
) AS every
WHERE place = 1
