package io.waymark.ingest.collect;

import io.waymark.model.StoreCalls;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// `pipeline/<tenant>/<day>/…` of the bucket `data`.
@Singleton
final class S3DayReportStore implements DayReportStore {
  private static final String STORE = "bucket data";

  private final TenantScoped<S3Client> s3;
  private final String bucket;

  S3DayReportStore(TenantScoped<S3Client> s3, Installation installation) {
    this.s3 = s3;
    this.bucket = installation.name(Bucket.DATA);
  }

  @Override
  public String put(TenantId tenant, LocalDate day, String name, String json) {
    String key = place(tenant, day, name);
    return StoreCalls.ask(
        STORE,
        () -> {
          s3.of(tenant)
              .putObject(
                  put -> put.bucket(bucket).key(key).contentType("application/json"),
                  RequestBody.fromString(json));
          return key;
        });
  }

  @Override
  public String place(TenantId tenant, LocalDate day, String name) {
    return folder(tenant) + day + "/" + name;
  }

  @Override
  public Optional<String> text(TenantId tenant, LocalDate day, String name) {
    return StoreCalls.ask(
        STORE,
        () -> {
          try {
            return Optional.of(
                s3.of(tenant)
                    .getObjectAsBytes(get -> get.bucket(bucket).key(place(tenant, day, name)))
                    .asUtf8String());
          } catch (NoSuchKeyException none) {
            return Optional.empty();
          }
        });
  }

  @Override
  public List<LocalDate> days(TenantId tenant, String name, LocalDate first, LocalDate end) {
    String folder = folder(tenant);
    String ending = "/" + name;
    return StoreCalls.ask(
        STORE,
        () ->
            s3
                .of(tenant)
                .listObjectsV2Paginator(
                    list -> list.bucket(bucket).prefix(folder).startAfter(folder + first))
                .contents()
                .stream()
                .map(object -> object.key())
                .filter(key -> key.endsWith(ending))
                .map(key -> key.substring(folder.length(), key.length() - ending.length()))
                .map(LocalDate::parse)
                .filter(day -> day.isBefore(end))
                .sorted(Comparator.reverseOrder())
                .toList());
  }

  private static String folder(TenantId tenant) {
    return "pipeline/" + tenant + "/";
  }
}
