"""The digits classifier learns, on the digits that come with the course and on the full set."""

import numpy as np
import pytest

from bpcourse.datasets import digits_8x8, load_mnist
from bpcourse.reference.classifier import evaluate, prepare_training, train
from bpcourse.reference.losses import cross_entropy
from bpcourse.reference.mlp import mlp_loss
from tests.reference.full_mnist import full_mnist_folder

SMALL = digits_8x8()


def test_784_100_10_reaches_93_percent_on_the_bundled_digits():
    data = load_mnist()
    params = train(data.x_train, data.y_train, epochs=20, lr=1.0, batch_size=32, rng=np.random.default_rng(0))
    assert [w.shape for w, _ in params] == [(784, 100), (100, 10)]
    assert evaluate(params, data.x_test, data.y_test).accuracy >= 0.93


def test_784_100_10_reaches_97_percent_on_the_full_set():
    data = load_mnist(full=True, folder=full_mnist_folder())
    params = train(data.x_train, data.y_train, epochs=8, lr=1.0, batch_size=32, rng=np.random.default_rng(0))
    assert evaluate(params, data.x_test, data.y_test).accuracy >= 0.97


def trained(lam, epochs=5):
    return train(
        SMALL.x_train[:500],
        SMALL.y_train[:500],
        (64, 30, 10),
        epochs=epochs,
        lr=1.0,
        batch_size=20,
        rng=np.random.default_rng(0),
        lam=lam,
    )


def test_the_penalty_keeps_the_weights_small():
    free, held = trained(0.0), trained(1e-3)
    assert sum(np.sum(w**2) for w, _ in held) < 0.8 * sum(np.sum(w**2) for w, _ in free)


def test_the_start_is_normal_with_variance_one_over_fan_in_and_zero_biases():
    network, _ = prepare_training(
        SMALL.x_train, SMALL.y_train, (64, 300, 10), lr=1.0, batch_size=20, rng=np.random.default_rng(0)
    )
    w, b = network.params[0]
    assert w.std() == pytest.approx(1 / 8, rel=0.03) and not b.any()
    assert w.dtype == np.float32


def test_the_history_holds_the_loss_of_every_minibatch_and_the_test_accuracy_of_every_epoch():
    test = (SMALL.x_test[:200], SMALL.y_test[:200])
    network, training = prepare_training(
        SMALL.x_train[:500],
        SMALL.y_train[:500],
        (64, 30, 10),
        lr=1.0,
        batch_size=20,
        rng=np.random.default_rng(0),
        test=test,
    )
    history = training.run(3)
    assert len(history.losses) == 75 and history.losses[-1] < history.losses[0]
    assert len(history.epochs) == 3
    found = evaluate(network.params, *test)
    assert history.epochs[-1] == {"test loss": found.loss, "test accuracy": found.accuracy}


def test_a_run_is_the_same_for_the_same_seed():
    first, second = trained(1e-4), trained(1e-4)
    assert all(np.array_equal(w, again) for (w, _), (again, _) in zip(first, second, strict=True))


def test_evaluate_measures_the_loss_of_the_plain_network():
    params = trained(0.0, epochs=1)
    x, y = SMALL.x_test.astype(np.float64), SMALL.y_test
    assert evaluate(params, x, y).loss == pytest.approx(mlp_loss(x, y, params, cross_entropy), rel=1e-12)
