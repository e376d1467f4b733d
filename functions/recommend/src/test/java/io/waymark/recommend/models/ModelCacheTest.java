package io.waymark.recommend.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.edge.telemetry.Measurements;
import io.waymark.model.History;
import io.waymark.model.ItemMask;
import io.waymark.model.ModelName;
import io.waymark.model.ModelPackage;
import io.waymark.model.ModelVersion;
import io.waymark.model.RankedItems;
import io.waymark.model.Recommender;
import io.waymark.model.registry.Activating;
import io.waymark.model.registry.Activation;
import io.waymark.model.registry.ActiveModel;
import io.waymark.model.registry.Along;
import io.waymark.model.registry.Deed;
import io.waymark.model.registry.Examiner;
import io.waymark.model.registry.ModelRegistry;
import io.waymark.model.registry.PackageStore;
import io.waymark.model.registry.RegisteredModel;
import io.waymark.model.registry.S3PackageStore;
import io.waymark.model.scan.Recommenders;
import io.waymark.recommend.Shop;
import io.waymark.recommend.models.ModelCache.Lookup;
import io.waymark.recommend.models.ModelCache.PredictorLookup;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.testing.LocalAws;
import io.waymark.testing.onnx.PredictorGraphs;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ModelCacheTest {
  private static final PackageStore PACKAGES =
      new S3PackageStore(_ -> LocalAws.shared().s3(), LocalAws.INSTALLATION);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));
  private final Clock clock =
      new Clock() {
        @Override
        public java.time.ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now.get();
        }
      };

  private ModelCache cache(Shop shop, PackageStore packages, long bytes) {
    return new ModelCache(
        shop.registry(),
        new ModelLoader(packages, ModelPackage.Limits.DEFAULT),
        clock,
        new ModelCache.Settings(bytes, Duration.ofSeconds(2), Duration.ofSeconds(20)),
        Measurements.NONE);
  }

  @Test
  void namesThatCallersInventDoNotFillTheMemory() {
    Shop shop = new Shop();
    shop.trains(4, (left, right) -> right);
    try (ModelCache cache = cache(shop, PACKAGES, 1 << 30)) {
      ready(cache, shop).close();
      for (int at = 0; at < ModelCache.MOST_LINES; at++) {
        assertThat(cache.lease(shop.tenant(), new ModelName("invented-" + at)))
            .isInstanceOf(Lookup.None.class);
      }
      now.updateAndGet(time -> time.plusSeconds(60));
      assertThat(cache.lease(shop.tenant(), new ModelName("one-more")))
          .isInstanceOf(Lookup.None.class);
      assertThat(cache.lines()).isLessThan(5);
      ready(cache, shop).close();
    }
  }

  @Test
  void keepsAnOldModelOpenForWhomItAnswers() { // R9, R11
    Shop shop = new Shop();
    ModelVersion first = shop.trains(4, (left, right) -> right);
    try (ModelCache cache = cache(shop, PACKAGES, 1 << 30)) {
      ModelLease held = ready(cache, shop);
      assertThat(held.model().version()).isEqualTo(first);
      ModelVersion second = shop.trains(4, (left, right) -> -right);
      ready(cache, shop).close(); // Asked too lately: the first still answers.
      now.updateAndGet(time -> time.plusSeconds(2));
      awaitVersion(cache, shop, second);
      assertThat(
              held.model()
                  .recommender()
                  .recommend(
                      new History(new int[] {0}, new float[] {1}), ItemMask.all(4), new int[0], 1)
                  .item(0))
          .isEqualTo(3);
      held.close();
    }
  }

  @Test
  void answersWithTheOldModelWhileTheNewOneLoads() { // R9
    Shop shop = new Shop();
    ModelVersion first = shop.trains(4, (left, right) -> right);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger downloads = new AtomicInteger();
    PackageStore slow =
        new PackageStore() {
          @Override
          public String upload(TenantId tenant, ModelName name, ModelVersion version, Path folder) {
            throw new UnsupportedOperationException();
          }

          @Override
          public void download(TenantId tenant, ModelName name, ModelVersion version, Path folder)
              throws java.io.IOException {
            if (downloads.incrementAndGet() > 1) {
              try {
                release.await();
              } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
              }
            }
            PACKAGES.download(tenant, name, version, folder);
          }

          @Override
          public boolean fetch(
              TenantId tenant, ModelName name, ModelVersion version, String file, Path to) {
            throw new UnsupportedOperationException();
          }
        };
    try (ModelCache cache = cache(shop, slow, 1 << 30)) {
      ready(cache, shop).close();
      ModelVersion second = shop.trains(4, (left, right) -> -right);
      for (int round = 0; round < 5; round++) {
        now.updateAndGet(time -> time.plusSeconds(2));
        try (ModelLease lease = ready(cache, shop)) {
          assertThat(lease.model().version()).isEqualTo(first);
        }
      }
      release.countDown();
      awaitVersion(cache, shop, second);
      assertThat(downloads).hasValue(2);
    }
  }

  @Test
  void countsWhatAPredictorTookWhenItWasTried() { // R24
    Shop shop = new Shop();
    byte[] graph = PredictorGraphs.linear(1).build().toByteArray();
    ModelVersion _ = shop.predicts("small", graph, 50_000);
    ModelVersion _ = shop.predicts("large", graph, 50_001);
    try (ModelCache cache = cache(shop, PACKAGES, 50_000)) {
      PredictorLookup found =
          cache.predictor(shop.tenant(), new ModelName("small"), Optional.empty());
      if (!(found instanceof PredictorLookup.Ready(PredictorLease lease))) {
        throw new AssertionError(found);
      }
      assertThat(lease.model().bytes()).isEqualTo(50_000);
      lease.close();
      assertThat(cache.predictor(shop.tenant(), new ModelName("large"), Optional.empty()))
          .isEqualTo(new PredictorLookup.Unavailable("model"));
    }
  }

  @Test
  void staysWithinItsBudget() { // R11
    Shop one = new Shop();
    Shop two = new Shop();
    ModelVersion ofOne = one.trains(30, (left, right) -> right);
    ModelVersion ofTwo = two.trains(30, (left, right) -> right);
    long budget = 15_000; // One of them takes about nine thousand.
    try (ModelCache cacheOfOne = cache(one, PACKAGES, budget)) {
      ModelLease first = ready(cacheOfOne, one);
      assertThat(first.model().bytes()).isBetween(budget / 2 + 1, budget);
      now.updateAndGet(time -> time.plusSeconds(1));
      try (ModelLease second = ready(cacheOfOne, two)) {
        assertThat(second.model().version()).isEqualTo(ofTwo);
        assertThat(cacheOfOne.describe()).startsWith("1 models");
      }
      assertThat(first.model().version()).isEqualTo(ofOne);
      first.close();
      ready(cacheOfOne, one).close();
      assertThat(cacheOfOne.describe()).startsWith("1 models");
    }
    try (ModelCache tiny = cache(one, PACKAGES, 100)) {
      assertThat(tiny.lease(one.tenant(), ModelName.DEFAULT))
          .isEqualTo(new Lookup.Unavailable("model"));
    }
  }

  /// What a model takes to answer quicker is no reason for another to go, nor for itself.
  @Test
  void letsAModelAnswerQuickerWhereThereIsRoom() { // R11
    for (int packing : new int[] {0, 5_000, 12_000}) {
      Shop shop = new Shop();
      shop.trains(30, (left, right) -> right); // It takes nine to twelve thousand.
      AtomicInteger packed = new AtomicInteger();
      ModelLoader loader =
          new ModelLoader(
              PACKAGES,
              ModelPackage.Limits.DEFAULT,
              (files, limits) -> new Quicker(Recommenders.load(files, limits), packing, packed));
      ModelCache.Settings settings =
          new ModelCache.Settings(20_000, Duration.ofSeconds(2), Duration.ofSeconds(20));
      try (ModelCache cache =
              new ModelCache(shop.registry(), loader, clock, settings, Measurements.NONE);
          ModelLease lease = ready(cache, shop)) {
        assertThat(packed).as("packing %d", packing).hasValue(packing < 12_000 ? 1 : 0);
        assertThat(lease.model().bytes()).isBetween(7_500 + (long) packing * packed.get(), 20_000L);
      }
    }
  }

  /// Another recommender, which says that it could answer quicker.
  private record Quicker(Recommender of, long packing, AtomicInteger packed)
      implements Recommender {
    @Override
    public int items() {
      return of.items();
    }

    @Override
    public long bytes() {
      return of.bytes() + packed.get() * packing;
    }

    @Override
    public boolean takesAges() {
      return of.takesAges();
    }

    @Override
    public void pack(Consumer<Throwable> failed) {
      packed.incrementAndGet();
    }

    @Override
    public RankedItems recommend(History history, ItemMask allowed, int[] excluded, int count) {
      return of.recommend(history, allowed, excluded, count);
    }

    @Override
    public void close() {
      of.close();
    }
  }

  @Test
  void keepsThePredictorsUsedLastWithinTheSameBudget() { // R11
    Shop shop = new Shop();
    byte[] graph = PredictorGraphs.linearOf(10_000).build().toByteArray();
    shop.trains(30, (left, right) -> right); // It takes about nine thousand.
    List<String> names = List.of("one", "two", "three", "four");
    names.forEach(name -> shop.predicts(name, graph));
    AtomicInteger downloads = new AtomicInteger();
    PackageStore counted = counting(downloads);
    try (ModelCache cache = cache(shop, counted, 35_000)) { // Room for three.
      ready(cache, shop).close();
      names.forEach(name -> predict(cache, shop, name));
      assertThat(downloads).hasValue(5);
      assertThat(cache.describe()).startsWith("3 models");
      predict(cache, shop, "two");
      predict(cache, shop, "four");
      assertThat(downloads).hasValue(5);
      ready(cache, shop).close(); // In the place of three, which was used longest ago.
      assertThat(downloads).hasValue(6);
      predict(cache, shop, "two");
      predict(cache, shop, "four");
      assertThat(downloads).hasValue(6);
      predict(cache, shop, "three");
      assertThat(downloads).hasValue(7);
      assertThat(cache.describe()).startsWith("3 models");
    }
  }

  /// Where there is room for one of two, a model may be let go before those who waited for it have
  /// hold of it. That is no tenant without a model.
  @Test
  void findsAModelThatOthersPushOutAllTheTime() { // R11
    PushedOut pushed = new PushedOut(ModelCache.MOST_TRIES - 1, Duration.ZERO);
    try (ModelCache cache = pushed.open(Duration.ofSeconds(20))) {
      ready(cache, pushed.shop).close();
    }
    assertThat(pushed.tries).isEqualTo(ModelCache.MOST_TRIES);
  }

  @Test
  void givesUpAModelThatIsPushedOutTooOften() { // R11
    PushedOut pushed = new PushedOut(Integer.MAX_VALUE, Duration.ZERO);
    try (ModelCache cache = pushed.open(Duration.ofSeconds(20))) {
      assertThat(cache.lease(pushed.shop.tenant(), ModelName.DEFAULT))
          .isEqualTo(new Lookup.Unavailable("model"));
    }
    assertThat(pushed.tries).isEqualTo(ModelCache.MOST_TRIES);
  }

  @Test
  void isPatientOnceForAllTries() { // R11
    Duration patience = Duration.ofMillis(300);
    PushedOut pushed = new PushedOut(3, patience);
    try (ModelCache cache = pushed.open(patience)) {
      assertThat(cache.lease(pushed.shop.tenant(), ModelName.DEFAULT))
          .isEqualTo(new Lookup.Unavailable("model"));
    }
    assertThat(pushed.tries).as("the first took all the patience there was").isEqualTo(1);
  }

  /// A shop whose model another's pushes out as soon as it is loaded, before the call that had it
  /// loaded has hold of it: while that call looks at the clock, having asked the registry.
  private final class PushedOut extends Clock {
    final Shop shop = new Shop();
    private final Shop other = new Shop();
    private final Thread caller = Thread.currentThread();
    private final int times;
    private final Duration each;
    private Optional<ModelCache> cache = Optional.empty();
    private boolean asked;
    private boolean pushing;
    private int tries;

    /// @param each how long a push takes, by the system's running time
    PushedOut(int times, Duration each) {
      this.times = times;
      this.each = each;
      shop.trains(30, (left, right) -> right);
      other.trains(30, (left, right) -> right); // Each takes about nine thousand.
    }

    ModelCache open(Duration patience) {
      ModelCache opened =
          new ModelCache(
              noticing(shop.registry()),
              new ModelLoader(PACKAGES, ModelPackage.Limits.DEFAULT),
              this,
              new ModelCache.Settings(12_000, Duration.ofSeconds(2), patience),
              Measurements.NONE);
      cache = Optional.of(opened);
      return opened;
    }

    private ModelRegistry noticing(ModelRegistry registry) {
      return (ModelRegistry)
          Proxy.newProxyInstance(
              ModelRegistry.class.getClassLoader(),
              new Class<?>[] {ModelRegistry.class},
              (_, method, arguments) -> {
                if (method.getName().equals("active")
                    && arguments[0].equals(shop.tenant())
                    && !pushing) {
                  asked = true;
                  tries++;
                }
                return method.invoke(registry, arguments);
              });
    }

    @Override
    public Instant instant() {
      if (Thread.currentThread().equals(caller) && asked) {
        asked = false;
        if (tries <= times) {
          push();
        }
      }
      return now.updateAndGet(time -> time.plusMillis(1));
    }

    private void push() {
      long begin = System.nanoTime();
      pushing = true;
      ready(cache.orElseThrow(), shop).close();
      ready(cache.orElseThrow(), other).close();
      pushing = false;
      while (System.nanoTime() - begin <= each.toNanos()) {
        Thread.onSpinWait();
      }
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Test
  void loadsAVersionOnceWhetherItIsNamedOrActive() {
    Shop shop = new Shop();
    ModelVersion version = shop.predicts("one", PredictorGraphs.linear(1).build().toByteArray());
    AtomicInteger downloads = new AtomicInteger();
    try (ModelCache cache = cache(shop, counting(downloads), 1 << 20)) {
      predict(cache, shop, "one");
      assertThat(cache.predictor(shop.tenant(), new ModelName("one"), Optional.of(version)))
          .isInstanceOfSatisfying(PredictorLookup.Ready.class, found -> found.lease().close());
      assertThat(downloads).hasValue(1);
    }
  }

  @Test
  void givesNoModelOfTheOtherKind() {
    Shop shop = new Shop();
    ModelVersion recommender = shop.trains(4, (left, right) -> right);
    shop.predicts("one", PredictorGraphs.linear(1).build().toByteArray());
    try (ModelCache cache = cache(shop, PACKAGES, 1 << 30)) {
      assertThat(cache.lease(shop.tenant(), new ModelName("one"))).isEqualTo(new Lookup.None());
      for (Optional<ModelVersion> version :
          List.of(Optional.<ModelVersion>empty(), Optional.of(recommender))) {
        assertThat(cache.predictor(shop.tenant(), ModelName.DEFAULT, version))
            .isEqualTo(new PredictorLookup.None());
      }
    }
  }

  private void predict(ModelCache cache, Shop shop, String name) {
    now.updateAndGet(time -> time.plusMillis(1));
    assertThat(cache.predictor(shop.tenant(), new ModelName(name), Optional.empty()))
        .isInstanceOfSatisfying(
            PredictorLookup.Ready.class,
            found -> {
              try (PredictorLease lease = found.lease()) {
                assertThat(lease.model().name()).isEqualTo(new ModelName(name));
              }
            });
    now.updateAndGet(time -> time.plusMillis(1));
  }

  private static PackageStore counting(AtomicInteger downloads) {
    return new PackageStore() {
      @Override
      public String upload(TenantId tenant, ModelName name, ModelVersion version, Path folder) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void download(TenantId tenant, ModelName name, ModelVersion version, Path folder)
          throws java.io.IOException {
        downloads.incrementAndGet();
        PACKAGES.download(tenant, name, version, folder);
      }

      @Override
      public boolean fetch(
          TenantId tenant, ModelName name, ModelVersion version, String file, Path to) {
        throw new UnsupportedOperationException();
      }
    };
  }

  @Test
  void saysWhetherThereIsNoModelOrNoRegistry() { // R7
    Shop shop = new Shop();
    try (ModelCache cache = cache(shop, PACKAGES, 1 << 30)) {
      assertThat(cache.lease(shop.tenant(), ModelName.DEFAULT)).isEqualTo(new Lookup.None());
    }
    ModelRegistry broken = new UnreachableRegistry();
    try (ModelCache cache =
        new ModelCache(
            broken,
            new ModelLoader(PACKAGES, ModelPackage.Limits.DEFAULT),
            clock,
            new ModelCache.Settings(1 << 30, Duration.ofSeconds(2), Duration.ofSeconds(20)),
            Measurements.NONE)) {
      assertThat(cache.lease(shop.tenant(), ModelName.DEFAULT))
          .isEqualTo(new Lookup.Unavailable("registry"));
    }
  }

  /// A registry whose table does not answer.
  private static final class UnreachableRegistry implements ModelRegistry {
    @Override
    public void register(TenantId tenant, RegisteredModel model) {
      throw down();
    }

    @Override
    public Optional<RegisteredModel> claim(
        TenantId tenant, ModelName name, ModelVersion version, Examiner examiner, Instant now) {
      throw down();
    }

    @Override
    public void release(TenantId tenant, ModelName name, ModelVersion version, Examiner examiner) {
      throw down();
    }

    @Override
    public boolean advance(TenantId tenant, RegisteredModel model, Examiner examiner) {
      throw down();
    }

    @Override
    public List<ModelName> names(TenantId tenant) {
      throw down();
    }

    @Override
    public List<RegisteredModel> versions(TenantId tenant, ModelName name) {
      throw down();
    }

    @Override
    public Optional<RegisteredModel> find(TenantId tenant, ModelName name, ModelVersion version) {
      throw down();
    }

    @Override
    public Optional<ActiveModel> active(TenantId tenant, ModelName name) {
      throw down();
    }

    @Override
    public Activation activate(
        TenantId tenant, ModelName name, ModelVersion version, Activating how) {
      throw down();
    }

    @Override
    public Activation rollback(
        TenantId tenant,
        ModelName name,
        Deed deed,
        Function<Activation.Activated, List<Along>> along) {
      throw down();
    }

    private static StoreUnavailableException down() {
      return new StoreUnavailableException("table models", new IllegalStateException("down"));
    }
  }

  private void awaitVersion(ModelCache cache, Shop shop, ModelVersion version) {
    while (true) {
      now.updateAndGet(time -> time.plusSeconds(2));
      try (ModelLease lease = ready(cache, shop)) {
        if (lease.model().version().equals(version)) {
          return;
        }
      }
      Thread.onSpinWait();
    }
  }

  private static ModelLease ready(ModelCache cache, Shop shop) {
    return switch (cache.lease(shop.tenant(), ModelName.DEFAULT)) {
      case Lookup.Ready(ModelLease lease) -> lease;
      case Lookup.None none -> throw new AssertionError(none);
      case Lookup.Unavailable unavailable -> throw new AssertionError(unavailable);
    };
  }
}
