package io.waymark.ingest.quality;

import io.waymark.interactions.Interaction;
import io.waymark.model.catalogue.Catalogue;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The interactions of a day, all of them accepted already, judged as those of an upload are: the
/// same figures, findings and thresholds.
public final class AcceptedRows {
  private final InteractionLook looked;
  private long rows;

  /// @param catalogue empty where the tenant has none; then no item is unknown
  /// @param until the end of the day
  public AcceptedRows(Catalogue catalogue, Instant until) {
    this.looked = new InteractionLook(catalogue, until);
  }

  public void add(Interaction row) {
    rows++;
    looked.add(row);
  }

  /// An earlier day.
  public record Before(LocalDate day, Portrait portrait) {}

  /// What there is to say.
  ///
  /// @param findings the gravest first; the gravest decides
  /// @param portrait what later days are compared with
  public record Judged(
      Decision decision, Profile profile, List<Finding> findings, Portrait portrait) {
    public Judged {
      findings = List.copyOf(findings);
    }

    /// Numbers for dashboards, as in the report of an upload.
    public Map<String, Double> scores() {
      return profile.scores();
    }
  }

  /// Judges what was added.
  ///
  /// @param before the newest day first
  public Judged judged(List<Before> before, QualityThresholds thresholds) {
    Summary all = looked.summary(new Counts(rows, rows, 0, 0));
    List<Earlier.Kept> kept =
        before.stream()
            .map(each -> new Earlier.Kept("day", each.day().toString(), each.portrait()))
            .toList();
    List<Finding> findings = Findings.of(all, new Earlier(Optional.empty(), kept), thresholds);
    return new Judged(Decision.of(findings), all.profile(), findings, all.portrait());
  }
}
