package io.waymark.training;

import java.util.function.Function;

/// Learning that one pass ends; it is made when the model is asked for.
final class Once implements Algorithm.Learner {
  private final Settings settings;
  private final Function<Settings, Model> fitting;
  private int round;

  Once(Settings settings, Function<Settings, Model> fitting) {
    this.settings = settings;
    this.fitting = fitting;
  }

  @Override
  public int round() {
    return round;
  }

  @Override
  public void step() {
    round++;
  }

  @Override
  public Algorithm.Learner continuedWith(Settings other) {
    return new Once(other, fitting);
  }

  @Override
  public Model model() {
    return fitting.apply(settings);
  }
}
