package io.waymark.eventsource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/// Reads the answer of a function to a batch: `{"batchItemFailures": [{"itemIdentifier": "…"}]}`.
public final class BatchFailures {
  private static final ObjectMapper JSON = new ObjectMapper();

  private BatchFailures() {}

  /// An answer that is empty or names nothing means that all were applied; an identifier that is
  /// missing or empty fails the batch, as does an answer of another shape.
  public static Outcome read(byte[] answer) {
    if (answer.length == 0) {
      return new Outcome.Applied();
    }
    try {
      JsonNode root = JSON.readTree(answer);
      JsonNode failures = root.path("batchItemFailures");
      if (root.isNull() || root.isMissingNode()) {
        return new Outcome.Applied();
      }
      if (!root.isObject()) {
        return new Outcome.Failed("its answer is no object");
      }
      if (failures.isMissingNode() || failures.isNull()) {
        return new Outcome.Applied();
      }
      if (!failures.isArray()) {
        return new Outcome.Failed("its batchItemFailures are no list");
      }
      Set<String> failed = new HashSet<>();
      for (JsonNode each : failures) {
        failed.add(each.path("itemIdentifier").asText(""));
      }
      return failed.isEmpty() ? new Outcome.Applied() : new Outcome.Partial(failed);
    } catch (IOException malformed) {
      return new Outcome.Failed("its answer is no JSON");
    }
  }
}
