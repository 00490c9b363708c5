"""Forms of a result for others to read: JSON by its published schema, HTML, the terminal."""
