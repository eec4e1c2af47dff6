"""An AWS in one process: moto, completed with what it lacks."""
