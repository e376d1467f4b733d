package io.waymark.ingest.removal;

import io.waymark.model.StoreCalls;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.access.TenantFolder;
import io.waymark.tenancy.installation.Installation;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/// The objects of one folder of a bucket. Their versions from before age out.
final class S3FolderObjects implements Place {
  private final S3Client s3;
  private final TenantFolder folder;
  private final String bucket;

  S3FolderObjects(S3Client s3, TenantFolder folder, Installation installation) {
    this.s3 = s3;
    this.folder = folder;
    this.bucket = installation.name(folder.bucket());
  }

  /// What is deleted is not listed again: each part begins at the front.
  @Override
  public Part remove(TenantId tenant, Optional<String> after) {
    String store = "bucket " + folder.bucket().purpose();
    String prefix = folder.whole(tenant);
    ListObjectsV2Response listed =
        StoreCalls.ask(store, () -> s3.listObjectsV2(list -> list.bucket(bucket).prefix(prefix)));
    List<ObjectIdentifier> keys =
        listed.contents().stream()
            .map(object -> ObjectIdentifier.builder().key(own(prefix, object.key())).build())
            .toList();
    if (keys.isEmpty()) {
      return new Part(0, Optional.empty());
    }
    DeleteObjectsResponse deleted =
        StoreCalls.ask(
            store,
            () ->
                s3.deleteObjects(
                    delete -> delete.bucket(bucket).delete(all -> all.objects(keys).quiet(true))));
    if (deleted.hasErrors() && !deleted.errors().isEmpty()) {
      throw new StoreUnavailableException(
          store, new IllegalStateException(deleted.errors().getFirst().toString()));
    }
    return new Part(
        keys.size(),
        Boolean.TRUE.equals(listed.isTruncated()) ? Optional.of("more") : Optional.empty());
  }

  private static String own(String prefix, String key) {
    if (!key.startsWith(prefix)) {
      throw new IllegalStateException(key + " was listed below " + prefix);
    }
    return key;
  }
}
