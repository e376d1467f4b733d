package io.waymark.edge;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedPutObjectRequest;

/// Where to put a file, and what to send along.
public record PresignedPut(URI url, Map<String, String> headers) {
  public PresignedPut {
    headers = Map.copyOf(headers);
  }

  /// Lets whoever has it put one object.
  ///
  /// @param bytes its exact length
  /// @param valid for how long
  public static PresignedPut sign(
      S3Presigner presigner, String bucket, String key, long bytes, Duration valid) {
    PresignedPutObjectRequest signed =
        presigner.presignPutObject(
            request ->
                request
                    .signatureDuration(valid)
                    .putObjectRequest(put -> put.bucket(bucket).key(key).contentLength(bytes)));
    Map<String, String> headers = new TreeMap<>();
    // Not signed, but curl would call the file a form, and a form's fields belong to a signature.
    headers.put("content-type", "application/octet-stream");
    signed
        .signedHeaders()
        .forEach(
            (name, values) -> {
              if (!name.equalsIgnoreCase("host")) { // every client sends it by itself
                headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values));
              }
            });
    return new PresignedPut(URI.create(signed.url().toString()), headers);
  }
}
