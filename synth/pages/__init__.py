"""The page of one record, which is the same on a site and as a file of its own."""
