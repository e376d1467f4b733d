package io.waymark.recommend.predict;

import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The shapes of uploading a model.
final class ModelUpload {
  private ModelUpload() {}

  /// What a caller wants to upload.
  ///
  /// @param kind `predictor`, which is the default, or `recommender`; of all versions of a name
  /// @param files `model.onnx`, of a recommender `items.jsonl.gz` too; `manifest.json` where it is
  ///   a package that was written before; of a recommender also `popularity.bin`, `daily.bin`,
  ///   `content.json.gz` and `scan.json` where there are some
  /// @param tenantId may be left out; else it must be the tenant of the credential
  @Serdeable
  @Schema(
      name = "ModelUploadRequest",
      example = "{\"files\": [{\"name\": \"model.onnx\", \"size_bytes\": 5880}]}")
  record Request(
      @Nullable String kind,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED, nullable = false)
          @Nullable List<@Nullable Announced> files,
      @Nullable String tenantId) {}

  /// A file to upload.
  ///
  /// @param name `model.onnx`, `manifest.json`, or what else belongs to a recommender
  /// @param sizeBytes its exact length
  @Serdeable
  @Schema(name = "ModelFile")
  record Announced(@Nullable String name, @Nullable Long sizeBytes) {}

  /// Where to put the files; then ask for the version to be validated.
  @Serdeable
  @Schema(name = "ModelUploadBegun")
  record Begun(String name, String version, String state, List<Put> uploads) {}

  /// Where to put one file.
  ///
  /// @param headers to be sent with it as they are
  @Serdeable
  @Schema(name = "ModelFilePut")
  record Put(
      String file, String url, String method, Map<String, String> headers, Instant expiresAt) {}

  /// What to run the model on.
  ///
  /// @param inputs of a predictor, as of `POST /ml/predict`; zeros, false and empty texts where
  ///   left out
  @Serdeable
  @Schema(name = "ModelSample")
  record Sample(
      @Schema(name = "inputs", implementation = Tensors.class)
          @Nullable Map<String, JsonNode> inputs) {}

  /// How far a version is.
  ///
  /// @param state `waiting`, `uploaded`, `validated`, then `ready` or `refused`; whether it is
  ///   active says the version itself
  /// @param reason why it was refused
  @Serdeable
  @Schema(name = "ModelStanding")
  record Reached(String name, String version, String state, @Nullable String reason) {}
}
