package io.waymark.ingest.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micronaut.json.JsonMapper;
import io.waymark.edge.notes.AuditNote;
import io.waymark.ingest.Instance;
import io.waymark.ingest.Notes;
import io.waymark.ingest.event.DynamoHistories;
import io.waymark.interactions.RejectionReason;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.testing.Caller;
import io.waymark.testing.LocalAws;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

class DeadLettersTest {
  private static final String LETTERS = "/api/v1/data/dead-letters";
  private static final Instant KEPT = Instant.parse("2026-05-03T10:00:00Z");

  private final Instance instance = Instance.shared();
  private final Caller admin = Caller.of("tenant", "admin");
  private final Caller other = Caller.of("tenant", "admin");
  private final TenantId tenant = admin.tenant();

  /// As the function that reads the stream keeps them, which acts for no tenant.
  private final DeadLetterStore store =
      new S3DeadLetterStore(
          _ -> LocalAws.shared().s3(),
          LocalAws.INSTALLATION,
          Instance.shared().bean(JsonMapper.class),
          Clock.fixed(KEPT, ZoneOffset.UTC));

  @Test
  @DisplayName("I23: a letter is stored when it is replayed, and goes")
  void isStoredOnceAndRemoved() {
    keep("shardId-000000000001:7", tenant + "#u1", event(tenant, "u1", ""), "a fault of ours");
    Instance.Answer page = instance.get(admin, LETTERS);
    assertThat(page.body())
        .contains(
            "\"id\":\"shardId-000000000001-7\"",
            "\"record\":\"shardId-000000000001:7\"",
            "a fault of ours",
            "\"kept_at\":");

    Instance.Answer replayed = replay(admin, "shardId-000000000001-7");
    assertThat(replayed.status()).as(replayed.body()).isEqualTo(200);
    assertThat(replayed.text("status")).isEqualTo("accepted");
    assertThat(DynamoHistories.of(tenant, new UserId("u1"))).hasSize(1);
    assertThat(keys()).isEmpty();
    assertThat(replay(admin, "shardId-000000000001-7").status()).isEqualTo(404);

    keep("shardId-000000000001:7", tenant + "#u1", event(tenant, "u1", ""), "once more");
    assertThat(replay(admin, "shardId-000000000001-7").text("status")).isEqualTo("duplicate");
    assertThat(DynamoHistories.of(tenant, new UserId("u1"))).hasSize(1);
    assertThat(keys()).isEmpty();
  }

  @Test
  @DisplayName("I23: of two letters of one event the second is a duplicate")
  void isADuplicateByItsEventId() {
    String named = event(tenant, "u2", ",\"event_id\":\"e-2\"");
    keep("shardId-000000000001:8", tenant + "#u2", named, "why");
    assertThat(replay(admin, "shardId-000000000001-8").text("status")).isEqualTo("accepted");
    keep("shardId-000000000002:9", tenant + "#u2", named, "why");
    assertThat(replay(admin, "shardId-000000000002-9").text("status")).isEqualTo("duplicate");
    assertThat(DynamoHistories.of(tenant, new UserId("u2"))).hasSize(1);
  }

  @Test
  void staysWhereItStillCannotBeStored() {
    keep("shardId-000000000001:1", tenant + "#u1", "{\"tenant_id\":\"" + tenant + "\"}", "why");
    keep("shardId-000000000001:2", "elsewhere#u1", event(tenant, "u1", ""), "why");
    keep("shardId-000000000001:3", other.tenant() + "#u1", event(other.tenant(), "u1", ""), "why");
    keep("shardId-000000000001:4", "", "", "is an erased user's");
    assertThat(reason("shardId-000000000001-1")).contains("partition_key");
    assertThat(reason("shardId-000000000001-2")).contains("partition_key");
    assertThat(reason("shardId-000000000001-3")).contains("another tenant");
    assertThat(reason("shardId-000000000001-4")).contains("is an erased user's");
    assertThat(keys()).hasSize(4);
    assertThat(DynamoHistories.of(other.tenant(), new UserId("u1"))).isEmpty();
  }

  @Test
  void areListedInPages() {
    for (int number = 1; number <= 5; number++) {
      keep("shardId-1:" + number, tenant + "#u", event(tenant, "u", ""), "why");
    }
    Instance.Answer first = instance.get(admin, LETTERS + "?limit=3");
    assertThat(first.text("next_cursor")).isEqualTo("shardId-1-3");
    Instance.Answer second = instance.get(admin, LETTERS + "?limit=3&cursor=shardId-1-3");
    assertThat(second.body()).contains("shardId-1-4", "shardId-1-5").doesNotContain("shardId-1-3");
    assertThat(second.text("next_cursor")).isEmpty();
    assertThat(instance.get(admin, LETTERS + "?limit=0").status()).isEqualTo(400);
    assertThat(instance.get(admin, LETTERS + "?cursor=%2F").status()).isEqualTo(400);
  }

