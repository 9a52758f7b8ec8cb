#!/usr/bin/python3
"""web_server.py [--tls CERTIFICATE KEY] [--log FILE] TARGET...: runs servers on 127.0.0.1 that behave well, or badly.

Each TARGET has a port of its own, and its address is printed, one a line, once all can be used. It is a directory, whose files are
served, or the http address of another server, to which requests are handed on as they are. How the server of the N-th target
behaves is in the file `mode-N` of the working directory, which is read anew for every request. If it is empty or missing, the
server behaves as it should. Else it holds a word of `Handler.misbehave`, and perhaps a part of the paths for which the server
misbehaves. Requests are logged as JSON Lines: target, method, path, headers (names in lower case), body (hexadecimal)."""

import argparse
import gzip
import http.client
import http.server
import json
import pathlib
import ssl
import threading
import time
import urllib.parse

HTML = b"<!doctype html><p>Please log in to the wireless network.</p>"

parser = argparse.ArgumentParser()
parser.add_argument("--tls", nargs=2)
parser.add_argument("--log", default="requests")
parser.add_argument("targets", nargs="+")
options = parser.parse_args()
log_lock = threading.Lock()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_arguments) -> None:
        pass

    def do_GET(self) -> None:
        self.handle_request(b"")

    def do_POST(self) -> None:
        self.handle_request(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def handle_request(self, body: bytes) -> None:
        number = self.server.number
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = {"target": number, "method": self.command, "path": self.path, "headers": headers, "body": body.hex()}
        with log_lock, open(options.log, "a", encoding="utf-8") as log:
            log.write(json.dumps(request) + "\n")
        try:
            mode, *paths = pathlib.Path(f"mode-{number}").read_text().split()
        except (FileNotFoundError, ValueError):
            mode, paths = "", []
        if mode and (not paths or paths[0] in self.path):
            self.misbehave(mode, body)
        else:
            self.answer(*self.right_answer(body))

    def right_answer(self, body: bytes) -> tuple[int, bytes, dict[str, str]]:
        target = self.server.target
        if not target.startswith("http://"):
            path = pathlib.Path(target + self.path)
            return (200, path.read_bytes(), {}) if path.is_file() else (404, b"", {})
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(target).netloc, timeout=60)
        try:
            connection.request(self.command, self.path, body)
            response = connection.getresponse()
            kept = {name: value for name, value in response.getheaders() if name.lower() == "retry-after"}
            return response.status, response.read(), kept
        except OSError:
            return 502, b"", {}
        finally:
            connection.close()

    def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def misbehave(self, mode: str, body: bytes) -> None:
        name, _, argument = mode.partition(":")
        if name.isdigit():  # such as 429, or 429:7 with Retry-After: 7
            self.answer(int(name), b"", {"Retry-After": argument} if argument else {})
        elif name == "every_other":  # refuses every other request, from the first on, with Retry-After
            self.server.refuses = not self.server.refuses
            refusal = (429, b"", {"Retry-After": argument})
            self.answer(*(refusal if self.server.refuses else self.right_answer(body)))
        elif name == "redirect":
            self.answer(307, b"", {"Location": argument or f"http://127.0.0.1:{self.server.server_port}/elsewhere/"})
        elif name == "redirect_back":  # to the same file, which would be answered in the same way
            self.answer(302, b"", {"Location": self.path})
        elif name in ("html", "long_html"):
            self.answer(200, HTML.ljust(2_000_000 if name == "long_html" else 0), {})
        elif name == "html_type":  # and in front of it a byte order mark and blanks
            self.answer(200, b"\xef\xbb\xbf\n  " + HTML, {"Content-Type": "text/html; charset=utf-8"})
        elif name == "range":
            content = self.right_answer(body)[1]
            self.answer(206, content[:10], {"Content-Range": f"bytes 0-9/{len(content)}"})
        elif name == "wrong_type":
            self.answer(200, self.right_answer(body)[1], {"Content-Type": "text/html; charset=utf-16"})
        elif name == "wrong_encoding":
            self.answer(200, self.right_answer(body)[1], {"Content-Encoding": "gzip"})
        elif name == "gzip_encoded":
            self.answer(200, gzip.compress(self.right_answer(body)[1]), {"Content-Encoding": "gzip"})
        elif name == "no_length":  # ends with the connection
            self.send_unannounced([self.right_answer(body)[1]])
        elif name == "slowly":
            content = self.right_answer(body)[1]
            self.send_unannounced([content[:1], content[1:-1], content[-1:]])
        elif name == "short_length":  # announces one byte less than it sends
            content = self.right_answer(body)[1]
            self.send_response(200)
            self.send_header("Content-Length", str(len(content) - 1))
            self.send_header("Connection", "close")  # or the byte too many would be taken for the next answer
            self.end_headers()
            self.wfile.write(content)
            self.close_connection = True
        elif name == "silent":  # says nothing until the other side gives up
            self.rfile.read(1)
        elif name == "hang_up":
            self.close_connection = True
        elif name == "stops":  # in the middle of the file, and keeps the connection
            content = self.right_answer(body)[1]
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2])
            self.rfile.read(1)
        elif name == "drips":  # a byte a second, until the other side gives up
            content = self.right_answer(body)[1]
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            for byte in content:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(1)
        elif name == "no_http":
            self.wfile.write(b"220 smtp.example ESMTP\r\n" * 100)
            self.close_connection = True
        elif name == "endless":
            self.send_response(200)
            self.end_headers()
            self.write_endlessly(bytes(65536))
        elif name == "endless_headers":
            self.send_response(200)
            self.flush_headers()
            self.write_endlessly(b"X-More: " + bytes(1000).hex().encode() + b"\r\n")
        elif name == "endless_beginning":  # says for ever that the answer will come
            self.write_endlessly(b"HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n")
        elif name == "cut":  # sends one byte less than announced
            self.send_response(200)
            content = self.right_answer(body)[1]
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[:-1])
            self.close_connection = True
        else:
            self.answer(200, self.changed(name, argument, self.right_answer(body)[1]), {})

    def send_unannounced(self, parts: list[bytes]) -> None:
        self.send_response(200)
        self.end_headers()
        for part in parts:
            self.wfile.write(part)
            time.sleep(0.05)
        self.close_connection = True

    def write_endlessly(self, part: bytes) -> None:
        self.close_connection = True
        try:
            while True:
                self.wfile.write(part)
        except OSError:
            pass  # the other side has had enough

    def changed(self, name: str, argument: str, content: bytes) -> bytes:
        if name == "flip":  # flips one bit of the byte with this number
            at = int(argument)
            return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        if name == "replay":  # sends the first answer again, whatever is asked
            self.server.first_answer = self.server.first_answer or content
            return self.server.first_answer
        if name == "crlf":
            return content.replace(b"\n", b"\r\n")
        if name == "bom":
            return b"\xef\xbb\xbf" + content
        if name == "gzipped":  # and nothing says so
            return gzip.compress(content)
        if name == "twice":
            return content + content
        if name == "empty":
            return b""
        if name == "zeros":
            return bytes(len(content))
        if name == "longer":
            return content + b"\0"
        if name == "shorter":
            return content[:-1]
        raise ValueError(f"{name} is no mode")


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    first_answer = b""
    refuses = False

    def handle_error(self, *_arguments) -> None:
        pass  # the other side has hung up


for number, target in enumerate(options.targets, start=1):
    server = Server(("127.0.0.1", 0), Handler)
    server.number, server.target = number, target
    if options.tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*options.tls)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever).start()
    print(f"{'https' if options.tls else 'http'}://127.0.0.1:{server.server_port}", flush=True)
