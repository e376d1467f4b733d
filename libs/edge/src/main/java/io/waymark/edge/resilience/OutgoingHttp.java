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
  static final Duration CONNECT = Duration.ofSeconds(2);

  /// Between two pieces of an answer. Longer than a function that is invoked takes to answer, and
  /// than S3 needs to store a large object; shorter limits are those of attempts and calls.
  static final Duration SILENCE = Duration.ofSeconds(30);

  private final Breakers breakers;
  private final SdkHttpClient http;

  public OutgoingHttp(Breakers breakers, CallConfig calls) {
    this.breakers = breakers;
    this.http =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(CONNECT)
            .socketTimeout(calls.limit(SILENCE))
            .build();
  }

  /// A client for requests to `dependency` alone. Whoever holds it need not close it.
  public SdkHttpClient to(Dependency dependency) {
    return new GuardedHttp(http, breakers.of(dependency));
  }

  @Override
  public void close() {
    http.close();
  }
}
