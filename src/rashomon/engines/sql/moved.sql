-- How many edges a round of stars has changed; none: every component is one star.
SELECT count(*) AS moved
FROM (
    (SELECT a, b FROM edges EXCEPT SELECT a, b FROM before)
    UNION ALL
    (SELECT a, b FROM before EXCEPT SELECT a, b FROM edges)
) AS differing
