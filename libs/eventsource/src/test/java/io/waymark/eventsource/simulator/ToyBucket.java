package io.waymark.eventsource.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A bucket, a handler of its notifications that is right but for one mistake, and its store, which
/// keeps the newest version of each object.
final class ToyBucket {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> TENANTS = List.of("shop", "rival");
  private static final List<String> NAMES = List.of("a b.csv", "ü+1.csv", "plain.csv");

  private final Simulation simulation;
  private final BucketMistake mistake;
  private final Ledger ledger = new Ledger();
  private final SimulatedQueue queue;
  private final SimulatedBucket bucket;

  private final Map<String, SimulatedBucket.Stored> versions = new HashMap<>();

  private int leases;

  /// By key, the sequencer of the version that is stored.
  private final Map<String, String> stored = new HashMap<>();

  ToyBucket(long seed, Faults faults, BucketMistake mistake) {
    this.simulation = new Simulation(seed, faults, ToyStream.START);
    this.mistake = mistake;
    this.queue =
        new SimulatedQueue(
            simulation,
            AsynchronousConfig.DEFAULT,
            new Instances(simulation, Duration.ofSeconds(30), Handler::new));
    this.bucket = new SimulatedBucket(simulation, "data", queue::accept);
  }

  /// Puts so many objects within twenty minutes and runs to the end.
  List<String> run(int objects) {
    for (int at = 0; at < objects; at++) {
      String content = "c" + at;
      simulation.after(simulation.upTo(Duration.ofMinutes(20)), () -> put(content));
    }
    List<String> trace = simulation.run();
    for (SimulatedQueue.Dead dead : queue.dead()) {
      try {
        Notice notice = Notice.of(dead.event());
        ledger.onFailure(notice.decoded() + " " + notice.sequencer());
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return trace;
  }

  List<Violation> judge() {
    return ledger.judge(Ledger.Rule.NEWEST);
  }

  private void put(String content) {
    String tenant = TENANTS.get(simulation.below(TENANTS.size()));
    String key = tenant + "/" + NAMES.get(simulation.below(NAMES.size()));
    SimulatedBucket.Stored put = bucket.put(key, content);
    versions.put(key + " " + put.sequencer(), put);
    ledger.accepted(new Item(key + " " + put.sequencer(), tenant, key, put.sequencer(), content));
  }

  private record Notice(String key, String sequencer) {
    static Notice of(String event) throws IOException {
      JsonNode object = JSON.readTree(event).path("Records").path(0).path("s3").path("object");
      return new Notice(object.path("key").asText(), object.path("sequencer").asText());
    }

    String decoded() {
      return URLDecoder.decode(key, StandardCharsets.UTF_8);
    }
  }

  private final class Handler implements SimulatedFunction {
    private Optional<String> before = Optional.empty();

    @Override
    public String invoke(String event) throws IOException {
      Notice notice = Notice.of(event);
      String lease = "lease " + leases++;
      if (mistake == BucketMistake.LEAVES_ITS_LEASE) {
        write(lease, () -> ledger.leased(lease));
      }
      try {
        examine(
            mistake == BucketMistake.DOES_NOT_DECODE_KEYS ? notice.key() : notice.decoded(),
            notice.sequencer());
      } catch (RuntimeException failed) {
        if (mistake != BucketMistake.SWALLOWS_ERRORS) {
          throw failed;
        }
      }
      ledger.released(lease);
      return "\"done\"";
    }

    private void examine(String key, String sequencer) {
      Optional<SimulatedBucket.Stored> there =
          simulation.read(
              "get " + key, () -> Optional.ofNullable(versions.get(key + " " + sequencer)));
      there.ifPresent(each -> store(key, each));
    }

    private void store(String key, SimulatedBucket.Stored object) {
      String own = key.substring(0, key.indexOf('/'));
      String tenant =
          mistake == BucketMistake.TENANT_OF_THE_INVOCATION_BEFORE ? before.orElse(own) : own;
      before = Optional.of(own);
      String marker = mistake == BucketMistake.COMPARES_SEQUENCERS_OF_DIFFERENT_KEYS ? "any" : key;
      String what = "store " + key + " " + object.sequencer();
      write(
          what,
          () -> {
            int compared = object.sequencer().compareTo(stored.getOrDefault(marker, ""));
            boolean newer =
                switch (mistake) {
                  case NO_MARKER -> compared >= 0;
                  case BELIEVES_THE_LAST_TO_COME -> compared != 0;
                  default -> compared > 0;
                };
            if (newer) {
              stored.put(marker, object.sequencer());
              ledger.applied(tenant, object.sequencer(), object.content());
            }
          });
    }

    private void write(String what, Runnable effect) {
      boolean _ =
          simulation.write(
              what,
              () -> {
                effect.run();
                return true;
              });
    }
  }
}
