"""One address: pages with their policy, and the two functions by their path."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from infra.server import Site, address

POLICY = "default-src 'none'"


def says(name: str) -> Any:
    def app(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        start("200 OK", [("Content-Type", "text/plain"), ("Cache-Control", "private")])
        return [name.encode()]

    return app


@pytest.fixture
def client(tmp_path: Path) -> Client:
    site = tmp_path / "site"
    (site / "verify").mkdir(parents=True)
    (site / "index.html").write_text("首页", encoding="utf-8")
    (site / "verify" / "index.html").write_text("查验", encoding="utf-8")
    (site / "404.html").write_text("没有这一页", encoding="utf-8")
    (site / "main.js").write_text("export {}", encoding="utf-8")
    (site / "csp.txt").write_text(f"{POLICY}\n", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    return Client(address(Site(site), says("public"), says("members")))


@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("/api/v1/public/health", "public"),
        ("/api/v1/health", "members"),
        ("/api/v1/publicity", "members"),
        ("/api/anything", "members"),
        ("/", "首页"),
        ("/verify/", "查验"),
    ],
)
def test_the_path_alone_says_who_answers(client: Client, path: str, who: str) -> None:
    assert client.get(path).get_data(as_text=True) == who


def test_a_page_carries_the_policy_of_the_build_and_is_asked_for_again(client: Client) -> None:
    headers = client.get("/").headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-cache"


def test_an_answer_of_the_api_keeps_its_own_headers_and_gets_the_missing_ones(client: Client) -> None:
    headers = client.get("/api/v1/health").headers
    assert headers.getlist("Cache-Control") == ["private"]
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_script_is_sent_as_one(client: Client) -> None:
    assert client.get("/main.js").headers["Content-Type"] == "text/javascript; charset=utf-8"


def test_an_unchanged_page_is_not_sent_again(client: Client) -> None:
    tag = client.get("/").headers["ETag"]
    assert client.get("/", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    "path", ["/nowhere", "/../secret.txt", "/%2e%2e/secret.txt", "/verify/../../secret.txt", "/%00"]
)
def test_what_is_not_in_the_site_is_the_page_for_that(client: Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.get_data(as_text=True)) == (404, "没有这一页")


def test_a_folder_without_a_slash_leads_to_its_page_on_this_host(client: Client) -> None:
    assert client.get("/verify").headers["Location"] == "/verify/"
    other_host = client.get("/", environ_overrides={"PATH_INFO": "//verify"})
    assert other_host.headers["Location"] == "/verify/"


def test_a_page_cannot_be_written(client: Client) -> None:
    assert client.post("/").status_code == 405
