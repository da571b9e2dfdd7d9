"""What the README promises of the main job, on seeds it does not quote."""

import numpy as np
import pytest

from keras_creative import experiments


@pytest.mark.slow
def test_default_game_keeps_every_mode():
    """Seeds 5 to 7, n=2500: 7 of 7 modes; mean high quality 0.95 or more."""
    quality = []
    for seed in (5, 6, 7):
        experiment = experiments.DesignMLP(
            holdout=(1,), lambda_d=0.0, lambda_g=0.0, seed=seed
        )
        data = experiment.load_data()
        model = experiment.make_model(data, steps_per_execution=100)
        experiment.train(model, experiment.make_batches(data))
        points = model.sample(2500, seed=seed)
        measures = experiments.measure_modes(points, data)
        assert measures["modes_captured"] == 7
        quality.append(measures["high_quality_3std"])
    assert np.mean(quality) >= 0.95
