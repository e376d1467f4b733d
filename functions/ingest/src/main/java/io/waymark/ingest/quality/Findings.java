package io.waymark.ingest.quality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Judges the figures of a file.
public final class Findings {
  /// Money is skewed, by about 6; so much is one row that outweighs all others.
  private static final double SKEWED = 20;

  static final String DOMINANT = "dominant_";
  static final String USER = "user";
  public static final String DOMINANT_USER = DOMINANT + USER;

  private static final double NEARLY_ALL = 0.9;
  private static final double SAME = 0.999;

  private final QualityThresholds thresholds;
  private final List<Finding> findings = new ArrayList<>();

  private Findings(QualityThresholds thresholds) {
    this.thresholds = thresholds;
  }

  /// What there is to say of a file that was read, the gravest first.
  public static List<Finding> of(Summary rows, Earlier earlier, QualityThresholds thresholds) {
    Findings all = new Findings(thresholds);
    all.judge(rows);
    all.findings.addAll(Comparison.of(rows, earlier, thresholds));
    all.findings.sort(Comparator.comparing(Finding::severity).reversed());
    return List.copyOf(all.findings);
  }

  private void judge(Summary rows) {
    rejected(rows.counts());
    duplicates(rows.counts());
    Profile profile = rows.profile();
    dominant(profile, Profile.USERS, USER, "a robot, a test account or a wrong column of ids");
    dominant(profile, Profile.ITEMS, "item", "a default value or a wrong column of ids");
    dominantCategory(profile);
    lowDiversity(profile, Profile.USERS);
    lowDiversity(profile, Profile.ITEMS);
    profile.times().ifPresent(times -> times(times, profile));
    repeats(profile);
    if (profile.rows() >= thresholds.leastRows()) {
      profile.columns().forEach((name, column) -> column(name, column, profile.rows()));
    }
    correlations(profile);
    noted(rows);
  }

  private void rejected(Counts counts) {
    double share = share(counts.rejected(), counts.read());
    graded(counts.read(), share, thresholds.rejectedWarning(), thresholds.rejectedHeld())
        .ifPresent(
            severity ->
                add(
                    "many_rejected",
                    severity,
                    percent(share) + " of the rows were rejected",
                    counts.rejected(),
                    Map.of("share", share),
                    "look at the reasons and the rejected rows, correct the export and upload it"
                        + " again"));
  }

  private void duplicates(Counts counts) {
    double share = share(counts.duplicate(), counts.read());
    if (warned(counts.read(), share, thresholds.duplicateWarning())) {
      add(
          "many_duplicates",
          Severity.WARNING,
          percent(share) + " of the rows stand in the file more than once",
          counts.duplicate(),
          Map.of("share", share),
          "see whether the export joins tables so that rows multiply");
    }
  }

  private void dominant(Profile profile, String name, String what, String cause) {
    Optional.ofNullable(profile.dimensions().get(name))
        .ifPresent(
            dimension ->
                graded(
                        profile.rows(),
                        dimension.collapse(),
                        thresholds.dominantWarning(),
                        thresholds.dominantHeld())
                    .ifPresent(
                        severity ->
                            add(
                                DOMINANT + what,
                                severity,
                                "the %s %s has %s of the rows"
                                    .formatted(
                                        what,
                                        Tally.shortened(dimension.top()),
                                        percent(dimension.topShare())),
                                Math.round(dimension.topShare() * profile.rows()),
                                Map.of(
                                    "top_share", dimension.topShare(),
                                    "collapse", dimension.collapse(),
                                    "distinct", (double) dimension.distinct()),
                                "see whether that is " + cause + "; leave those rows out if so")));
  }

  /// A shop may have one category, so this only says it.
  private void dominantCategory(Profile profile) {
    Optional.ofNullable(profile.dimensions().get(Profile.CATEGORIES))
        .filter(each -> warned(profile.rows(), each.collapse(), thresholds.dominantHeld()))
        .ifPresent(
            dimension ->
                add(
                    "dominant_category",
                    Severity.INFO,
                    "the category %s has %s of the rows that have one"
                        .formatted(Tally.shortened(dimension.top()), percent(dimension.topShare())),
                    Math.round(
                        dimension.topShare() * (1 - missing(profile, "category")) * profile.rows()),
                    Map.of(
                        "top_share", dimension.topShare(),
                        "collapse", dimension.collapse(),
                        "distinct", (double) dimension.distinct()),
                    "see whether the export was cut to one part of the shop"));
  }

  private void lowDiversity(Profile profile, String name) {
    Optional.ofNullable(profile.dimensions().get(name))
        .filter(dimension -> profile.rows() >= thresholds.leastRows())
        .filter(dimension -> dimension.diversity() < thresholds.diversityWarning())
        .ifPresent(
            dimension ->
                add(
                    "low_diversity_" + name,
                    Severity.WARNING,
                    "nearly all rows are about a few of the " + dimension.distinct() + " " + name,
                    profile.rows(),
                    Map.of("diversity", dimension.diversity(), "gini", dimension.gini()),
                    "see whether the export is complete; recommendations will know little else"));
  }

