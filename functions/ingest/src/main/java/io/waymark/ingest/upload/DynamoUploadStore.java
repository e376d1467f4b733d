package io.waymark.ingest.upload;

import io.waymark.ingest.quality.Counts;
import io.waymark.ingest.quality.Decision;
import io.waymark.model.StoreCalls;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/// Uploads in the table `uploads`.
@Singleton
public final class DynamoUploadStore implements UploadStore {
  private static final String STORE = "table uploads";
  private static final String LEASE = "SET lease_holder = :holder, lease_until = :until";
  private static final String MINE = "lease_holder = :holder";
  private static final String FREE =
      "attribute_exists(pk) AND (attribute_not_exists(lease_until) OR lease_until <= :lapsed)"
          + " AND NOT #state IN (:done, :refused, :discarded, :held)";

  private final TenantScoped<DynamoDbClient> dynamo;
  private final String table;

  public DynamoUploadStore(TenantScoped<DynamoDbClient> dynamo, Installation installation) {
    this.dynamo = dynamo;
    this.table = installation.name(Table.UPLOADS);
  }

  @Override
  public void put(TenantId tenant, Upload upload) {
    StoreCalls.ask(
        STORE,
        () ->
            dynamo
                .of(tenant)
                .putItem(request -> request.tableName(table).item(item(tenant, upload))));
  }

  @Override
  public Optional<Upload> take(TenantId tenant, UploadId id, Lease lease, Instant lapsed) {
    return StoreCalls.ask(
        STORE,
        () -> {
          try {
            return Optional.of(
                upload(
                    dynamo
                        .of(tenant)
                        .updateItem(
                            request ->
                                request
                                    .tableName(table)
                                    .key(key(tenant, id))
                                    .updateExpression(LEASE)
                                    .conditionExpression(FREE)
                                    .expressionAttributeNames(Map.of("#state", "state"))
                                    .expressionAttributeValues(
                                        Map.of(
                                            ":holder", AttributeValue.fromS(lease.holder()),
                                            ":until", number(lease.until().toEpochMilli()),
                                            ":lapsed", number(lapsed.toEpochMilli()),
                                            ":done", text(UploadState.DONE),
                                            ":refused", text(UploadState.REFUSED),
                                            ":discarded", text(UploadState.DISCARDED),
                                            ":held", text(UploadState.HELD)))
                                    .returnValues(ReturnValue.ALL_NEW))
                        .attributes()));
          } catch (ConditionalCheckFailedException held) {
            return Optional.empty();
          }
        });
  }

  @Override
  public boolean renew(TenantId tenant, UploadId id, Lease lease) {
    return StoreCalls.ask(
        STORE,
        () -> {
          try {
            dynamo
                .of(tenant)
                .updateItem(
                    request ->
                        request
                            .tableName(table)
                            .key(key(tenant, id))
                            .updateExpression("SET lease_until = :until")
                            .conditionExpression(MINE)
                            .expressionAttributeValues(
                                Map.of(
                                    ":holder", AttributeValue.fromS(lease.holder()),
                                    ":until", number(lease.until().toEpochMilli()))));
            return true;
          } catch (ConditionalCheckFailedException another) {
            return false;
          }
        });
  }

  @Override
  public boolean putHeld(TenantId tenant, String holder, Upload upload) {
    return StoreCalls.ask(
        STORE,
        () -> {
          try {
            dynamo
                .of(tenant)
                .putItem(
                    request ->
                        request
                            .tableName(table)
                            .item(item(tenant, upload))
                            .conditionExpression(MINE)
                            .expressionAttributeValues(
                                Map.of(":holder", AttributeValue.fromS(holder))));
            return true;
          } catch (ConditionalCheckFailedException another) {
            return false;
          }
        });
  }

  @Override
  public boolean decide(TenantId tenant, Upload decided) {
    return StoreCalls.ask(
        STORE,
        () -> {
          try {
            dynamo
                .of(tenant)
                .putItem(
                    request ->
                        request
                            .tableName(table)
                            .item(item(tenant, decided))
                            .conditionExpression("#state = :held")
                            .expressionAttributeNames(Map.of("#state", "state"))
                            .expressionAttributeValues(Map.of(":held", text(UploadState.HELD))));
            return true;
          } catch (ConditionalCheckFailedException another) {
            return false;
          }
        });
  }

