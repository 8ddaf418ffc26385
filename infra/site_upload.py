"""The built pages into the site's bucket: with types and cache times, files before the pages that ask for them, and what is gone last.

What jobs publish (``published/``, ``.well-known/``) lies in the same bucket and is left alone.
"""

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from infra.cloud import Cloud, say
from infra.server import PUBLISHED, content_type

# The theme names its bundles after their contents; everything else keeps its name from release to release.
_BY_CONTENT = re.compile(r"\.[0-9a-f]{8}\.min\.(js|css)(\.map)?$")
FOR_EVER = "public, max-age=31536000, immutable"
# A browser asks each time (an ETag answers in one packet); the distribution is told of changes, and asks by itself after five minutes.
ASK_AGAIN = "public, max-age=0, s-maxage=300, must-revalidate"


def cache_time(path: str) -> str:
    return FOR_EVER if _BY_CONTENT.search(path) else ASK_AGAIN


def unpack(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {each: archive.read(each) for each in archive.namelist()}


def _is_ours(path: str) -> bool:
    return not f"/{path}".startswith(PUBLISHED)


def upload(cloud: Cloud, bucket: str, files: Mapping[str, bytes]) -> tuple[int, int]:
    """Make the bucket hold these pages; returns how many files were written and how many taken away. Equal ones are left as they are."""
    s3 = cloud.client("s3")
    there = _there(s3, bucket)
    # Pages come after what they load, so that nobody meets a page whose script is not there yet.
    wanted = sorted((path for path in files if _is_ours(path)), key=lambda path: (path.endswith(".html"), path))
    changed = [
        path for path in wanted if there.get(path) != hashlib.md5(files[path], usedforsecurity=False).hexdigest()
    ]
    for number, path in enumerate(changed, start=1):
        s3.put_object(
            Bucket=bucket, Key=path, Body=files[path], ContentType=content_type(path), CacheControl=cache_time(path)
        )
        if number % 100 == 0:
            say(f"    {number} / {len(changed)}")
    gone = [path for path in there if _is_ours(path) and path not in files]
    for start in range(0, len(gone), 1000):
        s3.delete_objects(
            Bucket=bucket, Delete={"Objects": [{"Key": path} for path in gone[start : start + 1000]], "Quiet": True}
        )
    return len(changed), len(gone)


def _there(s3: Any, bucket: str) -> dict[str, str]:
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {item["Key"]: item["ETag"].strip('"') for page in pages for item in page.get("Contents", [])}


def refresh(cloud: Cloud, distribution: str, token: str) -> None:
    """Tell the distribution that pages changed; one path counts as one, however many files it covers."""
    if distribution:
        asked = {"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": token}
        cloud.client("cloudfront").create_invalidation(DistributionId=distribution, InvalidationBatch=asked)
