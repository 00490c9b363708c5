"""From a capture to a report: the article's text, what its page says of it, its segments."""
