package io.waymark.localstack.deployed;

import io.waymark.localstack.Deployment;
import java.time.Instant;
import java.util.TreeMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;

/// Purchases, as a producer puts them into the stream.
final class Purchases {
  private Purchases() {}

  static String body(String tenant, String user, String item, String event, String at) {
    return Api.text(
        new TreeMap<>(
            Map.of(
                "tenant_id", tenant,
                "user_id", user,
                "item_id", item,
                "interaction_type", "purchase",
                "event_id", event,
                "timestamp", at)));
  }

  /// One record, now.
  static void put(Stacks stacks, Tenant tenant, String user, String item, String event) {
    stacks
        .clients()
        .kinesis()
        .putRecord(
            put ->
                put.streamName(Deployment.INSTALLATION.streamName())
                    .partitionKey(tenant.id() + "#" + user)
                    .data(
                        SdkBytes.fromUtf8String(
                            body(tenant.id(), user, item, event, Instant.now().toString()))));
  }
}
