"""Where papers come from: arXiv, the user's own files, the sample library; and where records go: Zenodo."""
