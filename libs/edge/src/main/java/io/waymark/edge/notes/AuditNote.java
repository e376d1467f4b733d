package io.waymark.edge.notes;

import io.waymark.edge.SourceAddress;
import io.waymark.tenancy.Keys;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;

/// Something that was done and that the audit log is to tell of. `auth` alone reaches the log: the
/// note is a row of the table `uploads` under `tenant#audit` until its entry is committed, which it
/// becomes once, by its id (ADR 0020).
///
/// @param actor a member's or key's id
/// @param source the address it was asked from
/// @param action what, like `quality_thresholds.changed`
/// @param target to what
/// @param before what was changed, as it was; never a secret, nor whom it is about
/// @param after as it is
public record AuditNote(
    UUID id,
    Instant at,
    String actor,
    String source,
    String action,
    String target,
    Map<String, String> before,
    Map<String, String> after) {
  /// The second part of the key of all notes of a tenant.
  public static final String PART = "audit";

  private static final int MILLIS = 13;

  public AuditNote {
    before = Map.copyOf(before);
    after = Map.copyOf(after);
  }

  /// What `who` does now.
  public static AuditNote of(
      Principal who,
      SourceAddress from,
      Instant at,
      String action,
      String target,
      Map<String, String> before,
      Map<String, String> after) {
    return new AuditNote(
        UUID.randomUUID(), at, who.subject(), from.text(), action, target, before, after);
  }

  /// The partition of a tenant's notes.
  public static String partition(TenantId tenant) {
    return Keys.join(tenant, PART);
  }

  /// The key of its row; those of a tenant stand in the order of their times.
  public Map<String, AttributeValue> key(TenantId tenant) {
    String time = Long.toString(at.toEpochMilli());
    return Map.of(
        Table.PARTITION_KEY,
        AttributeValue.fromS(partition(tenant)),
        Table.SORT_KEY,
        AttributeValue.fromS("0".repeat(Math.max(0, MILLIS - time.length())) + time + "-" + id));
  }

  /// Its row.
  public Map<String, AttributeValue> toItem(TenantId tenant) {
    Map<String, AttributeValue> row = new HashMap<>(key(tenant));
    row.put("id", AttributeValue.fromS(id.toString()));
    row.put("at", AttributeValue.fromS(at.toString()));
    row.put("actor", AttributeValue.fromS(actor));
    row.put("source", AttributeValue.fromS(source));
    row.put("action", AttributeValue.fromS(action));
    row.put("target", AttributeValue.fromS(target));
    row.put("before", texts(before));
    row.put("after", texts(after));
    return row;
  }

  /// Its row, to be written in one transaction with what it tells of.
  public Put put(TenantId tenant, Installation installation) {
    return Put.builder().tableName(installation.name(Table.UPLOADS)).item(toItem(tenant)).build();
  }

  /// Reads what [#toItem] wrote.
  ///
  /// @throws RuntimeException for anything else
  public static AuditNote of(Map<String, AttributeValue> row) {
    return new AuditNote(
        UUID.fromString(text(row, "id")),
        Instant.parse(text(row, "at")),
        text(row, "actor"),
        text(row, "source"),
        text(row, "action"),
        text(row, "target"),
        texts(row, "before"),
        texts(row, "after"));
  }

  private static AttributeValue texts(Map<String, String> texts) {
    Map<String, AttributeValue> values = new HashMap<>();
    texts.forEach((name, text) -> values.put(name, AttributeValue.fromS(text)));
    return AttributeValue.fromM(values);
  }

  private static Map<String, String> texts(Map<String, AttributeValue> row, String name) {
    Map<String, String> texts = new HashMap<>();
    @Nullable AttributeValue values = row.get(name);
    if (values != null) {
      values.m().forEach((each, value) -> texts.put(each, value.s()));
    }
    return texts;
  }

  private static String text(Map<String, AttributeValue> row, String name) {
    return Objects.requireNonNull(Objects.requireNonNull(row.get(name), name).s(), name);
  }
}
