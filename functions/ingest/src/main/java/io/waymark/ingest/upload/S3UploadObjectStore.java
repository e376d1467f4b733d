package io.waymark.ingest.upload;

import io.waymark.edge.PresignedPut;
import io.waymark.model.StoreCalls;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// Uploads as objects `uploads/<tenant>/<upload_id>/…` of the bucket `data`.
@Singleton
public final class S3UploadObjectStore implements UploadObjectStore {
  private static final String STORE = "bucket data";
  private static final int PRECONDITION_FAILED = 412;

  private final TenantScoped<S3Client> s3;
  private final S3Presigner presigner;
  private final String bucket;

  public S3UploadObjectStore(
      TenantScoped<S3Client> s3, S3Presigner presigner, Installation installation) {
    this.s3 = s3;
    this.presigner = presigner;
    this.bucket = installation.name(Bucket.DATA);
  }

  @Override
  public PresignedPut presign(TenantId tenant, Upload upload, Duration valid) {
    return PresignedPut.sign(
        presigner, bucket, key(tenant, upload.id(), upload.file()), upload.size(), valid);
  }

  @Override
  public Fetched fetch(TenantId tenant, Upload upload, Path to) {
    return StoreCalls.ask(
        STORE,
        () -> {
          try {
            Files.deleteIfExists(to);
            String tag =
                s3.of(tenant)
                    .getObject(
                        request -> {
                          request.bucket(bucket).key(key(tenant, upload.id(), upload.file()));
                          upload.content().ifPresent(first -> request.ifMatch(first.tag()));
                        },
                        ResponseTransformer.toFile(to))
                    .eTag();
            return new Fetched.File(tag);
          } catch (NoSuchKeyException e) {
            return new Fetched.None();
          } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED) {
              return new Fetched.Replaced();
            }
            throw e;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Override
  public void put(TenantId tenant, UploadId id, String name, Path content) {
    put(tenant, id, name, RequestBody.fromFile(content));
  }

  @Override
  public void put(TenantId tenant, UploadId id, String name, String text) {
    put(tenant, id, name, RequestBody.fromString(text));
  }

  private void put(TenantId tenant, UploadId id, String name, RequestBody body) {
    StoreCalls.ask(
        STORE,
        () ->
            s3.of(tenant)
                .putObject(
                    request ->
                        request
                            .bucket(bucket)
                            .key(key(tenant, id, name))
                            .contentType("application/json"),
                    body));
  }

  @Override
  public void remove(TenantId tenant, UploadId id, String name) {
    StoreCalls.ask(
        STORE,
        () ->
            s3.of(tenant)
                .deleteObject(request -> request.bucket(bucket).key(key(tenant, id, name))));
  }

  @Override
  public Optional<URI> presignGet(TenantId tenant, UploadId id, String name, Duration valid) {
    String key = key(tenant, id, name);
    return StoreCalls.ask(
        STORE,
        () -> {
          try {
            s3.of(tenant).headObject(head -> head.bucket(bucket).key(key));
          } catch (NoSuchKeyException e) {
            return Optional.empty();
          }
          return Optional.of(
              URI.create(
                  presigner
                      .presignGetObject(
                          request ->
                              request
                                  .signatureDuration(valid)
                                  .getObjectRequest(get -> get.bucket(bucket).key(key)))
                      .url()
                      .toString()));
        });
  }

  @Override
  public Optional<String> text(TenantId tenant, UploadId id, String name) {
    return StoreCalls.ask(
        STORE,
        () -> {
          try (java.io.InputStream in =
              s3.of(tenant).getObject(get -> get.bucket(bucket).key(key(tenant, id, name)))) {
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
          } catch (NoSuchKeyException e) {
            return Optional.empty();
          } catch (IOException e) {
            throw SdkClientException.create("reading " + name, e);
          }
        });
  }

  private static String key(TenantId tenant, UploadId id, String name) {
    return "uploads/" + tenant + "/" + id + "/" + name;
  }
}
