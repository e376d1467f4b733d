package io.waymark.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.training.FinishedRun;
import io.waymark.training.RunLog.Logged;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowClientException;

/// What one run says to a server, step by step.
final class Conversation {
  /// Of one call, both parameters and tags.
  private static final int MOST_AT_ONCE = 100;

  private static final String FOLDER = "package";
  private static final String EXISTS = "RESOURCE_ALREADY_EXISTS";
  private static final String DELETED = "deleted";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Server server;
  private final MlflowClient client;
  private final Artifacts artifacts;

  Conversation(Server server, MlflowClient client, HttpClient http) {
    this.server = server;
    this.client = client;
    this.artifacts = new Artifacts(server, http);
  }

  /// Leaves no run that seems to go on, unless the server stops answering in the middle.
  Logged log(FinishedRun run) throws IOException, InterruptedException {
    artifacts.reach();
    String experiment = experiment(RunText.experiment(run));
    RunInfo info = client.createRun(creation(experiment, run));
    String where = "%s/#/experiments/%s/runs/%s".formatted(server, experiment, info.getRunId());
    try {
      describe(info.getRunId(), RunText.of(run), run.ended());
      Optional<String> missing = files(info, run);
      client.setTerminated(info.getRunId(), status(run), run.ended().toEpochMilli());
      return missing.isPresent()
          ? new Logged.Partly(where, missing.orElseThrow())
          : new Logged.At(where);
    } catch (IOException | RuntimeException failed) {
      String reason = MlflowRunLog.reason(failed);
      end(info.getRunId(), run, reason);
      return new Logged.Partly(where, reason);
    }
  }

  private void end(String runId, FinishedRun run, String reason) {
    try {
      client.setTag(runId, "waymark.incomplete", reason);
      client.setTerminated(runId, status(run), run.ended().toEpochMilli());
    } catch (RuntimeException again) {
      // Said already, by whoever calls.
    }
  }

  private static RunStatus status(FinishedRun run) {
    return switch (run.result()) {
      case FinishedRun.Result.Published _ -> RunStatus.FINISHED;
      case FinishedRun.Result.Refused _ -> RunStatus.FAILED;
    };
  }

  /// Two trainings may begin the same at once.
  private String experiment(String name) {
    Optional<Experiment> known = client.getExperimentByName(name);
    if (known.isPresent()) {
      return usable(known.orElseThrow());
    }
    try {
      return client.createExperiment(name);
    } catch (MlflowClientException overtaken) {
      return client
          .getExperimentByName(name)
          .map(Conversation::usable)
          .orElseThrow(() -> overtaken);
    }
  }

  private static String usable(Experiment experiment) {
    if (experiment.getLifecycleStage().equals(DELETED)) {
      throw new MlflowClientException(
          "the experiment %s was deleted there; restore it, or have it purged"
              .formatted(experiment.getName()));
    }
    return experiment.getExperimentId();
  }

  private static CreateRun creation(String experiment, FinishedRun run) {
    return CreateRun.newBuilder()
        .setExperimentId(experiment)
        .setRunName(run.name())
        .setStartTime(run.begun().toEpochMilli())
        .addTags(tag("mlflow.runName", run.name()))
        .addTags(tag("mlflow.source.name", "waymark"))
        .build();
  }

  private void describe(String runId, RunText text, Instant at) {
    List<Param> parameters =
        text.parameters().entrySet().stream()
            .map(each -> Param.newBuilder().setKey(each.getKey()).setValue(each.getValue()).build())
            .toList();
    List<Metric> metrics =
        text.metrics().entrySet().stream()
            .map(
                each ->
                    Metric.newBuilder()
                        .setKey(each.getKey())
                        .setValue(each.getValue())
                        .setTimestamp(at.toEpochMilli())
                        .setStep(0)
                        .build())
            .toList();
    List<RunTag> tags =
        text.tags().entrySet().stream().map(each -> tag(each.getKey(), each.getValue())).toList();
    client.logBatch(runId, metrics, List.of(), tags);
    for (List<Param> some : parts(parameters)) {
      client.logBatch(runId, List.of(), some, List.of());
    }
  }

  private static <T> List<List<T>> parts(List<T> all) {
    List<List<T>> parts = new ArrayList<>();
    for (int from = 0; from < all.size(); from += MOST_AT_ONCE) {
      parts.add(all.subList(from, Math.min(all.size(), from + MOST_AT_ONCE)));
    }
    return parts;
  }

  private static RunTag tag(String key, String value) {
    return RunTag.newBuilder().setKey(key).setValue(value).build();
  }

  /// Sends the package and makes it a version of the registered model.
  ///
  /// @return what could not be done
  private Optional<String> files(RunInfo info, FinishedRun run)
      throws IOException, InterruptedException {
    return switch (run.result()) {
      case FinishedRun.Result.Refused _ -> Optional.empty();
      case FinishedRun.Result.Published published -> {
        Optional<String> path = Artifacts.proxied(info.getArtifactUri());
        if (path.isEmpty()) {
          yield Optional.of(
              "without the package and a registered version: the server has its clients write to %s themselves, start it with --serve-artifacts"
                  .formatted(info.getArtifactUri()));
        }
        Path folder = published.folder();
        artifacts.send(path.orElseThrow() + "/" + FOLDER, folder);
        register(info, RunText.model(run), published.manifest().version().value());
        yield Optional.empty();
      }
    };
  }

  /// The Java client knows no call for these two, but how to make one.
  private void register(RunInfo info, String model, String version) {
    try {
      String _ = client.sendPost("registered-models/create", json(Map.of("name", model)));
    } catch (MlflowClientException known) {
      if (!String.valueOf(known.getMessage()).contains(EXISTS)) {
        throw known;
      }
    }
    String _ =
        client.sendPost(
            "model-versions/create",
            json(
                Map.of(
                    "name",
                    model,
                    "source",
                    info.getArtifactUri() + "/" + FOLDER,
                    "run_id",
                    info.getRunId(),
                    "description",
                    "Waymark's version " + version)));
  }

  private static String json(Map<String, String> fields) {
    ObjectNode node = JSON.createObjectNode();
    fields.forEach(node::put);
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