  private void times(Profile.Times times, Profile profile) {
    long timed = Math.round(profile.rows() * (1 - missing(profile, "timestamp")));
    if (warned(timed, times.busiestMinuteShare(), thresholds.burstWarning())) {
      add(
          "burst",
          Severity.WARNING,
          "%s of the rows happened in the minute from %s on"
              .formatted(percent(times.busiestMinuteShare()), times.busiestMinute()),
          Math.round(times.busiestMinuteShare() * timed),
          Map.of("share", times.busiestMinuteShare()),
          "see whether the time of the export stands where the time of the event should; training"
              + " cuts by time");
    }
    if (times.ahead() > 0) {
      add(
          "ahead_of_time",
          Severity.INFO,
          "rows happened after the file came",
          Math.round(times.ahead() * timed),
          Map.of("share", times.ahead()),
          "see whether times carry their zone");
    }
    if (times.old() > 0) {
      add(
          "long_ago",
          Severity.INFO,
          "rows are more than ten years old",
          Math.round(times.old() * timed),
          Map.of("share", times.old()),
          "leave out what says nothing of today's users");
    }
  }

  private void repeats(Profile profile) {
    if (warned(profile.rows(), profile.repeats(), thresholds.repeatWarning())) {
      add(
          "near_identical_rows",
          Severity.WARNING,
          percent(profile.repeats()) + " of the rows repeat a user and item of the file",
          Math.round(profile.repeats() * profile.rows()),
          Map.of("share", profile.repeats(), "pairs", (double) profile.pairs()),
          "see whether one action is written as many events");
    }
  }

  private void column(String name, Profile.Column column, long rows) {
    long present = Math.round((1 - column.missing()) * rows);
    column
        .range()
        .ifPresent(
            range -> {
              if (range.constant()) {
                add(
                    "constant_" + name,
                    Severity.INFO,
                    name + " is " + range.least() + " in every row that has it",
                    present,
                    Map.of("value", range.least()),
                    "leave the column out; it tells rows apart in nothing");
              } else {
                numbers(name, range, present);
              }
            });
  }

  private void numbers(String name, Profile.Range range, long present) {
    Profile.Spread spread = range.spread();
    if (warned(present, spread.outliers(), thresholds.outlierWarning())) {
      add(
          "outliers_" + name,
          Severity.WARNING,
          "%s of the values of %s are far from the middle half, which is from %s to %s"
              .formatted(
                  percent(spread.outliers()), name, figure(spread.lower()), figure(spread.upper())),
          Math.round(spread.outliers() * present),
          Map.of(
              "share", spread.outliers(),
              "lower_quartile", spread.lower(),
              "upper_quartile", spread.upper(),
              "least", range.least(),
              "most", range.most()),
          "see whether two units or currencies are mixed in the column");
    }
    if (present >= thresholds.leastRows() && Math.abs(range.skewness()) >= SKEWED) {
      add(
          "skewed_" + name,
          Severity.INFO,
          "a few values of %s outweigh all others: from %s to %s, mean %s"
              .formatted(name, figure(range.least()), figure(range.most()), figure(range.mean())),
          present,
          Map.of("skewness", range.skewness(), "mean", range.mean(), "median", spread.median()),
          "see whether the greatest of them are mistakes");
    }
    if (warned(present, spread.topShare(), NEARLY_ALL)) {
      add(
          DOMINANT + name,
          Severity.INFO,
          "%s is %s in %s of the rows that have it"
              .formatted(name, figure(spread.top()), percent(spread.topShare())),
          Math.round(spread.topShare() * present),
          Map.of("value", spread.top(), "share", spread.topShare()),
          "see whether it is a default that stands for nothing; leave it empty there if so");
    }
  }

  private void correlations(Profile profile) {
    profile
        .correlations()
        .forEach(
            (names, pair) -> {
              if (warned(pair.rows(), Math.abs(pair.r()), SAME)) {
                add(
                    "correlated_" + names,
                    Severity.INFO,
                    "one of the columns of " + names + " follows from the other",
                    pair.rows(),
                    Map.of("r", pair.r()),
                    "see whether one column was exported under two names");
              }
            });
  }

  private void noted(Summary rows) {
    long accepted = rows.counts().accepted();
    rows.noted()
        .forEach(
            (note, tally) -> {
              double share = share(tally.rows(), accepted);
              boolean many =
                  switch (note) {
                    case UNKNOWN_ITEMS -> warned(accepted, share, thresholds.unknownWarning());
                    case WITHOUT_TIME -> warned(accepted, share, thresholds.untimedWarning());
                    case UNKNOWN_TYPES, UNKNOWN_COLUMNS, WITHOUT_NAME -> false;
                  };
              add(
                  note.code(),
                  many ? Severity.WARNING : Severity.INFO,
                  note.message(tally.examples()),
                  tally.rows(),
                  Map.of("share", share),
                  note.recommendation());
            });
  }

  private Optional<Severity> graded(long rows, double value, double warning, double held) {
    if (warned(rows, value, held)) {
      return Optional.of(Severity.CRITICAL);
    }
    return warned(rows, value, warning) ? Optional.of(Severity.WARNING) : Optional.empty();
  }

  private boolean warned(long rows, double value, double threshold) {
    return rows >= thresholds.leastRows() && value >= threshold;
  }

  private void add(
      String code,
      Severity severity,
      String message,
      long rows,
      Map<String, Double> evidence,
      String recommendation) {
    findings.add(new Finding(code, severity, message, rows, evidence, recommendation));
  }

  private static double missing(Profile profile, String column) {
    return Optional.ofNullable(profile.columns().get(column))
        .map(Profile.Column::missing)
        .orElse(1.0);
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  static String figure(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
