"""Language processing that components share: word lists as data, masked sentences, the direction of a sentence."""
