"""Automatic differentiation: a program that derives the gradient while it computes the value (chapters 05 and 13)."""
