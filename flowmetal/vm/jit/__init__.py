"""Code that cannot wait, as functions of the host's Python: generated, entered and left. See `translate` and `entering`."""
