"""What runs by the clock: each job may be repeated, and one that fails keeps none of the others from running."""

import json
from pathlib import Path

import pytest

from functions import jobs
from tests.calls import acting_as
from tests.district import District


def test_everything_that_a_site_serves_is_published(district: District, published: Path) -> None:
    with acting_as("members"):
        for _ in range(2):
            jobs.often()
            jobs.hourly()
            jobs.nightly()
    files = {str(file.relative_to(published)) for file in published.rglob("*") if file.is_file()}
    assert files >= {
        ".well-known/jwt-vc-issuer",
        ".well-known/signing-keys.json",
        ".well-known/seal-certificates.json",
        "published/status/0.jwt",
        "published/figures.json",
        "published/figures.csv",
    }


def test_one_that_fails_keeps_no_other_from_running_and_the_run_is_a_failure() -> None:
    done: list[str] = []
    with pytest.raises(jobs.JobsFailed):
        jobs._run("often", [lambda: 1 / 0, lambda: done.append("second")])
    assert done == ["second"]


def test_a_run_that_went_through_is_told_as_a_metric(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "members")
    jobs._run("often", [])
    told = json.loads(capsys.readouterr().out)
    [metrics] = told["_aws"]["CloudWatchMetrics"]
    assert (told["Function"], told["Job"], told["JobSucceeded"]) == ("members", "often", 1)
    assert (metrics["Namespace"], metrics["Dimensions"]) == ("VolunteerServiceRecord", [["Function", "Job"]])


def test_a_run_that_failed_is_not_told_as_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "members")
    with pytest.raises(jobs.JobsFailed):
        jobs._run("often", [lambda: 1 / 0])
    assert capsys.readouterr().out == ""
