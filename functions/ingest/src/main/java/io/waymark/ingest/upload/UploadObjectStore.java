package io.waymark.ingest.upload;

import io.waymark.edge.PresignedPut;
import io.waymark.tenancy.TenantId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The objects of an upload: its file, and beside it the report and the rejected rows.
public interface UploadObjectStore {
  String REPORT = "report.json";
  String REJECTED = "rejected.jsonl";

  /// What later uploads are compared with; stands beside what was stored.
  String PORTRAIT = "portrait.json";

  /// Says that a held upload was approved; that it is put starts the reading anew.
  String APPROVAL = "approval.json";

  /// Lets whoever has the answer put exactly this file for a while.
  PresignedPut presign(TenantId tenant, Upload upload, Duration valid);

  /// Copies the upload's file to `to`, where it is the one that was read first.
  Fetched fetch(TenantId tenant, Upload upload, Path to);

  /// What became of fetching.
  sealed interface Fetched {
    /// It is there.
    ///
    /// @param tag stands for its bytes
    record File(String tag) implements Fetched {}

    /// There is no file.
    record None() implements Fetched {}

    /// Another file was put in the place of the first.
    record Replaced() implements Fetched {}
  }

  /// Puts `content` beside the file, replacing what stands there.
  void put(TenantId tenant, UploadId id, String name, Path content);

  /// Puts `text` beside the file, replacing what stands there.
  void put(TenantId tenant, UploadId id, String name, String text);

  /// Removes what stands in the upload's place under `name`, if anything does.
  void remove(TenantId tenant, UploadId id, String name);

  /// Lets whoever has the answer get what stands beside the file under `name`, for a while; empty
  /// where nothing does.
  Optional<URI> presignGet(TenantId tenant, UploadId id, String name, Duration valid);

  /// The text that stands beside the file under `name`.
  Optional<String> text(TenantId tenant, UploadId id, String name);
}
