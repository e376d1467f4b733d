package io.waymark.edge.idempotency;

import io.micronaut.aop.InterceptorBean;
import io.micronaut.aop.MethodInterceptor;
import io.micronaut.aop.MethodInvocationContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.context.ServerRequestContext;
import io.micronaut.serde.ObjectMapper;
import io.waymark.edge.Problems;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers requests to [Idempotent] routes that were sent before. It stands between the framework,
/// which has checked credential and body by then, and the route.
@Singleton
@InterceptorBean(Idempotent.class)
final class IdempotentInterceptor implements MethodInterceptor<Object, Object> {
  static final String HEADER = IdempotencyKey.HEADER;
  static final Duration KEPT = Duration.ofHours(24);

  /// API Gateway has given up on a call by then.
  static final Duration RUNS = Duration.ofSeconds(40);

  private static final Logger LOG = LoggerFactory.getLogger(IdempotentInterceptor.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
  private static final List<String> HEADERS = List.of("Cache-Control", "Location");
  private static final int FIRST_REFUSAL = 400;

  private final IdempotencyStore store;
  private final ObjectMapper json;
  private final Clock clock;

  IdempotentInterceptor(IdempotencyStore store, ObjectMapper json, Clock clock) {
    this.store = store;
    this.json = json;
    this.clock = clock;
  }

  @Override
  public @Nullable Object intercept(MethodInvocationContext<Object, Object> route) {
    Optional<HttpRequest<Object>> request = ServerRequestContext.currentRequest();
    Optional<IdempotencyKey> key =
        request.flatMap(it -> it.getHeaders().findFirst(HEADER)).map(IdempotencyKey::new);
    if (key.isEmpty()) {
      return route.proceed();
    }
    Principal caller =
        Arrays.stream(route.getParameterValues())
            .filter(Principal.class::isInstance)
            .map(Principal.class::cast)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(route + " has no Principal"));
    HttpRequest<Object> sent = request.get();
    RequestSeal seal =
        RequestSeal.of(caller, sent.getMethodName(), sent.getPath(), key.get().value());
    return answer(route, caller.tenant(), seal);
  }

  private @Nullable Object answer(
      MethodInvocationContext<Object, Object> route, TenantId tenant, RequestSeal seal) {
    Instant now = clock.instant();
    String body = seal.mark(body(route));
    IdempotencyStore.Attempt attempt =
        new IdempotencyStore.Attempt(UUID.randomUUID().toString(), body, now.plus(RUNS));
    return switch (store.begin(tenant, seal.row(), attempt, now)) {
      case IdempotencyStore.Claim.Mine() -> first(route, tenant, seal, attempt);
      case IdempotencyStore.Claim.Running() ->
          throw Problems.conflict(
              "a request with this " + HEADER + " is running; send it again later", RETRY_AFTER);
      case IdempotencyStore.Claim.Answered(String other, String answer) -> {
        if (!other.equals(body)) {
          throw Problems.unprocessable(
              HEADER, "was sent before with another body; choose a new one");
        }
        yield again(route, seal.open(answer));
      }
    };
  }

  private @Nullable Object first(
      MethodInvocationContext<Object, Object> route,
      TenantId tenant,
      RequestSeal seal,
      IdempotencyStore.Attempt attempt) {
    @Nullable Object result;
    try {
      result = route.proceed();
    } catch (RuntimeException refusedOrFailed) {
      quietly(() -> store.abandon(tenant, seal.row(), attempt));
      throw refusedOrFailed;
    }
    Optional<KeptAnswer> kept = kept(result);
    Instant until = clock.instant().plus(KEPT);
    quietly(
        () ->
            kept.ifPresentOrElse(
                answer ->
                    store.finish(tenant, seal.row(), attempt, seal.close(bytes(answer)), until),
                () -> store.abandon(tenant, seal.row(), attempt)));
    return result;
  }

  /// What was made is made: its answer goes out, whether or not it could be kept.
  private static void quietly(Runnable write) {
    try {
      write.run();
    } catch (StoreUnavailableException e) {
      LOG.warn("an answer was not kept: {}: {}", e.getMessage(), String.valueOf(e.getCause()));
    }
  }

  private Optional<KeptAnswer> kept(@Nullable Object result) {
    if (!(result instanceof HttpResponse<?> response)) {
      return Optional.of(new KeptAnswer(0, Map.of(), text(result)));
    }
    if (response.code() >= FIRST_REFUSAL) {
      return Optional.empty();
    }
    Map<String, String> headers = new HashMap<>();
    HEADERS.forEach(
        name -> response.getHeaders().findFirst(name).ifPresent(it -> headers.put(name, it)));
    return Optional.of(
        new KeptAnswer(response.code(), headers, text(response.getBody().orElse(null))));
  }

  private Object again(MethodInvocationContext<Object, Object> route, byte[] opened) {
    KeptAnswer kept = read(opened, Argument.of(KeptAnswer.class));
    Argument<Object> type = route.getReturnType().asArgument();
    byte[] body = kept.body().getBytes(StandardCharsets.UTF_8);
    if (!HttpResponse.class.isAssignableFrom(type.getType())) {
      return read(body, type);
    }
    Object value = read(body, type.getFirstTypeVariable().orElseThrow());
    MutableHttpResponse<Object> response = HttpResponse.status(kept.status(), "").body(value);
    kept.headers().forEach(response::header);
    return response;
  }

  private byte[] body(MethodInvocationContext<Object, Object> route) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (@Nullable Object value : route.getParameterValues()) {
      if (!(value instanceof Principal)) {
        all.writeBytes(bytes(value));
        all.write('\n');
      }
    }
    return all.toByteArray();
  }

  private String text(@Nullable Object value) {
    return new String(bytes(value), StandardCharsets.UTF_8);
  }

  private byte[] bytes(@Nullable Object value) {
    try {
      return value == null
          ? "null".getBytes(StandardCharsets.US_ASCII)
          : json.writeValueAsBytes(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T> T read(byte[] text, Argument<T> type) {
    try {
      return Objects.requireNonNull(json.readValue(text, type), "an answer without a body");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
