"""What is told from published versions alone, read only: the nominative lists, the difference of two versions."""
