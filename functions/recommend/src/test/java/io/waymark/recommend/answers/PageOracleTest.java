package io.waymark.recommend.answers;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.edge.telemetry.Measurements;
import io.waymark.interactions.InteractionType;
import io.waymark.model.ModelName;
import io.waymark.model.ModelPackage;
import io.waymark.model.answers.Placement;
import io.waymark.model.catalogue.InMemoryCatalogueStore;
import io.waymark.model.registry.S3PackageStore;
import io.waymark.recommend.Shop;
import io.waymark.recommend.answers.Question.Arrangement;
import io.waymark.recommend.answers.Question.Boost;
import io.waymark.recommend.answers.Question.Limits;
import io.waymark.recommend.answers.Question.Page;
import io.waymark.recommend.answers.Question.Pin;
import io.waymark.recommend.answers.Question.Spread;
import io.waymark.recommend.catalogue.Offers;
import io.waymark.recommend.experiments.InMemoryExperimentStore;
import io.waymark.recommend.experiments.RunningExperiments;
import io.waymark.recommend.history.InMemoryHistoryStore;
import io.waymark.recommend.history.PastEvent;
import io.waymark.recommend.models.InferenceCache;
import io.waymark.recommend.models.ModelCache;
import io.waymark.recommend.models.ModelLoader;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.UserId;
import io.waymark.testing.LocalAws;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Seeded random questions, page by page, against a list worked out the long way: filter,
/// exclusions, boosts, pins and paging at once. R1, R2, R5, R17, R18, R20
class PageOracleTest {
  private static final long SEED = 20260104;
  private static final int IN_MODEL = 1_500;
  private static final int OFFERED = 1_540;
  private static final int MOST_PAGES = 10;
  private static final Clock CLOCK = Clock.systemUTC();

  private static final Shop SHOP = new Shop();
  private static final InMemoryCatalogueStore CATALOGUE = new InMemoryCatalogueStore();
  private static final InMemoryHistoryStore HISTORIES = new InMemoryHistoryStore();
  private static final Cursors CURSORS = new Cursors(new byte[32]);
  private static final ModelCache MODELS =
      new ModelCache(
          SHOP.registry(),
          new ModelLoader(
              new S3PackageStore(_ -> LocalAws.shared().s3(), LocalAws.INSTALLATION),
              ModelPackage.Limits.DEFAULT),
          CLOCK,
          new ModelCache.Settings(1 << 30, Duration.ofHours(1), Duration.ofSeconds(60)),
          Measurements.NONE);

  /// What the naive side knows of a filter text.
  private record Kept(String text, IntPredicate matches) {}

  private static final List<Kept> FILTERS =
      List.of(
          new Kept("", item -> true),
          new Kept("item.category == 'even'", item -> item % 2 == 0),
          new Kept("item.price < 700", item -> item < 700),
          new Kept("item.size == 2 || item.price > 1400.0", item -> item % 3 == 2 || item >= 1400),
          new Kept("item.price > 1480 && item.size != 0", item -> item >= 1480 && item % 3 != 0));

  /// Of at most 150 items of the model, and of none besides.
  private static final List<Kept> FEW =
      List.of(
          new Kept("item.price > 900 && item.price < 1000", item -> item >= 900 && item < 1000),
          new Kept("item.price < 150", item -> item < 150),
          new Kept(
              "item.price > 800 && item.price < 1000 && item.category == 'odd'",
              item -> item >= 800 && item < 1000 && item % 2 == 1));

  @BeforeAll
  static void open() {
    CATALOGUE.publish(SHOP.tenant(), IntStream.range(0, OFFERED).mapToObj(Shop::item).toList());
    Object _ = SHOP.trains(IN_MODEL, PageOracleTest::similarity);
  }

  @AfterAll
  static void close() {
    MODELS.close();
  }

  private static int similarity(int left, int right) {
    return (left * 31 + right * 17 + left * right) % 23;
  }

  private static Recommendations recommendations(int window) {
    Offers offers = new Offers(CATALOGUE, CLOCK, new Offers.Settings(Duration.ofHours(1), 100_000));
    return new Recommendations(
        HISTORIES,
        offers,
        MODELS,
        new InferenceCache(0, Measurements.NONE),
        new RunningExperiments(new InMemoryExperimentStore(), CLOCK, Duration.ofHours(1)),
        CLOCK,
        window);
  }

  /// A user's one event with an item, and its weight.
  private record Past(String type, int weight) {}

  private record Asked(
      Question question, Kept filter, List<Kept> boosts, Map<Integer, Past> history) {}

  private record Expected(int item, double score) {}

