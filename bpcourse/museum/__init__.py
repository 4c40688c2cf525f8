"""The museum of wrong gradients."""
