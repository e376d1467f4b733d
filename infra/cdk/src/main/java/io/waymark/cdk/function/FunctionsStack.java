package io.waymark.cdk.function;

import io.waymark.cdk.api.Cors;
import io.waymark.cdk.config.Removal;
import io.waymark.cdk.config.StageConfig;
import io.waymark.cdk.config.TrainingChoice;
import io.waymark.cdk.data.DataStack;
import io.waymark.cdk.data.Database;
import io.waymark.cdk.pipeline.DailyPipeline;
import io.waymark.cdk.pipeline.LargeTraining;
import io.waymark.cdk.training.FargateTraining;
import io.waymark.cdk.training.SparkTraining;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Deployable;
import io.waymark.tenancy.installation.Handler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/// Every handler as a function, what it may do, and what calls it but HTTP. Without a stream the
/// handler of its records is left out.
public final class FunctionsStack extends Stack {
  private static final int REPETITIONS = 2;

  private final Map<Handler, JavaFunction> functions = new EnumMap<>(Handler.class);
  private final List<String> mappingIds = new ArrayList<>();
  private final DeadLetters letters;
  private final DailyPipeline pipeline;

  /// What they are made of.
  public record Props(StageConfig config, Archives archives, DataStack data) {}

  public FunctionsStack(Construct scope, String id, StackProps stack, Props props) {
    super(scope, id, stack);
    StageConfig config = props.config();
    Archives archives = props.archives();
    DataStack data = props.data();
    Permissions permissions = new Permissions(this, "Permissions", data, config);
    for (Handler handler : Handler.values()) {
      if (handler != Handler.INGEST_STREAM || config.streams()) {
        JavaFunction function =
            new JavaFunction(this, handler, propsOf(handler, config, archives, data.database()));
        permissions.grant(function);
        functions.put(handler, function);
      }
    }
    letters = new DeadLetters(this, "DeadLetters");
    if (config.removal() == Removal.DESTROY) {
      // Made before what makes the keys, and so deleted after it.
      get(Handler.AUTH_MIGRATIONS)
          .function()
          .getNode()
          .addDependency(new KeyRemoval(this, "KeyRemoval", config.installation()));
    }
    Migrations migrations =
        new Migrations(this, "Migrations", get(Handler.AUTH_MIGRATIONS), letters);
    functions.forEach(
        (handler, function) -> {
          if (handler != Handler.AUTH_MIGRATIONS) {
            migrations.before(function.function());
          }
        });
    new RevocationSweep(this, "Sweep", get(Handler.AUTH_SWEEP), letters);
    UsageLines usage =
        new UsageLines(this, "Usage", config.installation(), data.buckets().get(Bucket.LOGS));
    for (Deployable deployable : Deployable.values()) {
      usage.from(get(Handler.api(deployable)));
    }
    usage.countedBy(get(Handler.AUTH_USAGE), letters);
    EventMappings mappings = new EventMappings(data);
    mappingIds.add(mappings.histories(get(Handler.INGEST_ARCHIVER)));
    data.stream()
        .ifPresent(
            stream -> mappingIds.add(mappings.events(stream.stream(), get(Handler.INGEST_STREAM))));
    new UploadNotifications(this, "Uploads", data, get(Handler.INGEST_UPLOADS));
    get(Handler.INGEST_UPLOADS).keepFailedEvents(letters.queue(), REPETITIONS);
    // A job says itself what came of it; one whose process died is not begun a second time.
    get(Handler.TRAIN_JOB).keepFailedEvents(letters.queue(), 0);
    get(Handler.TRAIN_JOB).function().grantInvoke(get(Handler.TRAIN_API));
    // Who deletes a tenant waits for a part of it, and the sweep goes on with what is left.
    get(Handler.INGEST_REMOVAL).function().grantInvoke(get(Handler.AUTH_API));
    get(Handler.INGEST_REMOVAL).function().grantInvoke(get(Handler.AUTH_SWEEP));
    pipeline =
        new DailyPipeline(
            this,
            "Pipeline",
            new DailyPipeline.Props(
                config,
                handler -> get(handler).called(),
                largeTraining(config, archives, data, permissions),
                letters.queue()));
  }

  private Optional<LargeTraining> largeTraining(
      StageConfig config, Archives archives, DataStack data, Permissions permissions) {
    return switch (config.training()) {
      case TrainingChoice.Function _ -> Optional.empty();
      case TrainingChoice.Fargate fargate ->
          Optional.of(
              new FargateTraining(
                  this,
                  "Training",
                  new FargateTraining.Props(
                      config,
                      fargate,
                      archives.image(Deployable.TRAIN),
                      data.buckets().get(Bucket.LOGS),
                      permissions::grantTraining)));
      case TrainingChoice.EmrServerless spark ->
          Optional.of(
              new SparkTraining(
                  this,
                  "Training",
                  new SparkTraining.Props(config, spark, permissions::grantTraining)));
    };
  }

  /// The region's first two, chosen at deployment: the CDK would look them up in the account at
  /// synth.
  @Override
  public List<String> getAvailabilityZones() {
    return List.of(Fn.select(0, Fn.getAzs()), Fn.select(1, Fn.getAzs()));
  }

  /// The functions of this stage.
  public Collection<JavaFunction> functions() {
    return Collections.unmodifiableCollection(functions.values());
  }

  public JavaFunction get(Handler handler) {
    return Objects.requireNonNull(functions.get(handler), handler.shortName());
  }

  /// The ids of the event source mappings, which name them in metrics.
  public List<String> mappings() {
    return Collections.unmodifiableList(mappingIds);
  }

  public DeadLetters letters() {
    return letters;
  }

  public DailyPipeline pipeline() {
    return pipeline;
  }

  private static JavaFunction.Props propsOf(
      Handler handler, StageConfig config, Archives archives, Database database) {
    return switch (handler) {
      case AUTH_API, AUTH_SWEEP, AUTH_USAGE ->
          withDatabase(config, archives, database, Database.LogIn.REQUESTS);
      case AUTH_MIGRATIONS -> withDatabase(config, archives, database, Database.LogIn.OWNER);
      case RECOMMEND_API, INGEST_API, TRAIN_API ->
          new JavaFunction.Props(
              config, archives, Cors.environment(config.web().origins()), Optional.empty());
      case INGEST_UPLOADS,
          INGEST_STREAM,
          INGEST_ARCHIVER,
          TRAIN_JOB,
          TRAIN_TENANTS,
          INGEST_COLLECT,
          TRAIN_DAILY,
          RECOMMEND_LISTS,
          INGEST_REMOVAL ->
          new JavaFunction.Props(config, archives, Map.of(), Optional.empty());
    };
  }

  private static JavaFunction.Props withDatabase(
      StageConfig config, Archives archives, Database database, Database.LogIn logIn) {
    Map<String, String> environment = new TreeMap<>(Cors.environment(config.web().origins()));
    environment.put("DATASOURCES_DEFAULT_URL", database.jdbcUrl(logIn));
    // A paused database takes some fifteen seconds to come back; API Gateway waits for 29.
    environment.put("DATASOURCES_DEFAULT_CONNECTION_TIMEOUT", "22000");
    return new JavaFunction.Props(config, archives, environment, database.place());
  }
}
