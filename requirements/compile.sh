#!/bin/sh
# Pin requirements/*.in with hashes: needs `uv` on the PATH. No address of a registry is written into the results.
set -eu
cd "$(dirname "$0")"
unset UV_FIND_LINKS UV_INDEX UV_INDEX_URL UV_EXTRA_INDEX_URL UV_DEFAULT_INDEX
for name in runtime dev engine; do
    uv pip compile --no-config --universal --python-version 3.11 --generate-hashes --strip-extras \
        --no-emit-index-url --no-emit-find-links --no-header --quiet "$@" "$name.in" --output-file "$name.txt"
done
