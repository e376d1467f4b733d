package io.waymark.edge.tenants;

import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.HttpStatusCode;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Request;

/// The operations by which stores reach a tenant's objects, signed with its credentials; the others
/// are refused by the interface. Shares the client, and does not close it.
///
/// S3 tells nobody that an object is missing who may not list all of its bucket: it says 403. So
/// what is refused is looked for in a listing of its own name, which only the tenant's credentials
/// allow, and is missing where that lists nothing.
final class TenantS3 implements S3Client {
  private final S3Client client;
  private final AwsCredentialsProvider credentials;

  TenantS3(S3Client client, AwsCredentialsProvider credentials) {
    this.client = client;
    this.credentials = credentials;
  }

  @Override
  public <T> T getObject(
      GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
    GetObjectRequest signed = request.toBuilder().overrideConfiguration(signed(request)).build();
    return found(request.bucket(), request.key(), () -> client.getObject(signed, transformer));
  }

  @Override
  public HeadObjectResponse headObject(HeadObjectRequest request) {
    HeadObjectRequest signed = request.toBuilder().overrideConfiguration(signed(request)).build();
    return found(request.bucket(), request.key(), () -> client.headObject(signed));
  }

  @Override
  public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
    return client.putObject(
        request.toBuilder().overrideConfiguration(signed(request)).build(), body);
  }

  @Override
  public DeleteObjectResponse deleteObject(DeleteObjectRequest request) {
    return client.deleteObject(request.toBuilder().overrideConfiguration(signed(request)).build());
  }

  @Override
  public ListObjectsV2Response listObjectsV2(ListObjectsV2Request request) {
    return client.listObjectsV2(request.toBuilder().overrideConfiguration(signed(request)).build());
  }

  private <T> T found(String bucket, String key, Supplier<T> call) {
    try {
      return call.get();
    } catch (S3Exception refused) {
      if (refused.statusCode() == HttpStatusCode.FORBIDDEN && !listed(bucket, key)) {
        throw NoSuchKeyException.builder()
            .message("not listed: " + key)
            .statusCode(HttpStatusCode.NOT_FOUND)
            .cause(refused)
            .build();
      }
      throw refused;
    }
  }

  /// An object comes first among those whose keys begin with its own.
  private boolean listed(String bucket, String key) {
    return listObjectsV2(list -> list.bucket(bucket).prefix(key).maxKeys(1)).contents().stream()
        .anyMatch(object -> object.key().equals(key));
  }

  private AwsRequestOverrideConfiguration signed(S3Request request) {
    return TenantClients.signed(request, credentials);
  }

  @Override
  public String serviceName() {
    return client.serviceName();
  }

  @Override
  public void close() {}
}
