package io.waymark.mlflow;

import io.waymark.model.Manifest;
import io.waymark.training.FinishedRun;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A run in the words that MLflow takes: names of letters, digits, `_`, `-`, `.`, space and `/`,
/// values up to its lengths.
///
/// @param parameters by name, none empty
record RunText(
    SortedMap<String, String> parameters,
    SortedMap<String, Double> metrics,
    SortedMap<String, String> tags) {
  /// Of a parameter. Since MLflow 2.8; tags may be longer in later ones.
  static final int LONGEST = 6_000;

  private static final int LONGEST_TAG = 5_000;
  private static final int LONGEST_NAME = 250;
  private static final String BASELINE = "baseline/";
  private static final String TAG = "waymark.";

  static RunText of(FinishedRun run) {
    SortedMap<String, String> parameters = new TreeMap<>();
    SortedMap<String, Double> metrics = new TreeMap<>();
    SortedMap<String, String> tags = new TreeMap<>();
    switch (run.result()) {
      case FinishedRun.Result.Published published -> {
        Manifest.About about = published.manifest().about();
        about.parameters().forEach((name, value) -> parameter(parameters, name, value));
        Manifest.Training training = about.training();
        parameter(parameters, "training.interactions", Long.toString(training.interactions()));
        parameter(parameters, "training.users", Long.toString(training.users()));
        parameter(parameters, "training.items", Long.toString(training.items()));
        parameter(parameters, "training.cut", training.cut());
        metrics(metrics, about.metrics(), about.baseline());
        tag(tags, "algorithm", about.algorithm());
        tag(tags, "fingerprint", training.fingerprint());
        tag(tags, "version", published.manifest().version().value());
        tag(tags, "outcome", published.held().isPresent() ? "held" : "published");
        published.held().ifPresent(reason -> tag(tags, "reason", reason));
      }
      case FinishedRun.Result.Refused refused -> {
        metrics(metrics, refused.metrics(), refused.baseline());
        tag(tags, "algorithm", refused.algorithm());
        tag(tags, "fingerprint", refused.fingerprint());
        tag(tags, "outcome", "refused");
        tag(tags, "reason", refused.reason());
      }
    }
    run.owner()
        .ifPresent(
            owner -> {
              tag(tags, "tenant", owner.tenant().value());
              tag(tags, "model", owner.name().value());
            });
    return new RunText(parameters, metrics, tags);
  }

  /// Where the run is found.
  static String experiment(FinishedRun run) {
    return run.owner()
        .map(owner -> "waymark/" + owner.tenant() + "/" + owner.name())
        .orElse("waymark");
  }

  /// Names of models have no `/`; neither tenants nor names have a point.
  static String model(FinishedRun run) {
    return run.owner()
        .map(owner -> "waymark." + owner.tenant() + "." + owner.name())
        .orElse("waymark");
  }

  private static void metrics(
      SortedMap<String, Double> to, Map<String, Double> own, Map<String, Double> baseline) {
    own.forEach((name, value) -> metric(to, name, value));
    baseline.forEach((name, value) -> metric(to, BASELINE + name, value));
  }

  private static void metric(SortedMap<String, Double> to, String name, double value) {
    if (Double.isFinite(value)) {
      to.put(named(name.replace("@", "_at_")), value);
    }
  }

  private static void parameter(SortedMap<String, String> to, String name, String value) {
    if (!value.isEmpty()) {
      to.put(named(name), cut(value, LONGEST));
    }
  }

  private static void tag(SortedMap<String, String> to, String name, String value) {
    if (!value.isEmpty()) {
      to.put(TAG + name, cut(value, LONGEST_TAG));
    }
  }

  private static String named(String name) {
    return cut(name.replaceAll("[^A-Za-z0-9_./ -]", "_"), LONGEST_NAME);
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }
}
