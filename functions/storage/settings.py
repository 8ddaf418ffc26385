"""Settings of one deployment (one district), read from the environment once."""

import os
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Settings:
    """``endpoint`` is None on AWS. ``site_origin`` is scheme, host and port of the one address of site and API."""

    table_prefix: str
    endpoint: str | None
    region: str
    site_origin: str
    key_file: str | None
    kms_data_key: str | None
    district_code: str
    supervising_body: str
    system_name: str
    star_scheme: str
    signing_keys: tuple[str, ...]
    published_folder: str | None
    published_bucket: str | None
    origin_secrets: tuple[str, ...]
    viewer_header: str

    def table(self, name: str) -> str:
        return self.table_prefix + name


@lru_cache(maxsize=1)
def settings() -> Settings:
    env = os.environ
    return Settings(
        table_prefix=env.get("TABLE_PREFIX", "record-"),
        endpoint=env.get("DYNAMODB_ENDPOINT") or None,
        region=env.get("AWS_REGION", "cn-northwest-1"),
        site_origin=env.get("SITE_ORIGIN", "http://127.0.0.1:8000"),
        key_file=env.get("KEY_FILE") or None,
        kms_data_key=env.get("KMS_DATA_KEY") or None,
        district_code=env.get("DISTRICT_CODE", "500103"),
        # The body in charge differs by place since the reform of 2023, so its name is a setting.
        supervising_body=env.get("SUPERVISING_BODY", "渝中区志愿服务主管部门"),
        system_name=env.get("SYSTEM_NAME", "志愿服务记录系统"),
        star_scheme=env.get("STAR_SCHEME", "chongqing"),
        signing_keys=tuple(name for name in env.get("SIGNING_KEYS", "").split(",") if name),
        published_folder=env.get("PUBLISHED_FOLDER") or None,
        published_bucket=env.get("PUBLISHED_BUCKET") or None,
        # Two while one takes the other's place.
        origin_secrets=tuple(name for name in env.get("ORIGIN_SECRETS", "").split(",") if name),
        # Empty where the distribution writes no such header (China): one that came would be the caller's own.
        viewer_header=env.get("VIEWER_HEADER", "CloudFront-Viewer-Address"),
    )
