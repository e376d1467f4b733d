package io.waymark.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Brings a file in as any API user would, and says what became of its rows.
final class Uploads {
  private static final String UPLOADS = "/api/v1/data/uploads";

  private final Api api;
  private final Screen screen;
  private final Waits waits;

  Uploads(Api api, Screen screen, Waits waits) {
    this.api = api;
    this.screen = screen;
    this.waits = waits;
  }

  /// @param kind `items` or `interactions`
  void upload(String kind, Path file) {
    long size = size(file);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("kind", kind);
    String format = format(file);
    if (!format.isEmpty()) {
      body.put("format", format);
    }
    body.put("size_bytes", size);
    JsonNode created = api.post(UPLOADS, body);
    Map<String, String> headers = new LinkedHashMap<>();
    created
        .path("headers")
        .propertyStream()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    api.send(created.path("method").asText("PUT"), created.path("url").asText(), headers, file);
    screen.line(
        "%s, %s, put to a presigned URL; its arrival in S3 starts ingest"
            .formatted(file.getFileName(), bytes(size)));
    String path = UPLOADS + "/" + created.path("upload_id").asText();
    JsonNode ended = follow(path, kind);
    print(ended, path);
  }

  private JsonNode follow(String path, String kind) {
    try (Meter meter = screen.meter("ingest " + kind)) {
      return waits.until(
          "the upload",
          () -> api.get(path),
          upload -> {
            String state = upload.path("state").asText();
            long accepted = upload.path("accepted").asLong();
            meter.at(accepted == 0 ? state : state + ", " + Screen.count(accepted) + " rows");
            return switch (state) {
              case "done", "refused", "failed", "held", "discarded" -> true;
              default -> false;
            };
          });
    }
  }

  private void print(JsonNode upload, String path) {
    String state = upload.path("state").asText();
    if (!state.equals("done")) {
      throw new StepException(
          "the upload was %s: %s"
              .formatted(state, upload.path("message").asText("no reason was given")));
    }
    JsonNode report = api.get(path + "/report");
    screen.line(
        "quality report: %s. %s read, %s accepted, %s duplicate, %s rejected"
            .formatted(
                report.path("decision").asText("done"),
                count(report, "read"),
                count(report, "accepted"),
                count(report, "duplicate"),
                count(report, "rejected")));
    String reasons =
        report
            .path("rejected_by_reason")
            .propertyStream()
            .map(each -> Screen.count(each.getValue().asLong()) + " " + each.getKey())
            .collect(Collectors.joining(", "));
    if (!reasons.isEmpty()) {
      screen.line("rejected for: " + reasons);
    }
    report
        .path("findings")
        .valueStream()
        .map(finding -> finding.path("message").asText(""))
        .filter(message -> !message.isEmpty())
        .forEach(message -> screen.line("finding: " + message));
    if (report.path("accepted").asLong() == 0 && report.path("duplicate").asLong() == 0) {
      throw new StepException("no row of the file was accepted");
    }
  }

  private static String count(JsonNode report, String field) {
    return Screen.count(report.path(field).asLong());
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new StepException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /// By the name's ending: `csv.gz`; empty where the name says nothing.
  static String format(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    String packed = name.endsWith(".gz") ? ".gz" : name.endsWith(".zst") ? ".zst" : "";
    String plain = name.substring(0, name.length() - packed.length());
    String ending = plain.substring(plain.lastIndexOf('.') + 1);
    return switch (ending) {
      case "parquet", "csv", "tsv", "jsonl", "ndjson", "json" -> ending + packed;
      default -> "";
    };
  }

  private static String bytes(long size) {
    return size < 10_000_000
        ? Screen.count(Math.max(1, size / 1000)) + " kB"
        : Screen.count(size / 1_000_000) + " MB";
  }
}
