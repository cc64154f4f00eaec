"""Makes .venv as requirements.lock says, once: `make` calls this with the machine's Python before every target.

A stamp over the place, the lock, pyproject.toml and the Python version tells whether anything is left to do, so a
second call ends at once; a folder that was moved, copied or half made is noticed. Only the standard library is used,
and no syntax newer than Python 3.6, so that an old Python can still say what it lacks.
"""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: nobody waits for anybody
    fcntl = None

ROOT = Path(__file__).resolve().parent.parent
OLDEST, NEWEST = (3, 11), (3, 14)
PYTHON = "bin/python"
PARTS = (PYTHON, "bin/mkdocs", "bin/pytest")  # what the targets call
AWKWARD = '[]{}$:"\n'


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


def folder_fault(root):
    """The sentence to say about a folder whose name pip or venv can't take, or None."""
    awkward = "".join(sorted(set(AWKWARD) & set(str(root))))
    if not awkward:
        return None
    return (
        f"The project's folder must have a path without {' '.join(awkward)}, which pip and venv can't take; "
        f"got {root}. Move the folder, or give it another name."
    )


def fingerprint(root, version):
    """What the stamp holds: where it was made, and a digest of the lock, pyproject.toml and the Python version."""
    digest = hashlib.sha256(version.encode())
    for name in ("requirements.lock", "pyproject.toml"):
        digest.update(b"\0" + (root / name).read_bytes())
    return f"{digest.hexdigest()}\n{root}\n"


def apt_install(package):
    """Installs a Debian package where that can be done without asking: as root, with apt. Says whether it did.

    What apt says goes to standard error: what a caller prints may be somebody's answer.
    """
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.call(["apt-get", "update", "-qq"], env=quiet, stdout=sys.stderr)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    return subprocess.call(install, env=quiet, stdout=sys.stderr) == 0


@contextlib.contextmanager
def alone(root):
    """Nobody else makes the environment meanwhile; whoever comes second waits, and says so."""
    if fcntl is None:
        yield
        return
    (root / ".cache").mkdir(exist_ok=True)
    with (root / ".cache" / "environment.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print("Another make is setting .venv up; waiting for it ...", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def whole(folder, wanted):
    """Whether an environment was made to its end, here, for what is wanted now, and nobody has taken it apart."""
    stamp = folder / "stamp"
    return stamp.exists() and stamp.read_text("utf-8") == wanted and all((folder / part).exists() for part in PARTS)


def start_afresh(root, folder):
    """Why an environment that is not whole can't be mended but must be made anew, as a sentence; else None."""
    stamp = folder / "stamp"
    if not folder.exists():
        return ""
    place = [*stamp.read_text("utf-8").splitlines(), "", ""][1] if stamp.exists() else None
    if place is None:
        return "The environment in .venv was not made to its end; it is made anew."
    if place != str(root):
        return f"The environment in .venv was made in {place or 'another folder'}; it is made anew for this one."
    if not all((folder / part).exists() for part in PARTS):
        return "Parts of the environment in .venv are gone; it is made anew."
    if subprocess.call([str(folder / PYTHON), "-c", same_version()], stderr=subprocess.DEVNULL) != 0:
        return "The environment in .venv has another Python; it is made anew."
    return None


def make(root=ROOT):
    """Makes or renews the environment below `root`."""
    folder, wanted = root / ".venv", fingerprint(root, sys.version)
    if whole(folder, wanted):
        return
    if folder_fault(root):
        sys.exit(folder_fault(root))
    with alone(root):
        if whole(folder, wanted):  # somebody else has made it meanwhile
            return
        fault = venv_fault()
        if fault and not apt_install(venv_package()):
            sys.exit(fault)
        reason = start_afresh(root, folder)
        if reason is not None:
            if reason:
                print(reason, flush=True)
            subprocess.check_call([sys.executable, "-m", "venv", "--clear", str(folder)])
        (folder / "stamp").unlink(missing_ok=True)  # from here on, and to the end, it is a half-made one
        print("Installing what requirements.lock names into .venv ...", flush=True)
        pip = [str(folder / PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.check_call([*pip, "--require-hashes", "-r", "requirements.lock"], cwd=str(root))
        subprocess.check_call([*pip, "--no-deps", "--no-build-isolation", "-e", "."], cwd=str(root))
        (folder / "stamp").write_text(wanted, "utf-8")


def same_version():
    """A line of Python that ends well under the version that runs this and badly under any other."""
    return f"import sys; sys.exit(sys.version != {sys.version!r})"


if __name__ == "__main__":
    trouble = version_fault(sys.version_info)
    if trouble:
        sys.exit(trouble)
    try:
        make()
    except (subprocess.CalledProcessError, OSError) as error:
        sys.exit(f"The environment could not be made: {error}")
    except KeyboardInterrupt:
        sys.exit("The environment was not made to its end; the next make goes on.")
