"""The reference implementations, in NumPy only: one module per idea, in the order the chapters meet them."""
