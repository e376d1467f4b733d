package io.waymark.train.tenants;

import io.waymark.edge.credentials.AccessStore;
import io.waymark.edge.credentials.TenantStanding;
import io.waymark.model.StoreCalls;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/// The tenants with a folder in the bucket `training-data`.
@Singleton
public final class S3Tenants {
  private final S3Client s3;
  private final AccessStore access;
  private final String bucket;

  public S3Tenants(S3Client s3, AccessStore access, Installation installation) {
    this.s3 = s3;
    this.access = access;
    this.bucket = installation.name(Bucket.TRAINING_DATA);
  }

  /// Some tenants, in the order of their folders.
  ///
  /// @param active those of them who are
  /// @param last the last that was looked at; empty where none comes after
  public record Page(List<TenantId> active, Optional<String> last) {
    public Page {
      active = List.copyOf(active);
    }
  }

  /// The page after a tenant, or the first.
  ///
  /// @param most tenants that are looked at
  public Page page(Optional<String> after, int most) {
    ListObjectsV2Response found =
        StoreCalls.ask(
            "bucket training-data",
            () ->
                s3.listObjectsV2(
                    list ->
                        list.bucket(bucket)
                            .delimiter("/")
                            .maxKeys(most)
                            // The first text behind all that is in the folder: '0' follows '/'.
                            .startAfter(after.map(tenant -> tenant + "0").orElse(null))));
    List<String> folders =
        found.commonPrefixes().stream()
            .map(folder -> folder.prefix().substring(0, folder.prefix().length() - 1))
            .toList();
    return new Page(
        folders.stream().flatMap(S3Tenants::named).filter(this::isActive).toList(),
        found.isTruncated() && !folders.isEmpty()
            ? Optional.of(folders.getLast())
            : Optional.empty());
  }

  private static Stream<TenantId> named(String folder) {
    try {
      return Stream.of(new TenantId(folder));
    } catch (IllegalArgumentException noneOfOurs) {
      return Stream.empty();
    }
  }

  private boolean isActive(TenantId tenant) {
    return access.standing(tenant).filter(TenantStanding::active).isPresent();
  }
}
