package io.waymark.eventsource.simulator;

import java.util.EnumMap;
import java.util.Map;

/// How likely each fault is wherever it could happen, from 0 to 1.
public record Faults(Map<Fault, Double> likely) {
  public static final Faults NONE = new Faults(Map.of());

  public Faults {
    likely = Map.copyOf(likely);
    likely.forEach(
        (fault, each) -> {
          if (each < 0 || each >= 1) {
            throw new IllegalArgumentException(fault + " must be likely by 0 to 1, not " + each);
          }
        });
  }

  /// All of them, often enough that a run of some hundred records meets most.
  public static Faults all() {
    Map<Fault, Double> likely = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      likely.put(
          fault,
          switch (fault) {
            case STORE_REFUSES, STORE_ANSWER_LOST, RESHARDED -> .006;
            case CRASH_BEFORE_WRITE, CRASH_AFTER_WRITE, WRITE_LANDS_LATE, TIME_OUT -> .003;
            case HANDLER_ERROR, ANSWER_LOST, MALFORMED_ANSWER, DELIVERED_AGAIN -> .05;
            case THROTTLED, READ_EMPTY, READ_THROTTLED, ITERATOR_EXPIRED, SENT_AGAIN -> .05;
            case READ_SHORT -> .5;
            case DELAYED, DESTINATION_DOWN, CLOCK_SKEWED -> .2;
          });
    }
    return new Faults(likely);
  }

  /// These, but `fault` as likely as said.
  public Faults with(Fault fault, double chance) {
    Map<Fault, Double> changed = new EnumMap<>(Fault.class);
    changed.putAll(likely);
    changed.put(fault, chance);
    return new Faults(changed);
  }

  double of(Fault fault) {
    return likely.getOrDefault(fault, 0.0);
  }
}
