package io.waymark.train.job;

import io.waymark.model.StoreCalls;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Objects `<tenant>/interactions/….parquet` of the bucket `training-data`.
public final class S3InteractionStore implements InteractionStore {
  private static final String STORE = "bucket training-data";

  private final S3Client s3;
  private final String bucket;

  public S3InteractionStore(S3Client s3, Installation installation) {
    this.s3 = s3;
    this.bucket = installation.name(Bucket.TRAINING_DATA);
  }

  @Override
  public List<Path> download(TenantId tenant, Path folder) throws IOException {
    Files.createDirectories(folder);
    List<String> keys =
        StoreCalls.ask(
            STORE,
            () ->
                s3
                    .listObjectsV2Paginator(
                        request -> request.bucket(bucket).prefix(tenant + "/interactions/"))
                    .contents()
                    .stream()
                    .filter(object -> object.size() > 0)
                    .map(S3Object::key)
                    .filter(key -> key.endsWith(".parquet"))
                    .sorted()
                    .toList());
    List<Path> files = new ArrayList<>();
    for (String key : keys) {
      Path file = folder.resolve("%06d.parquet".formatted(files.size()));
      files.add(file);
      StoreCalls.ask(
          STORE,
          () ->
              s3.getObject(
                  request -> request.bucket(bucket).key(key), ResponseTransformer.toFile(file)));
    }
    return files;
  }
}
