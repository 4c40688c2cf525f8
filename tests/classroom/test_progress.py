"""The progress of a run: how far, how fast, how long yet; a bar in a terminal, a line now and then in a file."""

import io

from bpcourse.classroom import progress
from bpcourse.classroom.progress import Bar


class Terminal(io.StringIO):
    def isatty(self):
        return True


def timed(monkeypatch, stream, total, seconds_each):
    """What a stream is told of a run whose submissions take so long each."""
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    with Bar(total, stream) as bar:
        for _ in range(total):
            now[0] += seconds_each
            bar.step()
    return stream.getvalue()


def test_a_terminal_shows_how_far_how_fast_and_how_long_yet(monkeypatch):
    shown = timed(monkeypatch, Terminal(), 1200, 0.5).split("\r")
    assert shown[300].strip() == "[######..................] 300 of 1,200 submissions, 2.0 a second, 7:30 left"
    assert shown[-1].rstrip(" \n").endswith("1,200 of 1,200 submissions, 2.0 a second, done") and shown[-1].endswith(
        "\n"
    )


def test_a_terminal_is_not_written_to_more_often_than_can_be_seen(monkeypatch):
    assert timed(monkeypatch, Terminal(), 1000, 0.001).count("\r") == 5


def test_a_file_gets_a_line_now_and_then(monkeypatch):
    written = timed(monkeypatch, io.StringIO(), 130, 1.0)
    assert written.count("\n") == 4 and "\r" not in written
    assert (
        written.splitlines()[0].strip() == "[######..................] 30 of 130 submissions, 1.0 a second, 1:40 left"
    )
