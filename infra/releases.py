"""Releases: what was deployed when. Each keeps its two zips and its site in the code bucket, so that the last one can be put back.

``releases/<id>/`` holds ``public.zip``, ``members.zip``, ``site.zip`` and, written last, ``release.json``; ``releases/current.json`` names the
one in use and the one before it.
"""

import hashlib
import io
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from infra.cloud import Cloud, Stopped, say
from infra.package import FUNCTIONS, ROOT, build_if_needed, wanted_target

_CURRENT = "releases/current.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Release:
    """``release_id`` is its day and the digest of its parts: the same sources make the same digest. ``files`` maps parts to digests."""

    release_id: str
    made_at: str
    commit: str
    files: Mapping[str, str]

    def key(self, part: str) -> str:
        return f"releases/{self.release_id}/{part}.zip"


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    return done.stdout.strip() or "unknown"


def zip_folder(folder: Path) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            archive.writestr(
                zipfile.ZipInfo(file.relative_to(folder).as_posix(), _EPOCH), file.read_bytes(), zipfile.ZIP_DEFLATED
            )
    return out.getvalue()


def pack(site: Path) -> dict[str, bytes]:
    """The parts of a release, from the sources as they lie here. The first time takes a minute."""
    parts = {"site": zip_folder(site)}
    for function in FUNCTIONS:
        say(f"    打包 {function}…")
        parts[function] = build_if_needed(function, wanted_target(function)).read_bytes()
    return parts


def name(parts: Mapping[str, bytes], now: datetime) -> Release:
    digests = {part: hashlib.sha256(content).hexdigest() for part, content in sorted(parts.items())}
    whole = hashlib.sha256("".join(digests.values()).encode()).hexdigest()[:10]
    return Release(f"{now:%Y%m%d}-{whole}", now.isoformat(timespec="seconds"), _commit(), digests)


def upload(cloud: Cloud, bucket: str, release: Release, parts: Mapping[str, bytes]) -> None:
    """Put a release beside the others; ``release.json`` comes last, so that one without it is known to be unfinished."""
    s3 = cloud.client("s3")
    for part, content in parts.items():
        say(f"    上传 {part}（{len(content) / 1e6:.1f} MB）…")
        s3.upload_fileobj(io.BytesIO(content), bucket, release.key(part))
    cloud.write_json(bucket, f"releases/{release.release_id}/release.json", asdict(release))


def read(cloud: Cloud, bucket: str, release_id: str) -> Release:
    told = cloud.read_json(bucket, f"releases/{release_id}/release.json")
    if told is None:
        raise Stopped(f"没有版本 {release_id}。", "执行 make rollback（不带 TO=）看有哪些版本。")
    return Release(**told)


def listed(cloud: Cloud, bucket: str) -> list[Release]:
    """All finished releases, the newest first."""
    pages = cloud.client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="releases/")
    keys = [item["Key"] for page in pages for item in page.get("Contents", [])]
    names = [key.split("/")[1] for key in keys if key.endswith("/release.json")]
    return sorted((read(cloud, bucket, each) for each in names), key=lambda one: one.made_at, reverse=True)


def part_of(cloud: Cloud, bucket: str, release: Release, part: str) -> bytes:
    """A part as it was uploaded. Raises `Stopped` where it is not what the release says."""
    content: bytes = cloud.client("s3").get_object(Bucket=bucket, Key=release.key(part))["Body"].read()
    if hashlib.sha256(content).hexdigest() != release.files[part]:
        raise Stopped(
            f"版本 {release.release_id} 的 {part} 与记录的摘要不符。",
            "不要使用这个版本，换一个，并查清是谁改动了代码桶。",
        )
    return content


def in_use(cloud: Cloud, bucket: str) -> tuple[str, str]:
    """Ids of the release in use and of the one before it; empty where there is none."""
    told = cloud.read_json(bucket, _CURRENT) or {}
    return told.get("current", ""), told.get("before", "")


def now_in_use(cloud: Cloud, bucket: str, release_id: str) -> None:
    current, _ = in_use(cloud, bucket)
    if current != release_id:
        cloud.write_json(
            bucket, _CURRENT, {"current": release_id, "before": current, "at": datetime.now(UTC).isoformat()}
        )
