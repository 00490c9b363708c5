"""Who shares text with whom, and who derives from whom.

`shingles` makes the keys by which candidates are found, `align` lays two reports side by side,
`evidence` weighs what speaks for a direction, `lineage` builds the stemma of a family.
"""
