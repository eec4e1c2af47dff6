"""What an operator does to a running environment: redrive, replay, reconcile, migrate."""
