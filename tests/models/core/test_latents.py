import numpy as np
import pytest

from keras_creative import models, networks
from keras_creative.models.core.latents import waypoint_steps

PLACES = np.random.default_rng(0).normal(size=(3, 5))


def angle(a, b):
    return np.arccos(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def test_arc_keeps_length_and_even_angles():
    start, end = PLACES[:2] / np.linalg.norm(PLACES[:2], axis=1)[:, None]
    path = models.latent_path([3 * start, 3 * end], 7)
    np.testing.assert_allclose(np.linalg.norm(path, axis=1), 3, rtol=1e-5)
    angles = [angle(a, b) for a, b in zip(path, path[1:], strict=False)]
    np.testing.assert_allclose(angles, angle(start, end) / 6, rtol=1e-3)


def test_arc_between_lengths_is_even_in_length():
    path = models.latent_path([[1.0, 0.0], [0.0, 3.0]], 5)
    lengths = np.linalg.norm(path, axis=1)
    np.testing.assert_allclose(lengths, [1, 1.5, 2, 2.5, 3], rtol=1e-6)


@pytest.mark.parametrize("end", [[0.0, 0.0], [-2.0, 0.0], [4.0, 0.0]])
def test_arc_is_straight_where_it_has_no_plane(end):
    start = [2.0, 0.0]
    np.testing.assert_allclose(
        models.latent_path([start, end], 4),
        models.latent_path([start, end], 4, way="straight"),
        atol=1e-6,
    )


def test_straight_way_by_hand():
    path = models.latent_path([[0.0, 8.0], [4.0, 0.0]], 5, way="straight")
    assert path.dtype == np.float32
    np.testing.assert_allclose(path[2], [2, 4])
    np.testing.assert_allclose(np.diff(path, axis=0), [[1, -2]] * 4)


@pytest.mark.parametrize("way", ["straight", "sphere"])
@pytest.mark.parametrize("steps", [3, 4, 10])
def test_every_waypoint_is_a_step(way, steps):
    path = models.latent_path(PLACES, steps, way)
    assert path.shape == (steps, 5)
    stops = waypoint_steps(3, steps)
    assert stops[0] == 0 and stops[-1] == steps - 1
    np.testing.assert_allclose(path[stops], PLACES, rtol=1e-6)


def test_closed_path_continues_where_it_began():
    path = models.latent_path(PLACES, 9, "straight", closed=True)
    np.testing.assert_allclose(path[[0, 3, 6]], PLACES, rtol=1e-6)
    step = (PLACES[0] - PLACES[2]) / 3
    np.testing.assert_allclose(path[8] + step, path[0], atol=1e-6)


@pytest.mark.parametrize(
    "waypoints, steps, way, received",
    [
        ([[1.0, 2.0], [1.0]], 5, "sphere", r"shapes=\[\(2,\), \(1,\)\]"),
        ([[1.0, 2.0]], 5, "sphere", r"shapes=\[\(2,\)\]"),
        (PLACES, 2, "sphere", "steps=2"),
        (PLACES, 5.0, "sphere", "steps=5.0"),
        (PLACES, 5, "arc", "way='arc'"),
    ],
)
def test_refuses_paths(waypoints, steps, way, received):
    with pytest.raises(ValueError, match=f"Received: {received}"):
        models.latent_path(waypoints, steps, way)


def test_traversal_of_two_axes_is_a_grid():
    cells = models.traversal([9.0, 8.0, 7.0], (-1, 0), [1, 2, 3])
    grid = cells.reshape(3, 3, 3)
    np.testing.assert_array_equal(grid[..., 2], [[1, 2, 3]] * 3)
    np.testing.assert_array_equal(grid[..., 0], [[3] * 3, [2] * 3, [1] * 3])
    assert (grid[..., 1] == 8).all()


def test_traversal_of_one_axis_has_a_row_for_each_latent():
    latent = np.array([[1.0, 2.0], [3.0, 4.0]])
    cells = models.traversal(latent, 1, [-1, 0, 1])
    expected = [[1, -1], [1, 0], [1, 1], [3, -1], [3, 0], [3, 1]]
    np.testing.assert_array_equal(cells, expected)
    assert latent[0, 1] == 2


@pytest.mark.parametrize(
    "shape, axes", [((3,), 3), ((3,), (0, -3)), ((2, 3), (0, 1)), ((), 0)]
)
def test_refuses_traversals(shape, axes):
    with pytest.raises(ValueError, match="Received: "):
        models.traversal(np.zeros(shape), axes, [0.0])


class Encoding(models.GeneratorSampler):
    """Codes of samples are twice the samples."""

    sample_shape = (3,)

    def __init__(self):
        pass

    latent_shape = (2,)

    def __call__(self, latent):
        return latent

    def encode(self, x):
        return 2 * x[:, :2]


def test_models_that_encode_go_straight_between_samples():
    model = Encoding()
    way = model.interpolate(np.array([1.0, 0, 5]), np.array([0, 1.0, 5]), 3)
    np.testing.assert_allclose(way, [[2, 0], [1, 1], [0, 2]])
    round_way = model.interpolate([2.0, 0], [0, 2.0], 3, way="sphere")
    np.testing.assert_allclose(round_way[1], [np.sqrt(2)] * 2, rtol=1e-6)


def test_integers_are_seeds_and_via_is_on_the_way():
    model = models.GeneratorSampler(networks.mlp_generator(num_layers=1))
    way = model.interpolate(1, 2, steps=5, via=[np.ones(2)])
    np.testing.assert_allclose(way[0], model.sample(1, seed=1)[0], rtol=1e-5)
    np.testing.assert_allclose(way[4], model.sample(1, seed=2)[0], rtol=1e-5)
    middle = model(np.ones((1, 2), "float32")).numpy()[0]
    np.testing.assert_allclose(way[2], middle, rtol=1e-5)


def test_latents_are_those_of_the_samples():
    model = models.GeneratorSampler(networks.mlp_generator(num_layers=1))
    np.testing.assert_array_equal(
        model(model.latents(4, seed=3)), model.sample(4, seed=3)
    )


@pytest.mark.parametrize(
    "place, received", [(np.ones(3), r"shape=\(3,\)"), (1.5, r"shape=\(\)")]
)
def test_places_of_another_size_are_named(place, received):
    model = models.GeneratorSampler(networks.mlp_generator(num_layers=1))
    for arguments in ({"end": place}, {"end": 1, "via": [place]}):
        name = "end" if len(arguments) == 1 else r"via\[0\]"
        with pytest.raises(ValueError, match=f"Received: {name}.{received}"):
            model.interpolate(0, **arguments)


def test_labels_of_each_step_reach_the_encoder():
    """What a conditional autoencoder makes of both ends' own pictures."""
    shape = (4, 4, 1)
    model = models.ConditionalVAE(
        networks.mlp_vae_encoder(shape, 2, units=5, attributes_length=3),
        networks.mlp_vae_decoder(2, shape, units=5, attributes_length=3),
    )
    pictures = np.random.default_rng(0).uniform(-1, 1, (2, *shape))
    pictures = pictures.astype("float32")
    way = model.interpolate(*pictures, steps=3, labels=[0, 1, 2])
    ends = model.reconstruct(pictures, labels=[0, 2])
    np.testing.assert_allclose(way[[0, 2]], ends, atol=1e-6)
    means = model.encode(pictures, labels=[0, 2]).mean(axis=0, keepdims=True)
    middle = model((means, model.attributes[1:2])).numpy()
    np.testing.assert_allclose(way[1:2], middle, atol=1e-6)
