"""Two old command lines for points in the plane: STYLEGAN.py and CGAN.py.

What they have in common: flags, snapshots, curves and measures, all under
figs/. The original's `--loss` and `--optim` were never read; here both are.
`--optim` left out trains with Adam, as the original did whatever its flag said.
"""

import contextlib
import dataclasses
import time
from pathlib import Path

from keras_creative import commands
from keras_creative.commands import UserError
from keras_creative.files import remove_stale_temp_files, write_json
from keras_creative.files.locks import FolderLock

DATASETS_2D = ("8Gaussians", "Imbal-8Gaussians", "25Gaussians", "swissroll")
DATASETS = (*DATASETS_2D, "mnist", "fashion-mnist")
OPTIMIZERS = (
    "adam",
    "adamw",
    "adagrad",
    "lion",
    "nadam",
    "rmsprop",
    "sgd",
)
INTERVAL = 100
# Arguments of the experiment, as their flags are called.
_FLAGS = {
    "holdout": "missing_mixt",
    "num_layers": "nlayers",
    "units": "nhidden",
    "optimizer": "optim",
    "lr_g": "lrg",
    "lr_d": "lrd",
    "iterations": "niters",
}


def make_parser(program, description, niters):
    """The parser of the flags that both have.

    Args:
        program: Name of the program.
        description: What it does, in a line.
        niters: Default of `--niters`.
    """
    parser = commands.Parser(prog=program, description=description)
    add = parser.add_argument
    number, rate = commands.positive_int, commands.positive_float
    add("--nhidden", type=number, default=64, help="units of a hidden layer")
    add("--nlayers", type=number, default=4, help="dense layers of G and of D")
    add("--niters", type=number, default=niters, help="steps of D and of G")
    add("--batch_size", type=number, default=400, help="samples of a step")
    add("--lrg", type=rate, default=3e-3, help="first learning rate of G")
    add("--lrd", type=rate, default=9e-3, help="first learning rate of D")
    add("--dataset", choices=DATASETS, default="8Gaussians", help="the data")
    add("--scale", type=rate, default=2.0, help="size of 2-D data and plots")
    add("--loss", choices=("gan", "wgan"), default="gan", help="the game")
    add(
        "--optim",
        type=str.lower,
        choices=OPTIMIZERS,
        help="optimizer of both players; Adam when not given",
    )
    add(
        "--minibatch_discriminate",
        action="store_true",
        help="minibatch discrimination layer in D",
    )
    add(
        "--missing_mixt",
        nargs="+",
        default=["0"],
        metavar="LABEL",
        help="labels left out of the data, or none; 0 when not given",
    )
    add("--label", action="store_true", help="labelled data, class head in D")
    add("--notebook", action="store_true", help="no live window")
    add(
        "--fig_name",
        type=commands.plain_name,
        default="loss-fig",
        help="base name of the figures",
    )
    add(
        "--ema",
        type=commands.decay,
        default=0.99,
        help="decay of G's averaged weights, with which the game is steadied; "
        "0 is the plain game",
    )
    add("--seed", type=int, default=0, help="fixes the run")
    add("--outdir", type=Path, default=Path("."), help="figs/ is made there")
    return parser


def settings(args):
    """Settings of the experiment that both have, for the flags.

    Args:
        args: What the parser gave.

    Returns:
        Dict of arguments of `keras_creative.experiments.DesignMLP`.
    """
    return {
        "dataset": args.dataset,
        "holdout": _holdout(args.missing_mixt),
        "scale": args.scale,
        "loss": args.loss,
        "num_layers": args.nlayers,
        "units": args.nhidden,
        "minibatch_discrimination": args.minibatch_discriminate,
        "optimizer": args.optim or "adam",
        "lr_g": args.lrg,
        "lr_d": args.lrd,
        "ema": args.ema,
        "batch_size": args.batch_size,
        "iterations": args.niters,
        "seed": args.seed,
    }


def run(args, experiment, begin):
    """Train, and leave everything under figs/.

    Args:
        args: What the parser gave.
        experiment: `keras_creative.experiments.DesignMLP` or one like it.
        begin: `time.perf_counter()` at the start of the program.

    Returns:
        Exit code: 0, or 130 after Ctrl-C.
    """
    if args.dataset in DATASETS_2D:
        _use_one_thread_an_operation()
    from keras_creative.runs.provenance import check_clock

    with commands.user_errors(vars(args), _FLAGS):
        check_clock()
        data = experiment.load_data()
        model = experiment.make_model(
            data, steps_per_execution=min(INTERVAL, args.niters)
        )
        batches = experiment.make_batches(data)
    figs = args.outdir / "figs"
    commands.check_writable(figs)
    _remove_stale_temp_files(figs)
    _print_settings(experiment, data)
    snapshots = _make_snapshots(args, figs, data)
    with commands.stop_on_interrupt(model) as interrupted:
        experiment.train(model, batches, _callbacks(snapshots, interrupted))
    results = _finish(figs / args.fig_name, experiment, data, model, snapshots)
    results["wall_seconds"] = time.perf_counter() - begin
    write_json(figs / f"{args.fig_name}.json", _record(experiment, results))
    _print_results(results, figs / args.fig_name)
    return commands.INTERRUPTED if interrupted else commands.OK


