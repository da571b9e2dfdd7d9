"""Snapshots of a legacy run."""

import sys
import time

import keras

LOSSES = ("d_loss", "g_loss", "d_loss_real", "d_loss_fake")


class Snapshots(keras.callbacks.Callback):
    """Collects losses and samples, and has them drawn.

    Pictures are drawn between two executions of steps: small networks keep two
    cores busy, so that a further thread would only slow them down.

    Args:
        drawer: Object that draws: `draw(iteration, samples, title)` and
            `finish()`.
        seed: Integer that fixes the latent vectors, the same in every
            snapshot.
        iterations: Iterations of the whole run.
        interval: Iterations between two snapshots.
        writer: `tf.summary.SummaryWriter` for the losses.
        window: Object with `draw(samples, title)` that shows a live window.
            Defaults to `None`.
    """

    def __init__(self, drawer, seed, iterations, interval, writer, window=None):
        super().__init__()
        self.drawer = drawer
        self.seed = seed
        self.interval = interval
        self.writer = writer
        self.window = window
        self.iterations = iterations
        self.history = {"iteration": [], **{name: [] for name in LOSSES}}
        self.seconds = 0.0

    def on_train_begin(self, logs=None):
        """Draw samples of the untrained generator."""
        self._begin = time.perf_counter()
        self._snapshot(0, "iteration 0")

    def on_train_batch_end(self, batch, logs=None):
        """Store the mean losses of the last steps; take a snapshot."""
        iteration = int(self.model.g_optimizer.iterations)
        losses = {name: float(logs[name]) for name in LOSSES}
        self.model.reset_metrics()
        complete = iteration % self.interval == 0
        if complete or not self.history["iteration"]:
            self.history["iteration"].append(iteration)
            for name, value in losses.items():
                self.history[name].append(value)
        self._write_summary(iteration, losses)
        self._print_losses(iteration, losses)
        if complete:
            self._snapshot(
                iteration,
                f"iteration {iteration}\n"
                f"D {losses['d_loss']:.3f}  G {losses['g_loss']:.3f}",
            )

    def on_train_end(self, logs=None):
        """Store the duration of the training."""
        self.seconds = time.perf_counter() - self._begin

    def finish(self):
        """Draw the final figures."""
        self.drawer.finish()
        self.writer.close()

    def _snapshot(self, iteration, title):
        n = self.drawer.samples
        samples = self.model.sample(n, seed=self.seed, batch_size=n)
        self.drawer.draw(iteration, samples, title)
        if self.window is not None:
            self.window.draw(samples, title)

    def _print_losses(self, iteration, losses):
        """Print a line; at a terminal it replaces the bar, redrawn below it."""
        start = "\r\033[K" if sys.stdout.isatty() else ""
        digits = len(str(self.iterations))
        print(
            f"{start}iteration {iteration:{digits}}/{self.iterations}"
            f"  d_loss {losses['d_loss']:8.4f}"
            f"  g_loss {losses['g_loss']:8.4f}",
            flush=True,
        )

    def _write_summary(self, iteration, losses):
        """Write scalars for TensorBoard, which need not be installed."""
        import tensorflow as tf

        summary = tf.compat.v1.Summary()
        for name, value in losses.items():
            summary.value.add(tag=name, simple_value=value)
        with self.writer.as_default():
            tf.summary.experimental.write_raw_pb(
                summary.SerializeToString(), step=iteration
            )
