"""Which reports tell of one happening, and which happenings continue one another.

`represent` says what a report is about, `cluster` groups reports to events, `titles` names them
in words of their own reports, `stories` joins events.
"""
