package io.waymark.edge.resilience;

import io.micronaut.context.annotation.Bean;
import io.waymark.edge.CallConfig;
import jakarta.inject.Singleton;
import java.time.Duration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// The only way by which functions call AWS: a client of HTTP for each dependency, behind its
/// breaker. Connections of all of them are Java's own, kept for the next call.
@Singleton
@Bean(preDestroy = "close")
public final class OutgoingHttp implements AutoCloseable {
  /// Within a region a connection stands after some milliseconds.
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /// Between two pieces of an answer: some hundred times what small answers take.
  private static final Duration SILENCE = Duration.ofSeconds(3);

  /// The same where an answer takes its time: of a function that is invoked, of S3 which stores a
  /// large object.
  private static final Duration LONG_SILENCE = Duration.ofSeconds(30);

  private final Breakers breakers;
  private final SdkHttpClient quick;
  private final SdkHttpClient patient;

  public OutgoingHttp(Breakers breakers, CallConfig calls) {
    this.breakers = breakers;
    this.quick = client(calls.limit(SILENCE));
    this.patient = client(calls.limit(LONG_SILENCE));
  }

  private static SdkHttpClient client(Duration silence) {
    return UrlConnectionHttpClient.builder()
        .connectionTimeout(CONNECT)
        .socketTimeout(silence)
        .build();
  }

  /// A client for requests to `dependency` alone. Whoever holds it need not close it.
  public SdkHttpClient to(Dependency dependency) {
    SdkHttpClient http =
        switch (dependency) {
          case S3, LAMBDA -> patient;
          case DYNAMODB, STS, SECRETS_MANAGER, SYSTEMS_MANAGER -> quick;
          case POSTGRESQL -> throw new IllegalArgumentException(dependency + " speaks no HTTP");
        };
    return new GuardedHttp(http, breakers.of(dependency));
  }

  @Override
  public void close() {
    quick.close();
    patient.close();
  }
}
