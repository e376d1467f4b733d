package io.waymark.training;

import io.waymark.training.Algorithm.Learner;
import io.waymark.training.InteractionMatrix.Weighting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What to train: one algorithm with its settings, or two that are blended.
///
/// @param parts one or two
/// @param share of the first of two
/// @param fading of what a user did, when it is asked
/// @param metrics on the validation part; empty where nothing was tried
/// @param told what else the manifest says of how it was chosen
record Choice(
    List<Part> parts,
    double share,
    Fading fading,
    Optional<Metrics> metrics,
    SortedMap<String, String> told) {
  Choice {
    parts = List.copyOf(parts);
  }

  /// An algorithm as it was found best.
  record Part(Algorithm algorithm, Settings settings, int rounds) {
    static Part of(Algorithm algorithm, Search.Found found) {
      return new Part(algorithm, found.settings(), found.rounds());
    }
  }

  /// One algorithm, as a search of it alone found.
  static Choice of(Algorithm algorithm, Search.Found found) {
    return new Choice(
        List.of(Part.of(algorithm, found)),
        1,
        Fading.NONE,
        found.metrics(),
        told(found.stopped(), found.tried()));
  }

  static SortedMap<String, String> told(String stopped, List<String> tried) {
    SortedMap<String, String> told = new TreeMap<>();
    told.put("search.stopped", stopped);
    for (int at = 0; at < tried.size(); at++) {
      told.put("search.tried.%03d".formatted(at + 1), tried.get(at));
    }
    return told;
  }

  String name() {
    return parts.stream().map(part -> part.algorithm().name()).collect(Collectors.joining("+"));
  }

  /// A model of `rows`.
  Model fitted(InteractionMatrix rows, long seed, Workers workers, Progress fitting) {
    List<Model> models = new ArrayList<>();
    for (Part part : parts) {
      double before = models.size();
      models.add(
          fitted(
              part,
              rows,
              seed,
              workers,
              (stage, done) -> fitting.at(stage, (before + done) / parts.size())));
    }
    Model model =
        models.size() == 1
            ? models.getFirst()
            : new Blend(models.getFirst(), share, models.getLast());
    return fading.none() ? model : new FadedModel(model, fading, rows, weighting());
  }

  /// Whether what users did decides what they get.
  boolean personal() {
    return parts.stream().noneMatch(part -> part.algorithm() instanceof Popularity);
  }

  /// How interactions weigh in all parts.
  Weighting weighting() {
    return Weights.weighting(parts.getFirst().settings());
  }

  private static Model fitted(
      Part part, InteractionMatrix rows, long seed, Workers workers, Progress fitting) {
    Learner learner = part.algorithm().begin(rows, part.settings(), seed, workers);
    while (learner.round() < part.rounds()) {
      fitting.at("training", (double) learner.round() / part.rounds());
      learner.step();
    }
    return learner.model();
  }

  /// Settings and everything the search tried, for the manifest.
  SortedMap<String, String> parameters() {
    SortedMap<String, String> parameters = new TreeMap<>(told);
    for (Part part : parts) {
      parameters.putAll(part.settings().values());
      if (part.algorithm().settings().contains(Ials.ITERATIONS)) {
        parameters.put(Ials.ITERATIONS, Integer.toString(part.rounds()));
      }
    }
    if (parts.size() == 2) {
      parameters.put("blend", shares(parts, share));
    }
    if (!fading.none()) {
      parameters.put(Fading.NAME, fading.toString());
    }
    metrics.ifPresent(
        each -> parameters.put("validation." + Metrics.DECIDING, Double.toString(each.deciding())));
    return parameters;
  }

  static String shares(List<Part> parts, double share) {
    return String.format(
        Locale.ROOT,
        "%s %.2f, %s %.2f",
        parts.getFirst().algorithm().name(),
        share,
        parts.getLast().algorithm().name(),
        1 - share);
  }
}
