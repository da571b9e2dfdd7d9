from keras_creative.legacy import mixture_games


def leave(figs):
    """What a killed run leaves, and what it has finished."""
    (figs / "density").mkdir(parents=True, exist_ok=True)
    left = [
        figs / ".loss-fig-0123abcd.keras",
        figs / "density" / ".frame-0123abcd.png",
    ]
    for path in left:
        path.touch()
    (figs / "loss-fig.json").touch()
    return left


def test_what_a_killed_run_left_goes(tmp_path):
    left = leave(tmp_path)
    mixture_games._remove_stale_temp_files(tmp_path)
    assert not any(path.exists() for path in left)
    assert (tmp_path / "loss-fig.json").exists()


def test_files_of_a_run_at_work_stay(tmp_path, hold_lock):
    left = leave(tmp_path)
    with hold_lock(tmp_path, shared=True):
        mixture_games._remove_stale_temp_files(tmp_path)
        assert all(path.exists() for path in left)
    mixture_games._remove_stale_temp_files(tmp_path)
    assert not any(path.exists() for path in left)
