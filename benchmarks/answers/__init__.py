"""How well questions are answered: how they are read, and which way sentences and papers are said to point."""
