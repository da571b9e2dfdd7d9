from keras_creative.files import locks
from keras_creative.files.locks import FolderLock


def test_another_process_does_not_get_it(tmp_path, hold_lock):
    lock = FolderLock(tmp_path)
    with hold_lock(tmp_path) as got:
        assert got and not lock.acquire()
    assert lock.acquire()
    lock.release()


def test_one_process_may_take_it_twice(tmp_path, hold_lock):
    first, second = FolderLock(tmp_path), FolderLock(tmp_path)
    assert first.acquire() and second.acquire()
    with hold_lock(tmp_path) as got:
        assert not got
    second.release()
    with hold_lock(tmp_path) as got:
        assert got


def test_shared(tmp_path, hold_lock):
    lock = FolderLock(tmp_path)
    with hold_lock(tmp_path, shared=True) as got:
        assert got and not lock.acquire()
        assert lock.acquire(shared=True)
    assert lock.acquire()
    lock.release()


def test_folder_that_was_moved(tmp_path):
    (tmp_path / "run").mkdir()
    lock = FolderLock(tmp_path / "run")
    assert lock.acquire() and lock.in_place
    (tmp_path / "run").rename(tmp_path / "elsewhere")
    assert not lock.in_place
    (tmp_path / "run").mkdir()
    assert not lock.in_place
    lock.release()


def test_system_without_locks(tmp_path, monkeypatch):
    monkeypatch.setattr(locks, "fcntl", None)
    lock = FolderLock(tmp_path)
    assert lock.acquire() and lock.in_place
    lock.release()
    with open(tmp_path / "file", "a") as file, locks.locked(file):
        pass
