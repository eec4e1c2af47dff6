"""Textract and Rekognition on a laptop: the same answers' shapes, read from the picture itself."""
