"""Minibatches, the loop that can be paused, stepped and watched, and its progress bar."""

import io
import os
import signal
import threading
from itertools import chain

import numpy as np
import pytest

from bpcourse.reference import progress_bar
from bpcourse.reference.progress_bar import ProgressBar
from bpcourse.reference.training import Training, accuracy, minibatches

X, Y = np.arange(22.0).reshape(11, 2), np.arange(11)


@pytest.mark.parametrize("size", [1, 3, 4, 11, 50])
def test_an_epoch_hands_out_every_sample_once_with_its_own_label(size):
    pairs = list(minibatches(X, Y, size, np.random.default_rng(0)))
    assert [len(x) for x, _ in pairs] == [min(size, 11 - start) for start in range(0, 11, size)]
    assert sorted(np.concatenate([y for _, y in pairs])) == list(range(11))
    assert all(np.array_equal(x, X[y]) for x, y in pairs)


def test_the_order_is_new_each_time_and_the_same_for_the_same_seed():
    rng = np.random.default_rng(0)
    first, second = (np.concatenate([y for _, y in minibatches(X, Y, 4, rng)]) for _ in range(2))
    again = np.concatenate([y for _, y in minibatches(X, Y, 4, np.random.default_rng(0))])
    assert not np.array_equal(first, second) and np.array_equal(first, again)
    assert not np.array_equal(first, Y)


def test_what_is_handed_out_can_be_changed_without_changing_the_data():
    x = X.copy()
    for batch, _ in minibatches(x, Y, 4, np.random.default_rng(0)):
        batch += 100
    assert np.array_equal(x, X)


def test_minibatches_refuse_lengths_that_differ_and_a_size_of_zero_at_once():
    with pytest.raises(ValueError, match="x has 11 rows and y has 10, expected as many: one label a sample"):
        minibatches(X, Y[:10], 4, np.random.default_rng(0))
    with pytest.raises(ValueError, match="size is 0, expected 1 or more samples in a minibatch"):
        minibatches(X, Y, 0, np.random.default_rng(0))


def test_accuracy_is_the_share_of_rows_whose_largest_score_has_the_label():
    assert accuracy([[0.1, 0.9], [2.0, -1.0], [0.0, 3.0]], [1, 0, 0]) == pytest.approx(2 / 3)


class Recorder:
    """An update that keeps the labels it was given; its loss is a count."""

    def __init__(self):
        self.labels = []

    def __call__(self, x, y):
        assert np.array_equal(x, X[y])
        self.labels.append(y.tolist())
        return float(len(self.labels))


def training_with(update, **options):
    return Training(X, Y, update, batch_size=4, rng=np.random.default_rng(0), **options)


