"""A real YAML language server, and an editor's side of the Language Server Protocol.

The server comes from npm, pinned by package-lock.json, and is installed once into pytest's cache.
"""

from __future__ import annotations

import itertools
import json
import queue
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

from scoreboard.scaffold import study_plan, write_whole

HERE = Path(__file__).parent
WAIT = 30
"""Seconds until an answer that does not come fails a test."""
SETTINGS = {
    "yaml": {
        "validate": True, "hover": True, "completion": True,
        "schemaStore": {"enable": False}, "kubernetesCRDStore": {"enable": False},
    },
    "http": {},
}  # fmt: skip
"""What the server asks its editor; no store of schemas, which would be a network."""


class LanguageServer:
    """A running server, as an editor speaks to it."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self.process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.numbers = itertools.count(1)
        self.messages: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        self.request(
            "initialize",
            {
                "processId": None,
                "rootUri": folder.as_uri(),
                "capabilities": {
                    "workspace": {"configuration": True},
                    "textDocument": {"hover": {"contentFormat": ["markdown"]}, "publishDiagnostics": {}},
                },
            },
        )
        self.notify("initialized", {})
        self.notify("workspace/didChangeConfiguration", {"settings": SETTINGS})

    def open(self, path: Path, text: str | None = None) -> list[dict[str, Any]]:
        """Open a file, with another text if given, and return its diagnostics once they come."""
        shown = path.read_text("utf-8") if text is None else text
        item = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": shown}
        self.diagnostics.pop(path.as_uri(), None)
        self.notify("textDocument/didOpen", {"textDocument": item})
        while path.as_uri() not in self.diagnostics:
            self._handle(self._next())
        return self.diagnostics[path.as_uri()]

    def ask(self, method: str, path: Path, line: int, character: int) -> Any:
        """Ask about a position, counted from 0."""
        place = {"line": line, "character": character}
        return self.request(
            f"textDocument/{method}", {"textDocument": {"uri": path.as_uri()}, "position": place}
        )

    def request(self, method: str, params: object) -> Any:
        """Send a request and return its result; other messages on the way are handled."""
        number = next(self.numbers)
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message["error"]
                return message["result"]
            self._handle(message)

    def notify(self, method: str, params: object) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def close(self) -> None:
        """Shut the server down."""
        self.request("shutdown", None)
        self.notify("exit", None)
        self.process.wait(WAIT)
        self.reader.join(WAIT)
        for stream in (self.process.stdin, self.process.stdout):
            assert stream is not None
            stream.close()

    def _handle(self, message: dict[str, Any]) -> None:
        """Keep diagnostics, and answer what the server asks of its editor."""
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "id" in message and message.get("method") == "workspace/configuration":
            items = message["params"]["items"]
            self._send({"id": message["id"], "result": [SETTINGS.get(it.get("section")) for it in items]})
        elif "id" in message and "method" in message:
            self._send({"id": message["id"], "result": None})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _next(self) -> dict[str, Any]:
        message = self.messages.get(timeout=WAIT)
        assert message is not None, "the server has ended"
        return message

    def _read(self) -> None:
        """Put every message that comes into the queue, and None at the end."""
        stream = self.process.stdout
        assert stream is not None
        while header := stream.readline():
            length = int(header.partition(b":")[2])
            while stream.readline().strip():
                pass
            self.messages.put(json.loads(stream.read(length)))
        self.messages.put(None)


@pytest.fixture(scope="session")
def command(npm) -> list[str]:
    """The command of the server."""
    server = npm(HERE) / "node_modules/yaml-language-server/bin/yaml-language-server"
    return ["node", str(server), "--stdio"]


@pytest.fixture(scope="module")
def study(tmp_path_factory) -> Path:
    """A new project, whose files name their schemas as ours do."""
    folder = tmp_path_factory.mktemp("editor") / "study"
    write_whole(folder, study_plan("A study"))
    return folder


@pytest.fixture(scope="module")
def server(command, study):
    running = LanguageServer(command, study)
    yield running
    running.close()
