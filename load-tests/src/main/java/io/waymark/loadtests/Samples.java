package io.waymark.loadtests;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/// Takes the requests and accepted events of a scenario while it runs, from Gatling's threads.
final class Samples {
  private final Queue<Sample> all = new ConcurrentLinkedQueue<>();
  private final Queue<String> acceptedEvents = new ConcurrentLinkedQueue<>();
  private final LongAdder requests = new LongAdder();
  private final LongAdder errors = new LongAdder();

  void add(Sample sample) {
    all.add(sample);
    requests.increment();
    if (!sample.ok()) {
      errors.increment();
    }
  }

  void accepted(List<String> eventIds) {
    acceptedEvents.addAll(eventIds);
  }

  /// Whatever has been added by now, but for the first `before`.
  List<Sample> listAfter(long before) {
    return all.stream().skip(before).toList();
  }

  List<Sample> list() {
    return listAfter(0);
  }

  List<String> acceptedEvents() {
    return List.copyOf(acceptedEvents);
  }

  long requests() {
    return requests.sum();
  }

  long errors() {
    return errors.sum();
  }
}
