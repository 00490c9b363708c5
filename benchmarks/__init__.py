"""One runner per job, printing its score, its peers' and the time; `--data` names the data."""
