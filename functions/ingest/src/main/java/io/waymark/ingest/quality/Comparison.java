package io.waymark.ingest.quality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Judges a file beside what was stored before. Nothing of it holds an upload: to send again, and
/// to change, may both be meant.
public final class Comparison {
  /// So many times more or fewer rows are worth a word.
  private static final double LENGTH = 10;

  private static final double NEARLY_ALL = 0.9;

  private final QualityThresholds thresholds;
  private final Summary rows;
  private final List<Finding> findings = new ArrayList<>();

  private Comparison(Summary rows, QualityThresholds thresholds) {
    this.rows = rows;
    this.thresholds = thresholds;
  }

  static List<Finding> of(Summary rows, Earlier earlier, QualityThresholds thresholds) {
    Comparison comparison = new Comparison(rows, thresholds);
    if (comparison.ofInteractions()) {
      earlier.same().ifPresentOrElse(comparison::same, () -> comparison.copies(earlier.uploads()));
    }
    earlier.uploads().stream().findFirst().ifPresent(comparison::drift);
    return List.copyOf(comparison.findings);
  }

  /// What storing found out, which decides nothing any more.
  ///
  /// @param known how many rows had an `event_id` that came in before
  public static Optional<Finding> stored(long known, long accepted) {
    return known == 0
        ? Optional.empty()
        : Optional.of(
            new Finding(
                "stored_before",
                Severity.INFO,
                "rows have an event_id that came in before; they count as duplicates",
                known,
                Map.of("share", (double) known / accepted),
                "nothing, where the file was sent again; else see whether event_ids are unique"));
  }

  private void same(String id) {
    add(
        "copy_of_upload",
        accepted() >= thresholds.leastRows() ? Severity.WARNING : Severity.INFO,
        "the file is, byte for byte, that of upload " + id + ", which was stored",
        accepted(),
        Map.of("share", 1.0),
        "give every row an event_id, so that sending a file again stores nothing twice; rows without"
            + " one are stored again");
  }

  private void copies(List<Earlier.Kept> uploads) {
    record Copy(Earlier.Kept of, double share) {}
    uploads.stream()
        .flatMap(
            kept ->
                shareIn(rows.portrait(), kept.portrait(), Portrait.ROWS)
                    .map(share -> new Copy(kept, share))
                    .stream())
        .max(Comparator.comparingDouble(Copy::share))
        .filter(copy -> judged(accepted()) && copy.share() >= thresholds.copyWarning())
        .ifPresent(
            copy ->
                add(
                    "copies_of_" + copy.of().kind(),
                    Severity.WARNING,
                    "about %s of the rows stand in %s, too"
                        .formatted(Findings.percent(copy.share()), copy.of().called()),
                    Math.round(copy.share() * accepted()),
                    Map.of("share", copy.share()),
                    "export only what is new, or give every row an event_id, so that none is stored"
                        + " twice"));
  }

  private void drift(Earlier.Kept before) {
    long least = Math.min(accepted(), before.portrait().rows());
    if (!judged(least)) {
      return;
    }
    length(before);
    strangers(before, Profile.USERS, Severity.INFO);
    strangers(before, Profile.ITEMS, Severity.WARNING);
    missingItems(before);
    types(before);
    rows.portrait()
        .columns()
        .forEach(
            (name, column) ->
                Optional.ofNullable(before.portrait().columns().get(name))
                    .ifPresent(then -> column(name, column, then, before.called())));
  }

  private void length(Earlier.Kept before) {
    double times = (double) accepted() / before.portrait().rows();
    if (times >= LENGTH || times <= 1 / LENGTH) {
      add(
          "drift_rows",
          Severity.INFO,
          "there are %d rows, %s had %d"
              .formatted(accepted(), before.called(), before.portrait().rows()),
          accepted(),
          Map.of("rows", (double) accepted(), "rows_before", (double) before.portrait().rows()),
          "see whether the export is complete, and of the time you meant");
    }
  }

