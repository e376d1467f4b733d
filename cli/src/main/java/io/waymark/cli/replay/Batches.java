package io.waymark.cli.replay;

import io.waymark.eventsource.BatchFailures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

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

  /// What became of one of them.
  @FunctionalInterface
  interface Told {
    void of(GivenUpBatch batch, Outcome outcome);
  }

  /// Puts back those whose names are picked, one after the other.
  ///
  /// @return what was picked and is no batch, or is gone meanwhile
  List<String> replay(Predicate<String> picked, Told told) throws IOException {
    List<String> others = new ArrayList<>();
    try (Stream<String> names = store.names().filter(picked)) {
      for (Iterator<String> each = names.iterator(); each.hasNext(); ) {
        String name = each.next();
        Optional<GivenUpBatch> batch = store.find(name);
        if (batch.isPresent()) {
          told.of(batch.get(), replay(batch.get()));
        } else {
          others.add(name);
        }
      }
    }
    return others;
  }

  private Outcome replay(GivenUpBatch batch) throws IOException {
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
