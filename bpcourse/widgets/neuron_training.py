"""The training run behind the trainer widget: two clouds of points, one neuron, gradient descent (chapter 01)."""

from typing import Any

import numpy as np

from bpcourse.reference.activations import Array, sigmoid_grad
from bpcourse.reference.neuron import half_squared_error, neuron, neuron_gradient

START_W = (-0.5, 1.0)
START_B = 0.0
CENTRE = np.array([3.0, 2.0])  # of the two clouds
PLANE = {"x1": [-1.0, 7.0], "x2": [-2.0, 6.0]}  # what is drawn of it
FAR = 100.0  # in units of the plane: a line this long leaves the picture on both sides


def two_clouds() -> tuple[Array, Array]:
    """Sixty points x (60, 2) around two centres, which overlap a little, and their targets y (60,): 0, then 1."""
    rng = np.random.default_rng(2)
    half_way = np.array([1.2, 0.8])
    clouds = [rng.normal(CENTRE - half_way, 0.9, (30, 2)), rng.normal(CENTRE + half_way, 0.9, (30, 2))]
    return np.concatenate(clouds), np.repeat([0.0, 1.0], 30)


def decision_line(w: Array, b: float) -> dict[str, Any] | None:
    """Where w · x + b = 0, for w (2,): its point nearest to the centre of the clouds, and two ends outside the picture.

    None for w = 0, where the neuron says the same everywhere.
    """
    length = float(np.hypot(*w))
    if length == 0.0:
        return None
    normal = w / length
    foot = CENTRE - normal * (float(w @ CENTRE) + b) / length
    along = np.array([-normal[1], normal[0]]) * FAR
    return {"foot": foot.tolist(), "ends": [(foot - along).tolist(), (foot + along).tolist()]}


def one_side(w: Array, b: float) -> str | None:
    """ "above" or "below" when the neuron says more, or less, than 0.5 in all of the plane; w (2,)."""
    corners = np.array([[x1, x2] for x1 in PLANE["x1"] for x2 in PLANE["x2"]]) @ w + b
    if (corners > 0).all():
        return "above"
    return "below" if (corners < 0).all() else None


class Training:
    """Weights, bias and the losses so far of one run; the loss is the mean of 1/2 (y - a)^2."""

    def __init__(self) -> None:
        self.x, self.y = two_clouds()
        self.w, self.b = np.array(START_W), START_B
        self.losses = [self._loss()]

    @property
    def steps(self) -> int:
        """Steps taken so far."""
        return len(self.losses) - 1

    def step(self, learning_rate: float) -> None:
        """One step of gradient descent on all points together."""
        gradient_w, gradient_b = neuron_gradient(self.x, self.w, self.b, self.y)
        self.w = self.w - learning_rate * gradient_w
        self.b = self.b - learning_rate * float(gradient_b)
        self.losses.append(self._loss())

    def numbers(self, learning_rate: float) -> dict[str, Any]:
        """Everything that is drawn of this moment.

        `pulls` (60, 2) is, for each point, minus the gradient of its own loss with respect to w; their mean times the
        learning rate is `next_move`, what the next step adds to w. `mean_slope` is the mean of a (1 - a).
        """
        a = neuron(self.x, self.w, self.b)
        slopes = sigmoid_grad(self.x @ self.w + self.b)
        gradient_w, gradient_b = neuron_gradient(self.x, self.w, self.b, self.y)
        gradient = [*gradient_w.tolist(), float(gradient_b)]
        return {
            "step": self.steps,
            "loss": self.losses[-1],
            "losses": list(self.losses),
            "w": self.w.tolist(),
            "b": self.b,
            "accuracy": float(((a > 0.5) == (self.y == 1.0)).mean()),
            "gradient": gradient,
            "gradient_size": float(np.linalg.norm(gradient)),
            "mean_slope": float(slopes.mean()),
            "learning_rate": learning_rate,
            "pulls": (((self.y - a) * slopes)[:, None] * self.x).round(5).tolist(),
            "next_move": (-learning_rate * gradient_w).tolist(),
            "line": decision_line(self.w, self.b),
            "one_side": one_side(self.w, self.b),
        }

    def _loss(self) -> float:
        return float(half_squared_error(neuron(self.x, self.w, self.b), self.y).mean())
