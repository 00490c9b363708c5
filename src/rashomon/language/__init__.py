"""What is known of languages: telling them apart, cutting sentences, and the packs' data."""
