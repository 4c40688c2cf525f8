"""The update rules beyond their formulas (those are in test_wrong_rules), the optimizers, and the schedules."""

import numpy as np
import pytest

from bpcourse.reference.optimizers import (
    adam,
    adam_step,
    gd_step,
    minimize,
    momentum,
    momentum_step,
    nesterov,
    nesterov_step,
    rmsprop,
    rmsprop_step,
    sgd,
)
from bpcourse.reference.schedules import cosine_decay, exponential_decay, step_decay, warmup

RNG = np.random.default_rng(6)
ALL = pytest.mark.parametrize("make", [sgd, momentum, nesterov, rmsprop, adam], ids=lambda make: make.__name__)
CURVATURE = np.array([1.0, 10.0])


def test_minimize_keeps_the_start_and_every_step():
    trajectory = minimize(lambda w: 2 * w, [1.0, -2.0], lr=0.25, steps=3)
    assert trajectory.tolist() == [[1.0, -2.0], [0.5, -1.0], [0.25, -0.5], [0.125, -0.25]]
    assert minimize(lambda w: 2 * w, 4.0, lr=0.5, steps=2).tolist() == [4.0, 0.0, 0.0]


def test_minimize_is_not_fooled_by_a_gradient_that_changes_its_argument():
    def careless(w):
        w *= 2
        return w

    assert minimize(careless, 1.0, lr=0.25, steps=1).tolist() == [1.0, 0.5]


@pytest.mark.parametrize(("lr", "converges"), [(0.19, True), (0.201, False)])
def test_descent_on_a_quadratic_converges_up_to_two_over_the_largest_curvature(lr, converges):
    end = minimize(lambda w: CURVATURE * w, [1.0, 1.0], lr, 500)[-1]
    assert (np.abs(end).max() < 1) == converges


def test_the_first_step_of_adam_has_the_size_of_the_learning_rate_whatever_the_gradient():
    for scale in (1e-6, 1.0, 1e6):
        w, *_ = adam_step(0.0, scale, 0.0, 0.0, 1, 0.01, 0.9, 0.999, 1e-12)
        assert w == pytest.approx(-0.01, rel=1e-5)


def test_adam_counts_its_steps_from_one():
    with pytest.raises(ValueError, match="t is 0, expected 1 or more: the first step is number 1"):
        adam_step(0.0, 1.0, 0.0, 0.0, 0, 0.01, 0.9, 0.999, 1e-8)


def test_the_nesterov_step_is_momentum_with_the_gradient_at_the_point_ahead():
    lr, mu = 0.05, 0.8
    behind, ahead = np.array([1.0, -2.0]), np.array([1.0, -2.0])
    v_behind, v_ahead = np.zeros(2), np.zeros(2)
    for _ in range(10):
        behind, v_behind = momentum_step(behind, CURVATURE * (behind + mu * v_behind), v_behind, lr, mu)
        ahead, v_ahead = nesterov_step(ahead, CURVATURE * ahead, v_ahead, lr, mu)
        assert ahead == pytest.approx(behind + mu * v_behind, rel=1e-12)


def test_no_rule_changes_what_it_is_given():
    w, grad, a, b = (RNG.normal(size=(3, 2)) for _ in range(4))
    b = b**2
    kept = [array.copy() for array in (w, grad, a, b)]
    gd_step(w, grad, 0.1)
    momentum_step(w, grad, a, 0.1, 0.9)
    nesterov_step(w, grad, a, 0.1, 0.9)
    rmsprop_step(w, grad, b, 0.1, 0.9, 1e-8)
    adam_step(w, grad, a, b, 2, 0.1, 0.9, 0.99, 1e-8)
    assert all(np.array_equal(array, before) for array, before in zip((w, grad, a, b), kept, strict=True))


