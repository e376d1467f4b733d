package io.waymark.recommend;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import io.micronaut.json.JsonMapper;
import io.waymark.edge.Parameters;
import io.waymark.edge.RecommendationIdKey;
import io.waymark.edge.WaymarkConfig;
import io.waymark.edge.telemetry.Measurements;
import io.waymark.model.ModelPackage;
import io.waymark.model.Recommender;
import io.waymark.model.answers.RecommendationIds;
import io.waymark.model.catalogue.CatalogueStore;
import io.waymark.model.catalogue.DynamoCatalogueStore;
import io.waymark.model.outcomes.DynamoOutcomeStore;
import io.waymark.model.outcomes.OutcomeStore;
import io.waymark.model.registry.ActivationGate;
import io.waymark.model.registry.DynamoModelRegistry;
import io.waymark.model.registry.ManifestGate;
import io.waymark.model.registry.ModelRegistry;
import io.waymark.model.registry.PackageStore;
import io.waymark.model.registry.S3PackageStore;
import io.waymark.recommend.answers.Cursors;
import io.waymark.recommend.answers.Recommendations;
import io.waymark.recommend.catalogue.Offer;
import io.waymark.recommend.catalogue.Offers;
import io.waymark.recommend.experiments.DynamoExperimentStore;
import io.waymark.recommend.experiments.ExperimentStore;
import io.waymark.recommend.experiments.Experiments;
import io.waymark.recommend.experiments.RunningExperiments;
import io.waymark.recommend.history.DynamoHistoryStore;
import io.waymark.recommend.history.HistoryStore;
import io.waymark.recommend.history.ReadOnceHistoryStore;
import io.waymark.recommend.lists.ActiveRanking;
import io.waymark.recommend.lists.DailyLists;
import io.waymark.recommend.lists.DynamoUserStore;
import io.waymark.recommend.lists.Ranking;
import io.waymark.recommend.lists.S3ListStore;
import io.waymark.recommend.models.InferenceCache;
import io.waymark.recommend.models.ModelCache;
import io.waymark.recommend.models.ModelLoader;
import io.waymark.recommend.models.NoteAlong;
import io.waymark.recommend.outcomes.Outcomes;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Installation;
import jakarta.inject.Singleton;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/// Puts the domain together with its stores.
@Factory
final class Beans {
  @Singleton
  HistoryStore histories(
      TenantScoped<DynamoDbClient> dynamo,
      Installation installation,
      @Value("${waymark.stores:dynamodb}") String stores) {
    HistoryStore store = new DynamoHistoryStore(dynamo, installation);
    return switch (stores) {
      case "dynamodb" -> store;
      case "memory" -> new ReadOnceHistoryStore(store);
      default ->
          throw new IllegalArgumentException(
              "waymark.stores must be dynamodb or memory, not " + stores);
    };
  }

  @Singleton
  CatalogueStore catalogues(
      TenantScoped<DynamoDbClient> dynamo,
      TenantScoped<S3Client> s3,
      Installation installation,
      Clock clock) {
    return new DynamoCatalogueStore(dynamo, s3, installation, clock);
  }

  @Singleton
  ModelRegistry registry(TenantScoped<DynamoDbClient> dynamo, Installation installation) {
    return new DynamoModelRegistry(dynamo, installation, NoteAlong.puts(installation));
  }

  @Singleton
  PackageStore packages(TenantScoped<S3Client> s3, Installation installation) {
    return new S3PackageStore(s3, installation);
  }

  @Singleton
  ActivationGate activationGate(PackageStore packages, Offers offers) {
    return new ManifestGate(packages, tenant -> offers.of(tenant).map(Offer::catalogue));
  }

  @Singleton
  @Bean(preDestroy = "close")
  ModelCache models(
      ModelRegistry registry,
      PackageStore packages,
      Clock clock,
      RecommendConfig config,
      Measurements measurements) {
    return new ModelCache(
        registry,
        new ModelLoader(packages, ModelPackage.Limits.DEFAULT),
        clock,
        new ModelCache.Settings(
            config.modelCacheBytes(), config.modelCheck(), config.modelPatience()),
        measurements);
  }

  @Singleton
  Offers offers(CatalogueStore store, Clock clock, RecommendConfig config) {
    return new Offers(
        store, clock, new Offers.Settings(config.catalogueCheck(), config.catalogueItems()));
  }

  @Singleton
  InferenceCache inferences(RecommendConfig config, Measurements measurements) {
    return new InferenceCache(config.inferenceCacheBytes(), measurements);
  }

  @Singleton
  Recommendations recommendations(
      HistoryStore histories,
      Offers offers,
      ModelCache models,
      InferenceCache inferences,
      RunningExperiments experiments,
      Clock clock) {
    return new Recommendations(
        histories, offers, models, inferences, experiments, clock, Recommender.MAX_COUNT);
  }

  @Singleton
  ExperimentStore experimentStore(TenantScoped<DynamoDbClient> dynamo, Installation installation) {
    return new DynamoExperimentStore(dynamo, installation);
  }

  @Singleton
  RunningExperiments runningExperiments(
      ExperimentStore store, Clock clock, RecommendConfig config) {
    return new RunningExperiments(store, clock, config.modelCheck());
  }

  @Singleton
  Experiments experiments(
      ExperimentStore store, ModelRegistry registry, RunningExperiments running, Clock clock) {
    return new Experiments(store, registry, running, clock);
  }

  @Singleton
  OutcomeStore outcomeStore(TenantScoped<DynamoDbClient> dynamo, Installation installation) {
    return new DynamoOutcomeStore(dynamo, installation);
  }

  @Singleton
  Outcomes outcomes(OutcomeStore counts, ExperimentStore experiments) {
    return new Outcomes(counts, experiments);
  }

  @Singleton
  RecommendationIds recommendationIds(WaymarkConfig config, Parameters parameters) {
    return new RecommendationIds(RecommendationIdKey.of(config, parameters));
  }

  @Singleton
  Cursors cursors(WaymarkConfig config, Parameters parameters) {
    return new Cursors(RecommendationIdKey.of(config, parameters));
  }

  @Singleton
  Ranking ranking(ModelRegistry registry, ModelCache models, Recommendations recommendations) {
    return new ActiveRanking(registry, models, recommendations);
  }

  @Singleton
  DailyLists dailyLists(
      TenantScoped<DynamoDbClient> dynamo,
      TenantScoped<S3Client> s3,
      Installation installation,
      Ranking ranking,
      JsonMapper json) {
    return new DailyLists(
        new DynamoUserStore(dynamo, installation),
        new S3ListStore(s3, installation, json),
        ranking,
        json);
  }
}