  @Test
  void everyPageIsAsTheOracleHasIt() {
    Random random = new Random(SEED);
    Recommendations all = recommendations(10_000);
    for (int round = 0; round < 300; round++) {
      List<Kept> filters = new ArrayList<>(FILTERS);
      filters.addAll(FEW);
      Asked asked = ask(random, filters, "exact-" + round);
      assertPages(all, asked, OFFERED, "seed " + SEED + ", round " + round + ": ");
    }
  }

  /// As for models of more items than are ranked at once.
  @Test
  void soItIsWhereTheModelHasMoreThanTheWindowHolds() {
    Random random = new Random(SEED + 1);
    Recommendations windowed = recommendations(200);
    for (int round = 0; round < 100; round++) {
      Asked asked = ask(random, FEW, "windowed-" + round);
      if (!asked.history().isEmpty()) {
        assertPages(windowed, asked, 200, "seed " + (SEED + 1) + ", round " + round + ": ");
      }
    }
  }

  private static void assertPages(
      Recommendations recommendations, Asked asked, int most, String round) {
    List<Expected> expected = oracle(asked);
    List<Expected> pages = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    int count = asked.question().page().count();
    for (int page = 0; page < MOST_PAGES; page++) {
      Instant now = CLOCK.instant();
      Seen seen =
          cursor
              .map(each -> CURSORS.read(SHOP.tenant(), asked.question(), each, now))
              .map(read -> ((Cursors.Read.Usable) read).seen())
              .orElse(Seen.NOTHING);
      Answer.Listed listed =
          (Answer.Listed) recommendations.answer(SHOP.tenant(), asked.question(), seen);
      listed.items().stream()
          .map(slot -> new Expected(number(slot.item()), slot.score()))
          .forEach(pages::add);
      cursor = listed.next().map(next -> CURSORS.write(SHOP.tenant(), asked.question(), next, now));
      if (cursor.isEmpty() || pages.size() + count > most) {
        break;
      }
    }
    String what = round + asked.question();
    assertThat(pages).as(what).isEqualTo(expected.subList(0, pages.size()));
    int whole = Math.min(expected.size(), Math.min(MOST_PAGES * count, Seen.MOST));
    if (pages.size() + count <= most) {
      assertThat(pages).as(what).hasSize(whole);
    }
  }

  private static Asked ask(Random random, List<Kept> boostable, String user) {
    Map<Integer, Past> history = history(random, user);
    Kept filter = FILTERS.get(random.nextInt(FILTERS.size()));
    Set<ItemId> excluded = new HashSet<>();
    int exclusions = random.nextInt(3) == 0 ? 1_000 + random.nextInt(400) : random.nextInt(20);
    while (excluded.size() < exclusions) {
      excluded.add(Shop.id(random.nextInt(OFFERED)));
    }
    Set<InteractionType> interacted =
        random.nextBoolean() ? Set.of(InteractionType.PURCHASE) : Set.of();
    List<Kept> boosted = new ArrayList<>();
    List<Boost> boosts = new ArrayList<>();
    for (int at = random.nextInt(4); at > 0; at--) {
      Kept kept = boostable.get(random.nextInt(boostable.size()));
      if (!kept.text().isEmpty()) {
        boosted.add(kept);
        boosts.add(
            new Boost(kept.text(), List.of(0.25, 0.5, 1.5, 2.0, 8.0).get(random.nextInt(5))));
      }
    }
    Map<Integer, Integer> pinned = new HashMap<>();
    for (int at = random.nextInt(5); at > 0; at--) {
      pinned.put(1 + random.nextInt(60), random.nextInt(OFFERED + 5));
    }
    List<Pin> pins = new ArrayList<>();
    Set<Integer> once = new HashSet<>();
    pinned.forEach(
        (position, item) -> {
          if (once.add(item)) {
            pins.add(new Pin(Shop.id(item), position));
          }
        });
    Question question =
        new Question(
            Placement.FOR_YOU,
            new Page(1 + random.nextInt(100), random.nextInt(10) == 0),
            Optional.of(new UserId(user)),
            List.of(),
            new Limits(filter.text(), excluded, interacted, List.of()),
            new Arrangement(boosts, pins, new Spread(0, Spread.BY), 0.1),
            Optional.empty(),
            Optional.of(ModelName.DEFAULT));
    return new Asked(question, filter, boosted, history);
  }

  private static Map<Integer, Past> history(Random random, String user) {
    Map<Integer, Past> history = new HashMap<>();
    List<Past> kinds =
        List.of(new Past("view", 1), new Past("purchase", 3), new Past("dislike", -1));
    for (int at = random.nextInt(4) * random.nextInt(15); at > 0; at--) {
      history.putIfAbsent(random.nextInt(IN_MODEL), kinds.get(random.nextInt(kinds.size())));
    }
    history.forEach(
        (item, past) ->
            HISTORIES.add(
                SHOP.tenant(),
                new UserId(user),
                new PastEvent(
                    Shop.id(item),
                    new InteractionType(past.type()),
                    past.weight(),
                    CLOCK.instant().minusSeconds(60))));
    return history;
  }

