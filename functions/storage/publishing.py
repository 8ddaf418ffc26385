"""Files that the site serves without a function call: into a folder on one machine, into the site's bucket on AWS."""

from pathlib import Path

from functions.storage.settings import settings

_TYPES = {
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".jwt": "application/statuslist+jwt",
    ".pem": "application/x-pem-file",
}


def publish(path: str, content: bytes, seconds: int) -> None:
    """Put a file under the site's address, whole or not at all: somebody may be reading it.

    ``path`` is below the site's root, such as ``published/figures.json``; caches may keep it for ``seconds``. Where neither
    folder nor bucket is configured nothing is published.
    """
    config = settings()
    if config.published_folder:
        _into_folder(Path(config.published_folder) / path, content)
    elif config.published_bucket:
        import boto3

        boto3.client("s3", region_name=config.region).put_object(
            Bucket=config.published_bucket,
            Key=path,
            Body=content,
            ContentType=_TYPES.get(Path(path).suffix, "application/json"),
            CacheControl=f"public, max-age={seconds}",
        )


def _into_folder(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f"{file.name}.new")
    beside.write_bytes(content)
    beside.replace(file)
