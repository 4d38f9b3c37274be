"""Answer, verdicts and audit become a review: what was tried to break the report, what fell, and what follows."""
