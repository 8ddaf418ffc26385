"""Parts of a deployment by themselves: stages, releases, pages in the bucket, questions from outside."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import boto3
import pytest

from infra import releases, site_upload, smoke
from infra.cloud import Cloud, Stopped
from infra.local_site import District, running_district
from infra.site_build import build_site
from tests.infra.account import empty_account

REGION = "cn-northwest-1"
BUCKET = "parts"
NOW = datetime(2026, 11, 27, tzinfo=UTC)


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with empty_account():
        found = Cloud("try", REGION)
        found.client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        yield found


@pytest.mark.parametrize("stage", ["", "Record", "1st", "a b", "x" * 21, "试用"])
def test_a_stage_that_cannot_name_things_is_refused(stage: str) -> None:
    with pytest.raises(Stopped, match="STAGE"):
        Cloud(stage, REGION)


def test_a_missing_region_says_what_to_write() -> None:
    with pytest.raises(Stopped, match="cn-northwest-1"):
        Cloud("record", "")


def test_an_unknown_profile_says_where_profiles_are_kept() -> None:
    with pytest.raises(Stopped, match=r"~/.aws/credentials"):
        Cloud("record", REGION, "nobody-has-this").client("s3")


def a_release(cloud: Cloud, **parts: bytes) -> releases.Release:
    made = releases.name({"public": b"p", "members": b"m", "site": b"s", **parts}, NOW)
    releases.upload(cloud, BUCKET, made, {"public": b"p", "members": b"m", "site": b"s", **parts})
    return made


def test_the_same_sources_are_the_same_release(cloud: Cloud) -> None:
    assert a_release(cloud).release_id == a_release(cloud).release_id
    assert a_release(cloud).release_id != a_release(cloud, site=b"other").release_id


def test_the_release_before_is_remembered_once(cloud: Cloud) -> None:
    first, second = a_release(cloud), a_release(cloud, site=b"other")
    for made in (first, second, second):
        releases.now_in_use(cloud, BUCKET, made.release_id)
    assert releases.in_use(cloud, BUCKET) == (second.release_id, first.release_id)


def test_a_release_whose_upload_broke_off_is_not_listed(cloud: Cloud) -> None:
    whole = a_release(cloud)
    cloud.client("s3").put_object(Bucket=BUCKET, Key="releases/20261127-broken/public.zip", Body=b"p")
    assert [each.release_id for each in releases.listed(cloud, BUCKET)] == [whole.release_id]


def test_a_part_that_somebody_changed_is_not_used(cloud: Cloud) -> None:
    made = a_release(cloud)
    cloud.client("s3").put_object(Bucket=BUCKET, Key=made.key("members"), Body=b"other")
    with pytest.raises(Stopped, match="摘要不符"):
        releases.part_of(cloud, BUCKET, made, "members")


def headers_of(path: str) -> tuple[str, str]:
    told = boto3.client("s3", region_name=REGION).head_object(Bucket=BUCKET, Key=path)
    return told["ContentType"], told["CacheControl"]


def test_pages_are_asked_for_again_and_bundles_named_by_content_are_kept(cloud: Cloud) -> None:
    site_upload.upload(cloud, BUCKET, {"index.html": b"x", "assets/javascripts/bundle.0a1b2c3d.min.js": b"y"})
    assert headers_of("index.html") == ("text/html; charset=utf-8", site_upload.ASK_AGAIN)
    assert headers_of("assets/javascripts/bundle.0a1b2c3d.min.js") == (
        "text/javascript; charset=utf-8",
        site_upload.FOR_EVER,
    )


def test_a_second_upload_writes_what_changed_and_takes_away_what_is_gone(cloud: Cloud) -> None:
    pages = {f"page-{number}/index.html": b"x" for number in range(1200)}
    assert site_upload.upload(cloud, BUCKET, pages) == (1200, 0)
    assert site_upload.upload(cloud, BUCKET, {"page-0/index.html": b"x", "page-1/index.html": b"new"}) == (1, 1198)


def test_what_jobs_publish_is_neither_overwritten_nor_taken_away(cloud: Cloud) -> None:
    s3 = cloud.client("s3")
    for path in ("published/figures.json", ".well-known/jwt-vc-issuer"):
        s3.put_object(Bucket=BUCKET, Key=path, Body=b"by a job")
    site_upload.upload(cloud, BUCKET, {"index.html": b"x", "published/figures.json": b"from the build"})
    assert s3.get_object(Bucket=BUCKET, Key="published/figures.json")["Body"].read() == b"by a job"
    assert s3.get_object(Bucket=BUCKET, Key=".well-known/jwt-vc-issuer")["Body"].read() == b"by a job"


def test_a_zipped_site_is_the_folder_again() -> None:
    folder = build_site()
    files = site_upload.unpack(releases.zip_folder(folder))
    assert files == {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    kept = [path for path in files if site_upload.cache_time(path) == site_upload.FOR_EVER]
    assert kept  # the theme still names its bundles so
    assert all(re.search(r"\.[0-9a-f]{8}\.min\.", path) for path in kept)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    with running_district(tmp_path_factory.mktemp("smoke")) as district:
        yield district


def test_a_healthy_system_passes_the_questions(running: District) -> None:
    told: list[str] = []
    assert smoke.run(running.base, say=told.append, patience=20) == []
    assert len(told) == 7


def test_a_gateway_that_can_be_asked_past_the_distribution_is_named(running: District) -> None:
    assert smoke.run(running.base, gateway=running.base, say=lambda _: None, patience=0) == [
        "网关不能绕过：网关可以绕过网站直接访问（回答 200）"
    ]


def test_an_address_that_nobody_answers_is_told_plainly() -> None:
    wrong = smoke.run("http://127.0.0.1:9", say=lambda _: None)
    assert len(wrong) == 7
    assert all("没有回应" in each for each in wrong)


def test_a_gateway_without_filing_is_named() -> None:
    answer = smoke.Answer(403, {}, b'{"Message": null}')
    assert "ICP" in smoke._unlike(answer, 200)
