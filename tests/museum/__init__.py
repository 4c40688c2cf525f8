"""Tests of the museum of wrong gradients."""
