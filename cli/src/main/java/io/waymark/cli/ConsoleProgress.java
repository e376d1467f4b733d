package io.waymark.cli;

import io.waymark.training.Progress;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Progress on standard error: a bar on a terminal, else a line for each stage and each quarter of
/// the way.
final class ConsoleProgress implements Progress, AutoCloseable {
  private static final int STEPS = 1000;

  private final PrintWriter err;
  private final long start = System.nanoTime();
  private final @Nullable ProgressBar bar;
  private String stage = "";
  private int quarter = -1;

  ConsoleProgress(PrintWriter err) {
    this.err = err;
    boolean terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    this.bar =
        terminal
            ? new ProgressBarBuilder()
                .setInitialMax(STEPS)
                .setTaskName("waymark")
                .setStyle(ProgressBarStyle.ASCII)
                .build()
            : null;
  }

  @Override
  public void at(String next, double done) {
    if (bar != null) {
      bar.setExtraMessage(next);
      bar.stepTo((long) (done * STEPS));
      return;
    }
    if (!next.equals(stage) || (int) (done * 4) != quarter) {
      stage = next;
      quarter = (int) (done * 4);
      err.println(
          "%6.1f s  %3.0f %%  %s".formatted((System.nanoTime() - start) / 1e9, done * 100, next));
      err.flush();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
