package io.waymark.ingest;

import io.micronaut.context.annotation.Factory;
import io.waymark.edge.Parameters;
import io.waymark.edge.WaymarkConfig;
import io.waymark.ingest.collect.CollectLeases;
import io.waymark.ingest.collect.DynamoCollectLeases;
import io.waymark.ingest.collect.SettledUploads;
import io.waymark.ingest.outcomes.LateNames;
import io.waymark.ingest.outcomes.ListOutcomes;
import io.waymark.ingest.upload.Leases;
import io.waymark.ingest.upload.Pause;
import io.waymark.ingest.upload.UploadState;
import io.waymark.ingest.upload.UploadStore;
import io.waymark.model.catalogue.CatalogueStore;
import io.waymark.model.catalogue.DynamoCatalogueStore;
import io.waymark.model.outcomes.DynamoOutcomeStore;
import io.waymark.model.outcomes.OutcomeStore;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Installation;
import jakarta.inject.Singleton;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/// Beans that know no framework.
@Factory
final class IngestFactory {
  @Singleton
  CatalogueStore catalogueStore(
      TenantScoped<DynamoDbClient> dynamo,
      TenantScoped<S3Client> s3,
      Installation installation,
      Clock clock) {
    return new DynamoCatalogueStore(dynamo, s3, installation, clock);
  }

  @Singleton
  OutcomeStore outcomeStore(TenantScoped<DynamoDbClient> dynamo, Installation installation) {
    return new DynamoOutcomeStore(dynamo, installation);
  }

  @Singleton
  ListOutcomes listOutcomes(OutcomeStore store, WaymarkConfig config, Parameters parameters) {
    return new ListOutcomes(store, new LateNames(config, parameters));
  }

  @Singleton
  Pause pause() {
    return Thread::sleep;
  }

  /// Until it ended, an upload may be begun anew and removes what it stored; one that nobody knows
  /// any more ended long ago.
  @Singleton
  SettledUploads settledUploads(UploadStore uploads) {
    return (tenant, id) ->
        uploads.find(tenant, id).map(each -> each.state() == UploadState.DONE).orElse(true);
  }

  @Singleton
  CollectLeases collectLeases(
      DynamoDbClient dynamo, Installation installation, WaymarkConfig config) {
    return new DynamoCollectLeases(dynamo, installation, config.beganAlone());
  }

  @Singleton
  Leases leases(Clock clock, WaymarkConfig config) {
    return new Leases(clock, config.beganAlone());
  }
}
