package io.waymark.ingest.archive;

import io.waymark.ingest.upload.UploadId;
import io.waymark.tenancy.TenantId;
import java.nio.file.Path;
import java.util.Optional;

/// The Parquet files that training reads.
public interface AcceptedStore {
  String UPLOAD = "upload-";

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
    return UPLOAD + upload + "-";
  }

  /// The upload that put the file `name`, if one did.
  static Optional<UploadId> uploadOf(String name) {
    int end = name.lastIndexOf('-');
    return name.startsWith(UPLOAD) && end > UPLOAD.length()
        ? Optional.of(new UploadId(name.substring(UPLOAD.length(), end)))
        : Optional.empty();
  }
}