def test_a_run_takes_every_minibatch_and_keeps_the_history():
    update = Recorder()
    evaluated = iter([0.5, 0.7])
    training = training_with(update, evaluate=lambda: {"accuracy": next(evaluated)})
    history = training.run(2)
    assert history.losses == [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    assert history.epochs == [{"accuracy": 0.5}, {"accuracy": 0.7}]
    assert (training.steps, training.epoch, training.steps_an_epoch) == (6, 2, 3)
    assert sorted(chain(*update.labels[:3])) == sorted(chain(*update.labels[3:])) == list(range(11))


def test_a_run_that_is_paused_goes_on_where_it_stopped_and_ends_as_if_it_had_never_been():
    never, paused = Recorder(), Recorder()
    training_with(never).run(3)
    training = training_with(paused, watchers=[lambda t: t.pause() if t.steps in (2, 3, 7) else None])
    pauses = []
    while training.epoch < 3:
        training.run(3)
        pauses.append((training.steps, training.epoch, training.paused))
    assert pauses == [(2, 0, True), (3, 1, True), (7, 2, True), (9, 3, False)]
    assert paused.labels == never.labels


def test_single_steps_and_runs_can_be_mixed():
    stepped, run = Recorder(), Recorder()
    training_with(run).run(2)
    training = training_with(stepped)
    assert [training.step(), training.step()] == [1.0, 2.0]
    training.run(1)
    assert training.steps == 3
    training.step()
    training.run(2)
    assert stepped.labels == run.labels
    assert training.run(2).losses == training.history.losses and training.steps == 6


def test_watchers_see_every_minibatch_and_on_epoch_every_epoch():
    seen, epochs = [], []
    watch = {"watchers": [lambda t: seen.append((t.steps, t.history.losses[-1]))]}
    training_with(Recorder(), **watch, on_epoch=[lambda t: epochs.append((t.epoch, t.steps))]).run(2)
    assert seen == [(n, float(n)) for n in range(1, 7)]
    assert epochs == [(1, 3), (2, 6)]


def test_a_minibatch_whose_update_failed_is_taken_again():
    recorder, failures = Recorder(), [RuntimeError("once")]

    def update(x, y):
        if recorder.labels and failures:
            raise failures.pop()
        return recorder(x, y)

    training, whole = training_with(update), Recorder()
    with pytest.raises(RuntimeError, match="once"):
        training.run(1)
    training.run(1)
    training_with(whole).run(1)
    assert recorder.labels == whole.labels


@pytest.fixture
def stop_button():
    """Python's own answer to the stop button; a process in the background of a shell starts without it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def interrupt():
    signal.raise_signal(signal.SIGINT)


def test_the_stop_button_pauses_after_the_minibatch_that_is_under_way(stop_button):
    recorder = Recorder()

    def update(x, y):
        if len(recorder.labels) == 1:
            interrupt()
        return recorder(x, y)

    training = training_with(update)
    training.run(5)
    assert (training.steps, training.paused) == (2, True)
    with pytest.raises(KeyboardInterrupt):
        interrupt()  # outside of a run the button does what it always did


def test_the_stop_button_pressed_twice_interrupts(stop_button):
    def update(x, y):
        interrupt()
        interrupt()

    training = training_with(update)
    with pytest.raises(KeyboardInterrupt):
        training.run(1)
    assert training.steps == 0


def test_a_run_works_in_a_thread_and_can_be_paused_from_another():
    seen = threading.Event()
    training = training_with(lambda x, y: 0.0, watchers=[lambda t: seen.set()])
    thread = threading.Thread(target=training.run, args=(10**9,))
    thread.start()
    assert seen.wait(30)
    training.pause()
    thread.join(30)
    assert not thread.is_alive() and training.steps > 0


def test_training_on_nothing_is_refused():
    with pytest.raises(ValueError, match="x has no rows, expected at least one sample"):
        Training(X[:0], Y[:0], Recorder(), batch_size=4, rng=np.random.default_rng(0))


def last_lines(text):
    """What a terminal shows in the end: of each line only what follows the last carriage return."""
    return [line.rpartition("\r")[2].rstrip() for line in text.removesuffix("\n").split("\n")]


def test_the_bar_of_a_run_ends_with_a_line_an_epoch_that_holds_no_time(capsys):
    training_with(Recorder()).run(2, progress=True)
    assert last_lines(capsys.readouterr().out) == [
        "epoch 1 of 2 [####################] 3 of 3  loss 3.0000",
        "epoch 2 of 2 [####################] 3 of 3  loss 6.0000",
    ]


def test_the_bar_of_a_paused_run_stands_where_the_run_does(capsys):
    training_with(Recorder(), watchers=[lambda t: t.pause() if t.steps == 2 else None]).run(1, progress=True)
    assert last_lines(capsys.readouterr().out) == ["epoch 1 of 1 [#############.......] 2 of 3  loss 2.0000"]


def test_a_bar_says_how_long_is_left_and_overwrites_the_whole_line_before(monkeypatch):
    clock = iter([0.0, 10.0, 10.01, 20.0])
    monkeypatch.setattr(progress_bar.time, "monotonic", lambda: next(clock))
    stream = io.StringIO()
    with ProgressBar(4, "file", stream) as bar:
        bar.show(1, "a long note that is gone in the end")
        bar.show(2)  # ten milliseconds later: not drawn
        bar.show(4)
    states = stream.getvalue().rstrip("\n").split("\r")[1:]
    assert len({len(state) for state in states}) == 1
    assert [state.rstrip() for state in states] == [
        "file [....................] 0 of 4",
        "file [#####...............] 1 of 4  a long note that is gone in the end  30 s left",
        "file [####################] 4 of 4",
        "file [####################] 4 of 4",
    ]


def test_a_bar_is_ascii_so_that_every_console_can_show_it():
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline=os.linesep)
    with ProgressBar(0, "nothing to do", stream) as bar:
        bar.show(0)
    stream.flush()
