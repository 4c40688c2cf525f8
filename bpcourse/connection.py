"""The wire between a kernel and the browser, without Nagle's algorithm: a slider's picture comes at once.

`bpcourse lab` asks JupyterLab's server for it. TCP by itself holds a small message back until the one before it is
acknowledged, and a browser may take 40 ms for that, on some systems 200: two or three pictures late. A message to a
widget is small, and comes right behind the one that says that the kernel is busy.
"""

from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptConnection(ZMQChannelsWebsocketConnection):
    """Kernel connection that sends each message when it comes (TCP_NODELAY)."""

    def connect(self) -> Any:
        """Send without delay from the first message on."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()
