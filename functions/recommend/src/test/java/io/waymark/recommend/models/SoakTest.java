package io.waymark.recommend.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.waymark.edge.telemetry.Measurements;
import io.waymark.interactions.InteractionType;
import io.waymark.model.ModelName;
import io.waymark.model.ModelPackage;
import io.waymark.model.ModelVersion;
import io.waymark.model.Prediction;
import io.waymark.model.Recommender;
import io.waymark.model.Tensor;
import io.waymark.model.catalogue.InMemoryCatalogueStore;
import io.waymark.model.registry.Activating;
import io.waymark.model.registry.Activation;
import io.waymark.model.registry.S3PackageStore;
import io.waymark.recommend.Shop;
import io.waymark.recommend.answers.PersonalList;
import io.waymark.recommend.answers.Recommendations;
import io.waymark.recommend.catalogue.Offers;
import io.waymark.recommend.experiments.InMemoryExperimentStore;
import io.waymark.recommend.experiments.RunningExperiments;
import io.waymark.recommend.history.InMemoryHistoryStore;
import io.waymark.recommend.history.PastEvent;
import io.waymark.recommend.models.ModelCache.PredictorLookup;
import io.waymark.tenancy.UserId;
import io.waymark.testing.LocalAws;
import io.waymark.testing.onnx.PredictorGraphs;
import java.nio.FloatBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// Five models in one process that has room for three, asked, run and activated by four threads for
/// as long as `-Dwaymark.soak=60` says, in seconds: nothing that the process holds may grow. Not
/// among the usual tests, since a leak shows only after a while.
///
///     ./mvnw verify -pl functions/recommend -am -Dtest=SoakTest -Dsurefire.failIfNoSpecifiedTests=false \
///       -Dwaymark.soak=60
@EnabledIfSystemProperty(named = "waymark.soak", matches = "[1-9]\\d*")
class SoakTest {
  private static final int THREADS = 4;
  private static final int RECOMMENDERS = 3;
  private static final int ITEMS = 300;
  private static final int USERS = 2_000;
  private static final int LOOKS = 120;
  private static final long MEMORY = 400_000;
  private static final Clock CLOCK = Clock.systemUTC();
  private static final List<ModelName> PREDICTORS =
      List.of(new ModelName("first"), new ModelName("second"));

  private final List<Shop> shops = new ArrayList<>();
  private final List<List<ModelVersion>> versions = new ArrayList<>();
  private final InMemoryHistoryStore histories = new InMemoryHistoryStore();
  private final AtomicLong lists = new AtomicLong();
  private final AtomicLong predictions = new AtomicLong();
  private final AtomicLong activations = new AtomicLong();
  private final AtomicLong loads = new AtomicLong();

  private static ModelCache cache(Shop shop, long bytes, AtomicLong loads) {
    S3PackageStore packages =
        new S3PackageStore(_ -> LocalAws.shared().s3(), LocalAws.INSTALLATION);
    return new ModelCache(
        shop.registry(),
        new ModelLoader(new CountedPackages(packages, loads), ModelPackage.Limits.DEFAULT),
        CLOCK,
        new ModelCache.Settings(bytes, Duration.ofMillis(50), Duration.ofMinutes(1)),
        Measurements.NONE);
  }

