"""The client's side of docs/FORMAT.md, section 14: asks evaluators, and makes y from their answers."""

from __future__ import annotations

import secrets
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import voprf_reference as voprf
from selfcheck_reference import Refused, require

TIMEOUT_S = 20
LONGEST_WAIT_S = 3600


@dataclass(frozen=True)
class Answer:
    index: int  # the evaluator's index in the key
    status: int = 0  # the HTTP status; 0 if no answer came
    retry_after: str = ""
    body: bytes = b""  # cut off after 113 bytes, one more than an answer has


def blind(x: bytes, uniform: bytes) -> tuple[int, bytes]:
    """Returns the scalar r and the blinded element B."""
    r = voprf.scalar_from_uniform(uniform)
    require(r != 0, "no_randomness")
    blinded = voprf.multiply(r, voprf.hash_to_group(x))
    _own_check(voprf.multiply(voprf.inverse(r), blinded) == voprf.hash_to_group(x))
    return r, blinded


def _own_check(holds: bool) -> None:
    require(holds, "evaluation_invalid", "own check")


def evaluated(
    key: voprf.EvaluationKey, x: bytes, uniform: bytes, blinded: bytes, answers: Iterable[Answer]
) -> bytes:
    """Returns y, from the answers to the questions about `blinded`."""
    r, own = blind(x, uniform)
    _own_check(own == blinded)
    good: dict[int, bytes] = {}
    invalid = False
    answers = list(answers)
    for answer in answers:
        if answer.status != 200 or answer.index in good or len(good) == key.threshold:
            continue
        z = None
        if 1 <= answer.index <= key.n:
            z = voprf.good_answer(key.share_public_key(answer.index), blinded, answer.body)
        if z is None:
            invalid = True
        else:
            good[answer.index] = z
    if len(good) < key.threshold:
        raise _too_few(answers, invalid)
    _own_check(voprf.combine({i: key.share_public_key(i) for i in good}) == key.public_key)
    weights = {i: voprf.lagrange([*good], i) for i in good}
    unblinding = voprf.inverse(r)
    n = voprf.total([voprf.multiply(unblinding * weights[i] % voprf.ORDER, z) for i, z in good.items()])
    _own_check(voprf.multiply(r, n) == voprf.combine(good))
    return voprf.finalize(x, n)


def _too_few(answers: list[Answer], invalid: bool) -> Refused:
    statuses = {answer.status for answer in answers}
    if statuses & {429, 503}:
        waits = [_seconds(answer.retry_after) for answer in answers if answer.status in (429, 503)]
        return Refused("evaluators_busy", number=min(filter(None, waits), default=0))
    if statuses & {404, 410}:
        return Refused("evaluation_ended")
    return Refused("evaluation_invalid" if invalid else "evaluators_unreachable")


def _seconds(retry_after: str) -> int:
    """Returns the seconds that Retry-After says, or 0 if its value does not count."""
    number = int(retry_after) if retry_after.isascii() and retry_after.isdigit() else 0
    return number if number <= LONGEST_WAIT_S else 0


# --- Over HTTP ------------------------------------------------------------------------------------------------------


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def http_post(url: str, body: bytes) -> tuple[int, str, bytes]:
    """Returns the status, Retry-After, and at most 113 bytes of the body; the status is 0 if nothing came. urllib sends
    a Content-Type whatever it is told, which a browser must not."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects)
    try:
        with opener.open(urllib.request.Request(url, body, method="POST"), timeout=TIMEOUT_S) as reply:
            return reply.status, reply.headers.get("Retry-After", ""), reply.read(113)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers.get("Retry-After", ""), b""
    except OSError:
        return 0, "", b""


def asking(post: Callable[[str, bytes], tuple[int, str, bytes]] = http_post):
    """Returns the `evaluate` of a selfcheck_reference.Checker, which asks all pinned evaluators at once."""

    def evaluate(key: voprf.EvaluationKey, evaluators: dict[int, str], x: bytes) -> bytes:
        uniform = secrets.token_bytes(64)
        _, blinded = blind(x, uniform)

        def ask(evaluator: tuple[int, str]) -> Answer:
            index, url = evaluator
            return Answer(index, *post(url, voprf.question(key.share_public_key(index), blinded)))

        with ThreadPoolExecutor(len(evaluators)) as pool:
            answers = list(pool.map(ask, evaluators.items()))
        return evaluated(key, x, uniform, blinded, answers)

    return evaluate
