"""What every component shares of language: word lists as data, masked sentences, and which way a sentence points."""
