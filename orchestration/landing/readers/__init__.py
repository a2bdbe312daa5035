"""One reader a format: bytes in, batches of text cells with their provenance out."""
