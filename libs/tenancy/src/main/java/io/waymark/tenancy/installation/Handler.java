package io.waymark.tenancy.installation;

import java.util.Arrays;
import java.util.Optional;

/// The handlers of the four archives, each a function of its own on AWS.
public enum Handler {
  AUTH_API(Deployable.AUTH, "auth-api", "io.waymark.auth.ApiHandler"),
  AUTH_MIGRATIONS(Deployable.AUTH, "auth-migrations", "io.waymark.auth.MigrationsHandler"),
  AUTH_SWEEP(Deployable.AUTH, "auth-sweep", "io.waymark.auth.SweepHandler"),
  AUTH_USAGE(Deployable.AUTH, "auth-usage", "io.waymark.auth.UsageWriterHandler"),
  RECOMMEND_API(Deployable.RECOMMEND, "recommend-api", "io.waymark.recommend.ApiHandler"),
  INGEST_API(Deployable.INGEST, "ingest-api", "io.waymark.ingest.ApiHandler"),
  INGEST_UPLOADS(Deployable.INGEST, "ingest-uploads", "io.waymark.ingest.UploadsHandler"),
  INGEST_STREAM(Deployable.INGEST, "ingest-stream", "io.waymark.ingest.StreamHandler"),
  INGEST_ARCHIVER(Deployable.INGEST, "ingest-archiver", "io.waymark.ingest.ArchiverHandler"),
  TRAIN_API(Deployable.TRAIN, "train-api", "io.waymark.train.ApiHandler"),
  TRAIN_JOB(Deployable.TRAIN, "train-job", "io.waymark.train.JobHandler"),
  TRAIN_TENANTS(Deployable.TRAIN, "train-tenants", "io.waymark.train.TenantsHandler"),
  INGEST_COLLECT(Deployable.INGEST, "ingest-collect", "io.waymark.ingest.CollectHandler"),
  TRAIN_DAILY(Deployable.TRAIN, "train-daily", "io.waymark.train.DailyHandler"),
  RECOMMEND_LISTS(Deployable.RECOMMEND, "recommend-lists", "io.waymark.recommend.ListsHandler"),
  INGEST_REMOVAL(Deployable.INGEST, "ingest-removal", "io.waymark.ingest.RemovalHandler");

  private final Deployable archive;
  private final String shortName;
  private final String className;

  Handler(Deployable archive, String shortName, String className) {
    this.archive = archive;
    this.shortName = shortName;
    this.className = className;
  }

  public Deployable archive() {
    return archive;
  }

  /// Without the stage: `train-job`.
  public String shortName() {
    return shortName;
  }

  public String className() {
    return className;
  }

  /// The handler of that class.
  public static Optional<Handler> of(String className) {
    return Arrays.stream(values()).filter(each -> each.className.equals(className)).findFirst();
  }

  /// The handler that answers HTTP for an archive.
  public static Handler api(Deployable archive) {
    return switch (archive) {
      case AUTH -> AUTH_API;
      case RECOMMEND -> RECOMMEND_API;
      case INGEST -> INGEST_API;
      case TRAIN -> TRAIN_API;
    };
  }
}
