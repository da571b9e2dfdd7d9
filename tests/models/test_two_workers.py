"""Two workers take the steps of one device, for every model class."""

import importlib
import sys
from pathlib import Path

import pytest

from keras_creative import testing

MODULES = (
    "test_variants",
    "diffusion.test_flow_matching",
    "few_shot.test_deformation_vae",
    "few_shot.test_faml",
    "few_shot.test_few_shot_flow",
    "few_shot.test_figr",
    "style.test_style_autoencoder",
    "translation.test_translation_models",
    "vae.test_vae",
)
# Their losses depend on the other samples of a replica, or on its pool.
PER_REPLICA = {
    "CycleGAN",
    "DesignMaskGAN",
    "EBGAN",
    "GroupVAE",
    "StyleAutoencoder",
    "TCVAE",
}


def subjects_of(module):
    folder = Path(__file__).parent
    *below, name = module.split(".")
    sys.path.insert(0, str(folder.joinpath(*below)))
    found = importlib.import_module(name).SUBJECTS
    return {name: s for name, s in found.items() if name not in PER_REPLICA}


@pytest.mark.slow
@pytest.mark.parametrize("module", MODULES)
def test_two_workers_equal_one_device(module, tmp_path):
    subjects = subjects_of(module)
    testing.two_workers_equal_one(list(subjects.values()), tmp_path)
