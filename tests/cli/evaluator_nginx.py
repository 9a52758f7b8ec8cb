"""Runs evaluators as they are deployed: two replicas behind Debian's nginx with the site of cli/evaluator/deploy, over https. There
are many clients at once, one that floods, and a replica that is killed meanwhile. Afterwards no log and no file may have anybody's
address or question.

The program is $SELFCHECK_EVALUATOR. Each client has its own address, since all of 127.0.0.0/8 is this machine."""

import asyncio
import collections
import itertools
import os
import pathlib
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time

from evaluator_client import Share, deal, is_good_answer, question, random_element

PROGRAM = os.environ["SELFCHECK_EVALUATOR"]
SITE = pathlib.Path(__file__).resolve().parents[2] / "cli/evaluator/deploy/nginx-site.conf"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
PATIENCE = 120  # seconds, since the machine may do other things, too
PORTS = iter(range(12000 + os.getpid() * 31 % 7000, 20000))
OF_ALL = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "Retry-After",
    "cache-control": "no-store",
    "cross-origin-resource-policy": "cross-origin",
}

Answer = collections.namedtuple("Answer", "status headers body")
asked_elements: list[bytes] = []  # no log may have any of these
addresses = (f"127.{a}.{b}.{c}" for a, b, c in itertools.product(range(7, 250), range(1, 250), range(1, 250)))


def free_port() -> int:
    """Returns a port that the system gives to nobody by itself, so that it is still free when a program listens on it. No two calls return the same."""
    for port in PORTS:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise AssertionError("no port is free")


def substitute(text: str, changes: dict[str, str]) -> str:
    for old, new in changes.items():
        assert old in text, f"the site has no {old!r}"
        text = text.replace(old, new)
    return text


class Evaluator:
    """One replica, which has the same port each time it is started."""

    def __init__(self, work: pathlib.Path, share: pathlib.Path, rate: int):
        self.port, self.log = free_port(), work / f"evaluator-{share.stem}-{time.monotonic_ns()}.log"
        self.arguments = [PROGRAM, "--share", str(share), "--port", str(self.port), "--rate", str(rate)]
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self.arguments, stdout=log, stderr=log)
        wait_for_port(self.port, self.process)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def wait_for_port(port: int, process) -> None:
    for _ in range(PATIENCE * 20):
        assert process.poll() is None, "it has ended"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nothing listens")