  /// Lambda answers with 6 MB and no more.
  @Test
  void makeAPageOfFourMegabytesAtMostButForTheFirst() {
    String payload = "x".repeat(1_400_000);
    for (int number = 1; number <= 3; number++) {
      keep("shardId-1:" + number, "k", payload, "why");
    }
    keep("shardId-1:4", "k", payload.repeat(3), "why");
    keep("shardId-1:5", "k", payload, "why");
    List<String> pages = new ArrayList<>();
    String cursor = "";
    do {
      Instance.Answer page = instance.get(admin, LETTERS + cursor);
      assertThat(page.status()).isEqualTo(200);
      pages.add(String.join(" ", ids(page)));
      cursor = page.text("next_cursor").isEmpty() ? "" : "?cursor=" + page.text("next_cursor");
    } while (!cursor.isEmpty());
    assertThat(pages)
        .containsExactly("shardId-1-1 shardId-1-2", "shardId-1-3", "shardId-1-4", "shardId-1-5");
  }

  private static List<String> ids(Instance.Answer page) {
    return Pattern.compile("\"id\":\"([^\"]*)\"")
        .matcher(page.body())
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void areListedBesideWhatSomebodyElsePutThere() {
    for (String name :
        List.of("a note.txt", "b", "c/d.json", "shardId-1-0.json", ".json", "z.txt")) {
      PutObjectResponse _ =
          LocalAws.shared()
              .s3()
              .putObject(
                  put ->
                      put.bucket(LocalAws.INSTALLATION.name(Bucket.DATA))
                          .key("dead-letters/" + tenant + "/" + name),
                  RequestBody.fromString("[]"));
    }
    keep("shardId-1:1", tenant + "#u", event(tenant, "u", ""), "why");
    keep("shardId-1:2", tenant + "#u", event(tenant, "u", ""), "why");
    assertThat(ids(instance.get(admin, LETTERS + "?limit=2")))
        .containsExactly("shardId-1-1", "shardId-1-2");
    Instance.Answer first = instance.get(admin, LETTERS + "?limit=1");
    assertThat(ids(first)).containsExactly("shardId-1-1");
    assertThat(ids(instance.get(admin, LETTERS + "?limit=1&cursor=" + first.text("next_cursor"))))
        .containsExactly("shardId-1-2");
    assertThat(replay(admin, "shardId-1-0").status()).isEqualTo(404);
  }

  @Test
  @DisplayName("I24: who replayed a letter, and what came of it, is noted for the audit log")
  void areToldToTheAuditLogWhenTheyAreReplayed() {
    keep("shardId-1:1", tenant + "#u1", event(tenant, "u1", ""), "a fault of ours");
    keep("shardId-1:2", "elsewhere#u1", event(tenant, "u1", ""), "why");
    for (String id : List.of("shardId-1-1", "shardId-1-2", "shardId-1-3")) {
      Instance.Answer _ = replay(admin, id);
    }
    assertThat(Notes.of(tenant))
        .extracting(AuditNote::action, AuditNote::target, AuditNote::actor, AuditNote::after)
        .containsExactlyInAnyOrder(
            tuple(
                "dead_letter.replayed", "shardId-1-1", admin.keyId(), Map.of("status", "accepted")),
            tuple(
                "dead_letter.replayed",
                "shardId-1-2",
                admin.keyId(),
                Map.of("status", "rejected")));
  }

  @Test
  void happenedWhenTheyWereKeptWhereTheyDoNotSay() {
    String untimed =
        "{\"tenant_id\":\"%s\",\"user_id\":\"u9\",\"item_id\":\"i\"}".formatted(tenant);
    keep("shardId-1:9", tenant + "#u9", untimed, "a fault of ours");
    assertThat(replay(admin, "shardId-1-9").text("status")).isEqualTo("accepted");
    assertThat(DynamoHistories.of(tenant, new UserId("u9")))
        .singleElement()
        .satisfies(row -> assertThat(row.time()).isEqualTo(KEPT));
  }

  @Test
  void belongToTheirTenantsAdminsAlone() {
    keep("shardId-1:1", tenant + "#u1", event(tenant, "u1", ""), "why");
    assertThat(instance.get(other, LETTERS).body()).contains("\"letters\":[]");
    assertThat(replay(other, "shardId-1-1").status()).isEqualTo(404);
    Caller editor = instance.newCaller();
    assertThat(instance.get(editor, LETTERS).status()).isEqualTo(403);
    assertThat(replay(editor, "shardId-1-1").status()).isEqualTo(403);
    assertThat(keys()).hasSize(1);
  }

  private void keep(String record, String partitionKey, String payload, String why) {
    String base64 = Base64.getEncoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8));
    store.keep(
        tenant,
        new DeadLetter(
            record, partitionKey, base64, List.of(new RejectionReason("record", "failed", why))));
  }

  private static String event(TenantId tenant, String user, String more) {
    return "{\"tenant_id\":\"%s\",\"user_id\":\"%s\",\"item_id\":\"i\",\"timestamp\":\"2026-05-01T12:00:00Z\"%s}"
        .formatted(tenant, user, more);
  }

  private Instance.Answer replay(Caller caller, String id) {
    return instance.post(caller, LETTERS + "/" + id + "/replay", "{}");
  }

  private String reason(String id) {
    Instance.Answer answer = replay(admin, id);
    assertThat(answer.text("status")).as(answer.body()).isEqualTo("rejected");
    return answer.body();
  }

  private List<String> keys() {
    return Instance.keys(Bucket.DATA, "dead-letters/" + tenant + "/");
  }
}
