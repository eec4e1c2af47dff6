"""PostgreSQL on a laptop: an embedded server, and the RDS Data API in front of it."""
