"""One process at a time holds a lock; a killed one gives it back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from socialgraph.files.locks import LockedError, locked

HOLD = (
    "import sys, time; from pathlib import Path; from socialgraph.files.locks import locked\n"
    "with locked(Path(sys.argv[1])):\n"
    "    print('held', flush=True); time.sleep(60)\n"
)


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_lock_is_one_process_s_until_it_dies(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    other = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE)
    assert other.stdout is not None
    assert other.stdout.readline() == b"held\n"
    with pytest.raises(LockedError), locked(path, wait=False):
        pytest.fail("two hold it")
    other.send_signal(signal.SIGKILL)
    other.wait()
    with locked(path, wait=False):
        assert path.exists()


def test_a_lock_can_be_taken_again_and_again(tmp_path: Path) -> None:
    for _ in range(3):
        with locked(tmp_path / "x.lock"):
            pass
