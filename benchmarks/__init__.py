"""Measurements of the product on generated data: accuracy, time, memory."""
