package io.waymark.tenancy.installation;

import java.util.Locale;

/// The six S3 buckets. Every object's key begins with its tenant, but for those of [#DATA], which
/// say first what they are, and for logs.
public enum Bucket {
  /// Accepted interactions as Parquet: `<tenant>/interactions/…`.
  TRAINING_DATA,
  /// Model packages: `<tenant>/<name>/<version>/…`.
  MODELS,
  /// User vectors, and batch lists: `<tenant>/lists/<day>/…`.
  USER_DATA,
  /// Item vectors and catalogue snapshots.
  ITEM_DATA,
  /// Access logs of the others, and below [#USAGE] the usage lines of all tenants until they are
  /// counted.
  LOGS,
  /// Uploads: `uploads/<tenant>/<upload_id>/…`, their reports and rejected rows beside them;
  /// reports of days: `pipeline/<tenant>/<day>/…`; and what of the event stream could not be
  /// stored: `dead-letters/<tenant>/…`.
  DATA;

  /// What the names of the files of usage lines begin with.
  public static final String USAGE = "usage/";

  /// The last part of the bucket's name, like `training-data`.
  public String purpose() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
