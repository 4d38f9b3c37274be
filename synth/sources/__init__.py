"""Where papers come from: arXiv, the user's own files, the sample library; one HTTP session for all."""
