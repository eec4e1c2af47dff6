"""The evidence of a case: a signed PDF/A with the proof that it was not changed."""
