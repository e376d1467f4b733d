package io.waymark.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/// `POST /recommend` over HTTP to a whole service in a process of its own, from sixteen connections
/// that stay; who asks shares the processors. First as different questions, so that each history is
/// folded in and scored, then as the same ones over again.
final class HttpRow implements Row {
  private static final String SET = "ml-100k";
  private static final int CONNECTIONS = 16;
  private static final int USERS = 943;
  private static final int ITEMS = 1_682;
  private static final int ROWS = 80_000;

  /// What gorse gave (recommend, SQLite, 16 connections): requests a second, and milliseconds.
  private static final double THEIR_RATE = 438;

  private static final double THEIR_P99 = 244;

  /// Of these many rounds' length the compiler has its way first, and each history is read.
  private static final int WARMING = 8;

  /// Longer than those of quick calls, since 99th parts are asked for.
  private static final int ROUND = 3;

  private static final String RATE = "requests";
  private static final String P50 = "p50";
  private static final String P99 = "p99";
  private static final String FRESH = "in memory, ";
  private static final String AGAIN = "in memory, the same questions again, ";
  private static final String STORED = "DynamoDB Local, ";

  private final Source source;

  HttpRow() {
    this((setting, environment) -> ServiceProcess.start(setting.folder(), environment));
  }

  HttpRow(Source source) {
    this.source = source;
  }

  /// Where services come from.
  @FunctionalInterface
  interface Source {
    /// Starts one.
    ///
    /// @param environment of its process
    Target start(Setting setting, Map<String, String> environment) throws IOException;
  }

  @Override
  public String name() {
    return "http";
  }

  @Override
  public String goal() {
    return "HTTP recommend with fold-in, ml-100k, 16 connections on 2 cores, stores in memory: ≥"
        + " 10 × the 438 req/s, p99 ≤ 1/10 of the 244 ms that gorse gave with SQLite"
        + " (context, no duel)";
  }

  @Override
  public Outcome measure(Setting setting) throws IOException {
    Dataset data = data(setting);
    List<String> notes = new ArrayList<>();
    Map<String, Spread> measured = new HashMap<>();
    try (Target service = source.start(setting, Map.of("WAYMARK_STORES", "memory"))) {
      measured.putAll(inMemory(setting, data, service, notes));
    }
    // Everything again, to see what the store takes: at the full size alone.
    if (setting.scale().isFull()) {
      try (Target service = source.start(setting, Map.of())) {
        measured.putAll(stored(setting, data, service, notes));
      }
    }
    notes.add("gorse: its recommend, SQLite, 16 connections, on another machine; no duel");
    notes.add(
        "top 10, an API key, the limit of requests lifted by the operator; the service as"
            + " ./waymark up starts it, who asks in this process on the same processors; every"
            + " answer a 200 with items");
    return new Outcome.Measured(figures(measured), notes);
  }

  private static Dataset data(Setting setting) throws IOException {
    if (setting.data().isPresent() && Files.isDirectory(setting.data().get().resolve(SET))) {
      return Dataset.read(setting.data().get(), SET);
    }
    // Fewer than these would teach a model nothing that popularity does not know.
    boolean full = setting.scale().isFull();
    return Dataset.write(
        Files.createTempDirectory(setting.folder(), "sets"),
        SET,
        full
            ? new MadeInteractions(USERS, ITEMS, ROWS * 5 / 4, 7)
            : new MadeInteractions(200, 120, 4_000, 7));
  }

  private static Map<String, Spread> inMemory(
      Setting setting, Dataset data, Target service, List<String> notes) throws IOException {
    try (HttpTenant tenant = HttpTenant.make(service)) {
      String algorithm = fill(setting, tenant, data);
      notes.add(
          "%s: %s rows, %s users, %s items; model: %s"
              .formatted(
                  setting.data().isPresent() ? SET + " of --data" : "made-up, as large as " + SET,
                  Numbers.text(data.matrix().entries().size()),
                  Numbers.text(data.matrix().users().size()),
                  Numbers.text(data.matrix().items().size()),
                  algorithm));
      Questions questions = new Questions(data);
      Callers callers = new Callers(service.url(), tenant.key(), CONNECTIONS);
      Duration patience = setting.scale().patience();
      setting.note("warming the service up");
      Callers.Answered _ = callers.ask(questions::fresh, patience.multipliedBy(WARMING));
      setting.note("asking the service, " + setting.rounds() + " rounds");
      Counted fresh = new Counted(tenant, callers, FRESH, questions::fresh);
      Counted again = new Counted(tenant, callers, AGAIN, questions::again);
      Map<String, Spread> measured =
          Timing.rounds(
              setting.rounds(),
              List.of(
                  () -> fresh.round(patience.multipliedBy(ROUND)),
                  () -> again.round(patience.multipliedBy(ROUND))));
      notes.add("each request another question: %s".formatted(fresh.kept));
      notes.add("the same questions again, one for each user: %s".formatted(again.kept));
      return measured;
    }
  }

