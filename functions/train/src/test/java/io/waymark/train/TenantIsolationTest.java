package io.waymark.train;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.type.GenericArgument;
import io.waymark.model.Manifest;
import io.waymark.model.ModelName;
import io.waymark.model.ModelVersion;
import io.waymark.model.registry.ModelRegistry;
import io.waymark.model.registry.PackageStore;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Handler;
import io.waymark.testing.Caller;
import io.waymark.testing.LocalAws;
import io.waymark.train.job.AcceptedDataStore;
import io.waymark.train.job.InteractionStore;
import io.waymark.train.job.Job;
import io.waymark.train.job.JobState;
import io.waymark.train.job.JobStore;
import io.waymark.train.job.VectorStore;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/// T7, by credentials alone: the function's own stores hold one tenant's, whomever they are asked
/// about, as if their keys, or all checks before them, were wrong.
class TenantIsolationTest {
  private static final String MISLED = "waymark.test.misled";
  private static final TenantId MINE = Caller.of("mine", "recommend:read").tenant();
  private static final TenantId OTHER = Caller.of("other", "recommend:read").tenant();
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final ModelVersion VERSION = new ModelVersion("20260102T030405Z-000001");
  private static final Job JOB =
      new Job(
          "20260102T030405Z-000001",
          ModelName.DEFAULT,
          "auto",
          JobState.QUEUED,
          new Job.Status(
              "queued",
              0,
              new TreeMap<>(),
              new TreeMap<>(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty()),
          NOW,
          NOW);

  @TempDir Path folder;

  @Factory
  @Requires(property = MISLED)
  static final class Misled {
    @Singleton
    @Primary
    TenantScoped<DynamoDbClient> rows(@Value("${waymark.tenant.handler}") Handler handler) {
      return _ ->
          Function.bean(handler, new GenericArgument<TenantScoped<DynamoDbClient>>() {}).of(MINE);
    }

    @Singleton
    @Primary
    TenantScoped<S3Client> objects(@Value("${waymark.tenant.handler}") Handler handler) {
      return _ -> Function.bean(handler, new GenericArgument<TenantScoped<S3Client>>() {}).of(MINE);
    }
  }

  private static ApplicationContext misled(Handler handler) {
    Map<String, Object> properties = new HashMap<>(LocalAws.shared().properties(handler));
    properties.put(MISLED, true);
    return ApplicationContext.run(properties);
  }

  @ParameterizedTest
  @EnumSource(names = {"TRAIN_API", "TRAIN_JOB", "TRAIN_DAILY"})
  void refuseWhatAStoreAsksOfAnotherTenant(Handler handler) throws IOException {
    try (ApplicationContext beans = misled(handler)) {
      for (ThrowingCallable call : calls(handler, beans, OTHER)) {
        assertThatThrownBy(call)
            .isInstanceOf(StoreUnavailableException.class)
            .cause()
            .hasMessageContaining("no session policy allows");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TRAIN_API", "TRAIN_JOB", "TRAIN_DAILY"})
  void allowTheSameOfTheirOwn(Handler handler) throws Throwable {
    try (ApplicationContext beans = misled(handler)) {
      for (ThrowingCallable call : calls(handler, beans, MINE)) {
        call.call();
      }
    }
  }

  /// Of each store, reading and writing.
  private List<ThrowingCallable> calls(Handler handler, ApplicationContext beans, TenantId of)
      throws IOException {
    JobStore jobs = beans.getBean(JobStore.class);
    List<ThrowingCallable> calls =
        new ArrayList<>(
            List.of(
                () -> jobs.queue(of, JOB, NOW),
                () -> jobs.update(of, JOB),
                () -> jobs.find(of, JOB.id()),
                () -> jobs.newest(of, 1),
                () -> beans.getBean(ModelRegistry.class).versions(of, ModelName.DEFAULT)));
    if (handler != Handler.TRAIN_API) {
      calls.addAll(training(beans, of));
    }
    return calls;
  }

  private List<ThrowingCallable> training(ApplicationContext beans, TenantId of)
      throws IOException {
    Path made = Files.createDirectories(folder.resolve("model"));
    Path manifest = Files.writeString(made.resolve(Manifest.FILE), "{}");
    return List.of(
        () -> beans.getBean(AcceptedDataStore.class).look(of),
        () -> beans.getBean(InteractionStore.class).download(of, folder.resolve("files")),
        () ->
            beans
                .getBean(VectorStore.class)
                .put(of, ModelName.DEFAULT, VERSION, manifest, manifest),
        () ->
            beans.getBean(VectorStore.class).removeOlder(of, ModelName.DEFAULT, VERSION, Set.of()),
        () -> beans.getBean(PackageStore.class).upload(of, ModelName.DEFAULT, VERSION, made),
        () -> beans.getBean(ModelRegistry.class).active(of, ModelName.DEFAULT));
  }
}
