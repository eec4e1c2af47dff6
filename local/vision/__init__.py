"""Textract and Rekognition on a laptop: answers of the same shape, read from the picture itself."""
