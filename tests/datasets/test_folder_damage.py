import numpy as np
import pytest
import tensorflow as tf
from picture_files import DAMAGED, GRAYS, cut, equal, grays, noise, save

from keras_creative.datasets import PictureFolder


class TestDamage:
    def test_no_pictures_are_skipped_at_once(self, folder, caplog):
        (folder / "a.jpg").write_bytes(b"")
        (folder / "b.png").write_text("text")
        (folder / "c.png").write_bytes(b"\x89PNG\r\n\x1a\n")
        data = PictureFolder(folder, size=8)
        assert data.skipped == ["a.jpg", "b.png", "c.png"]
        assert len(data) == 12
        warnings = [record.getMessage() for record in caplog.records]
        assert [w.split("'")[1] for w in warnings] == data.skipped

    def test_damaged_bodies_are_skipped_while_streaming(self, damaged, caplog):
        data = PictureFolder(damaged, size=8)
        assert (len(data), data.steps_per_epoch(4), data.skipped) == (12, 3, [])
        seen = grays(data.batches(4, seed=2).take(12))
        assert set(data.skipped) == DAMAGED
        good = set(GRAYS.tolist()) - {40, 120, 240}
        for epoch in range(4):
            shown = sum(seen[3 * epoch : 3 * epoch + 3], [])
            assert set(shown[:9]) == good
            assert shown[9:] == shown[:3]
        for name in DAMAGED:
            assert caplog.text.count(repr(name)) == 1

    def test_the_next_takes_the_place(self, damaged):
        """With room left in the epoch, nothing comes twice."""
        for epoch in grays(PictureFolder(damaged, size=8).batches(8).take(9)):
            assert len(set(epoch)) == 8

    def test_formats(self, tmp_path):
        save(tmp_path / "a.png", noise())
        for name in ("b.jpg", "c.gif", "d.png"):
            cut(save(tmp_path / name, noise()), 0.9)
        cut(save(tmp_path / "e.jpg", noise(), progressive=True), 0.9)
        data = PictureFolder(tmp_path, size=8)
        assert (len(data), data.skipped) == (5, [])
        pictures, _ = data.sample(5)
        assert len(set(data.skipped)) == 4 and "a.png" not in data.skipped
        assert len({picture.tobytes() for picture in pictures}) == 1

    def test_file_that_goes_away(self, folder):
        data = PictureFolder(folder, size=8)
        (folder / "100.png").unlink()
        assert len(grays(data.batches(6).take(4))) == 4
        assert data.skipped == ["100.png"]

    def test_labels_stay_with_their_pictures(self, classes):
        cut(save(classes / "dogs" / "0.png", noise()))
        data = PictureFolder(classes, size=8)
        for x, y in data.batches(6).take(4):
            gray = np.array(grays([x])[0])
            np.testing.assert_array_equal(
                y, [{25: 0, 15: 1, 5: 2}[g // 10] for g in gray]
            )
        assert data.skipped == ["dogs/0.png"]

    def test_sample(self, damaged):
        pictures, _ = PictureFolder(damaged, size=8).sample(9, seed=3)
        assert len({p.tobytes() for p in pictures}) == 9

    def test_everything_is_damaged(self, folder):
        for file in folder.iterdir():
            cut(save(file, noise()))
        message = "at least 1 in 16 can be decoded. Received: fewer"
        with pytest.raises(tf.errors.InvalidArgumentError, match=message):
            next(iter(PictureFolder(folder, size=8).batches(4)))
        for kwargs in ({"strict": True}, {"cache": True}):
            with pytest.raises(ValueError, match="Received: path"):
                PictureFolder(folder, size=8, **kwargs)

    def test_many_skipped_pictures_do_not_flood_the_terminal(
        self, folder, caplog
    ):
        for index in range(30):
            (folder / f"a{index:02}.png").write_text("text")
        data = PictureFolder(folder, size=8)
        assert len(data.skipped) == len(data.problems) == 30
        assert len(caplog.records) == 21
        assert "more than 20 pictures are skipped" in caplog.text


class TestStrict:
    def test_whole_folder(self, folder):
        data = PictureFolder(folder, size=8, strict=True)
        assert (len(data), data.skipped) == (12, [])

    def test_header(self, folder):
        (folder / "a.jpg").write_bytes(b"")
        message = (
            f"path='{folder}', with 'a.jpg': it is no picture: it is empty$"
        )
        with pytest.raises(ValueError, match=message):
            PictureFolder(folder, strict=True)

    @pytest.mark.parametrize("fit", ["crop", "random-crop"])
    def test_body(self, damaged, fit):
        message = "`strict` is set.*with '040.png': it is cut short or damaged"
        with pytest.raises(ValueError, match=message):
            PictureFolder(damaged, size=8, fit=fit, strict=True)

    def test_damage_after_the_beginning(self, folder):
        data = PictureFolder(folder, size=8, strict=True)
        save(folder / "100.png", noise())
        cut(folder / "100.png")
        message = "`strict` is set.*with '100.png': it is cut short"
        with pytest.raises(tf.errors.InvalidArgumentError, match=message):
            list(data.batches(12).take(1))


class TestCache:
    def test_same_batches_as_without(self, damaged):
        streamed = PictureFolder(damaged, size=8)
        cached = PictureFolder(damaged, size=8, cache=True)
        assert set(cached.skipped) == DAMAGED
        kwargs = {"batch_size": 5, "seed": 6, "first_epoch": 1}
        batches = list(streamed.batches(**kwargs).take(6))
        assert equal(batches, cached.batches(**kwargs).take(6))
        assert equal(streamed.sample(9)[:1], cached.sample(9)[:1])

    def test_files_are_read_once(self, folder):
        data = PictureFolder(folder, size=8, cache=True)
        for file in folder.iterdir():
            file.unlink()
        seen = grays(data.batches(12).take(2))
        assert sorted(seen[0]) == sorted(seen[1]) == GRAYS.tolist()
        assert data.skipped == []

    @pytest.mark.parametrize("fit", ["random-crop", "scaled-crop"])
    def test_not_for_random_windows(self, folder, fit):
        message = f"`cache` must.*Received: cache=True, fit='{fit}'"
        with pytest.raises(ValueError, match=message):
            PictureFolder(folder, fit=fit, cache=True)
