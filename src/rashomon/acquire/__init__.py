"""Reading what is given: files of any of the known kinds become captures, failures are kept."""
