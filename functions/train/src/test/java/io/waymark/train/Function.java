package io.waymark.train;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.core.type.Argument;
import io.micronaut.function.aws.proxy.MockLambdaContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Handler;
import io.waymark.testing.Caller;
import io.waymark.testing.LocalAws;
import io.waymark.train.job.JobStarter;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// The function as a whole over the local stores, started once for all tests of a JVM: controllers
/// behind a port, the other handlers fed with the JSON of an invocation, each with the credentials
/// of each tenant, as IAM would hold it to them.
public final class Function {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final EmbeddedServer SERVER =
      ApplicationContext.run(EmbeddedServer.class, properties(Handler.TRAIN_API));
  private static final ApplicationContext JOB_BEANS = beans(Handler.TRAIN_JOB);
  private static final ApplicationContext DAILY_BEANS = beans(Handler.TRAIN_DAILY);
  private static final JobHandler HANDLER = new JobHandler(JOB_BEANS);
  private static final DailyHandler DAILY = new DailyHandler(DAILY_BEANS);
  private static final TenantsHandler TENANTS = new TenantsHandler(beans(Handler.TRAIN_TENANTS));

  private Function() {}

  private static Map<String, Object> properties(Handler handler) {
    Map<String, Object> all = new HashMap<>(LocalAws.shared().properties(handler));
    all.put("micronaut.server.port", -1);
    return all;
  }

  private static ApplicationContext beans(Handler handler) {
    return ApplicationContext.run(properties(handler));
  }

  /// Of one of its handlers that act for tenants.
  static <T> T bean(Handler handler, Argument<T> type) {
    ApplicationContext beans =
        switch (handler) {
          case TRAIN_JOB -> JOB_BEANS;
          case TRAIN_DAILY -> DAILY_BEANS;
          default -> SERVER.getApplicationContext();
        };
    return beans.getBean(type);
  }

  /// Instead of an invocation: nothing, or a refusal for tenants that ask for it by name.
  @Factory
  static final class Starters {
    @Singleton
    @Replaces(JobStarter.class)
    JobStarter starter() {
      return (tenant, _) -> {
        if (tenant.value().startsWith("unlucky")) {
          throw new StoreUnavailableException(
              "function train-job", new IllegalStateException("throttled"));
        }
      };
    }
  }

  /// An answer over HTTP.
  public record Answer(int status, JsonNode body) {}

  public static Answer call(Caller caller, String method, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(SERVER.getURL() + "/api/v1/models/train" + path))
            .header("X-API-Key", caller.key())
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    try {
      HttpResponse<String> answer =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
    } catch (JsonProcessingException noJson) {
      throw new AssertionError(noJson);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /// Invokes the job's handler as Lambda does.
  ///
  /// @return the state it answers with
  public static String invoke(TenantId tenant, String jobId) {
    String event = "{\"tenant_id\":\"%s\",\"job_id\":\"%s\"}".formatted(tenant, jobId);
    return invoke(HANDLER, event).path("state").asText();
  }

  /// The training of the day.
  public static JsonNode daily(TenantId tenant) {
    return invoke(DAILY, "{\"tenant_id\":\"%s\"}".formatted(tenant));
  }

  /// Stores the training of the day for a process of its own.
  public static JsonNode queued(TenantId tenant) {
    return invoke(DAILY, "{\"tenant_id\":\"%s\",\"queue_only\":true}".formatted(tenant));
  }

  /// Asks what came of such a job.
  public static JsonNode ended(TenantId tenant, String jobId) {
    return invoke(DAILY, "{\"tenant_id\":\"%s\",\"job_id\":\"%s\"}".formatted(tenant, jobId));
  }

  /// Runs the task as its container does, without its process, by the rights of the training of the
  /// day, which it has.
  public static void task(Map<String, String> environment) {
    TrainTask.run(environment, DAILY_BEANS);
  }

  /// A page of those who have something to train on.
  public static JsonNode tenants(String event) {
    return invoke(TENANTS, event);
  }

  private static JsonNode invoke(RequestStreamHandler handler, String event) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      handler.handleRequest(
          new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), out, new Minutes());
      return JSON.readTree(out.toByteArray());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static final class Minutes extends MockLambdaContext {
    @Override
    public int getRemainingTimeInMillis() {
      return 300_000;
    }
  }
}