  private static Map<String, AttributeValue> item(TenantId tenant, Upload upload) {
    Map<String, AttributeValue> item = new HashMap<>(key(tenant, upload.id()));
    item.put("kind", AttributeValue.fromS(upload.kind().text()));
    item.put("file", AttributeValue.fromS(upload.file()));
    item.put("size", number(upload.size()));
    item.put("state", AttributeValue.fromS(upload.state().text()));
    item.put("created_at", AttributeValue.fromS(upload.createdAt().toString()));
    upload
        .receivedAt()
        .ifPresent(at -> item.put("received_at", AttributeValue.fromS(at.toString())));
    item.put("read", number(upload.counts().read()));
    item.put("accepted", number(upload.counts().accepted()));
    item.put("duplicate", number(upload.counts().duplicate()));
    item.put("rejected", number(upload.counts().rejected()));
    upload.message().ifPresent(text -> item.put("message", AttributeValue.fromS(text)));
    upload
        .content()
        .ifPresent(
            content -> {
              item.put("content_tag", AttributeValue.fromS(content.tag()));
              item.put("checksum", AttributeValue.fromS(content.checksum()));
            });
    upload
        .ruling()
        .ifPresent(
            ruling -> {
              item.put("decision", AttributeValue.fromS(ruling.decision().text()));
              ruling
                  .approvedBy()
                  .ifPresent(by -> item.put("approved_by", AttributeValue.fromS(by)));
            });
    upload
        .lease()
        .ifPresent(
            lease -> {
              item.put("lease_holder", AttributeValue.fromS(lease.holder()));
              item.put("lease_until", number(lease.until().toEpochMilli()));
            });
    return item;
  }

  @Override
  public Optional<Upload> find(TenantId tenant, UploadId id) {
    Map<String, AttributeValue> item =
        StoreCalls.ask(
            STORE,
            () ->
                dynamo
                    .of(tenant)
                    .getItem(
                        request ->
                            request.tableName(table).key(key(tenant, id)).consistentRead(true))
                    .item());
    return item.isEmpty() ? Optional.empty() : Optional.of(upload(item));
  }

  @Override
  public List<Upload> newest(TenantId tenant, int most) {
    return newest(
        tenant, "pk = :pk", Map.of(":pk", AttributeValue.fromS(Keys.tenant(tenant))), most);
  }

  @Override
  public List<Upload> before(TenantId tenant, UploadId other, int most) {
    return newest(
        tenant,
        "pk = :pk and sk < :other",
        Map.of(
            ":pk", AttributeValue.fromS(Keys.tenant(tenant)),
            ":other", AttributeValue.fromS(other.value())),
        most);
  }

  private List<Upload> newest(
      TenantId tenant, String condition, Map<String, AttributeValue> values, int most) {
    return StoreCalls.ask(
            STORE,
            () ->
                dynamo
                    .of(tenant)
                    .query(
                        request ->
                            request
                                .tableName(table)
                                .keyConditionExpression(condition)
                                .expressionAttributeValues(values)
                                .scanIndexForward(false)
                                .consistentRead(true)
                                .limit(most)))
        .items()
        .stream()
        .map(DynamoUploadStore::upload)
        .toList();
  }

  private static Upload upload(Map<String, AttributeValue> item) {
    return new Upload(
        new UploadId(text(item, Table.SORT_KEY)),
        UploadKind.of(text(item, "kind")).orElseThrow(),
        text(item, "file"),
        number(item, "size"),
        UploadState.of(text(item, "state")),
        Instant.parse(text(item, "created_at")),
        Optional.ofNullable(item.get("received_at")).map(at -> Instant.parse(at.s())),
        Optional.ofNullable(item.get("content_tag"))
            .map(tag -> new Upload.Content(tag.s(), text(item, "checksum"))),
        new Counts(
            number(item, "read"),
            number(item, "accepted"),
            number(item, "duplicate"),
            number(item, "rejected")),
        Optional.ofNullable(item.get("message")).map(AttributeValue::s),
        Optional.ofNullable(item.get("decision"))
            .map(
                decision ->
                    new Ruling(
                        Decision.of(decision.s()),
                        Optional.ofNullable(item.get("approved_by")).map(AttributeValue::s))),
        Optional.ofNullable(item.get("lease_holder"))
            .map(
                holder ->
                    new Lease(holder.s(), Instant.ofEpochMilli(number(item, "lease_until")))));
  }

  private static Map<String, AttributeValue> key(TenantId tenant, UploadId id) {
    return Map.of(
        Table.PARTITION_KEY, AttributeValue.fromS(Keys.tenant(tenant)),
        Table.SORT_KEY, AttributeValue.fromS(id.value()));
  }

  private static String text(Map<String, AttributeValue> item, String name) {
    return Objects.requireNonNull(item.get(name), name).s();
  }

  private static long number(Map<String, AttributeValue> item, String name) {
    return Long.parseLong(Objects.requireNonNull(item.get(name), name).n());
  }

  private static AttributeValue text(UploadState state) {
    return AttributeValue.fromS(state.text());
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }
}
