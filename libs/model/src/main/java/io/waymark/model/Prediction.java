package io.waymark.model;

import java.time.Duration;
import java.util.Map;

/// What became of running a predictor.
public sealed interface Prediction {
  /// It answered.
  ///
  /// @param outputs by name, in the graph's order
  record Answered(Map<String, Tensor> outputs) implements Prediction {}

  /// It was not run: an input is not what the graph takes.
  ///
  /// @param tensor the input's name
  /// @param message what is wrong with it and what is expected, to be read after its name
  record WrongInput(String tensor, String message) implements Prediction {}

  /// It was run, and the graph could not work with these values.
  ///
  /// @param message as ONNX Runtime has it, with the node's name
  record Failed(String message) implements Prediction {}

  /// It was stopped.
  record OutOfTime(Duration after) implements Prediction {}
}
