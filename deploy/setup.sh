#!/bin/sh
# Makes the environment given as the first argument and installs what requirements.lock pins, then the project itself.
set -eu
environment=$1

suitable() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
python=
for candidate in python3 python3.14 python3.13 python3.12 python3.11 python; do
  if suitable "$candidate"; then python=$candidate; break; fi
done
if [ -z "$python" ]; then
  echo "Casewire needs Python 3.11 or newer, and none was found. Install it, then run the same command again." >&2
  exit 1
fi

echo "Setting up $environment (once; about a minute) ..."
with_uv() {
  rm -rf "$environment"
  uv venv --quiet --python "$(command -v "$python")" "$environment" &&
    uv pip install --quiet --python "$environment/bin/python" --require-hashes -r requirements.lock &&
    uv pip install --quiet --python "$environment/bin/python" --no-deps --no-build-isolation --editable .
}

with_pip() {
  rm -rf "$environment"
  if ! "$python" -m venv "$environment"; then
    echo "Python could not make an environment. On Debian and Ubuntu: apt install python3-venv. Then run the same command again." >&2
    exit 1
  fi
  pip() { "$environment/bin/python" -m pip install --quiet --disable-pip-version-check "$@"; }
  pip --require-hashes -r requirements.lock
  pip --no-deps --no-build-isolation --editable .
}

if command -v uv >/dev/null 2>&1; then
  with_uv || { echo "uv could not set it up; trying with pip ..." >&2; with_pip; }
else
  with_pip
fi
