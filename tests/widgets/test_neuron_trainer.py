"""The neuron in training takes the steps of gradient descent, one frame at a time."""

import asyncio
import threading

import numpy as np
import pytest

from bpcourse.reference.neuron import half_squared_error, neuron, neuron_gradient
from bpcourse.widgets import NeuronTrainer
from bpcourse.widgets.neuron_training import Training, decision_line, one_side, two_clouds


def say_drawn(trainer):
    """What the browser sends when it has drawn the frame that it was sent last."""
    trainer._handle_custom_msg({"do": "drawn", "frame": trainer.picture["frame"]}, [])


async def until(condition):
    async with asyncio.timeout(60):
        while not condition():
            await asyncio.sleep(0.001)


def test_a_step_subtracts_the_learning_rate_times_the_gradient():
    trainer = NeuronTrainer()
    trainer.learning_rate = 2.5
    x, y = two_clouds()
    w, b = np.array(trainer.data()["w"]), trainer.data()["b"]
    for _ in range(3):
        gradient_w, gradient_b = neuron_gradient(x, w, b, y)
        w, b = w - 2.5 * gradient_w, b - 2.5 * gradient_b
    trainer.step(3)
    now = trainer.data()
    assert now["step"] == 3
    np.testing.assert_allclose([*now["w"], now["b"]], [*w, b], rtol=1e-12)
    assert now["loss"] == now["losses"][3] == pytest.approx(half_squared_error(neuron(x, w, b), y).mean(), rel=1e-12)


def test_reset_goes_back_to_step_zero():
    trainer = NeuronTrainer()
    start = trainer.data()
    trainer.step(7)
    trainer.reset()
    assert trainer.data() == start


def test_the_mean_pull_times_the_learning_rate_is_the_next_move_of_w():
    trainer = NeuronTrainer()
    trainer.step(4)
    now = trainer.data()
    np.testing.assert_allclose(np.mean(now["pulls"], axis=0), now["next_move"], atol=5e-6)  # drawn with five digits
    trainer.step()
    np.testing.assert_allclose(np.add(now["w"], now["next_move"]), trainer.data()["w"], rtol=1e-12)


def test_the_neuron_says_one_half_along_the_whole_line():
    line = decision_line(np.array([0.7, -1.9]), 0.4)
    for point in [line["foot"], *line["ends"]]:
        assert np.dot([0.7, -1.9], point) + 0.4 == pytest.approx(0.0, abs=1e-9)


def test_without_weights_there_is_no_line():
    assert decision_line(np.zeros(2), 0.4) is None


def test_a_line_outside_the_picture_is_told_apart_from_one_inside():
    w = np.array([1.0, 1.0])
    assert (one_side(w, 9.0), one_side(w, -5.0), one_side(w, -99.0)) == ("above", None, "below")


def test_a_long_loss_curve_is_drawn_with_few_points_and_keeps_both_ends():
    trainer = NeuronTrainer()
    trainer.step(1000)
    curve = trainer.picture["curve"]
    assert len(curve["loss"]) == 200
    assert curve["step"][0] == 0 and curve["step"][-1] == 1000
    assert curve["loss"][-1] == trainer.data()["losses"][1000]


def test_the_text_shown_in_place_of_the_picture_is_the_same_on_every_run():
    first, second = (NeuronTrainer()._repr_mimebundle_()[0]["text/plain"] for _ in range(2))
    assert first == second
    assert "After step 0: loss 0.1401, accuracy 56.67 %" in first


@pytest.mark.parametrize(
    ("question", "answer", "reason"),
    [
        (0, "clearly lower", "the loss fell on every step"),
        (1, "higher", "Steps as long as that threw the neuron to where its curve is flat"),
        (2, "about the same", "hardly turn the line"),
    ],
)
def test_each_answer_is_what_happened_to_the_loss(question, answer, reason):
    trainer = NeuronTrainer()
    for _ in range(question):
        trainer.prediction.another()
    rate = trainer.learning_rate
    trainer.prediction.choose("higher")
    trainer.step(49)
    assert trainer.panel["was"] is None
    trainer.step()
    assert trainer.panel["was"] == answer
    assert reason in trainer.panel["text"]
    run = Training()
    for _ in range(50):
        run.step(rate)
    assert (
        f"After 50 steps the loss is {run.losses[50]:.4g}; it started at {run.losses[0]:.4g}." in trainer.panel["text"]
    )


def test_the_buttons_of_the_browser_are_locked_until_the_reader_predicts():
    trainer = NeuronTrainer()
    trainer._handle_custom_msg({"do": "step"}, [])
    assert trainer.data()["step"] == 0
    trainer.prediction.choose("higher")
    trainer._handle_custom_msg({"do": "step"}, [])
    assert trainer.data()["step"] == 1


def test_a_frame_is_computed_only_when_the_last_one_was_drawn():
    async def train():
        trainer = NeuronTrainer()
        trainer.start()
        await until(lambda: trainer.data()["step"] == 1)
        for _ in range(20):
            await asyncio.sleep(0.005)
        assert trainer.data()["step"] == 1
        say_drawn(trainer)
        await until(lambda: trainer.data()["step"] == 2)
        trainer.pause()

    asyncio.run(train())


def test_the_browser_may_answer_on_another_thread():
    async def train():
        trainer = NeuronTrainer()
        trainer.start()
        for step in range(1, 4):
            await until(lambda step=step: trainer.data()["step"] == step)
            threading.Thread(target=say_drawn, args=[trainer]).start()
        await until(lambda: trainer.data()["step"] == 4)
        trainer.pause()

    asyncio.run(train())


def test_a_frame_that_was_drawn_late_does_not_hurry_the_next():
    async def train():
        trainer = NeuronTrainer()
        trainer.start()
        await until(lambda: trainer.data()["step"] == 1)
        trainer._handle_custom_msg({"do": "drawn", "frame": trainer.picture["frame"] - 1}, [])
        for _ in range(20):
            await asyncio.sleep(0.005)
        assert trainer.data()["step"] == 1
        trainer.pause()

    asyncio.run(train())


def test_pause_stops_training_and_start_goes_on():
    async def train():
        trainer = NeuronTrainer()
        trainer.start()
        await until(lambda: trainer.data()["step"] == 1)
        trainer.pause()
        say_drawn(trainer)
        await trainer._task
        assert (trainer.running, trainer.data()["step"]) == (False, 1)
        trainer.start()
        await until(lambda: trainer.data()["step"] == 2)
        trainer.close()
        await trainer._task
        assert not trainer.running

    asyncio.run(train())


def test_training_pauses_when_it_has_answered_the_question():
    async def train():
        trainer = NeuronTrainer()
        trainer.prediction.choose("higher")
        trainer.step(48)
        trainer.start()
        await until(lambda: trainer.data()["step"] == 49)
        say_drawn(trainer)
        await trainer._task
        assert (trainer.running, trainer.data()["step"], trainer.panel["phase"]) == (False, 50, "answered")

    asyncio.run(train())


def test_start_without_an_event_loop_says_what_to_do_instead():
    with pytest.raises(RuntimeError, match=r"no event loop is running here: call step\(n\)"):
        NeuronTrainer().start()
