package io.waymark.ingest.removal;

import io.micronaut.context.annotation.Factory;
import io.waymark.ingest.upload.DynamoWrites;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.access.TenantFolder;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/// Puts together what goes through every table and folder where something of a tenant can be. What
/// a new table or folder holds is removed too, without a word here.
@Factory
final class RemovalFactory {
  @Singleton
  Removals removals(
      ProgressStore progress,
      DynamoDbClient dynamo,
      TenantScoped<DynamoDbClient> tenants,
      S3Client s3,
      Installation installation) {
    DynamoWrites writes = new DynamoWrites(tenants);
    List<NamedPlace> places = new ArrayList<>();
    Table.ofTenants()
        .forEach(
            table ->
                places.add(
                    new NamedPlace(
                        table.purpose(),
                        new DynamoTableRows(dynamo, writes, table, installation))));
    places.add(
        new NamedPlace(Table.HEARTBEATS.purpose(), new DynamoCollectLease(dynamo, installation)));
    Map<String, Place> folders = new LinkedHashMap<>(); // those beside each other are one
    Arrays.stream(TenantFolder.values())
        .forEach(
            folder ->
                folders.putIfAbsent(name(folder), new S3FolderObjects(s3, folder, installation)));
    folders.forEach((name, place) -> places.add(new NamedPlace(name, place)));
    return new Removals(progress, places);
  }

  /// Like `bucket data/uploads`.
  private static String name(TenantFolder folder) {
    String before = folder.beforeTenant();
    return "bucket "
        + folder.bucket().purpose()
        + (before.isEmpty() ? "" : "/" + before.substring(0, before.length() - 1));
  }
}
