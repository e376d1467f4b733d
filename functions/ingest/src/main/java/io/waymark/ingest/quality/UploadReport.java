package io.waymark.ingest.quality;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What became of an upload.
///
/// @param fileFormat `parquet`, `csv` or `jsonl`, as the file turned out to be
/// @param rejectedByReason each rejected row under its first reason
/// @param decision `approved`, `approved_with_warnings`, `held` where nothing is stored before
///   someone approves it, or `refused` where nothing is stored
/// @param approvedBy who approved it although it was held: the id of the member or API key
/// @param refusal why
/// @param scores what the accepted rows look like, in a few numbers; diversity and collapse are
///   from 0 to 1
/// @param findings the gravest first; the gravest decides
/// @param thresholds from where on findings are warnings, or hold the upload, by name: what judged
///   it
/// @param profile what they look like, before they were compared with what came in by other ways
/// @param peakMemoryBytes the most memory the process had so far
@Serdeable
public record UploadReport(
    String uploadId,
    String kind,
    @Schema(nullable = true) Optional<String> fileFormat,
    long read,
    long accepted,
    long duplicate,
    long rejected,
    Map<String, Long> rejectedByReason,
    String decision,
    @Schema(nullable = true) Optional<String> approvedBy,
    @Schema(nullable = true) Optional<String> refusal,
    Map<String, Double> scores,
    Profile profile,
    List<Finding> findings,
    @Schema(nullable = true) Optional<Map<String, Double>> thresholds,
    List<Stage> stages,
    long peakMemoryBytes) {
  public UploadReport {
    rejectedByReason = Map.copyOf(rejectedByReason);
    scores = Map.copyOf(scores);
    findings = List.copyOf(findings);
    thresholds = thresholds.map(Map::copyOf);
    stages = List.copyOf(stages);
  }

  public UploadReport with(Profile nextProfile, List<Finding> nextFindings) {
    return new UploadReport(
        uploadId,
        kind,
        fileFormat,
        read,
        accepted,
        duplicate,
        rejected,
        rejectedByReason,
        decision,
        approvedBy,
        refusal,
        scores,
        nextProfile,
        nextFindings,
        thresholds,
        stages,
        peakMemoryBytes);
  }

  /// A part of the work and how long it took.
  @Serdeable
  public record Stage(String name, double seconds) {}
}
