package io.waymark.recommend.answers;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.edge.telemetry.Measurements;
import io.waymark.edge.telemetry.Metric;
import io.waymark.interactions.InteractionType;
import io.waymark.model.ModelPackage;
import io.waymark.model.catalogue.InMemoryCatalogueStore;
import io.waymark.model.registry.S3PackageStore;
import io.waymark.recommend.Shop;
import io.waymark.recommend.catalogue.Offers;
import io.waymark.recommend.experiments.InMemoryExperimentStore;
import io.waymark.recommend.experiments.RunningExperiments;
import io.waymark.recommend.history.InMemoryHistoryStore;
import io.waymark.recommend.history.PastEvent;
import io.waymark.recommend.models.InferenceCache;
import io.waymark.recommend.models.ModelCache;
import io.waymark.recommend.models.ModelLoader;
import io.waymark.tenancy.UserId;
import io.waymark.testing.Eventually;
import io.waymark.testing.LocalAws;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// R32 — What a model answered is kept for equal questions, and never answers another.
class KeptAnswersTest {
  private static final int ITEMS = 120;
  private static final Clock CLOCK = Clock.systemUTC();

  private final Shop shop = new Shop();
  private final InMemoryCatalogueStore catalogue = new InMemoryCatalogueStore();
  private final InMemoryHistoryStore histories = new InMemoryHistoryStore();
  private final Map<Metric, Long> counted = new EnumMap<>(Metric.class);
  private final Measurements measurements =
      new Measurements() {
        @Override
        public void count(Metric metric, long more) {
          counted.merge(metric, more, Long::sum);
        }

        @Override
        public void value(Metric metric, double value) {}
      };
  private final ModelCache models = models(Duration.ZERO);
  private final InferenceCache inferences = new InferenceCache(1 << 20, measurements);
  private final Recommendations recommendations = over(models);

  /// @param interval between two questions which version is active
  private ModelCache models(Duration interval) {
    return new ModelCache(
        shop.registry(),
        new ModelLoader(
            new S3PackageStore(_ -> LocalAws.shared().s3(), LocalAws.INSTALLATION),
            ModelPackage.Limits.DEFAULT),
        CLOCK,
        new ModelCache.Settings(1 << 30, interval, Duration.ofSeconds(60)),
        Measurements.NONE);
  }

  private Recommendations over(ModelCache cache) {
    return new Recommendations(
        histories,
        new Offers(catalogue, CLOCK, new Offers.Settings(Duration.ZERO, 100_000)),
        cache,
        inferences,
        new RunningExperiments(new InMemoryExperimentStore(), CLOCK, Duration.ZERO),
        CLOCK,
        10_000);
  }

  KeptAnswersTest() {
    catalogue.publish(shop.tenant(), IntStream.range(0, ITEMS).mapToObj(Shop::item).toList());
    Object _ = shop.trains(ITEMS, (left, right) -> ITEMS - Math.abs(left - right));
  }

  @AfterEach
  void close() {
    models.close();
  }

  private List<Recommended> ask(RecommendRequest request) {
    Question question = Questions.parse(shop.tenant(), request);
    return ((Answer.Listed) recommendations.answer(shop.tenant(), question, Seen.NOTHING)).items();
  }

  private static RecommendRequest similar(int item) {
    return RecommendRequest.similar("item-" + item, 5, null, null);
  }

  private List<Recommended> forAnn() {
    return ((Answer.Listed)
            recommendations.answer(
                shop.tenant(), Question.forYou(new UserId("ann"), 3), Seen.NOTHING))
        .items();
  }

  private void event(int item) {
    histories.add(
        shop.tenant(),
        new UserId("ann"),
        new PastEvent(Shop.id(item), InteractionType.VIEW, 1, CLOCK.instant()));
  }

  private long hits() {
    return counted.getOrDefault(Metric.ANSWER_HITS, 0L);
  }

  /// A thousand requests for a hundred items, the n-th of them asked for 1/n as often as the first.
  @Test
  void mostOfAThousandRequestsAreAnsweredWithoutTheModel() {
    SplittableRandom random = new SplittableRandom(3);
    for (int request = 0; request < 1_000; request++) {
      assertThat(ask(similar(drawn(random)))).hasSize(5);
    }
    assertThat(hits()).isGreaterThan(850).isLessThan(1_000);
    assertThat(inferences.describe()).startsWith(hits() + " of 1000 answers were kept ones; ");
  }

