"""Runs evaluators for the tests to ask: the program, and one that was written from docs/FORMAT.md, section 15."""

from __future__ import annotations

import contextlib
import http.client
import os
import secrets
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import selfcheck_reference as ref
import share_reference as shares
import voprf_reference as voprf
from harness import CLI

EVALUATOR = Path(os.environ.get("SELFCHECK_EVALUATOR", CLI.with_name("selfcheck-evaluator"))).resolve()
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Retry-After",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def days_from_now(days: int) -> str:
    """Returns a date by this machine's clock, which is also the evaluators'."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 86_400 * days))


def write_share(path: Path, dealt_key: voprf.EvaluationKey, index: int, secret: int, not_after: str) -> Path:
    """Writes a share's file without a password."""
    random = {"salt": secrets.token_bytes(16), "nonce": secrets.token_bytes(24)}
    file = shares.ShareFile(index, dealt_key, not_after, **random, **shares.NO_PASSWORD)
    path.write_text(file.sealed(secret, b""))
    path.chmod(0o600)
    return path


@contextlib.contextmanager
def running(share_files: Sequence[Path], *options) -> Iterator[str]:
    """Runs the program with these shares, and gives its address."""
    command = [EVALUATOR, "--port", "0", *options]
    for file in share_files:
        command += ["--share", file]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
    with subprocess.Popen([*map(str, command)], text=True, **pipes) as program:
        try:
            line = program.stdout.readline()
            assert line.startswith("listening on http://127.0.0.1:"), line
            yield line.split()[-1].rstrip("/") + "/"
        finally:
            program.terminate()


class _Reference(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self._reply(*self.server.reply(body))

    def _other(self):
        self.close_connection = True
        self._reply(405)

    do_GET = do_PUT = do_OPTIONS = _other

    def _reply(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in HEADERS.items():
            self.send_header(name, value)
        if body:
            self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class ReferenceEvaluator(ThreadingHTTPServer):
    """An evaluator after section 15, except that it has no limit to its rate."""

    daemon_threads = True

    def __init__(self, share_files: Sequence[Path]):
        super().__init__(("127.0.0.1", 0), _Reference)
        self.shares = {}
        for path in share_files:
            file = shares.parse_share(path.read_bytes())
            ref.require(file.index != 0, "field_value", "the publisher's share")
            self.shares[file.key.share_public_key(file.index)] = file, file.opened(b"")
        self.asked: list[bytes] = []

    def reply(self, question: bytes) -> tuple[int, bytes]:
        self.asked.append(question)
        if len(question) != 80 or question[:16] != voprf.EVALUATION_FORMAT:
            return 400, b""
        share = self.shares.get(question[16:48])
        if share is None:
            return 404, b""
        file, secret = share
        if time.time() > ref.parse_time(file.not_after):
            return 410, b""
        if not voprf.is_element(question[48:]):
            return 400, b""
        return 200, voprf.answer(secret, question, secrets.token_bytes(32))

    def __enter__(self) -> ReferenceEvaluator:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


def exchange(url: str, body: bytes, method: str = "POST") -> tuple[int, dict[str, str], bytes]:
    """Sends a request without any header that the protocol does not need."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    try:
        connection.putrequest(method, "/", skip_accept_encoding=True)
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        reply = connection.getresponse()
        return reply.status, dict(reply.getheaders()), reply.read()
    finally:
        connection.close()
