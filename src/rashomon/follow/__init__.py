"""Live sources: what is followed is asked again in time, and what it tells goes into an archive."""
