package io.waymark.edge;

import io.micronaut.context.annotation.Value;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.waymark.edge.resilience.Dependency;
import io.waymark.edge.resilience.OpenBreakerException;
import io.waymark.edge.resilience.OutgoingHttp;
import io.waymark.tenancy.StoreUnavailableException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
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

/// Parameters of AWS Systems Manager: the two calls of it that the functions make. The SDK's client
/// knows a thousand more and would be a seventh of an archive.
@Singleton
public final class Parameters {
  private static final Argument<Map<String, Object>> OBJECT =
      Argument.mapOf(String.class, Object.class);
  private static final int ATTEMPTS = 3;
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final int SERVER_ERROR = 500;

  private final SdkHttpClient http;
  private final JsonMapper json;
  private final AwsCredentialsProvider credentials;
  private final String region;
  private final URI endpoint;

  /// @param own `waymark.endpoints.ssm`
  /// @param ofAll `AWS_ENDPOINT_URL`, which the SDK's clients follow by themselves
  /// @param dualStack `AWS_USE_DUALSTACK_ENDPOINT`, likewise: the address that IPv6 reaches
  Parameters(
      AwsClients clients,
      WaymarkConfig waymark,
      OutgoingHttp http,
      JsonMapper json,
      @Value("${waymark.endpoints.ssm}") Optional<URI> own,
      @Value("${aws.endpoint.url}") Optional<URI> ofAll,
      @Value("${aws.use.dualstack.endpoint:false}") boolean dualStack) {
    this.http = http.to(Dependency.SYSTEMS_MANAGER);
    this.json = json;
    this.credentials = clients.credentials();
    this.region = waymark.region();
    String domain = dualStack ? ".api.aws" : ".amazonaws.com";
    this.endpoint =
        own.or(() -> ofAll).orElseGet(() -> URI.create("https://ssm." + region + domain));
  }

  /// The parameter's value, decrypted if need be.
  ///
  /// @throws StoreUnavailableException where it cannot be read
  public String get(String name) {
    Answer answer = call("GetParameter", name, Map.of("Name", name, "WithDecryption", true));
    if (answer.body().get("Parameter") instanceof Map<?, ?> parameter
        && parameter.get("Value") instanceof String value) {
      return value;
    }
    throw refused(name, answer);
  }

  /// Writes a plain parameter, over what is there.
  public void put(String name, String value) {
    Answer answer =
        call(
            "PutParameter",
            name,
            Map.of("Name", name, "Value", value, "Type", "String", "Overwrite", true));
    if (!answer.ok()) {
      throw refused(name, answer);
    }
  }

  /// Makes an encrypted parameter unless there is one of this name.
  public void putSecureIfAbsent(String name, String value) {
    Answer answer =
        call(
            "PutParameter",
            name,
            Map.of("Name", name, "Value", value, "Type", "SecureString", "Overwrite", false));
    if (!answer.ok() && !answer.type().contains("ParameterAlreadyExists")) {
      throw refused(name, answer);
    }
  }

  private record Answer(int status, Map<String, Object> body) {
    boolean ok() {
      return status < 300;
    }

    /// The service's name for what is wrong.
    String type() {
      return String.valueOf(body.get("__type"));
    }
  }

  private Answer call(String action, String name, Map<String, Object> request) {
    for (int attempt = 1; ; attempt++) {
      try {
        Answer answer = send(action, json.writeValueAsBytes(request));
        if (answer.status() < SERVER_ERROR || attempt == ATTEMPTS) {
          return answer;
        }
      } catch (IOException | SdkException e) {
        if (attempt == ATTEMPTS || OpenBreakerException.in(e).isPresent()) {
          throw new StoreUnavailableException("parameter " + name, e);
        }
      }
      pause(name, attempt);
    }
  }

  /// Waits a random part of a time that doubles.
  private static void pause(String name, int attempt) {
    long most = FIRST_WAIT.toMillis() << (attempt - 1);
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(most + 1));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("parameter " + name, stopped);
    }
  }

  private Answer send(String action, byte[] body) throws IOException {
    ContentStreamProvider content = ContentStreamProvider.fromByteArray(body);
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint)
            .putHeader("Content-Type", "application/x-amz-json-1.1")
            .putHeader("Content-Length", Integer.toString(body.length))
            .putHeader("X-Amz-Target", "AmazonSSM." + action)
            .build();
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                sign ->
                    sign.identity(credentials.resolveCredentials())
                        .request(request)
                        .payload(content)
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "ssm")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region));
    HttpExecuteResponse response =
        http.prepareRequest(
                HttpExecuteRequest.builder()
                    .request(signed.request())
                    .contentStreamProvider(content)
                    .build())
            .call();
    byte[] answer;
    if (response.responseBody().isPresent()) {
      try (InputStream in = response.responseBody().get()) {
        answer = in.readAllBytes();
      }
    } else {
      answer = new byte[0];
    }
    Map<String, Object> values = answer.length == 0 ? null : json.readValue(answer, OBJECT);
    return new Answer(response.httpResponse().statusCode(), values == null ? Map.of() : values);
  }

  private static StoreUnavailableException refused(String name, Answer answer) {
    return new StoreUnavailableException(
        "parameter " + name, new IllegalStateException(answer.status() + " " + answer.type()));
  }
}
