"""evaluator_http.py URL METRICS_URL SHARE...: tries every status of a running evaluator that has these shares, its headers, and its
counts. The evaluator must have answered nothing yet, and its rate must be too high to matter."""

import json
import os
import re
import socket
import sys
import urllib.parse
import urllib.request

from evaluator_client import Share, is_good_answer, question, random_element

URL, METRICS_URL = sys.argv[1:3]
SHARES = [Share(file) for file in sys.argv[3:]]
OF_ALL = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "Retry-After",
    "cache-control": "no-store",
    "cross-origin-resource-policy": "cross-origin",
}
PATIENCE = 60  # seconds, since the machine may do other things, too


def address() -> tuple[str, int]:
    parts = urllib.parse.urlsplit(URL)
    return parts.hostname, parts.port


def connect() -> socket.socket:
    return socket.create_connection(address(), PATIENCE)


def read_answer(stream, method="POST") -> tuple[int, dict, bytes]:
    status = int(stream.readline().split()[1])
    fields: dict[str, list[str]] = {}
    while (line := stream.readline().strip()) != b"":
        name, value = line.decode().split(": ", 1)
        fields.setdefault(name.lower(), []).append(value)
    repeated = [name for name, values in fields.items() if len(values) > 1]
    assert not repeated, f"given twice: {repeated}"  # a browser would refuse that
    headers = {name: values[0] for name, values in fields.items()}
    body = b"" if method == "HEAD" else stream.read(int(headers.get("content-length", 0)))
    return status, headers, body


def ask(method: str, path: str = "/ask", body: bytes | None = None, *headers: str, chunked=False):
    """Sends one request, exactly as given, on a connection of its own."""
    lines = [f"{method} {path} HTTP/1.1", "Host: evaluator", *headers]
    if chunked:
        lines.append("Transfer-Encoding: chunked")
        body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:7], body[7:]) if part) + b"0\r\n\r\n"
    elif body is not None:
        lines.append(f"Content-Length: {len(body)}")
    with connect() as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode() + (body or b""))
        return read_answer(connection.makefile("rb"), method)


def refuses(status: int, answer) -> None:
    got, headers, body = answer
    assert got == status, f"status {got}, not {status}"
    assert body == b"" and headers["content-length"] == "0", "an error has a body"
    has_headers(headers)
    assert ("retry-after" in headers) == (status == 429)


def has_headers(headers: dict) -> None:
    for name, value in OF_ALL.items():
        assert headers.get(name) == value, f"{name}: {headers.get(name)}"


def answers(share: Share, blinded: bytes, answer) -> bytes:
    status, headers, body = answer
    assert status == 200, f"status {status}"
    has_headers(headers)
    assert headers["content-type"] == "application/octet-stream"
    assert is_good_answer(share.public_key, blinded, body), "the proof does not verify"
    return body


def check_answers() -> int:
    bodies = []
    for share in SHARES:
        blinded = random_element()
        asked = question(share.public_key, blinded)
        for _ in range(2):
            bodies.append(answers(share, blinded, ask("POST", "/ask", asked)))
        bodies.append(answers(share, blinded, ask("POST", "/", asked, chunked=True)))
        # Here a browser's headers are sent, and more.
        bodies.append(answers(share, blinded, ask("POST", "/ask?x=1", asked, "Origin: https://news.example", "Content-Type: text/plain")))
    # The same question has the same evaluation, and never the same proof.
    assert bodies[0][:48] == bodies[1][:48] and bodies[0][48:] != bodies[1][48:]
    assert len({body[48:80] for body in bodies}) == len(bodies)
    # Many questions come on one connection.
    with connect() as connection:
        stream = connection.makefile("rb")
        for _ in range(20):
            blinded = random_element()
            asked = question(SHARES[0].public_key, blinded)
            connection.sendall(b"POST /ask HTTP/1.1\r\nHost: evaluator\r\nContent-Length: 80\r\n\r\n" + asked)
            answers(SHARES[0], blinded, read_answer(stream))
    return len(bodies) + 20


def check_refusals() -> dict[int, int]:
    share, element = SHARES[0], random_element()
    good = question(share.public_key, element)
    unknown = question(random_element(), element)
    no_element = question(share.public_key, bytes(32))
    not_canonical = question(share.public_key, b"\xff" * 32)
    other_format = b"selfcheck-eval/2" + good[16:]
    counts = dict.fromkeys([400, 404, 405], 0)

    def expect(status: int, answer) -> None:
        refuses(status, answer)
        counts[status] += 1

    for method in ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "BREW"]:
        expect(405, ask(method, "/ask"))
        expect(405, ask(method, "/ask", good))  # the method is refused before anything that is wrong with the body
        assert ask(method, "/ask")[1]["allow"] == "POST"
        counts[405] += 1
    expect(405, ask("OPTIONS", "/ask", None, "Origin: https://news.example", "Access-Control-Request-Method: POST"))
    for size in [0, 1, 79, 81, 100, 1000, 16_000]:
        expect(400, ask("POST", "/ask", (good + os.urandom(16_000))[:size]))
    for size in [20_000, 2_000_000]:
        counts[400] += 1
        try:
            refuses(400, ask("POST", "/ask", os.urandom(size)))
        except ConnectionError:
            pass  # the evaluator hung up before all was sent
    expect(400, ask("POST", "/ask", None))
    expect(400, ask("POST", "/ask", good[:79], chunked=True))
    expect(400, ask("POST", "/ask", good + b"x", chunked=True))
    expect(400, ask("POST", "/ask", other_format))
    expect(400, ask("POST", "/ask", other_format[:16] + unknown[16:]))  # the format is looked at before the share
    expect(404, ask("POST", "/ask", unknown))
    expect(404, ask("POST", "/ask", unknown[:48] + bytes(32)))  # the share is looked at before the element
    expect(404, ask("POST", "/ask", question(share.commitments[0], element)))  # the list's own public key P belongs to no evaluator
    expect(400, ask("POST", "/ask", no_element))
    expect(400, ask("POST", "/ask", not_canonical))
    expect(405, ask("PUT", "/health", b""))
    expect(400, ask("POST", "/health", b""))
    return counts


