package io.waymark.embedded.invocations;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpStatus;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Sends S3's `ObjectCreated` notifications for one prefix of one bucket: an event for each object
/// that was put, copied or completed, with its key URL-encoded and a sequencer that grows.
public final class BucketNotifications extends ForwardingBlobStore {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Which objects are told about.
  ///
  /// @param prefix of the key
  public record Scope(String bucket, String prefix, String region) {}

  private final Scope scope;
  private final Clock clock;
  private final Consumer<byte[]> notified;
  private final AtomicLong sequence;

  public BucketNotifications(BlobStore store, Scope scope, Clock clock, Consumer<byte[]> notified) {
    super(store);
    this.scope = scope;
    this.clock = clock;
    this.notified = notified;
    this.sequence = new AtomicLong(clock.millis() << 16);
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream body) {
    PutObjectResponse response = super.putBlob(request, body);
    tell("ObjectCreated:Put", request.bucket(), request.key());
    return response;
  }

  @Override
  public CopyObjectResponse copyBlob(CopyObjectRequest request) {
    CopyObjectResponse response = super.copyBlob(request);
    tell("ObjectCreated:Copy", request.destinationBucket(), request.destinationKey());
    return response;
  }

  @Override
  public CompleteMultipartUploadResponse completeMultipartUpload(
      MultipartUpload upload, CompleteMultipartUploadRequest request) {
    CompleteMultipartUploadResponse response = super.completeMultipartUpload(upload, request);
    tell("ObjectCreated:CompleteMultipartUpload", request.bucket(), request.key());
    return response;
  }

  private void tell(String name, String bucket, String key) {
    if (!bucket.equals(scope.bucket()) || !key.startsWith(scope.prefix())) {
      return;
    }
    HeadObjectResponse object = blobMetadata(bucket, key);
    ObjectNode root = JSON.createObjectNode();
    ObjectNode event = root.putArray("Records").addObject();
    event
        .put("eventVersion", "2.1")
        .put("eventSource", "aws:s3")
        .put("awsRegion", scope.region())
        .put("eventTime", clock.instant().toString())
        .put("eventName", name);
    event.putObject("userIdentity").put("principalId", "embedded");
    event.putObject("requestParameters").put("sourceIPAddress", "127.0.0.1");
    event.putObject("responseElements");
    ObjectNode s3 = event.putObject("s3").put("s3SchemaVersion", "1.0").put("configurationId", "");
    s3.putObject("bucket")
        .put("name", bucket)
        .put("arn", "arn:aws:s3:::" + bucket)
        .putObject("ownerIdentity")
        .put("principalId", "embedded");
    s3.putObject("object")
        .put("key", URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/"))
        .put("size", object.contentLength())
        .put("eTag", object.eTag() == null ? "" : object.eTag().replace("\"", ""))
        .put("sequencer", "%016X".formatted(sequence.incrementAndGet()));
    try {
      notified.accept(root.toString().getBytes(StandardCharsets.UTF_8));
    } catch (QueueFullException full) {
      throw slowDown(full);
    }
  }

  /// What S3 says where it is asked too much, which its clients wait for and try again.
  private static AwsServiceException slowDown(QueueFullException full) {
    return S3Exception.builder()
        .statusCode(HttpStatus.SERVICE_UNAVAILABLE_503)
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .serviceName("S3")
                .errorCode("SlowDown")
                .errorMessage(full.getMessage() + "; put the file again later")
                .build())
        .cause(full)
        .build();
  }
}