  @Test
  void fiveModelsWithRoomForThreeLeaveNothingBehind() throws Exception {
    assumeTrue(Growth.isSeenHere(), "this system does not say what a process holds");
    Duration length = Duration.ofSeconds(Long.getLong("waymark.soak", 60));
    plant();
    long budget = roomForThree();
    Growth growth = new Growth();
    CountDownLatch stop = new CountDownLatch(1);
    try (ModelCache models = cache(shops.getFirst(), budget, loads);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      Recommendations recommendations =
          new Recommendations(
              histories,
              new Offers(
                  new InMemoryCatalogueStore(),
                  CLOCK,
                  new Offers.Settings(Duration.ofSeconds(2), 100_000)),
              models,
              new InferenceCache(1 << 20, Measurements.NONE),
              new RunningExperiments(new InMemoryExperimentStore(), CLOCK, Duration.ofSeconds(2)),
              CLOCK,
              Recommender.MAX_COUNT);
      List<Future<?>> working = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        SplittableRandom random = new SplittableRandom(thread);
        working.add(threads.submit(() -> work(models, recommendations, random, stop)));
      }
      try {
        for (int look = 0; look < LOOKS; look++) {
          boolean _ = stop.await(length.toNanos() / LOOKS, TimeUnit.NANOSECONDS);
          growth.look();
        }
      } finally {
        stop.countDown();
      }
      for (Future<?> each : working) {
        Object _ = each.get();
      }
    }
    System.out.printf(
        "soak of %d s: %d lists, %d predictions, %d activations, %d loads%n%s",
        length.toSeconds(),
        lists.get(),
        predictions.get(),
        activations.get(),
        loads.get(),
        growth.text());
    assertThat(loads.get()).as("models came and went").isGreaterThan(50);
    assertThat(growth.grown()).as(growth.text()).isEmpty();
  }

  private void plant() {
    for (int number = 0; number < RECOMMENDERS; number++) {
      Shop shop = new Shop();
      int off = number;
      versions.add(
          List.of(
              shop.trains(ITEMS, (left, right) -> ITEMS - Math.abs(left - right)),
              // Those that training writes are scanned, those that customers bring are not.
              shop.trainsScanned(ITEMS, (left, right) -> (left * 7 + right * 13 + off) % ITEMS)));
      shops.add(shop);
      SplittableRandom random = new SplittableRandom(number);
      for (int event = 0; event < 3 * USERS; event++) {
        histories.add(
            shop.tenant(),
            new UserId("user-" + event % USERS),
            new PastEvent(
                Shop.id(random.nextInt(ITEMS)),
                InteractionType.VIEW,
                1,
                CLOCK.instant().minusSeconds(event)));
      }
    }
    for (ModelName name : PREDICTORS) {
      Object _ =
          shops
              .getFirst()
              .predicts(name.value(), PredictorGraphs.linear(1, 10).build().toByteArray(), MEMORY);
    }
  }

  /// Three fifths of what all five take.
  private long roomForThree() {
    long all = 0;
    try (ModelCache models = cache(shops.getFirst(), 1 << 30, new AtomicLong())) {
      for (Shop shop : shops) {
        try (ModelLease lease =
            ((ModelCache.Lookup.Ready) models.lease(shop.tenant(), ModelName.DEFAULT)).lease()) {
          all += lease.model().bytes();
        }
      }
      for (ModelName name : PREDICTORS) {
        try (PredictorLease lease = predictor(models, name)) {
          all += lease.model().bytes();
        }
      }
    }
    return all * 3 / 5;
  }

  private PredictorLease predictor(ModelCache models, ModelName name) {
    return ((PredictorLookup.Ready)
            models.predictor(shops.getFirst().tenant(), name, Optional.empty()))
        .lease();
  }

  private Object work(
      ModelCache models,
      Recommendations recommendations,
      SplittableRandom random,
      CountDownLatch stop) {
    while (stop.getCount() > 0) {
      int which = random.nextInt(RECOMMENDERS);
      Shop shop = shops.get(which);
      int choice = random.nextInt(200);
      if (choice == 0) {
        activate(shop, versions.get(which).get(random.nextInt(2)));
      } else if (choice < 60) {
        predict(models, PREDICTORS.get(random.nextInt(2)), random.nextInt(1_000));
      } else {
        Optional<PersonalList> list =
            recommendations.forYou(shop.tenant(), new UserId("user-" + random.nextInt(USERS)), 10);
        assertThat(list.orElseThrow().items()).hasSize(10);
        lists.incrementAndGet();
      }
    }
    return stop;
  }

  private void activate(Shop shop, ModelVersion version) {
    Activation became =
        shop.registry()
            .activate(shop.tenant(), ModelName.DEFAULT, version, Activating.ungated(Instant.now()));
    assertThat(became)
        .isInstanceOfAny(
            Activation.Activated.class, Activation.AlreadyActive.class, Activation.Overtaken.class);
    activations.incrementAndGet();
  }

  private void predict(ModelCache models, ModelName name, int number) {
    try (PredictorLease lease = predictor(models, name)) {
      Prediction prediction =
          lease
              .model()
              .graph()
              .predict(
                  Map.of(
                      "features",
                      new Tensor.Floats(
                          List.of(1L, 2L), FloatBuffer.wrap(new float[] {number, 2}))),
                  Duration.ofSeconds(30));
      assertThat(((Prediction.Answered) prediction).outputs().get("score"))
          .isInstanceOfSatisfying(
              Tensor.Floats.class,
              score -> assertThat(score.values().get(0)).isEqualTo(number + 20f));
    }
    predictions.incrementAndGet();
  }
}
