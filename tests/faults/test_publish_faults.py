"""A run that dies at any step, disks that fail, several runs and readers at once: readers keep a good version."""

import json
import os
import signal
import subprocess
import sys
import threading
import time

import duckdb
import pytest

from orchestration.landing.paths import DataRoot
from orchestration.publish import build as build_module
from orchestration.publish import failpoint, pointer
from orchestration.publish.errors import ConfigError
from orchestration.publish.lock import run_lock
from orchestration.publish.project import REPOSITORY
from orchestration.publish.verify import verify_chain, verify_version
from orchestration.publish.version import publish, read_version
from tests.orchestration.builds import build, plan, relations

STEPS = ["started", "exported", "audited", "complete", "renamed", "chained", "linked", "switched"]
_KILLED = """
import os, pathlib, signal, sys
from orchestration.publish import failpoint
from orchestration.publish.version import publish
from tests.orchestration.builds import plan, relations
step = sys.argv[2]
failpoint.HOOK = lambda name: os.kill(os.getpid(), signal.SIGKILL) if name == step else None
data = pathlib.Path(sys.argv[1])
publish(data / "published", plan("v2"), data / "v2.duckdb", relations())
"""


def start(data, script, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", script, str(data), *arguments], cwd=REPOSITORY, stderr=subprocess.PIPE, text=True
    )


@pytest.fixture
def data(tmp_path):
    build(tmp_path / "v1.duckdb", "v1")
    build(tmp_path / "v2.duckdb", "v2")
    publish(tmp_path / "published", plan("v1"), tmp_path / "v1.duckdb", relations())
    return tmp_path


def read_value(published):
    """The value that a reader sees in both audiences' marts of the current version."""
    folder = published / os.readlink(published / "current")
    values = set()
    for audience, name in (("restricted", "mart_person"), ("public", "mart_region")):
        with duckdb.connect(str(folder / audience / "marts.duckdb"), read_only=True) as con:
            values |= {row[0] for row in con.execute(f"select distinct version from {name}").fetchall()}
    assert len(values) == 1, f"a mixture: {values}"
    return values.pop()


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_readers_have_a_good_version_and_the_next_run_completes(data, step):
    process = start(data, _KILLED, step)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    published = data / "published"
    assert read_value(published) == ("v2" if step == "switched" else "v1")
    assert verify_version(published / pointer.current_id(published)) == []
    build_module.clear(DataRoot(data))
    assert not list(published.glob(".tmp*"))
    publish(published, plan("v2"), data / "v2.duckdb", relations())
    assert read_value(published) == "v2"
    assert verify_chain(published) == []
    assert [json.loads(line)["publish_id"] for line in pointer.chain_lines(published)] == [
        plan("v1").publish_id,
        plan("v2").publish_id,
    ]


def test_killed_at_random_moments(data):
    published, seen = data / "published", set()
    script = _KILLED.replace("name == step", "False")
    for delay in (0.25, 0.4, 0.5, 0.6, 0.7):
        process = start(data, script, "-")
        time.sleep(delay)
        process.kill()
        process.communicate(timeout=60)
        seen.add(read_value(published))
        assert verify_version(published / pointer.current_id(published)) == []
    assert seen <= {"v1", "v2"}


@pytest.mark.parametrize("step", ["exported", "audited", "complete"])
def test_a_full_disk_leaves_no_trace(data, monkeypatch, step):
    def full(name):
        if name == step:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(failpoint, "HOOK", full)
    with pytest.raises(OSError, match="No space left"):
        publish(data / "published", plan("v2"), data / "v2.duckdb", relations())
    assert read_value(data / "published") == "v1"
    assert not list((data / "published").glob(".tmp*"))
    assert read_version(data / "published" / plan("v2").publish_id) is None


def test_readers_see_whole_versions_while_the_pointer_moves(data):
    """Each reader follows `current` once and reads both folders of what it found: never a mixture, never an error."""
    published = data / "published"
    publish(published, plan("v2"), data / "v2.duckdb", relations())
    errors, counts, stop = [], {"v1": 0, "v2": 0}, threading.Event()

    def reader():
        while not stop.is_set():
            try:
                counts[read_value(published)] += 1
            except Exception as error:
                errors.append(error)

    readers = [threading.Thread(target=reader) for _ in range(2)]
    for thread in readers:
        thread.start()
    for number in range(60):
        pointer.switch(published, plan(f"v{1 + number % 2}").publish_id)
    stop.set()
    for thread in readers:
        thread.join()
    assert errors == []
    assert min(counts.values()) > 0, counts
    assert verify_chain(published) == []


def test_an_open_reader_keeps_its_version(data):
    published = data / "published"
    with duckdb.connect(str(published / "current" / "restricted" / "marts.duckdb"), read_only=True) as con:
        publish(published, plan("v2"), data / "v2.duckdb", relations())
        assert con.execute("select distinct version from mart_person").fetchall() == [("v1",)]
    assert read_value(published) == "v2"


_HOLDER = """
import pathlib, sys, time
from orchestration.publish.lock import run_lock
with run_lock(pathlib.Path(sys.argv[1])):
    print("held", file=sys.stderr, flush=True)
    time.sleep(60)
"""


def test_a_second_run_waits_then_says_so_and_a_dead_one_is_no_obstacle(tmp_path):
    process = start(tmp_path, _HOLDER)
    assert process.stderr.readline() == "held\n"
    said = []
    with pytest.raises(ConfigError, match="another run is still working"), run_lock(tmp_path, 0.3, said.append):
        pass
    assert said == ["another run is working on this data root; waiting for it to end"]
    process.kill()
    process.communicate()
    with run_lock(tmp_path, 0), run_lock(tmp_path, 0):
        pass


def test_the_build_of_a_dead_run_is_cleared_but_not_under_a_living_dbt(tmp_path, monkeypatch):
    root = DataRoot(tmp_path)
    database = build(build_module.build_database(root))
    script = "import duckdb, sys, time; c = duckdb.connect(sys.argv[1] + '/.build/warehouse.duckdb')\n"
    process = start(tmp_path, script + "print('open', file=sys.stderr, flush=True); time.sleep(60)")
    assert process.stderr.readline() == "open\n"
    monkeypatch.setenv("JEJAK_LOCK_WAIT", "0.3")
    with pytest.raises(ConfigError, match="still open in another process"):
        build_module.clear(root)
    assert database.exists()
    process.kill()
    process.communicate()
    build_module.clear(root)
    assert not database.exists()
