-- Pairs worth laying side by side: for each report those with most keys in common, copies apart.
SELECT
    least(sharing.report, sharing.other) AS a,
    greatest(sharing.report, sharing.other) AS b,
    max(sharing.shared) AS shared
FROM sharing
JOIN copies AS one ON sharing.report = one.number
JOIN copies AS two ON sharing.other = two.number
WHERE one.digest <> two.digest
GROUP BY least(sharing.report, sharing.other), greatest(sharing.report, sharing.other)
