package io.waymark.ingest.audit;

import io.waymark.edge.notes.AuditNote;
import io.waymark.model.StoreCalls;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import jakarta.inject.Singleton;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Rows under `tenant#audit` of the table `uploads`.
@Singleton
public final class DynamoAuditNoteStore implements AuditNoteStore {
  private final TenantScoped<DynamoDbClient> dynamo;
  private final String table;

  public DynamoAuditNoteStore(TenantScoped<DynamoDbClient> dynamo, Installation installation) {
    this.dynamo = dynamo;
    this.table = installation.name(Table.UPLOADS);
  }

  @Override
  public void add(TenantId tenant, AuditNote note) {
    StoreCalls.ask(
        "table uploads",
        () ->
            dynamo
                .of(tenant)
                .putItem(request -> request.tableName(table).item(note.toItem(tenant))));
  }
}
