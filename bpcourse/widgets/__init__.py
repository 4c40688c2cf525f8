"""Interactive figures that ask for a prediction before they answer: `from bpcourse.widgets import NeuronExplorer`.

The reader's inputs travel from the browser to the kernel, the kernel computes with `bpcourse.reference`, and the
browser draws the numbers that come back. `.data()` gives those numbers to a notebook or a test.

To see how one is made, read `hello.py` and `front_end/hello.js`; what all of them share is in `asking.py`,
`prediction.py` and `front_end/kit.js`.
"""

from bpcourse.widgets.backpropagation_stepper import BackpropagationStepper
from bpcourse.widgets.descent_explorer import DescentExplorer
from bpcourse.widgets.gradient_microscope import GradientMicroscope
from bpcourse.widgets.hello import Hello
from bpcourse.widgets.network_explorer import NetworkExplorer
from bpcourse.widgets.neuron_explorer import NeuronExplorer
from bpcourse.widgets.neuron_trainer import NeuronTrainer
from bpcourse.widgets.objects_against_matrices import ObjectsAgainstMatrices
from bpcourse.widgets.path_explorer import PathExplorer
from bpcourse.widgets.practice import Practice
from bpcourse.widgets.shape_builder import ShapeBuilder
from bpcourse.widgets.sweep_explorer import SweepExplorer
from bpcourse.widgets.two_trainings import TwoTrainings

__all__ = [
    "BackpropagationStepper",
    "DescentExplorer",
    "GradientMicroscope",
    "Hello",
    "NetworkExplorer",
    "NeuronExplorer",
    "NeuronTrainer",
    "ObjectsAgainstMatrices",
    "PathExplorer",
    "Practice",
    "ShapeBuilder",
    "SweepExplorer",
    "TwoTrainings",
]
