"""What writes generated files of the project, each run by hand or by `make`."""
