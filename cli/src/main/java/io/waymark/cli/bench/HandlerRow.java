package io.waymark.cli.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A whole warm request as Lambda hands it over, one at a time: JSON of API Gateway's proxy event
/// in, JSON of its answer out, with credential, limits, filter, history, model, cursor and usage
/// line. No two requests are the same question, so that no answer is a kept one.
final class HandlerRow implements Row {
  private static final int ITEMS = 100_000;
  private static final int USERS = 256;
  private static final int FILTERS = 8;
  private static final String PATH = "/api/v1/recommend";

  /// Of these many rounds' length the compiler has its way first.
  private static final int WARMING = 5;

  private static final String P50 = "p50";
  private static final String P99 = "p99";
  private static final String CPU = "processor";
  private static final String FIRST = "first";

  @Override
  public String name() {
    return "handler";
  }

  @Override
  public String goal() {
    return "whole handler, warm, 100k items, filter, 50 events, stores in memory: p50 ≤ 2 ms, p99"
        + " ≤ 10 ms, one core (stretch p50 1 ms)";
  }

  @Override
  public Outcome measure(Setting setting) throws IOException {
    Path folder = Files.createTempDirectory(setting.folder(), "handler");
    int items = setting.scale().of(ITEMS);
    setting.note("making a catalogue, a model and histories of " + items + " items");
    PlantedShop shop =
        PlantedShop.plant(
            Files.createDirectory(folder.resolve("model")), items, setting.scale().of(USERS));
    try (RecommendFunction function =
        RecommendFunction.open(
            Files.createDirectory(folder.resolve("function")),
            Map.of("waymark.stores", "memory"))) {
      Questions questions = new Questions(function, shop);
      questions.once();
      setting.note("warming the handler up");
      Duration patience = setting.scale().patience();
      double[] _ = Timing.times(questions, patience.multipliedBy(WARMING));
      setting.note("asking the handler, " + setting.rounds() + " rounds");
      KeptAnswers before = KeptAnswers.in(function.ask(questions.health()));
      Map<String, Spread> measured =
          Timing.rounds(
              setting.rounds(),
              List.of(
                  () -> round(questions, patience),
                  () -> Map.of(FIRST, questions.withNewFilter())));
      KeptAnswers kept = KeptAnswers.in(function.ask(questions.health())).since(before);
      return new Outcome.Measured(figures(measured, items), notes(shop, kept));
    }
  }

  private static Map<String, Double> round(Questions questions, Duration patience)
      throws IOException {
    double[][] times = new double[1][];
    int before = questions.asked;
    double cpu =
        Timing.seconds(
                    () -> {
                      times[0] = Timing.times(questions, patience);
                      return times;
                    })
                .cpu()
            * 1000
            / (questions.asked - before);
    Map<String, Double> figures = new HashMap<>();
    figures.put(P50, Timing.quantile(times[0], 0.5));
    figures.put(P99, Timing.quantile(times[0], 0.99));
    figures.put(CPU, cpu);
    return figures;
  }

  private static List<Figure> figures(Map<String, Spread> measured, int items) {
    String what = "%s items, filter, 50 events, top 20, ".formatted(Numbers.text(items));
    return List.of(
        new Figure(
            what + P50,
            Spread.of(measured, P50),
            "ms",
            List.of(new Held.Fixed(Bound.atMost(2).stretched(1)))),
        new Figure(
            what + P99, Spread.of(measured, P99), "ms", List.of(new Held.Fixed(Bound.atMost(10)))),
        new Figure(
            "processor time a request, of all threads", Spread.of(measured, CPU), "ms", List.of()),
        new Figure(
            "the first request with a new filter", Spread.of(measured, FIRST), "ms", List.of()));
  }

  private static List<String> notes(PlantedShop shop, KeptAnswers kept) {
    return List.of(
        "one caller; for one core: taskset -c 0 ./waymark bench --only handler",
        "%s users in turn and another excluded item each time; %s"
            .formatted(Numbers.text(shop.users()), kept),
        "%d filters in turn, each evaluated once before: what it leaves of a catalogue is kept"
            .formatted(FILTERS),
        "histories are read once from DynamoDB Local (waymark.stores=memory); catalogue, active model"
            + " and experiment are asked for changes every 2 s, within some request");
  }

  /// One request after the other, each another question. For one thread.
  private static final class Questions implements Runnable {
    private final RecommendFunction function;
    private final PlantedShop shop;
    private int asked;
    private int filters;

    Questions(RecommendFunction function, PlantedShop shop) {
      this.function = function;
      this.shop = shop;
    }

    byte[] health() {
      return RecommendFunction.event("GET", KeptAnswers.PATH, shop.caller().key(), "");
    }

    /// Each user and each filter, so that all of them are in memory.
    void once() throws IOException {
      for (int at = 0; at < Math.max(shop.users(), FILTERS); at++) {
        asked++;
        if (function.ask(event(filter(asked % FILTERS))).path("recommendations").size() != 20) {
          throw new IOException("the function does not recommend 20 items");
        }
      }
    }

    @Override
    public void run() {
      asked++;
      byte[] answer = function.answer(event(filter(asked % FILTERS)));
      if (!RecommendFunction.isOk(answer)) {
        throw new IllegalStateException(
            "the function answered " + new String(answer, StandardCharsets.UTF_8));
      }
    }

    /// Milliseconds.
    double withNewFilter() throws IOException {
      asked++;
      filters++;
      byte[] event = event("item.price < 800.0 || item.brand == 'brand_" + filters + "'");
      return Timing.seconds(() -> function.ask(event)).wall() * 1000;
    }

    private byte[] event(String filter) {
      return RecommendFunction.event(
          "POST",
          PATH,
          shop.caller().key(),
          "{\"user_id\":\"user_"
              + asked % shop.users()
              + "\",\"count\":20,\"filter\":\""
              + filter
              + "\",\"exclude_items\":[\"item_"
              + asked % shop.items()
              + "\"]}");
    }

    private static String filter(int number) {
      return "item.price < "
          + (300 + 100 * number)
          + ".0 && item.category != 'category_"
          + number
          + "'";
    }
  }
}
