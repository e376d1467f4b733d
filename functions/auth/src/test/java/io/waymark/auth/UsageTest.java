package io.waymark.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.context.ApplicationContext;
import io.micronaut.function.aws.proxy.MockLambdaContext;
import io.waymark.auth.audit.AuditStore;
import io.waymark.edge.notes.AuditNote;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Table;
import io.waymark.testing.LocalAws;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// From the lines that functions wrote, as CloudWatch delivers them, to the figures of a tenant.
class UsageTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BUCKET = LocalAws.INSTALLATION.name(Bucket.LOGS);
  private static final String PATH = "/api/v1/usage";
  private final S3Client s3 = LocalAws.shared().s3();
  private final String tenant = Api.fresh("usage");
  private final Api admin = Api.adminOf(tenant);
  private final Instant minuteAgo =
      AuthUnderTest.shared().clock().instant().minus(Duration.ofMinutes(1));

  @AfterEach
  void leavesNoFile() {
    waiting().forEach(key -> s3.deleteObject(request -> request.bucket(BUCKET).key(key)));
  }

  /// A23
  @Test
  void aRequestCountsOnceForItsTenantHoweverOftenItsLineIsDelivered() {
    byte[] file =
        delivered(List.of(right(200), right(200), right(404)), List.of(right(500), right(204)));
    put(file);
    assertThat(write()).contains("\"files\":1").contains("\"requests\":5");
    assertThat(waiting()).isEmpty();
    put(file);
    put(file);
    assertThat(write()).contains("\"files\":2").contains("\"requests\":0");
    JsonNode totals = admin.get(PATH).json().path("totals");
    assertThat(totals.path("requests").asInt()).isEqualTo(5);
    assertThat(totals.path("errors_4xx").asInt()).isEqualTo(1);
    assertThat(totals.path("errors_5xx").asInt()).isEqualTo(1);
    assertThat(totals.path("latency_p50_ms").asInt()).isEqualTo(4);
    assertThat(totals.path("latency_p95_ms").asInt()).isEqualTo(4);
    assertThat(totals.path("request_bytes").asInt()).isEqualTo(200);
    assertThat(totals.path("response_bytes").asInt()).isEqualTo(4500);
  }

  /// A36
  @Test
  void whoAskedForSomethingGetsItsNotesIntoTheAuditLog() {
    AuditNote note =
        new AuditNote(
            UUID.randomUUID(),
            minuteAgo,
            "a-key",
            "203.0.113.7",
            "dead_letter.replayed",
            "letter",
            Map.of(),
            Map.of("status", "accepted"));
    PutItemResponse _ =
        LocalAws.shared()
            .dynamoDb()
            .putItem(
                put ->
                    put.tableName(LocalAws.INSTALLATION.name(Table.UPLOADS))
                        .item(note.toItem(new TenantId(tenant))));
    put(delivered(List.of(right(200))));
    assertThat(write()).contains("\"requests\":1");
    assertThat(
            AuthUnderTest.shared()
                .bean(AuditStore.class)
                .newest(new TenantId(tenant), Long.MAX_VALUE, 1))
        .extracting(entry -> entry.entry().action())
        .containsExactly("dead_letter.replayed");
  }

  /// A37
  @Test
  void aLateLineOfADeletedTenantIsPassedOver() {
    Api operator = Api.operator();
    operator.patch("/api/v1/tenants/" + tenant, "{\"status\": \"suspended\"}");
    assertThat(operator.delete("/api/v1/tenants/" + tenant).status()).isEqualTo(200);
    put(delivered(List.of(right(200))));
    assertThat(write()).contains("\"files\":1").contains("\"requests\":0");
    assertThat(waiting()).isEmpty();
  }

  /// A24
  @Test
  void aLineThatIsNotRightCostsNoOther() {
    List<String> wrong =
        List.of(
            "{\"waymark_usage\":1",
            "{\"waymark_usage\":1,\"tenant\":\"" + tenant + "\"}",
            right(200).replace("\"status\":200", "\"status\":99"),
            right(200).replace("\"latency_ms\":4", "\"latency_ms\":-4"),
            right(200).replace("\"request_bytes\":40", "\"request_bytes\":-1"),
            right(200).replace(tenant, "Not A Tenant"),
            right(200).replace("\"api_key\":null", "\"api_key\":\"x\""),
            right(200).replace("/api/v1/recommend", "\\u0000"),
            right(200).replace(minuteAgo.toString(), "+1000000-01-01T00:00:00Z"));
    put(delivered(List.of(right(200)), wrong, List.of(right(200))));
    assertThat(write()).contains("\"requests\":2").contains("\"skipped\":" + wrong.size());
    assertThat(requests()).isEqualTo(2);
  }

  @Test
  void whatBelongsToNoTenantAndWhatIsNoUsageLineIsPassedOver() {
    put(
        delivered(
            List.of(
                "CWL CONTROL MESSAGE: Checking health of destination Firehose.",
                "{\"message\": \"an error like {\\\"waymark_usage\\\":1\"}",
                right(401).replace("\"" + tenant + "\"", "null"),
                right(200).replace("{\"waymark_usage\":1", "{\"waymark_usage\":1,\"new\":true"))));
    assertThat(write()).contains("\"requests\":1").contains("\"skipped\":0");
    assertThat(requests()).isEqualTo(1);
  }

  /// A24
  @Test
  void aFileThatIsCutShortIsCountedAsFarAsItGoesAndStays() {
    byte[] whole = delivered(List.of(right(200)), List.of(right(200)));
    String cut = put(Arrays.copyOf(whole, whole.length - 10));
    put(delivered(List.of(right(200))));
    assertThatThrownBy(this::write).isInstanceOf(UsageWriterHandler.UnreadableFilesException.class);
    assertThat(waiting()).containsExactly(cut);
    assertThat(requests()).isGreaterThanOrEqualTo(2);
  }

  /// A24
  @Test
  void whileTheDatabaseIsDownEveryLineStays() {
    String file = put(delivered(List.of(right(200))));
    Map<String, Object> properties = new HashMap<>(AuthUnderTest.shared().properties());
    properties.put("datasources.default.url", "jdbc:postgresql://127.0.0.1:1/none");
    properties.put("datasources.default.connection-timeout", "300");
    try (ApplicationContext down = ApplicationContext.run(properties)) {
      assertThatThrownBy(() -> write(down)).isInstanceOf(StoreUnavailableException.class);
    }
    assertThat(waiting()).containsExactly(file);
    assertThat(write()).contains("\"requests\":1");
  }

  /// A6, A23
  @Test
  void anotherTenantsRequestsAreNotThere() {
    put(delivered(List.of(right(200), right(200))));
    write();
    Api stranger = Api.adminOf(Api.fresh("stranger"));
    assertThat(stranger.get(PATH).json().at("/totals/requests").asInt()).isZero();
    assertThat(stranger.get(PATH).json().path("rows")).isEmpty();
    assertThat(Api.operator().get(PATH + "?by=endpoint").json().path("rows"))
        .as("operators see their own tenant's alone")
        .isEmpty();
  }

  @Test
  void adminsAloneMayAsk() {
    assertThat(Api.open().get(PATH).status()).isEqualTo(401);
    for (String role : List.of("editor", "viewer")) {
      String email = Api.fresh(role) + "@usage.test";
      Api.Answer made =
          admin.post(
              "/api/v1/members",
              "{\"email\": \"%s\", \"password\": \"%s\", \"role\": \"%s\"}"
                  .formatted(email, Api.PASSWORD, role));
      assertThat(made.status()).as(made.toString()).isEqualTo(201);
      assertThat(Api.open().loggedIn(email, Api.PASSWORD).get(PATH).status()).isEqualTo(403);
    }
  }

  @Test
  void countsByHourOfTheLastDayUnlessAskedOtherwise() {
    put(delivered(List.of(right(200), right(200).replace("POST", "GET"))));
    write();
    JsonNode byHour = admin.get(PATH).json();
    assertThat(byHour.path("by").asText()).isEqualTo("hour");
    assertThat(
            Duration.between(
                Instant.parse(byHour.path("from").asText()),
                Instant.parse(byHour.path("to").asText())))
        .isEqualTo(Duration.ofDays(1));
    assertThat(byHour.at("/rows/0/group").asText())
        .isEqualTo(minuteAgo.toString().substring(0, 13) + ":00:00Z");
    JsonNode byEndpoint = admin.get(PATH + "?by=endpoint").json().path("rows");
    assertThat(byEndpoint).hasSize(2);
    assertThat(byEndpoint.at("/0/group").asText()).isEqualTo("GET /api/v1/recommend");
    assertThat(byEndpoint.at("/1/group").asText()).isEqualTo("POST /api/v1/recommend");
    String before = minuteAgo.minusSeconds(3600) + "&to=" + minuteAgo;
    assertThat(admin.get(PATH + "?from=" + before).json().at("/totals/requests").asInt()).isZero();
  }

  /// A18
  @Test
  void whatIsNotRightIsNamed() {
    assertField("by=minute", "by");
    assertField("from=yesterday", "from");
    assertField("to=2026-03-01", "to");
    assertField("to=%2B999999999-01-01T00:00:00Z", "to");
    assertField("from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z", "from");
    assertField("from=2026-03-01T00:00:00Z&to=2026-03-01T00:00:00Z", "from");
    assertField("from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z", "from");
    assertField("by=day&from=2025-01-01T00:00:00Z&to=2026-03-01T00:00:00Z", "from");
    assertThat(
            admin
                .get(PATH + "?by=day&from=2026-01-01T00:00:00%2B01:00&to=2026-03-01T00:00:00Z")
                .status())
        .isEqualTo(200);
  }

  private void assertField(String query, String field) {
    Api.Answer answer = admin.get(PATH + "?" + query);
    assertThat(answer.status()).as(query).isEqualTo(400);
    assertThat(answer.field()).as(answer.toString()).isEqualTo(field);
  }

  private int requests() {
    return admin.get(PATH).json().at("/totals/requests").asInt();
  }

  private String right(int status) {
    return """
        {"waymark_usage":1,"id":"%s","tenant":"%s","api_key":null,"endpoint":"/api/v1/recommend",\
        "method":"POST","status":%d,"latency_ms":4,"request_bytes":40,"response_bytes":900,\
        "time":"%s","request_id":"r"}
        """
        .formatted(UUID.randomUUID(), tenant, status, minuteAgo);
  }

  private String write() {
    return write(AuthUnderTest.shared().context());
  }

  private static String write(ApplicationContext context) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      new UsageWriterHandler(context)
          .handleRequest(
              new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8)),
              out,
              new MockLambdaContext() {
                @Override
                public int getRemainingTimeInMillis() {
                  return 300_000;
                }
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private String put(byte[] file) {
    String key = Bucket.USAGE + "2026/03/01/10/" + UUID.randomUUID();
    s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(file));
    return key;
  }

  private List<String> waiting() {
    return s3
        .listObjectsV2(request -> request.bucket(BUCKET).prefix(Bucket.USAGE))
        .contents()
        .stream()
        .map(S3Object::key)
        .toList();
  }

  /// A file as Firehose puts it: gzipped documents of CloudWatch one after the other.
  @SafeVarargs
  private static byte[] delivered(List<String>... documents) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (List<String> messages : documents) {
      try (GZIPOutputStream zip = new GZIPOutputStream(file)) {
        zip.write(JSON.writeValueAsBytes(document(messages)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return file.toByteArray();
  }

  private static Map<String, Object> document(List<String> messages) {
    return Map.of(
        "messageType",
        "DATA_MESSAGE",
        "owner",
        "000000000000",
        "logGroup",
        "/aws/lambda/waymark-test-recommend-api",
        "logStream",
        "s",
        "subscriptionFilters",
        List.of("usage"),
        "logEvents",
        messages.stream()
            .map(message -> Map.of("id", "1", "timestamp", 1_772_359_200_000L, "message", message))
            .toList());
  }
}
