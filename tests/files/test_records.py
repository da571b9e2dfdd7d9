import pytest

from keras_creative.files import newer_version, parse_json, read_record


def test_record(tmp_path):
    path = tmp_path / "best.json"
    path.write_text('{"epoch": 1, "value": 0.5}')
    assert read_record(path, ["epoch"]) == {"epoch": 1, "value": 0.5}
    with pytest.raises(ValueError, match=r"\['name'\]. Received: .*best.json"):
        read_record(path, ["name"])
    path.write_bytes(b"\xff")
    with pytest.raises(ValueError, match="damaged"):
        read_record(path, [])


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "[" * 40 + "]" * 40, "1e999", "NaN", "1" * 25, "{"],
)
def test_harmful_json_is_refused(text):
    with pytest.raises(ValueError):
        parse_json(text)


def test_types_of_a_record(tmp_path):
    path = tmp_path / "best.json"
    path.write_text('{"epoch": true, "value": 1, "name": null}')
    read_record(path, [], {"value": float, "name": str | None})
    with pytest.raises(ValueError, match="'epoch' in the file .*epoch='True'"):
        read_record(path, [], {"epoch": int})


def test_file_of_a_newer_version_names_both(tmp_path):
    path = tmp_path / "config.json"
    path.write_text('{"versions": {"keras_creative": "99.1"}}')
    with pytest.raises(ValueError, match="keras_creative 99.1 wrote it, and"):
        read_record(path, ["settings"])


@pytest.mark.parametrize("version", ["0.0.1", "?", None, [1]])
def test_other_versions_are_not_named(version):
    assert newer_version({"versions": {"keras_creative": version}}) == ""
