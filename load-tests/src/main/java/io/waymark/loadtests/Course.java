package io.waymark.loadtests;

import java.util.List;

/// How a scenario goes: a load once, or several ones that are compared.
interface Course {
  Measured run(Runner runner);

  static Course once(Load load) {
    return runner -> {
      List<Sample> samples = runner.run(load);
      return new Measured(Figures.of(samples), samples, List.of());
    };
  }

  /// Puts a load on the service and returns its requests when it has ended.
  interface Runner {
    List<Sample> run(Load load);
  }

  /// What a course came to.
  ///
  /// @param figures what is judged
  /// @param samples of all that ran
  /// @param notes for the reader of the report
  record Measured(Figures figures, List<Sample> samples, List<String> notes) {
    public Measured {
      samples = List.copyOf(samples);
      notes = List.copyOf(notes);
    }
  }
}
