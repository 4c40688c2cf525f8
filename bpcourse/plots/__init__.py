"""The static figures: `from bpcourse.plots import course_map`. Each returns a Picture, which displays itself.

Matplotlib is loaded with this room, and with no other.
"""

from bpcourse.plots.backward import losses_of_random_starts, network_gradients, two_falling_losses
from bpcourse.plots.checking import error_against_step
from bpcourse.plots.course_map import course_map
from bpcourse.plots.descent import four_descents, narrow_bowl, steps_needed, two_losses, two_valleys
from bpcourse.plots.graphs import computational_graph, nine_paths, walking_and_sweeping
from bpcourse.plots.matrices import jacobian_of_layer, layer_there_and_back
from bpcourse.plots.network import network_diagram, two_lines_make_a_band
from bpcourse.plots.neuron import decision_line, loss_against_weight, sigmoid_and_slope
from bpcourse.plots.neuron_diagram import neuron_diagram
from bpcourse.plots.picture import Picture
from bpcourse.plots.sweeps import cost_of_sweeps, two_sweeps

__all__ = [
    "Picture",
    "computational_graph",
    "cost_of_sweeps",
    "course_map",
    "decision_line",
    "error_against_step",
    "four_descents",
    "jacobian_of_layer",
    "layer_there_and_back",
    "loss_against_weight",
    "losses_of_random_starts",
    "narrow_bowl",
    "network_diagram",
    "network_gradients",
    "neuron_diagram",
    "nine_paths",
    "sigmoid_and_slope",
    "steps_needed",
    "two_falling_losses",
    "two_lines_make_a_band",
    "two_losses",
    "two_sweeps",
    "two_valleys",
    "walking_and_sweeping",
]
