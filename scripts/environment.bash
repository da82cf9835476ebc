# What scripts/preview and scripts/test share: an environment of this checkout's own in .venv,
# made when it is missing and renewed when pyproject.toml or Python changed. To be sourced.
# Sets: root (this checkout), bin (the environment's programs).

set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
bin=$root/.venv/bin

say() { printf '==> %s\n' "$*" >&2; }

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 2
}

# set_up EXTRAS: EXTRAS is '' or 'test'; the environment for tests also serves the preview.
set_up() {
  local python wanted stamp=$root/.venv/installed
  python=$(find_python) || fail 'Python 3.11 or newer is needed (set PYTHON to name one).'
  wanted="$(cksum <"$root/pyproject.toml") $("$python" -VV)"
  if [ -f "$stamp" ] && "$bin/python" -c '' 2>/dev/null; then
    case $(cat "$stamp") in "$wanted [$1]" | "$wanted [test]") return ;; esac
  fi
  rm -f "$stamp"
  say "setting up .venv with $("$python" -V)"
  make_environment "$python"
  say 'installing docbuild and what it needs'
  "$bin/python" -m pip install --quiet --disable-pip-version-check --editable "$root${1:+[$1]}"
  printf '%s\n' "$wanted [$1]" >"$stamp"
}

find_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python; do
    if [ -n "$candidate" ] &&
      "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  return 1
}

make_environment() {
  if ! "$1" -c 'import ensurepip' 2>/dev/null; then # Debian packs it separately
    apt_install python3-venv || fail "this Python lacks the venv module: install python3-venv."
  fi
  "$1" -m venv --clear "$root/.venv"
  if [ -d "$root/.venv/Scripts" ]; then bin=$root/.venv/Scripts; fi
}

# apt_install PACKAGE...: where that works without asking anybody; otherwise it only fails.
apt_install() {
  local as_root=()
  command -v apt-get >/dev/null || return 1
  if [ "$(id -u)" != 0 ]; then
    sudo -n true 2>/dev/null || return 1
    as_root=(sudo -n)
  fi
  say "installing $* with apt"
  "${as_root[@]}" apt-get update -qq >&2 || return 1
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -qq -y --no-install-recommends "$@" >&2
}