  /// The whole list.
  private static List<Expected> oracle(Asked asked) {
    IntPredicate may =
        item ->
            item < OFFERED
                && asked.filter().matches().test(item)
                && !asked.question().limits().excluded().contains(Shop.id(item))
                && !isKeptAway(asked, item);
    List<Integer> liked =
        asked.history().entrySet().stream()
            .filter(each -> each.getValue().weight() > 0)
            .map(Map.Entry::getKey)
            .toList();
    List<Expected> layered = new ArrayList<>();
    if (!liked.isEmpty()) {
      IntStream.range(0, IN_MODEL)
          .boxed()
          .sorted(Comparator.comparingInt(item -> -raw(asked, liked, item)))
          .filter(item -> !liked.contains(item))
          .forEach(item -> layered.add(new Expected(item, 0.5 + half(raw(asked, liked, item)))));
    }
    addRest(layered, item -> !liked.contains(item));
    int usual = layered.size();
    addRest(layered, item -> true);
    List<Expected> list = new ArrayList<>();
    double above = 1;
    List<Expected> first = new ArrayList<>();
    List<Expected> last = new ArrayList<>();
    for (int at = 0; at < layered.size(); at++) {
      Expected each = layered.get(at);
      if (may.test(each.item())) {
        above = Math.min(above, sixPlaces(each.score()));
        (at < usual ? first : last)
            .add(new Expected(each.item(), above * factor(asked, each.item())));
      }
    }
    double highest = first.stream().mapToDouble(Expected::score).reduce(1, Math::max);
    if (!asked.boosts().isEmpty()) {
      first.sort(Comparator.comparingDouble(each -> -each.score()));
      last.sort(Comparator.comparingDouble(each -> -each.score()));
    }
    list.addAll(first);
    list.addAll(last);
    return pinned(asked, list, may, highest);
  }

  private static List<Expected> pinned(
      Asked asked, List<Expected> list, IntPredicate may, double highest) {
    Map<Integer, Integer> pins = new HashMap<>();
    asked.question().arrangement().pins().stream()
        .filter(pin -> may.test(number(pin.item())))
        .forEach(pin -> pins.put(pin.position(), number(pin.item())));
    list.removeIf(each -> pins.containsValue(each.item()));
    List<Expected> placed = new ArrayList<>();
    double above = 1;
    for (int position = 1; position <= 60 || !list.isEmpty(); position++) {
      Integer pin = pins.get(position);
      if (pin != null) {
        placed.add(new Expected(pin, above));
      } else if (!list.isEmpty()) {
        Expected next = list.removeFirst();
        above = Math.min(above, sixPlaces(next.score() / highest));
        placed.add(new Expected(next.item(), above));
      }
    }
    return placed;
  }

  private static boolean isKeptAway(Asked asked, int item) {
    Past past = asked.history().get(item);
    return past != null
        && (past.weight() < 0
            || (past.type().equals("purchase")
                && !asked.question().limits().interacted().isEmpty()));
  }

  private static int raw(Asked asked, List<Integer> liked, int item) {
    return asked.history().entrySet().stream()
        .filter(each -> liked.contains(each.getKey()))
        .mapToInt(each -> each.getValue().weight() * similarity(each.getKey(), item))
        .sum();
  }

  private static double half(int raw) {
    return 0.5 * raw / (1.0 + raw);
  }

  /// What is popular, then what is new, of what is not there yet.
  private static void addRest(List<Expected> layered, IntPredicate kept) {
    Set<Integer> there = new HashSet<>(layered.stream().map(Expected::item).toList());
    for (int item = IN_MODEL - 1; item >= 0; item--) {
      if (kept.test(item) && there.add(item)) {
        layered.add(new Expected(item, (item + 1.0) / IN_MODEL));
      }
    }
    for (int item = OFFERED - 1; item >= 0; item--) {
      if (kept.test(item) && there.add(item)) {
        layered.add(new Expected(item, (item + 1.0) / OFFERED));
      }
    }
  }

  private static double factor(Asked asked, int item) {
    double factor = 1;
    for (int at = 0; at < asked.boosts().size(); at++) {
      if (asked.boosts().get(at).matches().test(item)) {
        factor *= asked.question().arrangement().boosts().get(at).factor();
      }
    }
    return factor;
  }

  private static double sixPlaces(double score) {
    return Math.max(1e-6, Math.min(1, Math.rint(score * 1e6) / 1e6));
  }

  private static int number(ItemId item) {
    return Integer.parseInt(item.value().substring("item-".length()));
  }
}
