"""The file of a case for whoever asks later: a signed PDF/A with the proof that nothing in it was
changed."""
