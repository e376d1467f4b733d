package io.waymark.train;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.waymark.edge.AwsClients;
import io.waymark.edge.EndpointsConfig;
import io.waymark.edge.WaymarkConfig;
import io.waymark.edge.resilience.Dependency;
import io.waymark.edge.resilience.OutgoingHttp;
import io.waymark.mlflow.MlflowRunLog;
import io.waymark.model.catalogue.CatalogueStore;
import io.waymark.model.catalogue.DynamoCatalogueStore;
import io.waymark.model.registry.ActivationGate;
import io.waymark.model.registry.DynamoModelRegistry;
import io.waymark.model.registry.ManifestGate;
import io.waymark.model.registry.ModelRegistry;
import io.waymark.model.registry.PackageStore;
import io.waymark.model.registry.S3PackageStore;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Installation;
import io.waymark.train.job.AcceptedDataStore;
import io.waymark.train.job.DailyTraining;
import io.waymark.train.job.DynamoJobStore;
import io.waymark.train.job.InteractionStore;
import io.waymark.train.job.JobStarter;
import io.waymark.train.job.JobStore;
import io.waymark.train.job.Jobs;
import io.waymark.train.job.LambdaJobStarter;
import io.waymark.train.job.S3InteractionStore;
import io.waymark.train.job.S3VectorStore;
import io.waymark.train.job.TrainingRun;
import io.waymark.train.job.VectorStore;
import io.waymark.training.RunLog;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;

/// Puts the domain together with its stores.
@Factory
final class Beans {
  @Singleton
  @Bean(preDestroy = "close")
  LambdaClient lambda(AwsClients clients, EndpointsConfig endpoints, OutgoingHttp http) {
    return clients
        .configured(LambdaClient.builder(), endpoints.lambda(), http.to(Dependency.LAMBDA))
        .build();
  }

  @Singleton
  JobStore jobStore(TenantScoped<DynamoDbClient> dynamo, Installation installation) {
    return new DynamoJobStore(dynamo, installation);
  }

  @Singleton
  JobStarter jobStarter(LambdaClient lambda, Installation installation) {
    return new LambdaJobStarter(lambda, installation);
  }

  @Singleton
  Jobs jobs(JobStore store, JobStarter starter, Clock clock) {
    return new Jobs(store, starter, clock);
  }

  @Singleton
  ModelRegistry registry(TenantScoped<DynamoDbClient> dynamo, Installation installation) {
    return new DynamoModelRegistry(dynamo, installation);
  }

  @Singleton
  PackageStore packages(TenantScoped<S3Client> s3, Installation installation) {
    return new S3PackageStore(s3, installation);
  }

  /// Nothing that is trained here was uploaded: no catalogue is asked for.
  @Singleton
  ActivationGate activationGate(PackageStore packages) {
    return new ManifestGate(packages, _ -> Optional.empty());
  }

  /// Both of an [InteractionStore] and an [AcceptedDataStore].
  @Singleton
  S3InteractionStore interactions(TenantScoped<S3Client> s3, Installation installation) {
    return new S3InteractionStore(s3, installation);
  }

  @Singleton
  VectorStore vectors(TenantScoped<S3Client> s3, Installation installation) {
    return new S3VectorStore(s3, installation);
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
  RunLog runLog() {
    return MlflowRunLog.of(System.getenv());
  }

  @Singleton
  TrainingRun trainingRun(
      JobStore jobs,
      InteractionStore interactions,
      PackageStore packages,
      VectorStore vectors,
      ModelRegistry registry,
      ActivationGate gate,
      CatalogueStore catalogues,
      RunLog log,
      Clock clock,
      WaymarkConfig config) {
    return new TrainingRun(
        jobs,
        interactions,
        packages,
        vectors,
        registry,
        gate,
        catalogues,
        log,
        clock,
        config.beganAlone());
  }

  @Singleton
  DailyTraining dailyTraining(
      AcceptedDataStore accepted, ModelRegistry registry, Jobs jobs, TrainingRun run) {
    return new DailyTraining(accepted, registry, jobs, run);
  }
}