  /// The same of users, each with a history of their own.
  @Test
  void mostOfAThousandVisitsAreAnsweredWithoutTheModel() {
    for (int user = 0; user < 100; user++) {
      for (int event = 0; event < 3; event++) {
        histories.add(
            shop.tenant(),
            new UserId("user-" + user),
            new PastEvent(
                Shop.id((user + 7 * event) % ITEMS), InteractionType.VIEW, 1, CLOCK.instant()));
      }
    }
    SplittableRandom random = new SplittableRandom(4);
    try (ModelCache asked = models(Duration.ofHours(1))) {
      Recommendations visited = over(asked);
      for (int request = 0; request < 1_000; request++) {
        Question question = Question.forYou(new UserId("user-" + drawn(random)), 5);
        Answer answer = visited.answer(shop.tenant(), question, Seen.NOTHING);
        assertThat(((Answer.Listed) answer).items()).hasSize(5);
      }
    }
    assertThat(hits()).isGreaterThan(850).isLessThan(1_000);
  }

  /// 0 to 99, the n-th of them 1/n as often as the first.
  private static int drawn(SplittableRandom random) {
    double draw =
        random.nextDouble() * IntStream.rangeClosed(1, 100).mapToDouble(rank -> 1.0 / rank).sum();
    int rank = 0;
    while ((draw -= 1.0 / (rank + 1)) > 0 && rank < 99) {
      rank++;
    }
    return rank;
  }

  @Test
  void isTheSameList() {
    List<Recommended> first = ask(similar(7));
    assertThat(hits()).isZero();
    assertThat(ask(similar(7))).isEqualTo(first);
    assertThat(hits()).isEqualTo(1);
    assertThat(ask(similar(8))).isNotEqualTo(first);
    assertThat(hits()).isEqualTo(1);
  }

  @Test
  void isKeptOfWhatTrends() {
    List<Recommended> first = ask(RecommendRequest.trending(5, null, null, null, null));
    assertThat(first).hasSize(5);
    assertThat(hits()).isZero();
    assertThat(ask(RecommendRequest.trending(5, null, null, null, null))).isEqualTo(first);
    assertThat(hits()).isEqualTo(1);
    String odd = "item.category == 'odd'";
    assertThat(ask(RecommendRequest.trending(5, null, null, odd, null)))
        .hasSize(5)
        .isNotEqualTo(first);
    assertThat(hits()).as("another filter is another question").isEqualTo(1);
  }

  /// Of whoever has no name: by what the visit saw, and where that is nothing for all of them.
  @Test
  void isKeptForGuests() {
    List<Recommended> seen = ask(guest(List.of("item-7", "item-9")));
    List<Recommended> nothing = ask(guest(List.of()));
    assertThat(seen).hasSize(5).isNotEqualTo(nothing);
    assertThat(hits()).isZero();
    assertThat(ask(guest(List.of("item-7", "item-9")))).isEqualTo(seen);
    assertThat(ask(guest(List.of()))).isEqualTo(nothing);
    assertThat(hits()).isEqualTo(2);
    assertThat(ask(guest(List.of("item-7", "item-60")))).isNotEqualTo(seen);
    assertThat(hits()).as("another visit is another question").isEqualTo(2);
  }

  private static RecommendRequest guest(List<String> session) {
    return new RecommendRequest(
        null, null, 5, null, null, session, null, null, null, null, null, null, null, null, null,
        null, null, null, null, null, null);
  }

  @Test
  void isNotThatOfAnOlderHistory() { // R4
    event(10);
    List<Recommended> before = forAnn();
    assertThat(forAnn()).isEqualTo(before);
    assertThat(hits()).isEqualTo(1);
    event(90);
    assertThat(forAnn().stream().map(Recommended::item)).doesNotContain(before.getFirst().item());
    assertThat(hits()).isEqualTo(1);
  }

  @Test
  void isNotThatOfAnotherModelOrCatalogue() throws Exception { // R9
    List<Recommended> before = ask(similar(50));
    catalogue.publish(shop.tenant(), List.of(Shop.item(ITEMS)));
    assertThat(ask(similar(50))).isEqualTo(before);
    assertThat(hits()).as("the catalogue is another").isZero();
    Object _ = shop.trains(ITEMS, (left, right) -> Math.abs(left - right));
    // Until the version is loaded, the one before answers.
    Eventually.await(() -> !ask(similar(50)).equals(before));
    assertThat(ask(similar(50)).getFirst().item()).isEqualTo(Shop.id(ITEMS - 1));
  }
}
