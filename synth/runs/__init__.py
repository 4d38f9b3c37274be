"""What is done with a finished run: verified, done anew, corrected, refreshed, exported, published."""