def check_health() -> None:
    for method in ["GET", "HEAD"]:
        status, headers, body = ask(method, "/health")
        assert (status, body) == (200, b"")
        has_headers(headers)


def last_words(sent: bytes) -> bytes:
    """Returns what comes back until the evaluator hangs up."""
    with connect() as connection:
        try:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(4096), b""))
        except OSError:
            return b""


def check_no_http() -> None:
    """Nothing that is no HTTP is answered with 200, and others are answered meanwhile."""
    good = question(SHARES[0].public_key, random_element())
    head = b"POST /ask HTTP/1.1\r\nHost: evaluator\r\n"
    for sent in [
        b"GARBAGE\r\n\r\n",
        bytes(range(256)) * 8 + b"\r\n\r\n",
        b"POST /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: evaluator\r\n\r\n",
        head + b"X: " + b"a" * 100_000 + b"\r\n\r\n",
        head + b"X: y\r\n" * 20_000 + b"\r\n",
        head + b"Content-Length: -80\r\n\r\n" + good,
        head + b"Content-Length: 80, 80\r\n\r\n" + good,
        head + b"Content-Length: 99999999999999999999999\r\n\r\n" + good,
        head + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + good,
        head + b"Transfer-Encoding: chunked\r\n\r\n" + b"50\r\n" + good + b"\r\n" + b"7d0\r\n" + bytes(2000) + b"\r\n",
    ]:
        assert not last_words(sent).startswith(b"HTTP/1.1 200"), sent[:60]
    # A body without an end is hung up on.
    with connect() as connection:
        connection.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n")
        try:
            while connection.send(b"400\r\n" + bytes(1024) + b"\r\n") > 0:
                pass
        except ConnectionError:
            pass
    # Hundreds of connections that send nothing, or only a part, hold nobody up.
    unfinished = [b"", b"\r\n", b"POST", b"\x16\x03\x01\x02\x00", head, head + b"Content-Length: 80\r\n\r\n" + good[:79]]
    waiting = [connect() for _ in range(300)]
    for number, connection in enumerate(waiting):
        connection.sendall(unfinished[number % len(unfinished)])
    check_health()
    for connection in waiting:
        connection.close()


def metrics() -> str:
    with urllib.request.urlopen(METRICS_URL, timeout=PATIENCE) as response:
        assert response.headers["Content-Type"] == "text/plain; version=0.0.4"
        return response.read().decode()


def metric(text: str, name: str) -> float:
    found = re.findall(rf"^{re.escape(name)} (\S+)$", text, re.M)
    assert len(found) == 1, f"{name}: {found}"
    return float(found[0])


def check_metrics(answered: int, refused: dict[int, int]) -> None:
    before = metrics()
    total = {status: 0.0 for status in [200, 400, 404, 405, 410, 429, 500]}
    names = [share.public_key[:4].hex() for share in SHARES]
    for status in total:
        for name in [*names, "none"]:
            total[status] += metric(before, f'selfcheck_evaluator_answers_total{{share="{name}",status="{status}"}}')
    assert total == {200: answered, 410: 0, 429: 0, 500: 0} | refused, total
    for share, name in zip(SHARES, names):
        days = metric(before, f'selfcheck_evaluator_share_days_left{{share="{name}",index="{share.index}"}}')
        assert 20_000 < days < 30_000  # the share ends in 2099
    assert metric(before, "selfcheck_evaluator_uptime_seconds") > 0
    for line in before.splitlines():
        assert re.fullmatch(r"# (HELP|TYPE) .+|[a-z_]+(\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*\})? -?[0-9.e+-]+", line), line
    # The metrics are not at the public address, and nothing else is at theirs.
    refuses(405, ask("GET", "/metrics"))
    root = METRICS_URL.removesuffix("/metrics")
    for path in ["/", "/health", "/metrics/x"]:
        try:
            urllib.request.urlopen(root + path, timeout=PATIENCE)
            raise AssertionError(path)
        except urllib.error.HTTPError as error:
            assert error.code == 404


check_health()
answered = check_answers()
refused = check_refusals()
check_metrics(answered, refused)
check_no_http()
answers(SHARES[0], element := random_element(), ask("POST", "/ask", question(SHARES[0].public_key, element)))
print(json.dumps({"answered": answered, "refused": sum(refused.values())}))
