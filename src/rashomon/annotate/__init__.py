"""What sentences mention: names, places, times and quantities, and who is quoted in them."""
