"""The reference implementations, in NumPy only: one module per idea, in the order the chapters meet them.

activations, neuron, sigmoid_network (and systems, its worked examples), losses, layers, mlp, fast_mlp, training (with
progress_bar), classifier, optimizers, schedules, initializers. shapes holds the sentence about a wrong shape.
"""
