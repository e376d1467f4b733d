package io.waymark.embedded;

import io.waymark.embedded.gateway.Gateway;
import io.waymark.embedded.invocations.AsynchronousInvocations;
import io.waymark.embedded.invocations.AwsPort;
import io.waymark.embedded.invocations.BucketNotifications;
import io.waymark.embedded.invocations.Invoker;
import io.waymark.embedded.invocations.KinesisApi;
import io.waymark.embedded.runtime.LastResort;
import io.waymark.embedded.services.DataFolder;
import io.waymark.embedded.services.Postgres;
import io.waymark.embedded.services.TemporaryFolders;
import io.waymark.embedded.streams.Checkpoints;
import io.waymark.embedded.streams.StreamLog;
import io.waymark.embedded.usage.UsageDelivery;
import io.waymark.embedded.usage.UsageLog;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Deployable;
import io.waymark.tenancy.installation.Handler;
import io.waymark.tenancy.installation.Installation;
import io.waymark.tenancy.installation.Table;
import io.waymark.testing.LocalCredentials;
import io.waymark.testing.LocalDynamo;
import io.waymark.testing.LocalS3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.s3.S3Client;

/// A whole installation in this JVM. Start: the services in parallel, the migrations, the
/// functions, then the HTTP port answers. Close: the port finishes its requests, event sources
/// settle what has arrived, usage is counted, functions end, then the services.
public final class Waymark implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Waymark.class);
  private static final int SHARDS = 2;
  private static final byte[] NOTHING_TO_SAY = "{}".getBytes(StandardCharsets.UTF_8);

  static final Installation INSTALLATION =
      new Installation("local", "000000000000", "eu-central-1");

  private final Installation installation = INSTALLATION;
  private final Clock clock = Clock.systemUTC();
  private final Executor starters =
      task -> Thread.ofPlatform().daemon().name("waymark-start").start(task);
  private final Stack stack;
  private final Options options;
  private final Progress progress;
  private final DataFolder data;
  private final Gateway gateway;
  private final AtomicReference<Optional<Running>> running =
      new AtomicReference<>(Optional.empty());

  private volatile URI awsUrl = URI.create("http://127.0.0.1");

  /// What exists once the services are up.
  private record Running(
      Functions functions,
      EventSources sources,
      AsynchronousInvocations asynchronous,
      UsageDelivery usage) {}

  /// The services' addresses.
  private record Services(LocalDynamo dynamo, LocalS3 s3, AwsPort aws) {}

  private Waymark(Options options, Progress progress, Stack stack, DataFolder data)
      throws IOException {
    this.options = options;
    this.progress = progress;
    this.stack = stack;
    this.data = data;
    Logs.to(data.logs());
    this.gateway =
        Gateway.bind(
            options.address(),
            installation,
            clock,
            (function, requestId, event) -> functions().invoke(function, requestId, event),
            this::metrics);
    stack.push(gateway);
  }

  /// Starts everything and returns when the HTTP port answers. A stop of the JVM (^C) ends whatever
  /// has started by then.
  ///
  /// @throws StartException with one line for whoever started it
  /// @throws StoppingException when the process was stopped meanwhile; all has ended then
  public static Waymark start(Options options, Progress progress) {
    Stack stack = new Stack();
    StopHook hook = stack.push(StopHook.add(stack));
    Optional<DataFolder> data = Optional.empty();
    try {
      TemporaryFolders.sweep(TemporaryFolders.place());
      data = Optional.of(stack.starting(() -> stack.push(DataFolder.open(options.data()))));
      Path cluster = data.get().postgresql();
      hook.beforeHalt(() -> Postgres.tellToEnd(cluster));
      Waymark waymark = new Waymark(options, progress, stack, data.get());
      waymark.start();
      return waymark;
    } catch (Exception failed) { // whatever it is, what has started must end
      if (stack.closed()) {
        stack.close();
        throw new StoppingException();
      }
      StartException reason = reason(failed, data);
      stack.close();
      throw reason;
    }
  }

  /// Where the HTTP port answers.
  public URI url() {
    return gateway.url();
  }

  /// Where Kinesis and Lambda answer to AWS's SDKs.
  public URI awsUrl() {
    return awsUrl;
  }

  /// The stream producers write to.
  public String streamName() {
    return installation.streamName();
  }

  /// Where the logs of this service and of the functions are.
  public Path logs() {
    return data.logs();
  }

  /// Runs the daily pipeline now, in the calling thread.
  public List<DailyPipeline.Result> runPipeline(
      Optional<String> tenant, DailyPipeline.Progress told) {
    return new DailyPipeline(
            (handler, event) -> functions().invoke(handler, UUID.randomUUID().toString(), event),
            clock,
            told)
        .run(tenant);
  }

  /// Invokes a function by its name or ARN, in the calling thread.
  ///
  /// @throws io.waymark.embedded.runtime.FunctionFailedException where its handler throws
  public byte[] invoke(String function, byte[] event) {
    String name = function.substring(function.lastIndexOf(':') + 1);
    return functions()
        .invoke(name, UUID.randomUUID().toString(), event)
        .orElseThrow(() -> new IllegalArgumentException("there is no function " + name));
  }

  /// Whether it is being ended, or has ended.
  public boolean stopping() {
    return stack.closed();
  }

  /// Returns when it has ended.
  public void awaitEnd() {
    stack.awaitEnd();
  }

  @Override
  public void close() {
    stack.close();
  }

  private void start() throws IOException {
    CompletableFuture<Postgres> postgres = starting("PostgreSQL", this::postgres);
    AsynchronousInvocations asynchronous =
        new AsynchronousInvocations(
            data.folder("queue"),
            data.folder("failed").resolve("asynchronous"),
            lateFunctions(),
            AsynchronousInvocations.Timing.closing(finishWithin()),
            new LastResort());
    CompletableFuture<LocalDynamo> dynamo = starting("DynamoDB Local", this::dynamo);
    CompletableFuture<LocalS3> s3 = starting("S3", () -> s3(asynchronous));
    StreamLog stream = stack.push(StreamLog.open(data.folder("stream"), SHARDS, clock));
    Services services =
        new Services(
            joined(dynamo),
            joined(s3),
            stack.push(
                AwsPort.open(
                    new KinesisApi(streamName(), stream),
                    lateFunctions(),
                    asynchronous,
                    this::troubles,
                    LocalCredentials.DEFAULT.accessKey())));
    awsUrl = services.aws().url();
    String url = joined(postgres).jdbcUrl();
    UsageLog usage =
        stack.push(new UsageLog(data.folder("usage"), data.folder("failed").resolve("usage")));
    Functions functions = stack.push(open(services, url, usage));
    EventSources sources =
        new EventSources(
            functions,
            new Checkpoints(data.folder("checkpoints")),
            data.folder("failed"),
            installation.region(),
            clock,
            finishWithin(),
            Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("waymark-schedule").factory()));
    UsageDelivery delivery = delivery(usage, stack.push(services.s3().client()), functions);
    running.set(Optional.of(new Running(functions, sources, asynchronous, delivery)));
    initialise(functions);
    stack.push(delivery).start();
    DynamoDbStreamsClient histories = stack.push(streams(services.dynamo()));
    stack.push(sources);
    stack.push(asynchronous);
    asynchronous.resume();
    sources.follow(stream, streamArn());
    sources.follow(histories, historiesArn(services.dynamo()));
    sources.followTheClock();
    options
        .pipelineAt()
        .ifPresent(
            time -> stack.push(DailySchedule.start(time, clock, starters, this::runScheduled)));
    gateway.open();
    stack.push(gateway);
    warm(functions);
  }

  private void runScheduled() {
    try {
      LOG.info(
          "the daily pipeline: {}",
          runPipeline(
              Optional.empty(),
              (tenant, stage, outcome) -> LOG.info("{} {}: {}", tenant, stage, outcome)));
    } catch (RuntimeException failed) {
      LOG.error("the daily pipeline failed", failed);
    }
  }

  /// Handlers of events start when first asked; begun now, the first event does not wait for them.
  private void warm(Functions functions) {
    starters.execute(
        () -> {
          try {
            joined(functions.initialise(Handler.INGEST_UPLOADS));
            joined(functions.initialise(Handler.TRAIN_JOB));
          } catch (RuntimeException failed) {
            LOG.error("an event handler does not start", failed);
          }
        });
  }

  /// How long a stop waits for events that run. Of kept data they run again after the next start;
  /// of temporary data nobody will see what they did.
  private Duration finishWithin() {
    return Duration.ofSeconds(data.isTemporary() ? 2 : 20);
  }

  private Postgres postgres() throws IOException {
    Path log = data.logs().resolve("postgresql.log");
    return stack.push(Postgres.start(data.postgresql(), log, !data.isTemporary()));
  }

  private LocalDynamo dynamo() throws IOException {
    LocalDynamo dynamo = stack.push(LocalDynamo.start(keptTables()));
    try (DynamoDbClient client = dynamo.client()) {
      Stores.createTables(client, installation);
    }
    return dynamo;
  }

  private LocalS3 s3(AsynchronousInvocations asynchronous) throws IOException {
    BucketNotifications.Scope scope =
        new BucketNotifications.Scope(
            installation.name(Bucket.DATA), "uploads/", installation.region());
    String uploads = installation.name(Handler.INGEST_UPLOADS);
    LocalS3 s3 =
        stack.push(
            LocalS3.start(
                Optional.of(data.folder("s3")),
                store ->
                    new BucketNotifications(
                        store, scope, clock, event -> asynchronous.accept(uploads, event))));
    try (S3Client client = s3.client()) {
      LocalS3.createBuckets(client, installation);
    }
    return s3;
  }

  /// Tables that live as long as this process stay in memory.
  private Optional<Path> keptTables() throws IOException {
    return data.isTemporary()
        ? Optional.empty()
        : Optional.of(Files.createDirectories(data.folder("dynamodb")));
  }

  private UsageDelivery delivery(UsageLog usage, S3Client s3, Functions functions) {
    return new UsageDelivery(
        usage,
        s3,
        installation.name(Bucket.LOGS),
        () -> functions.invoke(Handler.AUTH_USAGE, UUID.randomUUID().toString(), NOTHING_TO_SAY),
        !data.isTemporary());
  }

  private Functions open(Services services, String database, UsageLog usage) throws IOException {
    Map<String, String> shared = new TreeMap<>();
    shared.put("waymark.stage", installation.stage());
    shared.put("waymark.account", installation.account());
    shared.put("waymark.region", installation.region());
    shared.put("waymark.embedded", "true");
    shared.put("waymark.alone-since", clock.instant().toString());
    shared.put("waymark.access-key", LocalCredentials.DEFAULT.accessKey());
    shared.put("waymark.secret-key", LocalCredentials.DEFAULT.secretKey());
    shared.put("waymark.endpoints.dynamodb", services.dynamo().endpoint().toString());
    shared.put("waymark.endpoints.s3", services.s3().endpoint().toString());
    shared.put("waymark.endpoints.kinesis", services.aws().url().toString());
    shared.put("waymark.endpoints.lambda", services.aws().url().toString());
    shared.put(
        "waymark.keys", Files.createDirectories(data.folder("keys")).toAbsolutePath().toString());
    shared.putAll(options.settings());
    Map<String, String> auth =
        Map.of(
            "datasources.default.url", database,
            "datasources.default.username", "postgres",
            "datasources.default.password", "",
            // On AWS an instance serves one call at a time; here it serves all.
            "datasources.default.maximum-pool-size", "8");
    Map<Deployable, Path> configuration =
        InstanceFiles.write(data.folder("instance"), data.logs(), shared, auth);
    return Functions.open(
        installation, options.functions(), configuration, clock, starters, usage, finishWithin());
  }

  /// The migrations, and beside them the functions that need no database; then `auth`.
  private void initialise(Functions functions) {
    CompletableFuture<Void> others =
        CompletableFuture.allOf(
            timed(functions, Handler.RECOMMEND_API),
            timed(functions, Handler.INGEST_API),
            timed(functions, Handler.TRAIN_API));
    long start = System.nanoTime();
    byte[] event = Migrations.event(options.platformAdmin());
    functions.invoke(Handler.AUTH_MIGRATIONS, "migrations", event);
    progress.started("database migrated", Duration.ofNanos(System.nanoTime() - start));
    joined(timed(functions, Handler.AUTH_API));
    joined(others);
  }

  private CompletableFuture<Void> timed(Functions functions, Handler handler) {
    long start = System.nanoTime();
    return functions
        .initialise(handler)
        .thenAccept(
            _ ->
                progress.started(
                    "function " + handler.archive().artifact(),
                    Duration.ofNanos(System.nanoTime() - start)));
  }

  private DynamoDbStreamsClient streams(LocalDynamo dynamo) {
    return DynamoDbStreamsClient.builder()
        .endpointOverride(dynamo.endpoint())
        .region(Region.of(installation.region()))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    LocalCredentials.DEFAULT.accessKey(), LocalCredentials.DEFAULT.secretKey())))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  private String historiesArn(LocalDynamo dynamo) {
    try (DynamoDbClient client = dynamo.client()) {
      return client
          .describeTable(request -> request.tableName(installation.name(Table.HISTORIES)))
          .table()
          .latestStreamArn();
    }
  }

  private String streamArn() {
    return "arn:aws:kinesis:"
        + installation.region()
        + ":"
        + installation.account()
        + ":stream/"
        + streamName();
  }

  private Functions functions() {
    return running
        .get()
        .map(Running::functions)
        .orElseThrow(() -> new IllegalStateException("the functions have not started"));
  }

  /// The functions for what must exist before them.
  private Invoker lateFunctions() {
    return new Invoker() {
      @Override
      public Optional<byte[]> invoke(String functionName, String requestId, byte[] event) {
        return functions().invoke(functionName, requestId, event);
      }

      @Override
      public boolean has(String functionName) {
        return functions().has(functionName);
      }
    };
  }

  /// What was accepted and is not being delivered.
  private List<String> troubles() {
    return running
        .get()
        .map(
            now ->
                Stream.of(
                        now.sources().troubles(),
                        now.asynchronous().troubles(),
                        now.usage().trouble().stream().toList())
                    .flatMap(List::stream)
                    .toList())
        .orElse(List.of());
  }

  private String metrics() {
    StringBuilder text = new StringBuilder();
    running
        .get()
        .ifPresent(
            now -> {
              now.sources().writeMetrics(text);
              JvmMetrics.write(
                  text,
                  now.asynchronous().succeeded(),
                  now.asynchronous().failed(),
                  now.asynchronous().open());
            });
    return text.toString();
  }

  private <T> CompletableFuture<T> starting(String what, Callable<T> start) {
    long begin = System.nanoTime();
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            T started = stack.starting(start);
            progress.started(what, Duration.ofNanos(System.nanoTime() - begin));
            return started;
          } catch (IOException failed) {
            throw new UncheckedIOException(what + " did not start", failed);
          } catch (RuntimeException failed) {
            throw failed;
          } catch (Exception failed) {
            throw new IllegalStateException(what + " did not start", failed);
          }
        },
        starters);
  }

  private static <T> T joined(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
  }

  /// One line for whoever started it; a failure of ours also goes to the log, which then stays.
  private static StartException reason(Exception failed, Optional<DataFolder> data) {
    return switch (failed) {
      case StartException known -> known;
      case IOException io -> new StartException(String.valueOf(io.getMessage()), io);
      default -> {
        LOG.error("the start failed", failed);
        data.ifPresent(DataFolder::keep);
        String logs = data.map(folder -> "; logs: " + folder.logs()).orElse("");
        String first = String.valueOf(failed.getMessage()).lines().findFirst().orElse("");
        yield new StartException(first + logs, failed);
      }
    };
  }
}