@ALL
def test_an_optimizer_treats_every_array_as_its_rule_would_alone(make):
    params = [(RNG.normal(size=(3, 2)), RNG.normal(size=2)), (RNG.normal(size=(2, 1)), RNG.normal(size=1))]
    together = make(0.1)
    alone = [[make(0.1), make(0.1)] for _ in params]
    expected = params
    for _ in range(4):
        grads = [(RNG.normal(size=w.shape), RNG.normal(size=b.shape)) for w, b in params]
        params = together.update(params, grads)
        expected = [
            (own_w.update([(w, b)], [(gw, gb)])[0][0], own_b.update([(w, b)], [(gw, gb)])[0][1])
            for (own_w, own_b), (w, b), (gw, gb) in zip(alone, expected, grads, strict=True)
        ]
    for (w, b), (expected_w, expected_b) in zip(params, expected, strict=True):
        assert np.array_equal(w, expected_w) and np.array_equal(b, expected_b)
    assert together.t == 4


@ALL
def test_every_optimizer_finds_the_bottom_of_a_narrow_valley(make):
    optimizer = make(cosine_decay(0.05, 400))
    params = [(np.array([[3.0, -2.0]]), np.array([1.0]))]
    for _ in range(400):
        (w, b) = params[0]
        params = optimizer.update(params, [(CURVATURE * w, b)])
    assert np.abs(params[0][0]).max() < 1e-2 and abs(params[0][1][0]) < 1e-2


def test_decay_shrinks_the_weights_and_not_the_biases_and_is_the_penalty_for_sgd_only():
    w, b, lam, lr = np.array([[2.0, -4.0]]), np.array([5.0]), 0.1, 0.3
    grad_w, grad_b = np.array([[1.0, 1.0]]), np.array([0.0])
    [(decayed, bias)] = sgd(lr, decay=2 * lam).update([(w, b)], [(grad_w, grad_b)])
    [(penalised, _)] = sgd(lr).update([(w, b)], [(grad_w + 2 * lam * w, grad_b)])
    assert decayed == pytest.approx(penalised, rel=1e-14) and bias.tolist() == [5.0]
    [(decayed, _)] = adam(lr, decay=2 * lam).update([(w, b)], [(grad_w, grad_b)])
    [(penalised, _)] = adam(lr).update([(w, b)], [(grad_w + 2 * lam * w, grad_b)])
    assert np.abs(decayed - penalised).max() > 0.1


def test_an_optimizer_asks_its_schedule_for_the_rate_of_each_update_from_one():
    asked = []
    optimizer = sgd(lambda t: asked.append(t) or 0.5)
    params = [(np.array([[1.0]]), np.array([1.0]))]
    for _ in range(3):
        params = optimizer.update(params, [(np.array([[1.0]]), np.array([0.0]))])
    assert asked == [1, 2, 3] and params[0][0].tolist() == [[-0.5]]


def test_step_decay_holds_the_rate_and_then_drops_it():
    rates = [step_decay(0.8, 0.5, every=3)(t) for t in range(1, 8)]
    assert rates == [0.8, 0.8, 0.8, 0.4, 0.4, 0.4, 0.2]


def test_exponential_decay_starts_at_lr_and_loses_the_same_share_each_time():
    assert [exponential_decay(1.0, 0.5)(t) for t in (1, 2, 3)] == [1.0, 0.5, 0.25]


def test_cosine_decay_goes_from_lr_by_its_half_to_zero_and_stays_there():
    schedule = cosine_decay(0.6, 11)
    assert [schedule(t) for t in (1, 6, 11, 50)] == pytest.approx([0.6, 0.3, 0.0, 0.0], abs=1e-16)
    rates = [schedule(t) for t in range(1, 12)]
    assert rates == sorted(rates, reverse=True)


def test_warmup_climbs_to_the_schedule_in_equal_parts():
    schedule = warmup(lambda t: 2.0, 4)
    assert [schedule(t) for t in range(1, 7)] == [0.5, 1.0, 1.5, 2.0, 2.0, 2.0]
