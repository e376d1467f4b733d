package io.waymark.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/// Invokes a stream's function with a batch that was given up, as the stream did: the records have
/// the names they had, so that what was stored before is a duplicate.
record Batches(GivenUpStore store, StreamFunctions functions) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// What became of a batch.
  sealed interface Outcome {
    /// Every record is stored, was stored before, or is among the dead letters; it is removed.
    record Taken() implements Outcome {}

    /// It stays.
    record Failed(String why) implements Outcome {}
  }

  Outcome replay(GivenUpBatch batch) throws IOException {
    StreamFunctions.Answer answer = functions.invoke(batch.functionArn(), batch.event());
    if (answer.failed()) {
      return new Outcome.Failed(answer.text());
    }
    JsonNode failures = JSON.readTree(answer.text()).path("batchItemFailures");
    if (!failures.isEmpty()) {
      return new Outcome.Failed(
          "stopped before record " + failures.path(0).path("itemIdentifier").asText());
    }
    store.remove(batch);
    return new Outcome.Taken();
  }
}