  /// Users or items of an upload of interactions that the one before did not have.
  private void strangers(Earlier.Kept before, String name, Severity severity) {
    if (!ofInteractions()) {
      return;
    }
    shareIn(rows.portrait(), before.portrait(), name)
        .map(share -> 1 - share)
        .filter(strange -> strange >= NEARLY_ALL)
        .ifPresent(
            strange ->
                add(
                    "new_" + name,
                    severity,
                    "about %s of the %s did not stand in %s"
                        .formatted(Findings.percent(strange), name, before.called()),
                    accepted(),
                    Map.of("share", strange),
                    "see whether both exports name them alike"));
  }

  /// A file of items replaces the catalogue.
  private void missingItems(Earlier.Kept before) {
    if (ofInteractions()) {
      return;
    }
    shareIn(before.portrait(), rows.portrait(), Profile.ITEMS)
        .map(share -> 1 - share)
        .filter(gone -> gone >= thresholds.driftWarning())
        .ifPresent(
            gone ->
                add(
                    "missing_items",
                    Severity.WARNING,
                    "about %s of the items of %s are missing; they are not recommended any"
                            .formatted(Findings.percent(gone), before.called())
                        + " more",
                    Math.round(gone * before.portrait().rows()),
                    Map.of("share", gone),
                    "upload the whole catalogue: a file of items replaces it"));
  }

  private void types(Earlier.Kept before) {
    double distance = rows.portrait().distance(before.portrait());
    if (distance >= thresholds.driftWarning()) {
      add(
          "drift_types",
          Severity.WARNING,
          "%s of the rows would have to be of another type for the mix of %s"
              .formatted(Findings.percent(distance), before.called()),
          Math.round(distance * accepted()),
          Map.of("distance", distance),
          "see whether the export left types out or renamed them");
    }
  }

  private void column(String name, Profile.Column now, Profile.Column then, String before) {
    double missing = now.missing() - then.missing();
    if (Math.abs(missing) >= thresholds.driftWarning()) {
      add(
          "drift_missing_" + name,
          Severity.WARNING,
          "%s is missing in %s of the rows, in %s it was in %s"
              .formatted(
                  name, Findings.percent(now.missing()), before, Findings.percent(then.missing())),
          Math.round(Math.abs(missing) * accepted()),
          Map.of("missing", now.missing(), "missing_before", then.missing()),
          "see whether the column was renamed");
    }
    Portrait.shift(now, then)
        .filter(shift -> Math.abs(shift) >= thresholds.shiftWarning())
        .ifPresent(
            shift -> {
              double mean = now.range().map(Profile.Range::mean).orElse(0.0);
              double meanBefore = then.range().map(Profile.Range::mean).orElse(0.0);
              add(
                  "drift_" + name,
                  Severity.WARNING,
                  "%s is %s in the mean, in %s it was %s"
                      .formatted(name, Findings.figure(mean), before, Findings.figure(meanBefore)),
                  Math.round((1 - now.missing()) * accepted()),
                  Map.of("mean", mean, "mean_before", meanBefore, "deviations", shift),
                  "see whether its unit or currency changed");
            });
  }

  /// A file of items has none; sent again it changes nothing.
  private boolean ofInteractions() {
    return !rows.portrait().types().isEmpty();
  }

  private long accepted() {
    return rows.counts().accepted();
  }

  private boolean judged(long count) {
    return count >= thresholds.leastRows();
  }

  private static Optional<Double> shareIn(Portrait mine, Portrait other, String name) {
    OptionalDouble share = mine.sample(name).shareIn(other.sample(name));
    return share.isEmpty() ? Optional.empty() : Optional.of(share.getAsDouble());
  }

  private void add(
      String code,
      Severity severity,
      String message,
      long concerned,
      Map<String, Double> evidence,
      String recommendation) {
    findings.add(new Finding(code, severity, message, concerned, evidence, recommendation));
  }
}
