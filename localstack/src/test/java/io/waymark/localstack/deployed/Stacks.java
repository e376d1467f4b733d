package io.waymark.localstack.deployed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.localstack.Deployment;
import io.waymark.localstack.Outputs;
import io.waymark.localstack.State;
import io.waymark.localstack.Suite;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Handler;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.opentest4j.TestAbortedException;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sqs.SqsClient;

/// What tests know of the deployed stacks: where they are, and the clients of their producers.
///
/// @param deployment for those who change it
/// @param process of LocalStack, where it is one of this machine
record Stacks(
    Deployment deployment, URI endpoint, Optional<Long> process, Outputs outputs, Clients clients)
    implements AutoCloseable {
  record Clients(
      S3Client s3,
      KinesisClient kinesis,
      LambdaClient lambda,
      CloudWatchClient cloudWatch,
      SqsClient sqs) {}

  /// Lock of the cases that put records on the stream, or do something to its function.
  static final String STREAM = "stream";

  /// A function that is started by the call may take long; asked again it would do it twice.
  private static final Duration ANSWERED_WITHIN = Duration.ofMinutes(5);

  /// Longer than any run of the tests.
  private static final Duration HOUR = Duration.ofHours(1);

  static Stacks of(Deployment deployment, State localStack, Outputs outputs) {
    URI endpoint = localStack.endpoint();
    return new Stacks(
        deployment,
        endpoint,
        localStack.process(),
        outputs,
        new Clients(
            configured(S3Client.builder().forcePathStyle(true), endpoint),
            configured(KinesisClient.builder(), endpoint),
            configured(LambdaClient.builder(), endpoint),
            configured(CloudWatchClient.builder(), endpoint),
            configured(SqsClient.builder(), endpoint)));
  }

  /// A caller without a credential.
  Api api() {
    return Api.at(Deployment.restUrl(endpoint, outputs));
  }

  String bucket(Bucket bucket) {
    return Deployment.INSTALLATION.name(bucket);
  }

  String function(Handler handler) {
    return Deployment.INSTALLATION.name(handler);
  }

  List<String> keys(Bucket bucket, String prefix) {
    return clients
        .s3()
        .listObjectsV2Paginator(list -> list.bucket(bucket(bucket)).prefix(prefix))
        .contents()
        .stream()
        .map(S3Object::key)
        .toList();
  }

  JsonNode object(Bucket bucket, String key) {
    return Api.parse(
        clients.s3().getObjectAsBytes(get -> get.bucket(bucket(bucket)).key(key)).asUtf8String());
  }

  /// Invokes a function as an operator does.
  JsonNode invoke(Handler handler, Map<String, ?> event) {
    return invoke(handler, Api.parse(Api.text(event)));
  }

  JsonNode invoke(Handler handler, JsonNode event) {
    InvokeResponse answer =
        clients
            .lambda()
            .invoke(
                request ->
                    request
                        .functionName(function(handler))
                        .payload(SdkBytes.fromUtf8String(event.toString())));
    if (answer.functionError() != null) {
      throw new AssertionError(handler + " failed: " + answer.payload().asUtf8String());
    }
    return Api.parse(answer.payload().asUtf8String());
  }

  /// Deploys the stacks again, with [Deployment#CHANGES].
  void change() {
    Optional<String> made = Optional.ofNullable(System.getProperty(Suite.CHANGED));
    deployment.deploy(made.map(Path::of).orElseGet(deployment::prepareChanged));
  }

  /// Takes the stacks back: nothing but this works from then on.
  void destroy() {
    deployment.destroy();
  }

  /// Calls Step Functions by its protocol.
  JsonNode stepFunctions(String action, Map<String, ?> request) {
    return call("states", "AWSStepFunctions." + action, request);
  }

  /// Calls a service for which there is no client here by AWS's JSON protocol.
  JsonNode call(String service, String target, Map<String, ?> request) {
    return signed(service).with("X-Amz-Target", target).post("/", request).expecting(200);
  }

  /// Calls a service that speaks AWS's query protocol, and reads the texts of one element.
  List<String> listed(String service, String query, String element) {
    String answer =
        signed(service)
            .with("Content-Type", "application/x-www-form-urlencoded")
            .form("/", query)
            .text();
    return Pattern.compile("<" + element + ">([^<]*)</")
        .matcher(answer)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  /// The lines of JSON that a function has written, by the text that they hold.
  List<JsonNode> lines(Handler handler, String text) {
    return call(
            "logs",
            "Logs_20140328.FilterLogEvents",
            Map.of(
                "logGroupName",
                "/aws/lambda/" + function(handler),
                "filterPattern",
                "\"" + text + "\""))
        .path("events")
        .valueStream()
        .map(event -> event.path("message").asText())
        .flatMap(String::lines)
        .filter(line -> line.startsWith("{") && line.contains(text))
        .map(Api::parse)
        .toList();
  }

  /// The names of the REST APIs, of which there are fewer than the page that is asked for.
  Set<String> restApis() {
    return signed("apigateway")
        .get("/restapis?limit=500")
        .expecting(200)
        .path("item")
        .valueStream()
        .map(api -> api.path("name").asText())
        .collect(Collectors.toSet());
  }

  /// A caller of a service of AWS. LocalStack looks into a signature's scope alone.
  private Api signed(String service) {
    String scope =
        "%s/20260101/%s/%s/aws4_request"
            .formatted(
                Deployment.CREDENTIALS.accessKeyId(), Deployment.INSTALLATION.region(), service);
    return Api.at(endpoint)
        .with(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=" + scope + ", SignedHeaders=host, Signature=0");
  }

  /// Puts records on the event stream.
  void put(List<StreamRecord> records) {
    PutRecordsResponse answer =
        clients
            .kinesis()
            .putRecords(
                put ->
                    put.streamName(Deployment.INSTALLATION.streamName())
                        .records(records.stream().map(Stacks::entry).toList()));
    assertThat(answer.failedRecordCount()).isZero();
  }

  private static PutRecordsRequestEntry entry(StreamRecord record) {
    return PutRecordsRequestEntry.builder()
        .partitionKey(record.partitionKey())
        .data(SdkBytes.fromUtf8String(record.payload()))
        .build();
  }

  /// How many invocations of a function have failed, by CloudWatch.
  double errors(Handler handler) {
    Instant now = Instant.now();
    return clients
        .cloudWatch()
        .getMetricStatistics(
            get ->
                get.namespace("AWS/Lambda")
                    .metricName("Errors")
                    .dimensions(
                        Dimension.builder().name("FunctionName").value(function(handler)).build())
                    .startTime(now.minus(HOUR))
                    .endTime(now.plusSeconds(60))
                    .period((int) HOUR.toSeconds())
                    .statistics(Statistic.SUM))
        .datapoints()
        .stream()
        .mapToDouble(Datapoint::sum)
        .sum();
  }

  /// Does something while a function may run no longer than `limit`.
  void withTimeout(Handler handler, Duration limit, Runnable work) {
    int before =
        clients
            .lambda()
            .getFunctionConfiguration(get -> get.functionName(function(handler)))
            .timeout();
    setTimeout(handler, (int) limit.toSeconds());
    try {
      work.run();
    } finally {
      setTimeout(handler, before);
    }
  }

  /// Does something while a function has one variable more.
  void withVariable(Handler handler, String name, String value, Runnable work) {
    Map<String, String> before =
        clients
            .lambda()
            .getFunctionConfiguration(get -> get.functionName(function(handler)))
            .environment()
            .variables();
    Map<String, String> more = new HashMap<>(before);
    more.put(name, value);
    setVariables(handler, more);
    try {
      work.run();
    } finally {
      setVariables(handler, before);
    }
  }

  private void setVariables(Handler handler, Map<String, String> variables) {
    clients
        .lambda()
        .updateFunctionConfiguration(
            update ->
                update
                    .functionName(function(handler))
                    .environment(environment -> environment.variables(variables)));
    awaitUpdate(handler);
  }

  private void setTimeout(Handler handler, int seconds) {
    clients
        .lambda()
        .updateFunctionConfiguration(
            update -> update.functionName(function(handler)).timeout(seconds));
    awaitUpdate(handler);
  }

  private void awaitUpdate(Handler handler) {
    Await.until(
        handler + " is updated",
        () ->
            clients
                .lambda()
                .getFunctionConfiguration(get -> get.functionName(function(handler)))
                .lastUpdateStatus(),
        status -> status == LastUpdateStatus.SUCCESSFUL);
  }

  /// Whether functions can be killed: their processes are of this machine.
  boolean kills() {
    return process.isPresent();
  }

  /// Where they cannot.
  static TestAbortedException cannotKill() {
    return new TestAbortedException(
        "functions are killed by this test where LocalStack is a process of this machine only;"
            + " --without-kills leaves it out");
  }

  /// Ends the processes of a function at once, as a machine that fails would.
  void kill(Handler handler) {
    long localStack = process.orElseThrow(Stacks::cannotKill);
    List<ProcessHandle> running =
        ProcessHandle.of(localStack).stream()
            .flatMap(ProcessHandle::descendants)
            .filter(each -> each.info().commandLine().orElse("").contains(handler.className()))
            .toList();
    assertThat(running).as("processes of " + handler).isNotEmpty();
    running.forEach(ProcessHandle::destroyForcibly);
    running.forEach(each -> each.onExit().join());
  }

  @Override
  public void close() {
    clients.s3().close();
    clients.kinesis().close();
    clients.lambda().close();
    clients.cloudWatch().close();
    clients.sqs().close();
  }

  private static <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C configured(
      B builder, URI endpoint) {
    return builder
        .endpointOverride(endpoint)
        .region(Region.of(Deployment.INSTALLATION.region()))
        .credentialsProvider(StaticCredentialsProvider.create(Deployment.CREDENTIALS))
        .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(ANSWERED_WITHIN))
        .build();
  }
}
