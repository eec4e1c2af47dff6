"""The AWS that lives in one process: moto with what moto lacks."""
