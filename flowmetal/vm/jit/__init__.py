"""Code that cannot wait, as functions of the host's Python: see `translate`, which makes them, and `entering`."""
