"""The kit's own tests: `pytest tests`, and with the long proofs `pytest tests --slow`."""
