"""Whether every quotation of a finished report stands in the cited paper's own file, read without synth's readers."""
