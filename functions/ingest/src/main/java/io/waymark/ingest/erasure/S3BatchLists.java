package io.waymark.ingest.erasure;

import com.fasterxml.jackson.core.JsonParser;
import io.waymark.files.JsonCells;
import io.waymark.interactions.Cell;
import io.waymark.interactions.InteractionParser;
import io.waymark.interactions.UserRows;
import io.waymark.model.StoreCalls;
import io.waymark.model.lists.ListPart;
import io.waymark.model.lists.ListSpan;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.TenantScoped;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Lists in the bucket `user-data`. A part is removed, not written anew: so two erasures at once do
/// not undo each other. Of the user's shard the metadata of every part are asked, and those parts
/// opened that may name the user: one of a run, and two while a run takes the place of another of
/// its day.
@Singleton
final class S3BatchLists implements BatchLists {
  private static final String STORE = "bucket user-data";

  private final TenantScoped<S3Client> s3;
  private final String bucket;

  S3BatchLists(TenantScoped<S3Client> s3, Installation installation) {
    this.s3 = s3;
    this.bucket = installation.name(Bucket.USER_DATA);
  }

  @Override
  public long remove(TenantId tenant, UserId user) {
    List<String> naming =
        keys(tenant).stream()
            .filter(key -> isOfShard(key, UserRows.shard(user)))
            .filter(key -> mayName(tenant, key, user))
            .filter(key -> content(tenant, key).filter(part -> names(part, user)).isPresent())
            .toList();
    naming.forEach(
        key ->
            StoreCalls.ask(
                STORE, () -> s3.of(tenant).deleteObject(del -> del.bucket(bucket).key(key))));
    return naming.size();
  }

  private List<String> keys(TenantId tenant) {
    return StoreCalls.ask(
        STORE,
        () ->
            s3
                .of(tenant)
                .listObjectsV2Paginator(list -> list.bucket(bucket).prefix(ListPart.folder(tenant)))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList());
  }

  private static boolean isOfShard(String key, int shard) {
    return ListPart.keyed(key).filter(part -> part.shard() == shard).isPresent();
  }

  /// True, too, of a part that does not say whose lists it has.
  private boolean mayName(TenantId tenant, String key, UserId user) {
    return StoreCalls.ask(
        STORE,
        () -> {
          try {
            return ListSpan.of(
                    s3.of(tenant).headObject(head -> head.bucket(bucket).key(key)).metadata())
                .map(span -> span.reaches(user))
                .orElse(true);
          } catch (NoSuchKeyException gone) {
            return false;
          }
        });
  }

  private Optional<byte[]> content(TenantId tenant, String key) {
    return StoreCalls.ask(
        STORE,
        () -> {
          try {
            return Optional.of(
                s3.of(tenant).getObjectAsBytes(get -> get.bucket(bucket).key(key)).asByteArray());
          } catch (NoSuchKeyException gone) {
            return Optional.empty();
          }
        });
  }

  private static boolean names(byte[] part, UserId user) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(new ByteArrayInputStream(part)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        try (JsonParser json = JsonCells.STRICT.createParser(line)) {
          json.nextToken();
          if (new Cell.Text(user.value())
              .equals(JsonCells.object(json).get(InteractionParser.USER_ID))) {
            return true;
          }
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("a part of the lists is none of ours", e);
    }
  }
}
