#!/bin/sh
# Run a script with the project's own Python if it is there, else with the newest fit one (3.11 to 3.13 with
# venv); say in one line what is missing.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
if "$here/.venv/bin/python" -c '' 2>/dev/null; then exec "$here/.venv/bin/python" "$@"; fi
without_venv=
for name in python3.13 python3.12 python3.11 python3; do
    command -v "$name" >/dev/null 2>&1 || continue
    "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null || continue
    if "$name" -c 'import ensurepip, venv' 2>/dev/null; then exec "$name" "$@"; fi
    without_venv=$name
done
if [ -z "$without_venv" ]; then
    echo '需要 Python 3.11–3.13，本机没有找到。Python 3.11 to 3.13 is needed and none was found.' >&2
    exit 1
fi
package=$("$without_venv" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && [ -z "${VENV_TRIED:-}" ]; then
    echo "正在安装 $package… Installing $package." >&2
    apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package" >/dev/null
    VENV_TRIED=1 exec sh "$0" "$@"
fi
echo "$without_venv 缺少 venv 模块，请先执行：sudo apt-get install $package (the venv module is missing)" >&2
exit 1
