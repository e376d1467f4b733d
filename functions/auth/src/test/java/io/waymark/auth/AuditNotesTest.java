package io.waymark.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.edge.notes.AuditNote;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Table;
import io.waymark.testing.LocalAws;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;

/// A36 — What other functions did, in the audit log.
class AuditNotesTest {
  private static final String TABLE = LocalAws.INSTALLATION.name(Table.UPLOADS);
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  private final String tenant = Api.fresh("notes");
  private final Api admin = Api.adminOf(tenant);

  @Test
  void aNoteBecomesOneEntryWhenTheLogIsRead() {
    AuditNote later = note("second", NOON.plusSeconds(1));
    AuditNote sooner = note("first", NOON);
    put(later);
    put(sooner);
    List<JsonNode> told = noted();
    assertThat(told)
        .extracting(entry -> entry.path("target").asText())
        .containsExactly("second", "first");
    JsonNode entry = told.getLast();
    assertThat(entry.path("at").asText()).isEqualTo("2026-05-01T12:00:00Z");
    assertThat(entry.path("actor").asText()).isEqualTo("a-key");
    assertThat(entry.path("source").asText()).isEqualTo("203.0.113.7");
    assertThat(entry.path("before").toString()).isEqualTo("{\"least_rows\":\"2.0\"}");
    assertThat(entry.path("after").toString()).isEqualTo("{}");
    assertThat(waiting()).isEmpty();

    put(sooner); // as if it had not been removed
    assertThat(noted()).hasSize(2);
    assertThat(waiting()).isEmpty();
  }

  @Test
  void aNoteThatCannotBeReadHoldsUpNoOther() {
    Map<String, AttributeValue> wrong =
        new HashMap<>(note("wrong", NOON).toItem(new TenantId(tenant)));
    wrong.put("at", AttributeValue.fromS("at noon"));
    PutItemResponse _ =
        LocalAws.shared().dynamoDb().putItem(put -> put.tableName(TABLE).item(wrong));
    put(note("right", NOON.plusSeconds(1)));
    assertThat(noted()).extracting(entry -> entry.path("target").asText()).containsExactly("right");
    assertThat(waiting()).as("stays").hasSize(1);
  }

  @Test
  void aNoteIsItsTenantsAlone() {
    put(note("mine", NOON));
    String other = Api.fresh("notes");
    assertThat(Api.adminOf(other).get("/api/v1/audit?limit=100").raw().body())
        .doesNotContain("quality_thresholds");
    assertThat(waiting()).hasSize(1);
  }

  private static AuditNote note(String target, Instant at) {
    return new AuditNote(
        UUID.randomUUID(),
        at,
        "a-key",
        "203.0.113.7",
        "quality_thresholds.changed",
        target,
        Map.of("least_rows", "2.0"),
        Map.of());
  }

  private void put(AuditNote note) {
    PutItemResponse _ =
        LocalAws.shared()
            .dynamoDb()
            .putItem(put -> put.tableName(TABLE).item(note.toItem(new TenantId(tenant))));
  }

  private List<Map<String, AttributeValue>> waiting() {
    return LocalAws.shared()
        .dynamoDb()
        .query(
            query ->
                query
                    .tableName(TABLE)
                    .keyConditionExpression("pk = :pk")
                    .expressionAttributeValues(
                        Map.of(
                            ":pk",
                            AttributeValue.fromS(AuditNote.partition(new TenantId(tenant))))))
        .items();
  }

  private List<JsonNode> noted() {
    return admin
        .get("/api/v1/audit?limit=100")
        .json()
        .path("entries")
        .valueStream()
        .filter(entry -> entry.path("action").asText().equals("quality_thresholds.changed"))
        .toList();
  }
}
