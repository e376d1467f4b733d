package io.waymark.recommend.answers;

import io.micronaut.context.BeanContext;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.serde.ObjectMapper;
import io.waymark.edge.priming.Primed;
import io.waymark.edge.priming.PrimedRequest;
import io.waymark.edge.telemetry.Measurements;
import io.waymark.model.Manifest;
import io.waymark.model.ModelName;
import io.waymark.model.ModelPackage;
import io.waymark.model.ModelVersion;
import io.waymark.model.Recommender;
import io.waymark.model.answers.RecommendationIds;
import io.waymark.model.catalogue.CatalogueItem;
import io.waymark.model.catalogue.InMemoryCatalogueStore;
import io.waymark.model.registry.Activating;
import io.waymark.model.registry.Deed;
import io.waymark.model.registry.InMemoryModelRegistry;
import io.waymark.model.registry.PackageStore;
import io.waymark.model.registry.RegisteredModel;
import io.waymark.model.scan.Rehearsal;
import io.waymark.recommend.RecommendConfig;
import io.waymark.recommend.catalogue.Offers;
import io.waymark.recommend.experiments.InMemoryExperimentStore;
import io.waymark.recommend.experiments.RunningExperiments;
import io.waymark.recommend.history.InMemoryHistoryStore;
import io.waymark.recommend.models.InferenceCache;
import io.waymark.recommend.models.ModelCache;
import io.waymark.recommend.models.ModelLoader;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Answers a question of a tenant that does not exist, by a model of four items: ONNX Runtime, a
/// filter, the signature of an answer, JSON in and out; and scans made-up vectors. All stores of it
/// are in memory and gone afterwards; the key that signs is all zeros.
@Singleton
final class RecommendationsPrimed implements Primed {
  static final String GRAPH = "priming.onnx";
  static final int ITEMS = 4;

  private static final TenantId TENANT = new TenantId("priming");
  private static final byte[] NO_SECRET = new byte[32];
  private static final String REQUEST =
      """
      {"session_items": ["item-0"], "count": 2, "filter": "item.price < 50.0", "fields": ["name"]}
      """;

  private final BeanContext beans;
  private final ObjectMapper json;
  private final RecommendConfig config;
  private final Clock clock;

  RecommendationsPrimed(BeanContext beans, ObjectMapper json, RecommendConfig config, Clock clock) {
    this.beans = beans;
    this.json = json;
    this.config = config;
    this.clock = clock;
  }

  @Factory
  static final class Requests {
    @Bean
    PrimedRequest withoutACredential() {
      return new PrimedRequest("POST", "/api/v1/recommend", REQUEST, 401);
    }
  }

  @Override
  public void prime() throws IOException {
    int _ = Rehearsal.run();
    // With its clients of DynamoDB and S3, which call nobody until they are asked.
    Object _ = beans.getBean(Recommendations.class);
    InMemoryModelRegistry registry = registry();
    try (ModelCache models =
        new ModelCache(
            registry,
            new ModelLoader(new Shipped(), ModelPackage.Limits.DEFAULT),
            clock,
            new ModelCache.Settings(
                config.modelCacheBytes(), config.modelCheck(), config.modelPatience()),
            Measurements.NONE)) {
      Recommendations recommendations =
          new Recommendations(
              new InMemoryHistoryStore(),
              offers(),
              models,
              new InferenceCache(config.inferenceCacheBytes(), Measurements.NONE),
              new RunningExperiments(new InMemoryExperimentStore(), clock, config.modelCheck()),
              clock,
              Recommender.MAX_COUNT);
      Responses responses =
          new Responses(
              recommendations,
              new RecommendationIds(NO_SECRET),
              new Cursors(NO_SECRET),
              clock,
              Measurements.NONE);
      RecommendRequest request =
          Objects.requireNonNull(json.readValue(REQUEST, RecommendRequest.class));
      RecommendResponse response = responses.respond(TENANT, request);
      if (response.model() == null || !response.degraded().isEmpty()) {
        throw new IllegalStateException("the model of priming did not answer: " + response);
      }
      Object _ = json.writeValueAsBytes(response);
    }
  }

  private InMemoryModelRegistry registry() {
    InMemoryModelRegistry registry = new InMemoryModelRegistry();
    ModelVersion version = ModelVersion.at(clock.instant(), 0);
    registry.register(
        TENANT,
        RegisteredModel.trained(
            ModelName.DEFAULT,
            version,
            "priming",
            new TreeMap<>(),
            Deed.ofSomebody(clock.instant()),
            ""));
    Object _ =
        registry.activate(TENANT, ModelName.DEFAULT, version, Activating.ungated(clock.instant()));
    return registry;
  }

  private Offers offers() {
    InMemoryCatalogueStore store = new InMemoryCatalogueStore();
    store.publish(
        TENANT,
        items()
            .map(
                id ->
                    CatalogueItem.parse(Map.of("item_id", id.value(), "name", "n", "price", "1.5")))
            .flatMap(
                parsed ->
                    switch (parsed) {
                      case CatalogueItem.Parsed.Accepted(CatalogueItem item) -> Stream.of(item);
                      case CatalogueItem.Parsed.Rejected _ -> Stream.empty();
                    })
            .toList());
    return new Offers(
        store, clock, new Offers.Settings(config.catalogueCheck(), config.catalogueItems()));
  }

  private static Stream<ItemId> items() {
    return Stream.of(0, 1, 2, 3).map(item -> new ItemId("item-" + item));
  }

  /// The package of the graph in the archive.
  private final class Shipped implements PackageStore {
    @Override
    public String upload(TenantId tenant, ModelName name, ModelVersion version, Path folder) {
      throw new UnsupportedOperationException("nothing is trained here");
    }

    @Override
    public boolean fetch(
        TenantId tenant, ModelName name, ModelVersion version, String file, Path to) {
      throw new UnsupportedOperationException("nothing is judged here");
    }

    @Override
    public void download(TenantId tenant, ModelName name, ModelVersion version, Path folder)
        throws IOException {
      try (InputStream graph =
          Objects.requireNonNull(RecommendationsPrimed.class.getResourceAsStream(GRAPH), GRAPH)) {
        long _ = Files.copy(graph, folder.resolve(ModelPackage.MODEL));
      }
      Manifest.About about =
          new Manifest.About(
              Manifest.RECOMMENDER,
              "priming",
              new TreeMap<>(),
              new TreeMap<>(),
              new TreeMap<>(),
              new Manifest.Training(0, 0, ITEMS, "", ""));
      Manifest _ = ModelPackage.write(folder, about, version, clock.instant(), items().toList());
    }
  }
}
