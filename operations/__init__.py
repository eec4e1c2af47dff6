"""Operators' commands for an environment: deploy, redrive, replay, reconcile, migrate."""
