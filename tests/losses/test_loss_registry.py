import pytest

from keras_creative import losses


def test_names_give_losses():
    assert isinstance(losses.get_criterion("minimax"), losses.Minimax)
    assert losses.get_creativity_loss("kl").alpha == 1.0


def test_orders_and_degrees_of_named_divergences():
    """As documented in get_creativity_loss() and in the paper."""
    found = {
        name: (loss.alpha, loss.beta)
        for name in losses.CREATIVITY_LOSSES
        if hasattr(loss := losses.get_creativity_loss(name), "alpha")
    }
    assert found == {
        "sharma-mittal": (0.5, 0.5),
        "renyi": (2.0, 1.0),
        "tsallis": (2.0, 2.0),
        "kl": (1.0, 1.0),
        "bhattacharyya": (0.5, 1.0),
    }


def test_losses_pass_through():
    criterion, creativity = losses.Wasserstein(), losses.CANCreativity()
    assert losses.get_criterion(criterion) is criterion
    assert losses.get_creativity_loss(creativity) is creativity


@pytest.mark.parametrize("bad", ["gan", None, 3])
def test_unknown_names_raise(bad):
    with pytest.raises(ValueError, match="Received: criterion="):
        losses.get_criterion(bad)
    with pytest.raises(ValueError, match="Received: creativity="):
        losses.get_creativity_loss(bad)