  private static Map<String, Spread> stored(
      Setting setting, Dataset data, Target service, List<String> notes) throws IOException {
    try (HttpTenant tenant = HttpTenant.make(service)) {
      String _ = fill(setting, tenant, data);
      Questions questions = new Questions(data);
      Callers callers = new Callers(service.url(), tenant.key(), CONNECTIONS);
      Duration patience = setting.scale().patience();
      setting.note("warming the service with DynamoDB Local up");
      Callers.Answered _ = callers.ask(questions::fresh, patience.multipliedBy(WARMING));
      setting.note("asking it, " + setting.rounds() + " rounds");
      Counted fresh = new Counted(tenant, callers, STORED, questions::fresh);
      Map<String, Spread> measured =
          Timing.rounds(setting.rounds(), List.of(() -> fresh.round(patience.multipliedBy(ROUND))));
      notes.add("DynamoDB Local reads each history anew: %s".formatted(fresh.kept));
      return measured;
    }
  }

  private static String fill(Setting setting, HttpTenant tenant, Dataset data) throws IOException {
    setting.note("uploading and training over HTTP");
    Path file = data.root().resolve(data.name()).resolve(Dataset.TRAIN);
    tenant.upload(file, Files.size(file));
    return tenant.train(
        setting.scale().isFull() ? Map.of() : Map.of("algorithm", "ials"),
        data.matrix().users().getFirst());
  }

  private static List<Figure> figures(Map<String, Spread> measured) {
    List<Figure> figures = new ArrayList<>();
    Bound rate = Bound.atLeast(10 * THEIR_RATE).stretched(25 * THEIR_RATE);
    figures.add(figure(measured, FRESH + RATE, "/s", List.of(new Held.Fixed(rate))));
    figures.add(figure(measured, FRESH + P50, "ms", List.of()));
    figures.add(
        figure(measured, FRESH + P99, "ms", List.of(new Held.Fixed(Bound.atMost(THEIR_P99 / 10)))));
    for (String other : List.of(AGAIN, STORED)) {
      if (measured.containsKey(other + RATE)) {
        figures.add(figure(measured, other + RATE, "/s", List.of()));
        figures.add(figure(measured, other + P50, "ms", List.of()));
        figures.add(figure(measured, other + P99, "ms", List.of()));
      }
    }
    return figures;
  }

  private static Figure figure(
      Map<String, Spread> measured, String what, String unit, List<Held> held) {
    return new Figure(what, Spread.of(measured, what), unit, held);
  }

  /// One kind of question, and how many answers to it were kept ones.
  private static final class Counted {
    private final HttpTenant tenant;
    private final Callers callers;
    private final String name;
    private final IntFunction<String> bodies;
    private KeptAnswers kept = new KeptAnswers(0, 0);

    Counted(HttpTenant tenant, Callers callers, String name, IntFunction<String> bodies) {
      this.tenant = tenant;
      this.callers = callers;
      this.name = name;
      this.bodies = bodies;
    }

    Map<String, Double> round(Duration length) throws IOException {
      KeptAnswers before = tenant.keptAnswers();
      Callers.Answered answered = callers.ask(bodies, length);
      kept = kept.and(tenant.keptAnswers().since(before));
      return Map.of(
          name + RATE, answered.perSecond(),
          name + P50, answered.p50(),
          name + P99, answered.p99());
    }
  }

  /// One user after the other.
  private record Questions(List<String> users, List<String> items) {
    Questions(Dataset data) {
      this(data.matrix().users(), data.matrix().items());
    }

    String again(int number) {
      return "{\"user_id\":\"" + users.get(number % users.size()) + "\"}";
    }

    /// Another item left out each time a user comes round again.
    String fresh(int number) {
      return "{\"user_id\":\""
          + users.get(number % users.size())
          + "\",\"exclude_items\":[\""
          + items.get(number / users.size() % items.size())
          + "\"]}";
    }
  }
}
