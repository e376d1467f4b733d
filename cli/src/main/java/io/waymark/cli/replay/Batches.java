package io.waymark.cli.replay;

import io.waymark.eventsource.BatchFailures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Invokes a stream's function with a batch that was given up, as the stream did: the records have
/// the names they had, so that what was stored before is a duplicate.
record Batches(GivenUpBatches store, StreamFunctions functions) {
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
    return switch (BatchFailures.read(answer.text().getBytes(StandardCharsets.UTF_8))) {
      case io.waymark.eventsource.Outcome.Applied _ -> {
        store.remove(batch);
        yield new Outcome.Taken();
      }
      case io.waymark.eventsource.Outcome.Partial(Set<String> failed) ->
          new Outcome.Failed("stopped before record " + String.join(", ", failed));
      case io.waymark.eventsource.Outcome.Failed(String why) -> new Outcome.Failed(why);
      case io.waymark.eventsource.Outcome.Throttled _ -> new Outcome.Failed("is throttled");
    };
  }
}
