package io.waymark.ingest.archive;

import io.waymark.ingest.upload.UploadId;
import io.waymark.tenancy.TenantId;
import java.nio.file.Path;

/// The Parquet files that training reads.
public interface AcceptedStore {
  /// Stores `parquet` under `name`, replacing what stands there.
  void put(TenantId tenant, String name, Path parquet);

  /// Removes every file that `upload` put.
  void removeUpload(TenantId tenant, UploadId upload);

  /// The name of an upload's file number `part`.
  static String name(UploadId upload, int part) {
    return ofUpload(upload) + part + ".parquet";
  }

  /// What the names of all files of an upload begin with.
  static String ofUpload(UploadId upload) {
    return "upload-" + upload + "-";
  }
}