class Site:
    """nginx with the site as it is, except for ports, addresses and the folder. Timeouts are longer, too, since all clients here are
    one program."""

    def __init__(self, work: pathlib.Path, upstreams: list[int], more: str = ""):
        self.work, self.port, plain = work, free_port(), free_port()
        work.mkdir()
        made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", work / "key.pem", "-out", work / "cert.pem"]
        named = ["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
        subprocess.run(["openssl", "req", "-x509", *made, *named], check=True, capture_output=True)
        site = substitute(
            SITE.read_text("utf-8"),
            {
                "server 127.0.0.1:8601 fail": f"server 127.0.0.1:{upstreams[0]} fail",
                "# server 127.0.0.1:8602 fail": f"{'' if len(upstreams) > 1 else '#'} server 127.0.0.1:{upstreams[-1]} fail",
                "  listen [::]:443 ssl default_server;\n": "",
                "  listen [::]:80 default_server;\n": "",
                "listen 443 ssl": f"listen 127.0.0.1:{self.port} ssl",
                "listen 80": f"listen 127.0.0.1:{plain}",
                "/etc/letsencrypt/live/evaluator.example.org/fullchain.pem": str(work / "cert.pem"),
                "/etc/letsencrypt/live/evaluator.example.org/privkey.pem": str(work / "key.pem"),
                "/var/log/nginx/error.log": str(work / "site-error.log"),
                "_timeout 20s;": "_timeout 600s;",
                "proxy_connect_timeout 2s;": "proxy_connect_timeout 600s;",
                "proxy_read_timeout 10s;": "proxy_read_timeout 600s;",
            },
        )
        (work / "site.conf").write_text(site)
        # This is Debian's nginx.conf with its logs, changed only so that nginx runs without special rights.
        folders = "\n".join(f"{kind}_temp_path {work}/{kind};" for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"])
        (work / "nginx.conf").write_text(f"""
daemon off;
master_process off;
pid {work}/pid;
error_log {work}/error.log;
events {{ worker_connections 4096; }}
http {{
  default_type application/octet-stream;
  access_log {work}/access.log;
  error_log {work}/error.log;
  {folders}
  {more}
  include {work}/site.conf;
}}
""")
        self.process = subprocess.Popen([NGINX, "-p", work, "-c", work / "nginx.conf"], stderr=subprocess.DEVNULL)
        wait_for_port(self.port, self.process)
        self.context = ssl.create_default_context(cafile=work / "cert.pem")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()

    async def send(self, address: str, sent: bytes, tls=True) -> bytes:
        """Sends these bytes from that address, and returns what comes back until nginx hangs up."""
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", self.port, local_addr=(address, 0), ssl=self.context if tls else None, server_hostname="localhost" if tls else None
        )
        try:
            writer.write(sent)
            return await reader.read()
        finally:
            writer.close()

    async def request(self, address: str, method: str, path: str, body: bytes = b"", *headers: str) -> Answer:
        head = [f"{method} {path} HTTP/1.1", "Host: localhost", "Connection: close", f"Content-Length: {len(body)}", *headers]
        received = await self.send(address, "\r\n".join([*head, "", ""]).encode() + body)
        lines, _, body = received.partition(b"\r\n\r\n")
        status, *fields = lines.decode().split("\r\n")
        pairs = [field.split(": ", 1) for field in fields]
        names = [name.lower() for name, _ in pairs]
        assert len(set(names)) == len(names), f"given twice: {names}"  # a browser would refuse that
        answer = Answer(int(status.split()[1]), {name.lower(): value for name, value in pairs}, body)
        for name, value in OF_ALL.items():
            assert answer.headers.get(name) == value, f"{method} {path} {answer.status}: {name}: {answer.headers.get(name)}"
        if method != "HEAD":
            assert answer.headers.get("content-length") == str(len(answer.body))
        assert answer.status == 200 or answer.body == b"", f"{answer.status} has a body"
        assert ("retry-after" in answer.headers) == (answer.status == 429), f"{answer.status}: {answer.headers}"
        return answer

    async def check(self, address: str, share: Share) -> Answer:
        """Asks as a browser does. The answer must be a good one, or a refusal."""
        blinded = random_element()
        asked_elements.append(blinded)
        of_browser = ["Origin: https://news.example", "User-Agent: Mozilla/5.0 (telltale)", "Accept-Language: kn-IN"]
        answer = await self.request(address, "POST", "/", question(share.public_key, blinded), *of_browser)
        if answer.status == 200:
            assert is_good_answer(share.public_key, blinded, answer.body), "the proof does not verify"
        return answer


def statuses(answers) -> collections.Counter:
    return collections.Counter(answer.status for answer in answers)


async def check_many(site: Site, share: Share) -> None:
    """200 questions from 20 addresses are answered, while another address floods."""
    flooding = next(addresses)
    began = time.monotonic()
    flood = asyncio.gather(*(site.check(flooding, share) for _ in range(100)))
    others = await asyncio.gather(*(site.check(address, share) for address in list(itertools.islice(addresses, 20)) * 10))
    assert statuses(others) == {200: 200}, statuses(others)
    flooded = await flood
    passed = statuses(flooded)[200]
    assert set(statuses(flooded)) == {200, 429}, statuses(flooded)
    assert 21 <= passed <= 21 + (time.monotonic() - began) / 6 + 1, statuses(flooded)
    assert all(int(answer.headers["retry-after"]) == 6 for answer in flooded if answer.status == 429)


async def check_refusals(site: Site, share: Share) -> None:
    blinded = random_element()
    asked_elements.append(blinded)
    good = question(share.public_key, blinded)
    for status, method, path, body, *headers in [
        (405, "GET", "/", b""),
        (405, "HEAD", "/", b""),
        (405, "OPTIONS", "/", b"", "Access-Control-Request-Method: POST"),
        (405, "PUT", "/", good),
        (405, "TRACE", "/", b""),
        (400, "POST", "/", b""),
        (400, "POST", "/", good[:79]),
        (400, "POST", "/", good + b"x"),
        (413, "POST", "/", good * 2),
        (413, "POST", "/", bytes(100_000)),
        (404, "POST", "/", question(blinded, blinded)),
        (400, "POST", "/", question(share.public_key, bytes(32))),
        (404, "POST", "/other", good),
        (404, "GET", "/index.html", b""),
        (404, "GET", "/metrics", b""),
        (404, "GET", "/refused", b""),
        (404, "POST", "/refused", good),
        (200, "GET", "/health", b""),
        (400, "GET", "/" + "a" * 40_000, b""),
        (400, "POST", "/", good, "X: " + "a" * 40_000),
        (400, "POST", "/", good, "Host: twice"),
        (400, "GET", "/%", b""),
    ]:
        answer = await site.request(next(addresses), method, path, body, *headers)
        expected = {status, 414} if status == 400 else {status}  # 414 is the status for a path that is too long
        assert answer.status in expected, f"{method} {path[:20]} {len(body)}: {answer.status}"
    for sent, tls in [
        (b"GARBAGE\r\n\r\n", True),
        (b"POST / HTTP/1.1\r\n\r\n", True),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", True),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 80\r\n\r\n" + good, False),
    ]:
        received = await site.send(next(addresses), sent, tls)
        assert b" 400 " in received[:20] and b"\r\nAccess-Control-Allow-Origin: *\r\n" in received, received
    # What is no TLS, and half a question, is not answered.
    assert b" 200 " not in await site.send(next(addresses), b"\x16\x03\x01\x00\x05hello", False)
    half = await asyncio.open_connection("127.0.0.1", site.port, local_addr=(next(addresses), 0), ssl=site.context, server_hostname="localhost")
    half[1].write(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 80\r\n\r\n" + good[:40])
    await half[1].drain()
    half[1].close()


async def check_killed_replica(site: Site, replicas: list[Evaluator], share: Share) -> None:
    """In the middle of a flood one replica is killed and started again, then the other. All other clients are answered."""
    stop = asyncio.Event()
    refused: collections.Counter = collections.Counter()

    async def flood(address: str) -> None:
        while not stop.is_set():
            refused[(await site.check(address, share)).status] += 1

    async def ask_on() -> int:
        count = 0
        while not stop.is_set():
            answer = await site.check(next(addresses), share)
            assert answer.status == 200, answer.status
            count += 1
        return count

    async def answered_until(clients, more: int) -> None:
        wanted = len(asked_elements) + more
        while len(asked_elements) < wanted and not any(client.done() for client in clients):
            await asyncio.sleep(0.01)

    floods = [asyncio.create_task(flood(next(addresses))) for _ in range(2)]
    clients = [asyncio.create_task(ask_on()) for _ in range(4)]
    for replica in replicas:
        await answered_until(clients, 60)
        await asyncio.to_thread(replica.kill)
        await answered_until(clients, 60)
        await asyncio.to_thread(replica.start)
        await answered_until(clients, 60)
        # nginx tries a replica again two seconds after it failed, and the other one must not be gone before.
        await asyncio.sleep(3)
    stop.set()
    counts = await asyncio.gather(*clients)
    await asyncio.gather(*floods)
    assert min(counts) > 0 and refused[429] > 0, (counts, refused)
    assert set(refused) == {200, 429}, refused


async def check_all_gone(site: Site, replicas: list[Evaluator], share: Share) -> None:
    for replica in replicas:
        replica.kill()
    answers = await asyncio.gather(*(site.check(next(addresses), share) for _ in range(5)))
    assert set(statuses(answers)) == {502}, statuses(answers)
    for replica in replicas:
        replica.start()
    for _ in range(600):
        if (await site.check(next(addresses), share)).status == 200:
            return
        await asyncio.sleep(0.1)
    raise AssertionError("nginx does not find them again")


async def check_rate_in_all(work: pathlib.Path, share_file: pathlib.Path) -> None:
    """The evaluator's own limit reaches a browser with the time that the evaluator says."""
    slow = Evaluator(work, share_file, rate=1)
    site = Site(work / "slow", [slow.port])
    try:
        share, waits = Share(share_file), []
        for _ in range(600):
            answer = await site.check(next(addresses), share)
            if answer.status == 429:
                waits.append(int(answer.headers["retry-after"]))
            if len(waits) == 4:
                break
        assert len(waits) == 4 and waits[0] < 6 and min(waits) >= 1, waits
    finally:
        site.stop()
        slow.kill()


async def check_ipv6(work: pathlib.Path, evaluator: Evaluator, share: Share) -> None:
    """Clients with IPv6 addresses are told apart by their /64. nginx is told the addresses, since this machine has only one."""
    site = Site(work / "ipv6", [evaluator.port], "set_real_ip_from 127.0.0.1; real_ip_header X-Test-Address;")

    async def ask(address: str) -> int:
        return (await site.request("127.0.0.1", "GET", "/health", b"", f"X-Test-Address: {address}")).status

    try:
        of_one_network = await asyncio.gather(*(ask(f"2001:db8:0:1:{number:x}::{number}") for number in range(1, 60)))
        assert set(of_one_network) == {200, 429}, of_one_network
        # These addresses have a newline among their bytes, and others that mean something in a pattern.
        others = await asyncio.gather(*(ask(f"2001:db8:0:{number:x}::1") for number in range(2, 0x60)))
        assert set(others) == {200}, others
    finally:
        site.stop()


async def check_what_is_passed_on(work: pathlib.Path) -> None:
    """The evaluator is told nothing about the client but its question."""
    seen = []

    async def look(reader, writer) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        seen.append({line.split(":")[0].lower() for line in head.split("\r\n")[1:] if line})
        assert len(await reader.readexactly(80)) == 80 and "127.7." not in head
        headers = "".join(f"{name}: {value}\r\n" for name, value in OF_ALL.items())
        writer.write(f"HTTP/1.1 410 Gone\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
        writer.close()

    server = await asyncio.start_server(look, "127.0.0.1", 0)
    site = Site(work / "told", [server.sockets[0].getsockname()[1]])
    try:
        of_browser = ["Origin: https://news.example", "Referer: https://news.example/leak", "Accept-Language: kn-IN", "Cookie: telltale"]
        answer = await site.request(next(addresses), "POST", "/", bytes(80), *of_browser, "User-Agent: telltale", "X-Forwarded-For: 127.7.7.7")
        assert answer.status == 410
        assert seen == [{"host", "content-length"}], seen
    finally:
        site.stop()
        server.close()


def check_logs(work: pathlib.Path) -> None:
    """No file that any program has written may hold an address, a question, or what a browser says about itself."""
    questions = [form for blinded in asked_elements for form in (blinded, blinded.hex().encode())]
    files = [path for path in work.rglob("*") if path.is_file() and path.suffix not in {".pem", ".key", ".conf"}]
    assert any(path.name == "access.log" for path in files) and any(path.suffix == ".log" for path in files)
    for path in files:
        content = path.read_bytes()
        if path.name.startswith("evaluator-"):
            content = re.sub(rb"listening on http://127\.0\.0\.1:\d+\n", b"", content)
        found = re.search(rb"\d+\.\d+\.\d+\.\d+|2001:|\[[0-9a-f:]+\]|telltale|kn-IN|news\.example|selfcheck-eval", content)
        assert found is None, f"{path.name} has {found.group()!r}: {content[:300]!r}"
        assert not any(form in content for form in questions), f"{path.name} has a question"
        if path.name in {"access.log", "error.log", "site-error.log"}:
            assert content == b"", f"{path.name}: {content[:300]!r}"


async def run(work: pathlib.Path) -> None:
    deal(work / "key", "2099-01-01T00:00:00Z", b"")
    share_file = work / "key/share-2.key"
    share = Share(share_file)
    replicas = [Evaluator(work, share_file, rate=50_000) for _ in range(2)]
    site = Site(work / "site", [replica.port for replica in replicas])
    try:
        await check_refusals(site, share)
        await check_many(site, share)
        await check_killed_replica(site, replicas, share)
        await check_all_gone(site, replicas, share)
        await check_rate_in_all(work, share_file)
        await check_ipv6(work, replicas[0], share)
        await check_what_is_passed_on(work)
    finally:
        site.stop()
        for replica in replicas:
            replica.process.send_signal(signal.SIGTERM)
            replica.process.wait()
    assert all(replica.process.returncode == 0 for replica in replicas)
    check_logs(work)
    print(f"{len(asked_elements)} questions")


with tempfile.TemporaryDirectory(prefix="selfcheck-evaluator-") as folder:
    asyncio.run(run(pathlib.Path(folder)))
sys.exit(0)
