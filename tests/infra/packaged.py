"""A packaged function as Lambda runs it: its zip unpacked, the runtime's own client, a local Runtime API, and a gateway before it."""

import base64
import json
import os
import queue
import shutil
import subprocess
import sys
import threading
import uuid
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

_CLIENT = ("awslambdaric", "simplejson", "snapshot_restore_py")
_NEXT = "/2018-06-01/runtime/invocation/next"
_PATIENCE = 60  # seconds
_MOST_BYTES = 6 * 1024 * 1024  # of an event and of an answer, by Lambda's quotas


class Runtime:
    """The Runtime API for one function: events go in, answers come out."""

    def __init__(self) -> None:
        self._events: queue.Queue[tuple[str, bytes]] = queue.Queue()
        self._answers: dict[str, queue.Queue[Any]] = {}
        runtime = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                try:
                    number, body = runtime._events.get(timeout=_PATIENCE)
                except queue.Empty:
                    return self.send_error(500)
                self.send_response(200)
                self.send_header("Lambda-Runtime-Aws-Request-Id", number)
                self.send_header("Lambda-Runtime-Deadline-Ms", "9999999999999")
                self.send_header("Lambda-Runtime-Invoked-Function-Arn", "arn:aws-cn:lambda:cn-northwest-1:1:function:x")
                # Lambda sends these too; the client reads them without asking whether they are there.
                self.send_header("Lambda-Runtime-Trace-Id", "Root=1-0-0")
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                return None

            def do_POST(self) -> None:
                content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                parts = self.path.split("/")
                kind, number = parts[-1], parts[-2]
                runtime._answers.setdefault(number, queue.Queue()).put((kind, content))
                self.send_response(202)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"

    def invoke(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """What the function answers. Raises `AssertionError` where it fails as Lambda sees it, one too large included."""
        kind, content = self._answer(event)
        assert kind == "response", content.decode()
        told: dict[str, Any] = json.loads(content)
        return told

    def refusal(self, event: Mapping[str, Any]) -> str:
        """The kind of error with which the function refuses an event, as Lambda sees it."""
        kind, content = self._answer(event)
        assert kind == "error", content.decode()
        return str(json.loads(content)["errorType"])

    def _answer(self, event: Mapping[str, Any]) -> tuple[str, bytes]:
        number = str(uuid.uuid4())
        answers = self._answers.setdefault(number, queue.Queue())
        asked = json.dumps(event).encode()
        assert len(asked) <= _MOST_BYTES, f"Lambda takes no event of {len(asked)} bytes"
        self._events.put((number, asked))
        kind, content = answers.get(timeout=_PATIENCE)
        assert len(content) <= _MOST_BYTES, f"Lambda passes no answer of {len(content)} bytes on"
        return str(kind), bytes(content)


def unpacked(file: Path, folder: Path) -> Path:
    with zipfile.ZipFile(file) as archive:
        archive.extractall(folder)
    return folder


def client_folder(folder: Path) -> Path:
    """The runtime's client alone, so that nothing else of this machine's packages can be imported."""
    for name in _CLIENT:
        found = find_spec(name)
        assert found is not None
        assert found.origin is not None
        shutil.copytree(Path(found.origin).parent, folder / name)
    for library in Path(str(find_spec("awslambdaric").origin)).parents[1].glob("runtime_client*.so"):  # type: ignore[union-attr]
        shutil.copy(library, folder)
    return folder


def isolated(packages: Path, client: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """An environment in which Python finds the zip and the client, and nothing else."""
    kept = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TZ": ":UTC"}
    return {**kept, "PYTHONPATH": f"{packages}:{client}", "PYTHONNOUSERSITE": "1", **environment}


def python() -> list[str]:
    """This Python without the packages that are installed for it."""
    return [str(Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}"), "-S"]


@contextmanager
def running_function(
    packages: Path, client: Path, environment: Mapping[str, str], log: Path = Path(os.devnull)
) -> Iterator[Runtime]:
    """The function in the runtime's client; all that Lambda would log goes to ``log``."""
    runtime = Runtime()
    told = {
        **isolated(packages, client, environment),
        "AWS_LAMBDA_RUNTIME_API": runtime.address,
        "LAMBDA_TASK_ROOT": str(packages),
        "AWS_LAMBDA_FUNCTION_NAME": "record",
        "AWS_LAMBDA_FUNCTION_VERSION": "1",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1024",
        "AWS_LAMBDA_LOG_GROUP_NAME": "x",
        "AWS_LAMBDA_LOG_STREAM_NAME": "x",
    }
    command = [*python(), "-m", "awslambdaric", "handler.lambda_handler"]
    with log.open("ab") as out:
        process = subprocess.Popen(command, cwd=packages, env=told, stdout=out, stderr=subprocess.STDOUT)
        try:
            yield runtime
        finally:
            process.kill()
            process.wait()
            runtime.server.shutdown()


def rest_event(method: str, path: str, query: str, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
    """As an API Gateway REST API (payload 1.0) sends it."""
    pairs = parse_qsl(query, keep_blank_values=True)
    return {
        "resource": "/{proxy+}",
        "path": unquote(path),
        "httpMethod": method,
        "headers": dict(headers),
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": dict(pairs) or None,
        "multiValueQueryStringParameters": {name: [v for n, v in pairs if n == name] for name, _ in pairs} or None,
        "pathParameters": {"proxy": path.lstrip("/")},
        "stageVariables": None,
        "requestContext": {
            "path": path, "stage": "live", "httpMethod": method, "identity": {"sourceIp": "203.0.113.9"}, "resourcePath": "/{proxy+}",
        },
        "body": base64.b64encode(body).decode() if body else None,
        "isBase64Encoded": bool(body),
    }  # fmt: skip


def http_event(method: str, path: str, query: str, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
    """As an API Gateway HTTP API (payload 2.0) sends it: cookies apart from the other headers."""
    lower = {name.lower(): value for name, value in headers.items()}
    cookies = [each.strip() for each in lower.pop("cookie", "").split(";") if each.strip()]
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": unquote(path),
        "rawQueryString": query,
        "cookies": cookies,
        "headers": lower,
        "requestContext": {
            "http": {"method": method, "path": path, "sourceIp": "203.0.113.9", "protocol": "HTTP/1.1", "userAgent": "x"},
            "stage": "$default", "domainName": "x", "timeEpoch": 1,
        },
        "body": base64.b64encode(body).decode() if body else None,
        "isBase64Encoded": bool(body),
    }  # fmt: skip


Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]
Event = Callable[[str, str, str, Mapping[str, str], bytes], dict[str, Any]]


def gateway(public: Runtime, members: Runtime, event: Event) -> Wsgi:
    """A WSGI application that does what the gateway does: a request becomes an event, the answer a response."""

    def answer(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        headers = {
            name[5:].replace("_", "-").title(): value for name, value in environ.items() if name.startswith("HTTP_")
        }
        if environ.get("CONTENT_TYPE"):
            headers["Content-Type"] = environ["CONTENT_TYPE"]
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        path = environ["PATH_INFO"].encode("latin-1").decode()
        runtime = public if path.startswith("/api/v1/public/") else members
        told = runtime.invoke(event(environ["REQUEST_METHOD"], path, environ.get("QUERY_STRING", ""), headers, body))
        content = told.get("body") or ""
        raw = base64.b64decode(content) if told.get("isBase64Encoded") else content.encode()
        given = {name: [value] for name, value in told.get("headers", {}).items()} | told.get("multiValueHeaders", {})
        start(f"{told['statusCode']} .", [(name, value) for name, values in given.items() for value in values])
        return [raw]

    return answer
