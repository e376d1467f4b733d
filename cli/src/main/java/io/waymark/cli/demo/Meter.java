package io.waymark.cli.demo;

import java.util.function.Consumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// Shows how far something is that takes a while.
interface Meter extends AutoCloseable {
  /// Says where it is now.
  ///
  /// @param done 0 to 1; may stay where it is
  /// @param stage what is done just now
  void at(double done, String stage);

  /// Says what is done just now, where nobody knows how far that is.
  void at(String stage);

  @Override
  void close();

  /// A bar on standard error, taken away at the end.
  static Meter bar(String task) {
    int steps = 1000;
    ProgressBar bar =
        new ProgressBarBuilder()
            .setInitialMax(steps)
            .setTaskName("    " + task)
            .setStyle(ProgressBarStyle.UNICODE_BLOCK)
            .hideEta()
            .clearDisplayOnFinish()
            .build();
    return new Meter() {
      @Override
      public void at(double done, String stage) {
        bar.setExtraMessage(stage);
        bar.maxHint(steps);
        bar.stepTo((long) (done * steps));
      }

      @Override
      public void at(String stage) {
        bar.maxHint(-1);
        bar.setExtraMessage(stage);
      }

      @Override
      public void close() {
        bar.close();
      }
    };
  }

  /// A line for each quarter of the way and each stage.
  static Meter lines(Consumer<String> line) {
    return new Meter() {
      private String last = "";
      private int quarter = -1;

      @Override
      public void at(double done, String stage) {
        if (!stage.equals(last) || (int) (done * 4) > quarter) {
          last = stage;
          quarter = (int) (done * 4);
          line.accept("%3.0f %%  %s".formatted(done * 100, stage).stripTrailing());
        }
      }

      @Override
      public void at(String stage) {
        if (!stage.equals(last)) {
          last = stage;
          line.accept(stage);
        }
      }

      @Override
      public void close() {}
    };
  }
}
