package io.waymark.testing;

import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// An S3 endpoint in this JVM, on a loopback port that the system chose. It checks signatures,
/// presigned ones too.
public final class LocalS3 implements AutoCloseable {
  private final S3Proxy proxy;
  private final URI endpoint;

  private LocalS3(S3Proxy proxy, URI endpoint) {
    this.proxy = proxy;
    this.endpoint = endpoint;
  }

  /// Starts it as it is.
  public static LocalS3 start(Optional<Path> folder) {
    return start(folder, UnaryOperator.identity());
  }

  /// Starts it.
  ///
  /// @param folder where to keep the objects; without one they are kept in memory
  /// @param wrapper put around the store, to see what is written
  public static LocalS3 start(Optional<Path> folder, UnaryOperator<BlobStore> wrapper) {
    BlobStore store =
        folder
            .<BlobStore>map(path -> new FilesystemNio2BlobStore(created(path).toString()))
            .orElseGet(TransientNio2BlobStore::new);
    S3Proxy proxy =
        S3Proxy.builder()
            .blobStore(wrapper.apply(store))
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(
                AuthenticationType.AWS_V2_OR_V4,
                LocalCredentials.DEFAULT.accessKey(),
                LocalCredentials.DEFAULT.secretKey())
            .ignoreUnknownHeaders(true)
            .build();
    WholeRequests.before(proxy);
    try {
      proxy.start();
    } catch (Exception e) { // what Jetty's start declares
      throw new IllegalStateException("the S3 endpoint did not start", e);
    }
    return new LocalS3(proxy, URI.create("http://127.0.0.1:" + proxy.getPort()));
  }

  public URI endpoint() {
    return endpoint;
  }

  /// A client of it; the caller closes it.
  public S3Client client() {
    return client(_ -> {});
  }

  /// As above.
  ///
  /// @param settings changed by it
  S3Client client(Consumer<ClientOverrideConfiguration.Builder> settings) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.EU_CENTRAL_1)
        .forcePathStyle(true)
        .serviceConfiguration(service -> service.expectContinueEnabled(false)) // see AwsClients
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    LocalCredentials.DEFAULT.accessKey(), LocalCredentials.DEFAULT.secretKey())))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(settings)
        .build();
  }

  /// Makes those buckets of `installation` that are not there.
  public static void createBuckets(S3Client client, Installation installation) {
    Set<String> there = new HashSet<>();
    client.listBuckets().buckets().forEach(bucket -> there.add(bucket.name()));
    for (Bucket bucket : Bucket.values()) {
      String name = installation.name(bucket);
      if (!there.contains(name)) {
        client.createBucket(request -> request.bucket(name));
      }
    }
  }

  private static Path created(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      proxy.stop();
    } catch (Exception e) { // what Jetty's stop declares
      throw new IllegalStateException("the S3 endpoint did not stop", e);
    }
  }
}
