package io.waymark.auth.audit;

import io.waymark.edge.notes.AuditNote;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Rows under `tenant#audit` of the table `uploads`.
@Singleton
final class DynamoAuditNoteStore implements AuditNoteStore {
  private static final String STORE = "table uploads";
  private static final int PAGE = 100;
  private static final Logger LOG = LoggerFactory.getLogger(DynamoAuditNoteStore.class);

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
                .queryPaginator(
                    request ->
                        request
                            .tableName(table)
                            .consistentRead(true)
                            .limit(PAGE)
                            .keyConditionExpression("pk = :pk")
                            .expressionAttributeValues(
                                Map.of(":pk", AttributeValue.fromS(AuditNote.partition(tenant)))))
                .items()
                .stream()
                .flatMap(row -> readable(row).stream())
                .limit(most)
                .toList());
  }

  /// One that is not right must not hold up all others.
  private static Optional<AuditNote> readable(Map<String, AttributeValue> row) {
    try {
      return Optional.of(AuditNote.of(row));
    } catch (RuntimeException e) {
      LOG.error(
          "the note {} of {} cannot be read and stays",
          row.get(Table.SORT_KEY),
          row.get(Table.PARTITION_KEY),
          e);
      return Optional.empty();
    }
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
