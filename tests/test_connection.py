"""The wire from the kernel to the browser sends at once, and it is the one that `bpcourse lab` asks for."""

from types import SimpleNamespace
from typing import Any

import pytest
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from traitlets.utils.importstring import import_item

from bpcourse.bootstrap import PROMPT_CONNECTION
from bpcourse.connection import PromptConnection


def test_the_option_of_the_server_names_the_connection() -> None:
    option, name = PROMPT_CONNECTION.split("=")
    assert option == "--ServerApp.kernel_websocket_connection_class"
    assert import_item(name) is PromptConnection


def test_a_connection_sends_without_delay_before_anything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[Any] = []
    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "connect", lambda self: done.append("connected"))
    connection = PromptConnection.__new__(PromptConnection)
    monkeypatch.setattr(PromptConnection, "websocket_handler", SimpleNamespace(set_nodelay=done.append))
    connection.connect()
    assert done == [True, "connected"]
