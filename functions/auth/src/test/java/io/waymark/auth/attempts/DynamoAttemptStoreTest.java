package io.waymark.auth.attempts;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.edge.CallConfig;
import io.waymark.edge.SourceAddress;
import io.waymark.tenancy.installation.Table;
import io.waymark.testing.LocalAws;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoAttemptStoreTest extends AttemptStoreContract {
  @Override
  AttemptStore store() {
    return new DynamoAttemptStore(
        LocalAws.shared().dynamoDb(), LocalAws.INSTALLATION, new CallConfig(Duration.ofMinutes(2)));
  }

  /// That version kept when the next attempt may be made, in place of when the last one was.
  @Test
  void replacesARowOfTheVersionBefore() {
    AttemptKey pair = AttemptKey.ofPair("veteran@shop.test", SourceAddress.of("203.0.113.77"));
    Instant trusted = Instant.parse("2026-05-01T00:00:00Z");
    LocalAws.shared()
        .dynamoDb()
        .putItem(
            put ->
                put.tableName(LocalAws.INSTALLATION.name(Table.ACCESS))
                    .item(
                        Map.of(
                            Table.PARTITION_KEY,
                            AttributeValue.fromS("login#" + pair.hash()),
                            "failures",
                            AttributeValue.fromN("0"),
                            "next_at",
                            AttributeValue.fromN("1772000000000"),
                            "trusted_until",
                            AttributeValue.fromN(Long.toString(trusted.toEpochMilli())))));
    AttemptStore store = store();
    History known = store.history(pair);
    assertThat(known).isEqualTo(new History(0, Instant.EPOCH, trusted));
    History after = known.failed(Instant.parse("2026-04-01T00:00:00Z"));
    assertThat(store.replace(pair, known, after)).isTrue();
    assertThat(store.replace(pair, known, after)).as("it is not that any more").isFalse();
    assertThat(store.history(pair)).isEqualTo(after);
  }
}
