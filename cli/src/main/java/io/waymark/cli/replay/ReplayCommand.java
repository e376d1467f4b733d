package io.waymark.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.cli.demo.RemoteApi;
import io.waymark.cli.options.DataOption;
import io.waymark.cli.options.HostOption;
import io.waymark.cli.options.OneOf;
import io.waymark.embedded.Options;
import io.waymark.embedded.Progress;
import io.waymark.embedded.Waymark;
import io.waymark.embedded.gateway.Gateway;
import io.waymark.embedded.runtime.FunctionFailedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.s3.S3Client;

/// Lists what of the streams could not be stored, and puts back what is picked.
@Command(
    name = "replay",
    description = {
      "Puts back what of the event stream could not be stored: dead letters of a tenant (--host),",
      "or batches that were given up (--data, --bucket). Lists them with their reasons unless some",
      "are picked. What was stored before is a duplicate.",
      "Exit codes: 0 all picked are stored, 1 some are not."
    },
    mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
  private static final String BUCKET = "--bucket";
  private static final int SHOWN = 120;
  private static final Duration LONGER_THAN_ANY_FUNCTION = Duration.ofMinutes(16);

  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private HostOption host = new HostOption();

  @Mixin private DataOption data = new DataOption();

  @Option(
      names = BUCKET,
      paramLabel = "NAME",
      description =
          "the bucket waymark-…-data of a deployed stage, with the AWS credentials and region of"
              + " the environment")
  private Optional<String> bucket = Optional.empty();

  @Option(names = "--all", description = "put back all of them")
  private boolean all;

  @Parameters(paramLabel = "ID", description = "those to put back, as they are listed")
  private List<String> picked = new ArrayList<>();

  public ReplayCommand() {
    this(System.getenv());
  }

  /// @param environment has the credential for `--host`
  public ReplayCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() throws IOException {
    if (all && !picked.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "name some, or --all, not both");
    }
    OneOf.check(spec, HostOption.NAME, DataOption.NAME, BUCKET);
    Optional<URI> service = host.url(spec);
    if (service.isPresent()) {
      try (RemoteApi api = RemoteApi.at(service.get(), environment, true)) {
        return letters(new Letters(api));
      }
    }
    Optional<Path> folder = data.folder();
    if (folder.isPresent()) {
      return embedded(folder.get());
    }
    try (S3Client s3 =
            S3Client.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build();
        LambdaClient lambda =
            LambdaClient.builder()
                .httpClientBuilder(
                    UrlConnectionHttpClient.builder().socketTimeout(LONGER_THAN_ANY_FUNCTION))
                // Asked again it would run once more beside itself.
                .overrideConfiguration(
                    settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build()) {
      return batches(
          new Batches(
              new BucketGivenUpBatches(s3, bucket.orElseThrow()),
              (function, event) -> invoke(lambda, function, event)));
    }
  }

  private int letters(Letters letters) {
    List<String> found = new ArrayList<>();
    boolean listed = !all && picked.isEmpty();
    letters.forEach(
        letter -> {
          found.add(letter.path("id").asText());
          if (listed) {
            print(
                "%s  %s  %s\n    %s\n    %s"
                    .formatted(
                        letter.path("id").asText(),
                        letter.path("kept_at").asText(),
                        letter.path("partition_key").asText(),
                        reasons(letter),
                        shown(letter.path("payload").asText())));
          }
        });
    if (listed) {
      print(found.size() + " dead letters");
      return ExitCode.OK;
    }
    Map<String, Integer> outcomes = new TreeMap<>();
    for (String id : chosen(found)) {
      JsonNode outcome = letters.replay(id);
      String status = outcome.path("status").asText();
      outcomes.merge(status, 1, Integer::sum);
      print(
          status.equals("rejected")
              ? "%s  rejected: %s".formatted(id, reasons(outcome))
              : "%s  %s".formatted(id, status));
    }
    return ended(outcomes, "rejected");
  }

  /// The service runs for as long as it takes, since it is its functions that store.
  private int embedded(Path data) throws IOException {
    if (!Files.isDirectory(data)) {
      throw new ParameterException(spec.commandLine(), "--data " + data + " is no folder");
    }
    if (!all && picked.isEmpty()) {
      return list(GivenUpBatches.of(data));
    }
    Options options =
        Options.defaults()
            .at(new Gateway.Address(Options.DEFAULT_HOST, 0))
            .keeping(Optional.of(data));
    try (Waymark waymark = Waymark.start(options, Progress.SILENT)) {
      return batches(data, waymark);
    }
  }

  /// Puts back the picked batches of a service that this process runs over `data`.
  public int batches(Path data, Waymark waymark) throws IOException {
    return batches(
        new Batches(
            GivenUpBatches.of(data), (function, event) -> invoke(waymark, function, event)));
  }

  private static StreamFunctions.Answer invoke(Waymark waymark, String function, String event) {
    try {
      byte[] answer = waymark.invoke(function, event.getBytes(StandardCharsets.UTF_8));
      return new StreamFunctions.Answer(false, new String(answer, StandardCharsets.UTF_8));
    } catch (FunctionFailedException failed) {
      return new StreamFunctions.Answer(true, String.valueOf(failed.getMessage()));
    }
  }

  private static StreamFunctions.Answer invoke(LambdaClient lambda, String function, String event) {
    try {
      InvokeResponse answer =
          lambda.invoke(
              request -> request.functionName(function).payload(SdkBytes.fromUtf8String(event)));
      return new StreamFunctions.Answer(
          answer.functionError() != null, answer.payload().asUtf8String());
    } catch (SdkException e) { // the batches behind it may fare better
      return new StreamFunctions.Answer(true, String.valueOf(e.getMessage()));
    }
  }

  private int batches(Batches batches) throws IOException {
    if (!all && picked.isEmpty()) {
      return list(batches.store());
    }
    Set<String> missing = new TreeSet<>(picked);
    try (Stream<String> names = batches.store().names()) {
      names.forEach(missing::remove);
    }
    refuse(missing);
    Map<String, Integer> outcomes = new TreeMap<>();
    List<String> others =
        batches.replay(
            name -> all || picked.contains(name),
            (batch, outcome) -> {
              switch (outcome) {
                case Batches.Outcome.Taken _ -> {
                  outcomes.merge("taken", 1, Integer::sum);
                  print("%s  taken, %d records".formatted(batch.name(), batch.records()));
                }
                case Batches.Outcome.Failed failed -> {
                  outcomes.merge("failed", 1, Integer::sum);
                  print("%s  failed: %s".formatted(batch.name(), failed.why()));
                }
              }
            });
    if (!all) {
      for (String name : others) {
        outcomes.merge("failed", 1, Integer::sum);
        print(name + "  failed: is no batch that was given up");
      }
    }
    return ended(outcomes, "failed");
  }

  private int list(GivenUpBatches batches) throws IOException {
    AtomicInteger found = new AtomicInteger();
    batches.forEach(
        batch -> {
          found.incrementAndGet();
          print(
              "%s  %s  %s, %d records\n    %s %s"
                  .formatted(
                      batch.name(),
                      batch.at(),
                      batch.function(),
                      batch.records(),
                      batch.condition(),
                      batch.error()));
        });
    print(found + " batches given up");
    return ExitCode.OK;
  }

  private List<String> chosen(List<String> there) {
    if (all) {
      return there;
    }
    Set<String> missing = new TreeSet<>(picked);
    there.forEach(missing::remove);
    refuse(missing);
    return picked;
  }

  private void refuse(Set<String> missing) {
    missing.stream()
        .findFirst()
        .ifPresent(
            name -> {
              throw new ParameterException(spec.commandLine(), "there is no " + name);
            });
  }

  private int ended(Map<String, Integer> outcomes, String bad) {
    print(
        outcomes.isEmpty()
            ? "nothing to put back"
            : outcomes.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(", ")));
    return outcomes.containsKey(bad) ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private static String reasons(JsonNode letter) {
    return letter
        .path("reasons")
        .valueStream()
        .map(reason -> reason.path("field").asText() + " " + reason.path("message").asText())
        .collect(Collectors.joining("; "));
  }

  /// The beginning of what a record held, on one line.
  private static String shown(String base64) {
    String text;
    try {
      text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      text = base64;
    }
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ");
    return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
  }

  private void print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(text);
    out.flush();
  }
}
