package io.waymark.auth.audit;

import io.waymark.edge.notes.AuditNote;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Rows under `tenant#audit` of the table `uploads`.
@Singleton
final class DynamoAuditNoteStore implements AuditNoteStore {
  private static final String STORE = "table uploads";

  private final DynamoDbClient dynamo;
  private final String table;

  DynamoAuditNoteStore(DynamoDbClient dynamo, Installation installation) {
    this.dynamo = dynamo;
    this.table = installation.name(Table.UPLOADS);
  }

  @Override
  public List<AuditNote> oldest(TenantId tenant, int most) {
    return ask(
        () ->
            dynamo
                .query(
                    request ->
                        request
                            .tableName(table)
                            .consistentRead(true)
                            .limit(most)
                            .keyConditionExpression("pk = :pk")
                            .expressionAttributeValues(
                                Map.of(":pk", AttributeValue.fromS(AuditNote.partition(tenant)))))
                .items()
                .stream()
                .map(AuditNote::of)
                .toList());
  }

  @Override
  public void remove(TenantId tenant, AuditNote note) {
    ask(() -> dynamo.deleteItem(request -> request.tableName(table).key(note.key(tenant))));
  }

  private static <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (SdkException e) {
      throw new StoreUnavailableException(STORE, e);
    }
  }
}
