from keras_creative.legacy import mixture_games
from keras_creative.legacy.earlier_figures import clear_figures


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
    clear_figures(tmp_path, "other", tmp_path / "frames")
    assert not any(path.exists() for path in left)
    assert (tmp_path / "loss-fig.json").exists()


def test_files_of_a_run_at_work_stay(tmp_path, hold_lock):
    left = leave(tmp_path)
    with hold_lock(tmp_path, shared=True):
        clear_figures(tmp_path, "other", tmp_path / "frames")
        assert all(path.exists() for path in left)
    clear_figures(tmp_path, "other", tmp_path / "frames")
    assert not any(path.exists() for path in left)


def test_what_is_replaced_is_named(tmp_path):
    density, frames = tmp_path / "density", tmp_path / "frames"
    snapshots = [
        density / "critic_real900.png",
        frames / "fig_00900.png",
        frames / "events.out.tfevents.1.host",
    ]
    kept = [density / "my.png", tmp_path / "a.png", tmp_path / "b.keras"]
    density.mkdir()
    frames.mkdir()
    for path in (*snapshots, *kept):
        path.touch()
    line = clear_figures(tmp_path, "a", frames)
    assert line == f"replaces {tmp_path / 'a.png'}, {density}, {frames}"
    assert not any(path.exists() for path in snapshots)
    assert all(path.exists() for path in kept)
    assert clear_figures(tmp_path, "c", frames) == ""


def test_snapshots_of_a_run_at_work_stay(tmp_path, hold_lock):
    (tmp_path / "density").mkdir()
    snapshot = tmp_path / "density" / "critic_real0.png"
    snapshot.touch()
    with hold_lock(tmp_path, shared=True):
        assert clear_figures(tmp_path, "a", tmp_path / "frames") == ""
    assert snapshot.exists()


def test_the_advice_names_the_flag_of_the_program(tmp_path, capsys):
    measures = {"modes_captured": 5, "modes_shown": 7}
    measures |= {"high_quality_3std": 0.6, "holdout": {}}
    seconds = {"wall_seconds": 2.0, "train_seconds": 1.0}
    results = {**seconds, "measures": measures}
    mixture_games._print_results(results, tmp_path / "a")
    assert "try a larger --niters, and a smaller" in capsys.readouterr().out
