package io.waymark.tenancy.installation;

import java.util.Locale;

/// The six S3 buckets. Every object's key begins with its tenant, but for uploads, which begin with
/// `uploads/<tenant>/`.
public enum Bucket {
  /// Accepted interactions as Parquet: `<tenant>/interactions/…`.
  TRAINING_DATA,
  /// Model packages: `<tenant>/<name>/<version>/…`.
  MODELS,
  /// User vectors and batch lists.
  USER_DATA,
  /// Item vectors and catalogue snapshots.
  ITEM_DATA,
  LOGS,
  /// Uploads: `uploads/<tenant>/<upload_id>/…`, their reports and rejected rows beside them.
  DATA;

  /// The last part of the bucket's name, like `training-data`.
  public String purpose() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
