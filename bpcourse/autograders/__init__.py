"""Where the mathematics and the grading meet: one module a chapter, its exercises declared in order.

A learner's cell asks for one exercise and pays for one chapter: the names stand here, and a chapter's module is loaded
when one of its exercises is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from types import ModuleType

from bpcourse.autograders.own import NotExercises, own_modules
from bpcourse.grading.exercise import Exercise

# The names of each chapter's exercises, in order: module chNN declares them.
CHAPTERS: dict[int, tuple[str, ...]] = {
    0: ("double",),
    1: ("sigmoid", "dsigmoid_dz", "sigmoid_grad", "neuron", "dloss_dw_value", "dloss_dw"),
    2: (
        "forward_order",
        "out_o1",
        "out_o2",
        "layer_forward",
        "network_forward",
        "nested_output",
        "count_parameters",
        "init_layer",
        "layer_of_units",
    ),
    3: ("mse", "bce", "dbce_dz", "gd_step", "minimize", "nearest_first", "largest_stable_lr", "fit_neuron"),
    4: (
        "de_da",
        "de_db",
        "dZ_dX",
        "path_derivative",
        "message_order",
        "topological_order",
        "count_paths",
        "sum_over_paths",
        "pass_messages",
    ),
    5: (
        "passes_forward",
        "passes_reverse",
        "dual_mul",
        "dual_sigmoid",
        "d_quotient",
        "jvp",
        "sweep_order",
        "reverse_sweep",
        "gradient_of_z",
    ),
    6: (
        "backward_order",
        "dE_dw1",
        "dE_dw3",
        "output_delta",
        "hidden_delta",
        "backward_222",
        "train_222",
        "train_221",
    ),
    7: (
        "central_difference",
        "central_error",
        "smallest_error_first",
        "complex_step",
        "relative_error",
        "gradient_gap",
        "diagnose_specimen",
        "dot_test",
        "good_check",
    ),
    8: (
        "dloss_dw_batch",
        "shapes_back",
        "linear_backward",
        "elementwise_backward",
        "unbroadcast",
        "layer_step",
        "mlp_forward",
        "mlp_backward",
    ),
}


class _Exercises(Mapping[str, Exercise]):
    """Exercises by name, in order. A name is looked up in the index, an exercise in its chapter, loaded on demand."""

    def __init__(self, own: tuple[ModuleType, ...]) -> None:
        self._homes: dict[str, int | ModuleType] = {name: chapter for chapter in CHAPTERS for name in CHAPTERS[chapter]}
        for module in own:
            for exercise in module.EXERCISES:
                if exercise.name in self._homes:
                    raise NotExercises(
                        f"{module.__name__} declares `{exercise.name}`, and there is one of this name already."
                    )
                self._homes[exercise.name] = module

    def __getitem__(self, name: str) -> Exercise:
        home = self._homes[name]
        declared: tuple[Exercise, ...] = (chapter_module(home) if isinstance(home, int) else home).EXERCISES
        return next(exercise for exercise in declared if exercise.name == name)

    def __contains__(self, name: object) -> bool:
        return name in self._homes

    def __iter__(self) -> Iterator[str]:
        return iter(self._homes)

    def __len__(self) -> int:
        return len(self._homes)


def exercises() -> Mapping[str, Exercise]:
    """Every exercise by its name, in the course's order. NotExercises for a name that is used twice."""
    return _with(own_modules())


@cache
def _with(own: tuple[ModuleType, ...]) -> _Exercises:
    return _Exercises(own)


def chapter_module(number: int) -> ModuleType:
    """The module that declares a chapter's exercises."""
    return import_module(f"{__name__}.ch{number:02d}")


def modules() -> tuple[ModuleType, ...]:
    """The modules of the course's chapters in order, then an instructor's own."""
    return (*map(chapter_module, CHAPTERS), *own_modules())


def chapter_title(number: int) -> str:
    """The title of a chapter, as its notebook has it."""
    titles = (str(module.TITLE) for module in modules() if module.EXERCISES[0].chapter == number)
    return next(titles)


def nearest(name: str) -> str:
    """The exercise whose name is most like the given one, or an empty text."""
    import difflib  # a misspelt name is rare

    return next(iter(difflib.get_close_matches(name, exercises(), n=1)), "")
