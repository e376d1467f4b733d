package io.waymark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.embedded.gateway.Gateway;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import io.waymark.testing.Eventually;
import io.waymark.testing.LocalCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// The whole installation with small functions in place of the real ones.
class WaymarkTest {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Installation INSTALLATION =
      new Installation("local", "000000000000", "eu-central-1");

  @TempDir private static Path archives;
  @TempDir private static Path folder;
  private static Waymark waymark;

  @BeforeAll
  static void start() throws IOException {
    TestFunctions.compile(archives);
    waymark = Waymark.start(options(folder), Progress.SILENT);
  }

  @AfterAll
  static void stop() {
    waymark.close();
  }

  @Test
  void runsTheMigrationsBeforeItAnswers() throws IOException {
    assertThat(folder.resolve("keys/migrations.json")).hasContent("{\"seed_demo\":true}");
    assertThat(Files.readString(folder.resolve("keys/database")))
        .startsWith("jdbc:postgresql://127.0.0.1:");
  }

  @Test
  void sweepsOnASchedule() throws Exception {
    Eventually.await(() -> kept("sweep.json").equals("{}"));
  }

  @Test
  void sendsAFunctionTheProxyEventOfTheRequest() throws Exception {
    HttpResponse<String> answer =
        send(
            request("/api/v1/auth/a%20b?x=1&x=%C3%BC&y=")
                .header("X-Twice", "1")
                .header("X-Twice", "2")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"a\": \"ü\"}")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "POST|/api/v1/auth/a%20b|{x=[1, ü], y=[]}|[1, 2]|{\"a\": \"ü\"}|false"
                + "|waymark-local-auth-api|true|true");
    assertThat(answer.headers().allValues("Set-Thing")).containsExactly("a", "b");
    assertThat(answer.headers().firstValue("X-Single")).contains("one");
    assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
  }

  @Test
  void sendsWhatIsNoTextAsBase64() throws Exception {
    byte[] bytes = {(byte) 0xff, 0, 1};
    HttpResponse<String> answer =
        send(
            request("/api/v1/auth/x")
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(bytes)));
    assertThat(answer.body()).contains("|" + Base64.getEncoder().encodeToString(bytes) + "|true|");
  }

  @Test
  void saysWhatIsWrongByItselfAsProblems() throws Exception {
    HttpResponse<String> nothing = send(request("/api/v1/no-such"));
    assertThat(nothing.statusCode()).isEqualTo(404);
    assertThat(nothing.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(nothing.body()).contains("nothing at /api/v1/no-such", "request_id");

    HttpResponse<String> large =
        send(
            request("/api/v1/auth/x")
                .POST(BodyPublishers.ofByteArray(new byte[10 * 1024 * 1024 + 1])));
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(large.body()).contains("10 MB");

    HttpResponse<String> bug = send(request("/api/v1/auth/bug"));
    assertThat(bug.statusCode()).isEqualTo(502);
    assertThat(bug.body()).doesNotContain("secret");
  }

  @Test
  void letsPagesOfThisMachineCallAndNoOthers() throws Exception {
    HttpResponse<String> preflight =
        send(
            request("/api/v1/recommend")
                .header("Origin", "http://localhost:3000")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
        .contains("http://localhost:3000");

    HttpResponse<String> stranger =
        send(request("/api/v1/recommend").header("Origin", "https://example.com"));
    assertThat(stranger.statusCode()).isEqualTo(200);
    assertThat(stranger.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void deliversStreamRecordsAndS3NotificationsAndInvocations() throws Exception {
    String data = Base64.getEncoder().encodeToString("{\"n\":1}".getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> put =
        kinesis(
            "PutRecords",
            """
            {"StreamName": "%s", "Records": [{"PartitionKey": "k1", "Data": "%s"}]}"""
                .formatted(waymark.streamName(), data));
    assertThat(put.statusCode()).isEqualTo(200);
    assertThat(put.body()).contains("\"FailedRecordCount\":0", "shardId-0000000000");
    Eventually.await(() -> kept("StreamHandler").contains(data));

    s3Put(folder, "uploads/demo/id 1/ä.csv", "a");
    s3Put(folder, "elsewhere/x.csv", "a");
    Eventually.await(
        () -> kept("UploadsHandler").contains("\"key\":\"uploads/demo/id+1/%C3%A4.csv\""));
    assertThat(kept("UploadsHandler")).doesNotContain("elsewhere");

    HttpResponse<String> accepted =
        aws(
            "/2015-03-31/functions/waymark-local-train-job/invocations",
            "X-Amz-Invocation-Type",
            "Event",
            "{\"job_id\": \"j1\"}");
    assertThat(accepted.statusCode()).isEqualTo(202);
    Eventually.await(
        () ->
            Files.exists(folder.resolve("keys/JobHandler"))
                && kept("JobHandler").contains("\"j1\""));
  }

  @Test
  @DisplayName("E1: what is given up keeps its payload")
  void keepsWhatCannotBeApplied() throws Exception {
    s3Put(folder, "uploads/demo/fail-always/x.csv", "a");
    Eventually.await(
        () -> {
          Path failed = folder.resolve("failed/asynchronous");
          return Files.isDirectory(failed) && content(failed).contains("fail-always");
        });
  }

  @Test
  void refusesWhatKinesisAndLambdaWouldRefuse() throws Exception {
    assertThat(kinesis("PutRecord", "{\"StreamName\": \"other\"}").body())
        .contains("ResourceNotFoundException");
    assertThat(
            kinesis(
                    "PutRecord",
                    "{\"StreamName\": \"" + waymark.streamName() + "\", \"Data\": \"YQ==\"}")
                .body())
        .contains("ValidationException", "PartitionKey");
    assertThat(aws("/2015-03-31/functions/nobody/invocations", "X-Any", "x", "{}").statusCode())
        .isEqualTo(404);
    HttpResponse<String> stranger =
        send(
            HttpRequest.newBuilder(
                    waymark
                        .awsUrl()
                        .resolve("/2015-03-31/functions/waymark-local-train-job/invocations"))
                .POST(BodyPublishers.ofString("{}")));
    assertThat(stranger.statusCode()).isEqualTo(403);
  }

  @Test
  void showsItsMetrics() throws Exception {
    send(request("/api/v1/trending"));
    HttpResponse<String> metrics = send(request("/metrics"));
    assertThat(metrics.body())
        .contains(
            "waymark_requests_total{function=\"recommend\",status=\"200\"}",
            "waymark_request_seconds_bucket{function=\"recommend\",le=\"0.001\"}",
            "jvm_memory_used_bytes{area=\"heap\"}",
            "waymark_stream_applied_total",
            "waymark_stream_oldest_seconds{consumer=\"stream-to-ingest shardId-000000000000\"}",
            "waymark_asynchronous_open ");
  }

  @Test
  void refusesAPortInUseInOneLine() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Options options =
          options(archives.resolve("unused"))
              .keeping(Optional.empty())
              .at(new Gateway.Address("127.0.0.1", taken.getLocalPort()));
      assertThatThrownBy(() -> Waymark.start(options, Progress.SILENT))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("port " + taken.getLocalPort() + " is in use")
          .hasMessageContaining("--port");
    }
  }

  @Test
  void refusesAFolderInUseNamingTheProcess() {
    assertThatThrownBy(() -> Waymark.start(options(folder), Progress.SILENT))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("in use by process " + ProcessHandle.current().pid());
  }

  private static String kept(String handler) throws IOException {
    Path file = folder.resolve("keys").resolve(handler);
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private static String content(Path folder) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path each : files.toList()) {
        text.append(Files.readString(each));
      }
    }
    return text.toString();
  }

  static void s3Put(Path root, String key, String body) throws IOException {
    Properties instance = new Properties();
    try (InputStream in =
        Files.newInputStream(root.resolve("instance/ingest/waymark-instance.properties"))) {
      instance.load(in);
    }
    try (S3Client s3 =
        S3Client.builder()
            .endpointOverride(URI.create(instance.getProperty("waymark.endpoints.s3")))
            .region(Region.EU_CENTRAL_1)
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        LocalCredentials.DEFAULT.accessKey(),
                        LocalCredentials.DEFAULT.secretKey())))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build()) {
      s3.putObject(
          request -> request.bucket(INSTALLATION.name(Bucket.DATA)).key(key),
          RequestBody.fromString(body));
    }
  }

  private static HttpResponse<String> kinesis(String operation, String body) throws Exception {
    return aws("/", "X-Amz-Target", "Kinesis_20131202." + operation, body);
  }

  private static HttpResponse<String> aws(String path, String header, String value, String body)
      throws Exception {
    return send(
        HttpRequest.newBuilder(waymark.awsUrl().resolve(path))
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential="
                    + LocalCredentials.DEFAULT.accessKey()
                    + "/20260301/eu-central-1/kinesis/aws4_request")
            .header("Content-Type", "application/x-amz-json-1.1")
            .header(header, value)
            .POST(BodyPublishers.ofString(body)));
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(waymark.url() + path));
  }

  static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HTTP.send(request.timeout(Duration.ofMinutes(2)).build(), BodyHandlers.ofString());
  }

  static CompletableFuture<HttpResponse<String>> sendLater(HttpRequest.Builder request) {
    return HTTP.sendAsync(request.timeout(Duration.ofMinutes(2)).build(), BodyHandlers.ofString());
  }

  private static Options options(Path data) {
    return new Options(
        new Gateway.Address("127.0.0.1", 0),
        Optional.of(data),
        archives,
        Optional.empty(),
        Map.of(),
        Optional.empty());
  }
}
