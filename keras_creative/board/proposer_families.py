"""Families of entries that propose new samples."""

from keras_creative import models, proposals

# Examples that a proposer takes.
_EXAMPLES = 2000


def proposing(train, proposer):
    """A family whose models propose by a method.

    Args:
        train: Family that trains the models.
        proposer: Subclass of `keras_creative.proposals.Proposer`.

    Returns:
        Function of what is shown, the seeds, the number of steps, and the
        settings of `train`; `motion` is passed to the proposer. It returns a
        list of proposers in the order of the seeds.
    """

    def family(data, seeds, steps, motion=None, **options):
        trained = train(data, seeds, steps, **options)
        settings = {} if motion is None else {"motion": motion}
        return [
            proposer(
                model,
                data.sample(_EXAMPLES, seed)[0],
                **settings,
                **({"seed": seed} if proposer.is_seeded else {}),
            )
            for model, seed in zip(trained, seeds, strict=True)
        ]

    return family


def train_local(data, seeds, steps, images, patch_sizes):
    """Local score machines, which need no training, and propose the novel.

    Args:
        data: `PictureSet` of what is shown.
        seeds: Tuple of integers.
        steps: Not used.
        images: Number of images whose patches are combined.
        patch_sizes: See `keras_creative.models.LocalScoreMachine`.

    Returns:
        List of proposers in the order of the seeds.
    """
    proposers = []
    for seed in seeds:
        shown, _ = data.sample(images, seed)
        machine = models.LocalScoreMachine(shown, patch_sizes)
        proposers.append(proposals.NoveltyProposer(machine, shown, seed))
    return proposers
