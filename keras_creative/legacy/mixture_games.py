"""Two old command lines for points in the plane: STYLEGAN.py and CGAN.py.

They share flags, snapshots, curves and measures, all under figs/. The
original's `--loss` and `--optim` were never read; here both are. The default of
`--optim` is Adam, which the original always used.
"""

import contextlib
import dataclasses
import sys
import time
from pathlib import Path

from keras_creative import commands
from keras_creative.commands import UserError
from keras_creative.files import write_json
from keras_creative.legacy.earlier_figures import clear_figures
from keras_creative.recipes.flags import add_flag
from keras_creative.recipes.point_recipe import TOY_DATASETS
from keras_creative.recipes.settings import default_of

# Optimizers of both networks; the originals' flag was never read.
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
# Settings of the experiment by their flags.
_FLAGS = {
    "nhidden": "units",
    "nlayers": "num_layers",
    "niters": "iterations",
    "batch_size": "batch_size",
    "lrg": "lr_g",
    "lrd": "lr_d",
    "dataset": "dataset",
    "scale": "scale",
    "loss": "loss",
    "ema": "ema",
    "seed": "seed",
}
_SETTING_FLAGS = {
    "holdout": "missing_mixt",
    "optimizer": "optim",
    **{name: flag for flag, name in _FLAGS.items()},
}


def make_parser(program, description, experiment):
    """The parser of the flags that both have.

    Args:
        program: Name of the program.
        description: What it does, in a line.
        experiment: Class of the experiment, `DesignMLP` or one like it, whose
            settings have the defaults and the help of their flags.
    """
    parser = commands.Parser(prog=program, description=description)
    for flag, name in _FLAGS.items():
        add_setting(parser, experiment, name, flag)
    add = parser.add_argument
    add(
        "--optim",
        type=str.lower,
        choices=OPTIMIZERS,
        help="optimizer of both networks; Adam when not given",
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
        help="labels that are excluded from the data, or none; 0 when not "
        "given",
    )
    add("--label", action="store_true", help="labeled data, class head in D")
    add("--notebook", action="store_true", help="no live window")
    add(
        "--fig_name",
        type=commands.plain_name,
        default="loss-fig",
        help="base name of the figures",
    )
    add("--outdir", type=Path, default=Path("."), help="figs/ is made there")
    return parser


def add_setting(parser, experiment, name, flag=None, **kwargs):
    """Add the flag of a setting, with its default.

    Args:
        parser: The parser.
        experiment: Class of the experiment.
        name: Name of the setting.
        flag: Name of the flag. Defaults to `None`: that of the setting.
        **kwargs: Arguments of `add_argument()` instead of the setting's.
    """
    field = experiment.__dataclass_fields__[name]
    kwargs.setdefault("default", default_of(field))
    add_flag(parser, field, f"--{flag or name}", **kwargs)


def settings(args):
    """Settings of the experiment that both have, for the flags.

    Args:
        args: Parsed arguments.

    Returns:
        Dict of arguments of `keras_creative.recipes.DesignMLP`.
    """
    return {
        **{name: getattr(args, flag) for flag, name in _FLAGS.items()},
        "holdout": _holdout(args.missing_mixt),
        "minibatch_discrimination": args.minibatch_discriminate,
        "optimizer": args.optim or "adam",
    }


def run(args, experiment, begin):
    """Train, and write everything under figs/.

    Args:
        args: Parsed arguments.
        experiment: `keras_creative.recipes.DesignMLP` or one like it.
        begin: `time.perf_counter()` at the start of the program.

    Returns:
        Exit code: 0, or 130 after Ctrl-C.
    """
    if args.dataset in TOY_DATASETS:
        _use_one_thread_an_operation()
    from keras_creative.runs.provenance import check_clock

    with commands.user_errors(vars(args), _SETTING_FLAGS):
        check_clock()
        data = experiment.load_data()
        model = experiment.make_model(
            data, steps_per_execution=min(INTERVAL, args.niters)
        )
        batches = experiment.make_batches(data)
    figs = args.outdir / "figs"
    commands.check_writable(figs)
    frames = figs / f"tf_default_lrd_{args.lrd:g}_lrg_{args.lrg:g}"
    replaced = clear_figures(figs, args.fig_name, frames)
    if replaced:
        print(replaced)
    _print_settings(experiment, data)
    snapshots = _make_snapshots(args, figs, frames, data)
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
    """Use one thread per operation, as operations on 400 points are small.

    If TensorFlow is already initialized, as in a notebook, its threads are
    kept.
    """
    import tensorflow as tf

    with contextlib.suppress(RuntimeError):
        tf.config.threading.set_intra_op_parallelism_threads(1)
        tf.config.threading.set_inter_op_parallelism_threads(2)


def _print_settings(experiment, data):
    shown = ", ".join(str(label) for label in data.shown)
    out = ", ".join(str(label) for label in data.holdout) or "none"
    print(
        f"{data.name}: classes shown {shown}; excluded {out} (--missing_mixt)"
    )
    kind = "labeled" if experiment.labelled else "unlabeled"
    print(
        f"{experiment.loss}, {kind}, {experiment.iterations} iterations of "
        f"{experiment.batch_size}, seed {experiment.seed}",
        flush=True,
    )


def _make_snapshots(args, figs, frames, data):
    import tensorflow as tf

    from keras_creative.legacy import drawers
    from keras_creative.legacy.snapshots import Snapshots
    from keras_creative.plotting.live import LiveWindow

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
    """Snapshots, a stop at NaN, and a stop for an early Ctrl-C.

    `fit()` forgets a stop that was requested before its first step.
    """
    import keras

    from keras_creative.callbacks import NanGuard
    from keras_creative.runs.progress import RunProgress

    def stop_if_interrupted(logs):
        snapshots.model.stop_training = bool(interrupted)

    bar = RunProgress(bar=sys.stdout.isatty(), tell=lambda line: None)
    early = keras.callbacks.LambdaCallback(on_train_begin=stop_if_interrupted)
    return [NanGuard(), snapshots, bar, early]


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
        dashed=["d-fake"],
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
    found = verdict(measures)
    advice = found.advice.replace("more epochs", "a larger --niters")
    print(found._replace(advice=advice))