def _holdout(words):
    if words == ["none"]:
        return ()
    try:
        return tuple(int(word) for word in words)
    except ValueError:
        raise UserError(
            "argument --missing_mixt: must be labels or none, not "
            f"{' '.join(words)}"
        ) from None


def _use_one_thread_an_operation():
    """Operations on 400 points are too small to be shared out.

    Where TensorFlow runs already, as in a notebook, it keeps its threads.
    """
    import tensorflow as tf

    with contextlib.suppress(RuntimeError):
        tf.config.threading.set_intra_op_parallelism_threads(1)
        tf.config.threading.set_inter_op_parallelism_threads(2)


def _remove_stale_temp_files(figs):
    """Remove what killed runs left, unless another run is at work.

    The lock is kept to the end of the process, so that others see this run.
    """
    lock = FolderLock(figs)
    if lock.acquire():
        folders = [path for path in figs.iterdir() if path.is_dir()]
        for folder in (figs, *folders):
            remove_stale_temp_files(folder)
    lock.acquire(shared=True)


def _print_settings(experiment, data):
    shown = ", ".join(str(label) for label in data.shown)
    out = ", ".join(str(label) for label in data.holdout) or "none"
    print(
        f"{data.name}: classes shown {shown}; left out {out} (--missing_mixt)"
    )
    kind = "labelled" if experiment.labelled else "unlabelled"
    print(
        f"{experiment.loss}, {kind}, {experiment.iterations} iterations of "
        f"{experiment.batch_size}, seed {experiment.seed}",
        flush=True,
    )


def _make_snapshots(args, figs, data):
    import tensorflow as tf

    from keras_creative.legacy import drawers
    from keras_creative.legacy.snapshots import Snapshots
    from keras_creative.plotting.live import LiveWindow

    frames = figs / f"tf_default_lrd_{args.lrd:g}_lrg_{args.lrg:g}"
    panel = figs / f"{args.fig_name}.png"
    window = None
    if len(data.sample_shape) == 1:
        drawer = drawers.PointDrawer(figs, frames, panel, data, args.seed)
        if not args.notebook and LiveWindow.is_available():
            real, _ = data.sample(args.batch_size, seed=args.seed)
            marks = data.centers[list(data.holdout)]
            window = LiveWindow(real, data.half_width, marks)
    else:
        drawer = drawers.PictureDrawer(frames, panel)
    return Snapshots(
        drawer,
        args.seed,
        args.niters,
        INTERVAL,
        tf.summary.create_file_writer(str(frames)),
        window,
    )


def _callbacks(snapshots, interrupted):
    """Snapshots, an end at a NaN, and a stop for an early Ctrl-C.

    `fit()` forgets a stop that was asked for before its first step.
    """
    import keras

    from keras_creative.callbacks import NanGuard

    def stop_if_interrupted(logs):
        snapshots.model.stop_training = bool(interrupted)

    early = keras.callbacks.LambdaCallback(on_train_begin=stop_if_interrupted)
    return [NanGuard(), snapshots, early]


def _finish(base, experiment, data, model, snapshots):
    """Write generator and curves; measure the generator."""
    from keras_creative import plotting
    from keras_creative.files import atomic_path

    with atomic_path(base.with_name(f"{base.name}.keras")) as path:
        model.sampler.save(path)
    snapshots.finish()
    history = snapshots.history
    plotting.save_curves(
        base.with_name(f"{base.name}-metrics.png"),
        {
            "g": history["g_loss"],
            "d": history["d_loss"],
            "d-real": history["d_loss_real"],
            "d-fake": history["d_loss_fake"],
        },
        x=history["iteration"],
    )
    measures = None
    if len(data.sample_shape) == 1:
        measures = experiment.measure(model, data)
    return {
        "iterations_made": int(model.g_optimizer.iterations),
        "train_seconds": snapshots.seconds,
        "measures": measures,
    }


def _record(experiment, results):
    from keras_creative.versions import versions

    return {
        "settings": dataclasses.asdict(experiment),
        "versions": versions(),
        **results,
    }


def _print_results(results, base):
    print(
        f"{results['wall_seconds']:.1f} s, of which training "
        f"{results['train_seconds']:.1f} s; see {base}.png"
    )
    measures = results["measures"]
    if measures is None:
        return
    from keras_creative.metrics import verdict

    line = (
        f"{measures['modes_captured']} of {measures['modes_shown']} shown "
        f"modes captured, high-quality share "
        f"{measures['high_quality_3std']:.3f} (perfect 0.989)"
    )
    for label, hits in measures["holdout"].items():
        chances = [
            f"{hits[key]:.4f} {where}"
            for key, where in (
                ("box_chance", "in the box"),
                ("circle_chance", "on the circle"),
            )
            if hits[key] is not None
        ]
        line += f"; missing mode {label} hit by {hits['hit_rate']:.4f}"
        line += f" (chance {', '.join(chances)})" if chances else ""
    print(line)
    print(verdict(measures))
