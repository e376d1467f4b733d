package io.waymark.testing;

import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Table;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A tenant that no other test of this JVM has, and its API key, where `auth` would have projected
/// them in [LocalAws].
public record Caller(TenantId tenant, String key) {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final String KEY_ID = "00000000-0000-0000-0000-0000";

  /// A new tenant.
  ///
  /// @param name what its id begins with
  /// @param scopes of its key
  public static Caller of(String name, String... scopes) {
    int number = NUMBER.incrementAndGet();
    TenantId tenant = new TenantId(name + "-" + number);
    String prefix = String.format(Locale.ROOT, "%08d", number);
    String key = "wm_test_" + prefix + "_" + "s".repeat(40);
    put(
        Map.of(
            Table.PARTITION_KEY,
            AttributeValue.fromS("key#" + prefix),
            "tenant",
            AttributeValue.fromS(tenant.value()),
            "key_id",
            AttributeValue.fromS(KEY_ID + prefix),
            "hash",
            AttributeValue.fromS(sha256(key)),
            "scopes",
            AttributeValue.fromSs(List.of(scopes)),
            "status",
            AttributeValue.fromS("active")));
    put(
        Map.of(
            Table.PARTITION_KEY,
            AttributeValue.fromS("tenant#" + tenant),
            "status",
            AttributeValue.fromS("active"),
            "epoch",
            AttributeValue.fromN("0")));
    return new Caller(tenant, key);
  }

  /// The id of its key, as the audit log names who calls.
  public String keyId() {
    return KEY_ID + key.split("_")[2];
  }

  private static void put(Map<String, AttributeValue> row) {
    LocalAws.shared()
        .dynamoDb()
        .putItem(request -> request.tableName(LocalAws.INSTALLATION.name(Table.ACCESS)).item(row));
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
