package io.waymark.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.waymark.edge.credentials.FakeAccess;
import io.waymark.edge.priming.PrimedRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// The hooks that Lambda calls around a snapshot.
@Isolated("the address of the credentials is a system property")
class SnapshotTest {
  private static final String CREDENTIALS = "aws.containerCredentialsFullUri";

  @Test
  void aSnapshotHasSeenNeitherAStoreNorACredential() throws Exception {
    try (Counting stores = new Counting(_ -> "{}");
        Counting credentials = new Counting(SnapshotTest::credentials)) {
      withCredentialsAt(
          credentials,
          () -> {
            try (Handler handler = handler(stores)) {
              Resource hooks = handler.snapshotHooks();
              hooks.beforeCheckpoint(Core.getGlobalContext());
              hooks.afterRestore(Core.getGlobalContext());
              assertThat(stores.asked()).isEmpty();
              assertThat(credentials.asked()).isEmpty();
              // The same servers would have heard of it.
              handler.getApplicationContext().getBean(Heartbeats.class).beat();
              assertThat(stores.asked()).hasSize(1);
              assertThat(credentials.asked()).hasSize(1);
            }
          });
    }
  }

  @Test
  void aRestoredInstanceAsksForItsOwnCredentials() throws Exception {
    try (Counting credentials = new Counting(SnapshotTest::credentials)) {
      withCredentialsAt(
          credentials,
          () -> {
            try (Handler handler = handler(credentials)) {
              FunctionCredentials source =
                  handler.getApplicationContext().getBean(FunctionCredentials.class);
              assertThat(source.resolveCredentials().accessKeyId()).isEqualTo("key-1");
              assertThat(source.resolveCredentials().accessKeyId()).isEqualTo("key-1");
              handler.snapshotHooks().afterRestore(Core.getGlobalContext());
              assertThat(source.resolveCredentials().accessKeyId()).isEqualTo("key-2");
            }
          });
    }
  }

  @Test
  void theFirstRequestAfterARestoreIsAnswered() throws Exception {
    Resource hooks = Answer.hooks();
    hooks.beforeCheckpoint(Core.getGlobalContext());
    hooks.afterRestore(Core.getGlobalContext());
    assertThat(Answer.get("/echo/me", Map.of("X-API-Key", FakeAccess.KEY)).getStatusCode())
        .isEqualTo(200);
  }

  @Test
  void aRouteThatNoLongerRefusesThePrimingRequestStopsThePublication() {
    try (ApplicationContext context = context(Map.of())) {
      context.registerSingleton(new PrimedRequest("GET", "/echo/item/a", "", 401));
      try (Handler handler = new Handler(context)) {
        assertThatThrownBy(() -> handler.snapshotHooks().beforeCheckpoint(Core.getGlobalContext()))
            .hasMessageStartingWith("GET /echo/item/a answered 200 where priming expects 401");
      }
    }
  }

  private static final class Handler extends LambdaApiHandler {
    Handler(ApplicationContext context) {
      super(context);
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void withCredentialsAt(Counting credentials, Work work) throws Exception {
    System.setProperty(CREDENTIALS, credentials.at("/credentials").toString());
    try {
      work.run();
    } finally {
      System.clearProperty(CREDENTIALS);
    }
  }

  private static String credentials(int request) {
    return """
        {"AccessKeyId": "key-%d", "SecretAccessKey": "secret", "Token": "token",
         "Expiration": "%s"}
        """
        .formatted(request, Instant.now().plus(1, ChronoUnit.HOURS));
  }

  private static Handler handler(Counting stores) {
    Map<String, Object> properties = new HashMap<>();
    for (String store : List.of("dynamodb", "s3", "ssm")) {
      properties.put("waymark.endpoints." + store, stores.at("/").toString());
    }
    return new Handler(context(properties));
  }

  /// Without the credentials that the other tests use.
  private static ApplicationContext context(Map<String, Object> properties) {
    return ApplicationContext.builder()
        .enableDefaultPropertySources(false)
        .properties(properties)
        .properties(Map.of("micronaut.server.port", "8080"))
        .start();
  }
}
