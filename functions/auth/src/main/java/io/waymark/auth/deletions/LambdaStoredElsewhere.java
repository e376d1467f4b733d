package io.waymark.auth.deletions;

import io.micronaut.context.annotation.Value;
import io.waymark.auth.database.JsonText;
import io.waymark.edge.EndpointsConfig;
import io.waymark.edge.resilience.Dependency;
import io.waymark.edge.resilience.OutgoingHttp;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Handler;
import io.waymark.tenancy.installation.Installation;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/// Invokes the function `waymark-<stage>-ingest-removal` and waits for its answer. Signed and sent
/// by hand: the SDK's client of Lambda is 3 MB, of which the archive has no room for one call.
@Singleton
final class LambdaStoredElsewhere implements StoredElsewhere {
  /// The function's start, and what the last part that it begins may take.
  private static final Duration SPARE = Duration.ofSeconds(8);

  /// What is asked for at once: with the spare time, less than the 30 s that the client of HTTP
  /// waits for an answer. The next call goes on.
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final SdkHttpClient http;
  private final AwsCredentialsProvider credentials;
  private final Installation installation;
  private final JsonText json;
  private final URI endpoint;

  /// @param ofAll `AWS_ENDPOINT_URL`, which the SDK's clients follow by themselves
  /// @param dualStack `AWS_USE_DUALSTACK_ENDPOINT`, likewise: the address that IPv6 reaches
  LambdaStoredElsewhere(
      OutgoingHttp http,
      AwsCredentialsProvider credentials,
      Installation installation,
      EndpointsConfig endpoints,
      JsonText json,
      @Value("${aws.endpoint.url}") Optional<URI> ofAll,
      @Value("${aws.use.dualstack.endpoint:false}") boolean dualStack) {
    this.http = http.to(Dependency.LAMBDA);
    this.credentials = credentials;
    this.installation = installation;
    this.json = json;
    String domain = dualStack ? ".api.aws" : ".amazonaws.com";
    this.endpoint =
        endpoints
            .lambda()
            .or(() -> ofAll)
            .orElseGet(() -> URI.create("https://lambda." + installation.region() + domain));
  }

  @Override
  public Removed remove(TenantId tenant, String run, int look, Duration within) {
    Duration left = within.minus(SPARE);
    Duration asked = left.compareTo(LONGEST) > 0 ? LONGEST : left;
    // Of letters, digits, '-', ':' and '.' only: nothing to escape.
    String event =
        "{\"tenant_id\":\"%s\",\"run\":\"%s\",\"look\":%d,\"seconds\":%d}"
            .formatted(tenant, run, look, Math.max(0, asked.toSeconds()));
    Map<String, Object> answer = json.object(invoke(event));
    Map<String, Long> removed = new HashMap<>();
    if (answer.get("removed") instanceof Map<?, ?> counts) {
      counts.forEach(
          (store, rows) -> removed.put(String.valueOf(store), ((Number) rows).longValue()));
    }
    return new Removed(Boolean.TRUE.equals(answer.get("complete")), removed);
  }

  private String invoke(String event) {
    String function = installation.name(Handler.INGEST_REMOVAL);
    byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
    ContentStreamProvider body = ContentStreamProvider.fromByteArray(bytes);
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint.resolve("/2015-03-31/functions/" + function + "/invocations"))
            .putHeader("Content-Type", "application/json")
            .putHeader("Content-Length", Integer.toString(bytes.length))
            .build();
    try {
      SignedRequest signed =
          AwsV4HttpSigner.create()
              .sign(
                  sign ->
                      sign.identity(credentials.resolveCredentials())
                          .request(request)
                          .payload(body)
                          .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "lambda")
                          .putProperty(AwsV4HttpSigner.REGION_NAME, installation.region()));
      HttpExecuteResponse response =
          http.prepareRequest(
                  HttpExecuteRequest.builder()
                      .request(signed.request())
                      .contentStreamProvider(signed.payload().orElse(body))
                      .build())
              .call();
      String text = text(response);
      if (!response.httpResponse().isSuccessful()
          || response.httpResponse().firstMatchingHeader("X-Amz-Function-Error").isPresent()) {
        throw new StoreUnavailableException(
            "function " + function, new IllegalStateException(text));
      }
      return text;
    } catch (IOException | SdkException e) {
      throw new StoreUnavailableException("function " + function, e);
    }
  }

  private static String text(HttpExecuteResponse response) throws IOException {
    if (response.responseBody().isEmpty()) {
      return "";
    }
    try (InputStream in = response.responseBody().get()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
