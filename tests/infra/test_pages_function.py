"""The pages' function answers as the local server does, from a private bucket: its code is run here as it stands in site.yaml."""

import base64
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from werkzeug.test import Client, TestResponse

from infra import server
from infra.tables import load_template
from tests.infra.account import empty_account
from tests.infra.test_templates import ON_AWS_ALONE, mapped, resources

REGION = "cn-northwest-1"
FILES = {
    "index.html": b"<h1>first</h1>",
    "verify/index.html": b"<h1>verify</h1>",
    "404.html": b"<h1>missing</h1>",
    "assets/main.js": b"1",
    "assets/font.woff2": b"wOF2\xff\x00",
    "search/search_index.json": b"{}",
    "published/figures.json": b"{}",
    ".well-known/jwt-vc-issuer": b"{}",
}
ASKED = [
    "/", "/verify/", "/verify", "/nothing", "/nothing/", "/verify/nothing.js", "/assets/main.js", "/assets/font.woff2", "/search/search_index.json",
    "/published/figures.json", "/published/nothing.json", "/.well-known/jwt-vc-issuer", "/index.html", "/../verify/",
]  # fmt: skip
Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def local(tmp_path: Path) -> Client:
    """The local server over the same files."""
    for name, content in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    policy = mapped({"FindInMap": ["Headers", "ContentSecurityPolicy", "Pages"]})
    (tmp_path / "csp.txt").write_text(f"{policy}\n", encoding="utf-8")
    return Client(server.Site(tmp_path, published=tmp_path))


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """The function, asked as the gateway asks it; its bucket holds the files with the types that an upload gives them."""
    told = resources("site")["PagesFunction"]["Properties"]
    bucket = f"pages-{uuid.uuid4()}"  # other tests may have the same engine
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    for name, value in told["Environment"]["Variables"].items():
        monkeypatch.setenv(name, bucket if name == "BUCKET" else mapped(value))
    with empty_account():
        s3 = boto3.client("s3", region_name=REGION)
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        for name, content in FILES.items():
            kind = server.content_type(name)
            s3.put_object(Bucket=bucket, Key=name, Body=content, ContentType=kind, CacheControl="public, max-age=60")
        room: dict[str, Any] = {}
        exec(compile(told["Code"]["ZipFile"], "index.py", "exec"), room)  # noqa: S102 - our own template
        yield lambda path, method="GET": room["lambda_handler"]({"httpMethod": method, "path": path}, None)


def as_told(answer: dict[str, Any]) -> tuple[int, bytes, dict[str, str]]:
    body = base64.b64decode(answer["body"]) if answer["isBase64Encoded"] else answer["body"].encode()
    headers = {name: value for name, value in answer["headers"].items() if name not in {"ETag", "Cache-Control"}}
    return answer["statusCode"], body, headers


def as_sent(answer: TestResponse) -> tuple[int, bytes, dict[str, str]]:
    left_out = {"ETag", "Cache-Control", "Content-Length", "Date"}
    headers = {name: value for name, value in answer.headers.items() if name not in left_out}
    return answer.status_code, answer.data, headers | ON_AWS_ALONE


def test_a_page_goes_as_text_and_a_picture_as_base64(ask: Ask) -> None:
    """A gateway decodes base64 for those alone who send an Accept header, and the distribution passes none on."""
    assert ask("/")["isBase64Encoded"] is False
    assert ask("/assets/font.woff2")["isBase64Encoded"] is True


@pytest.mark.parametrize("path", ASKED)
def test_it_answers_as_the_local_server_does(local: Client, ask: Ask, path: str) -> None:
    (status, body, headers), (local_status, local_body, local_headers) = as_told(ask(path)), as_sent(local.get(path))
    if status == 301:  # it has no body to give a type to
        local_headers.pop("Content-Type")
    assert (status, body, headers) == (local_status, local_body, local_headers)


def test_it_changes_nothing(ask: Ask) -> None:
    assert [ask("/", method)["statusCode"] for method in ("HEAD", "POST", "DELETE")] == [200, 405, 405]


def test_a_page_is_kept_as_long_as_its_file_says_and_a_missing_one_not_at_all(ask: Ask) -> None:
    assert ask("/verify/")["headers"]["Cache-Control"] == "public, max-age=60"
    assert ask("/nothing")["headers"]["Cache-Control"] == "no-cache"


def test_a_redirect_never_leads_to_another_host(ask: Ask) -> None:
    assert ask("//verify")["headers"]["Location"] == "/verify/"


def test_its_code_fits_into_the_template() -> None:
    code = load_template(Path(server.__file__).with_name("site.yaml"))["Resources"]["PagesFunction"]["Properties"][
        "Code"
    ]
    assert len(code["ZipFile"]) < 4096
