"""Makes .venv as requirements.lock says, once: `make` calls this with the machine's Python before every target.

A stamp over the lock, pyproject.toml and the Python version tells whether anything is left to do, so a second call
ends at once. Only the standard library is used, and no syntax newer than Python 3.6, so that an old Python can still
say what it lacks.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST, NEWEST = (3, 11), (3, 14)


def version_fault(version):
    """The sentence to say about a Python version, or None where it will do."""
    if OLDEST <= tuple(version[:2]) <= NEWEST:
        return None
    is_now = f"Python 3.11 to 3.14 is needed; this is {version[0]}.{version[1]}."
    return f"{is_now} Install one of those, or name it: make PYTHON=python3.13"


def venv_fault():
    """The sentence to say where Python comes without what makes environments, or None."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return f"Python's venv module is missing. On Debian and Ubuntu: apt install {venv_package()}"
    return None


def venv_package():
    """Debian's name for what venv lacks."""
    return "python{}.{}-venv".format(*sys.version_info)


def fingerprint(root, version):
    """What the stamp holds: a digest of the lock, pyproject.toml and the Python version."""
    digest = hashlib.sha256(version.encode())
    for name in ("requirements.lock", "pyproject.toml"):
        digest.update(b"\0" + (root / name).read_bytes())
    return digest.hexdigest()


def apt_install(package):
    """Installs a Debian package where that can be done without asking: as root, with apt. Says whether it did."""
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.call(["apt-get", "update", "-qq"], env=quiet)
    return subprocess.call(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package], env=quiet) == 0


def make(root=ROOT):
    """Makes or renews the environment below `root`."""
    folder = root / ".venv"
    stamp, wanted = folder / "stamp", fingerprint(root, sys.version)
    python = folder / "bin" / "python"
    if python.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    fault = venv_fault()
    if fault and not apt_install(venv_package()):
        sys.exit(fault)
    same = python.exists() and subprocess.call([str(python), "-c", same_version()], stderr=subprocess.DEVNULL) == 0
    if not same:
        subprocess.check_call([sys.executable, "-m", "venv", "--clear", str(folder)])
    print("Installing what requirements.lock names into .venv ...", flush=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.check_call([*pip, "--require-hashes", "-r", str(root / "requirements.lock")])
    subprocess.check_call([*pip, "--no-deps", "--no-build-isolation", "-e", str(root)])
    stamp.write_text(wanted)


def same_version():
    """A line of Python that ends well under the version that runs this and badly under any other."""
    return f"import sys; sys.exit(sys.version != {sys.version!r})"


if __name__ == "__main__":
    trouble = version_fault(sys.version_info)
    if trouble:
        sys.exit(trouble)
    try:
        make()
    except subprocess.CalledProcessError as error:
        sys.exit(f"The environment could not be made: {error}")
