package io.waymark.embedded.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Installation;
import io.waymark.testing.LocalAws;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

class UsageDeliveryTest {
  private static final String BUCKET = LocalAws.INSTALLATION.name(Bucket.LOGS);

  private final S3Client s3 = LocalAws.shared().s3();
  private final String mine = UUID.randomUUID().toString();

  /// How often the function was called, with how many files of this test there.
  private final List<Integer> calls = new ArrayList<>();

  @TempDir private Path folder;

  @Test
  void putsLinesWhereTheyArriveOnAwsAndCallsTheFunction() throws IOException {
    UsageLog log = new UsageLog(folder);
    UsageDelivery delivery = delivery(log);
    FunctionLog function = new FunctionLog("waymark-test-auth-api", log);
    function.log(line(1));
    function.log("a line of a log with " + line(2));
    function.log(line(3).getBytes(StandardCharsets.UTF_8));
    delivery.deliver();
    assertThat(calls).containsExactly(1);
    assertThat(files().getFirst()).contains("1-" + mine, "3-" + mine).doesNotContain("2-" + mine);
    assertThat(files().getFirst()).startsWith("{\"messageType\":\"DATA_MESSAGE\",\"logEvents\":[");
    delivery.deliver();
    assertThat(calls).as("nothing new, no call").containsExactly(1);
    delivery.close();
    log.close();
  }

  @Test
  void linesOfAKilledProcessAreDeliveredAfterTheNextStart() throws IOException {
    new UsageLog(folder).add(line(1));
    UsageLog log = new UsageLog(folder);
    log.add(line(2));
    delivery(log).deliver();
    assertThat(files()).hasSize(1);
    assertThat(files().getFirst()).contains("1-" + mine, "2-" + mine);
  }

  @Test
  void goesOnWhereSomebodyRemovedTheFolder() throws IOException {
    UsageLog log = new UsageLog(folder.resolve("usage"));
    UsageDelivery delivery = delivery(log);
    Files.delete(folder.resolve("usage"));
    log.add(line(1));
    delivery.deliver();
    assertThat(files()).hasSize(1);
  }

  @Test
  void aStopDeliversWhatThereIs() throws IOException {
    UsageLog log = new UsageLog(folder);
    UsageDelivery delivery = delivery(log);
    delivery.start();
    log.add(line(1));
    delivery.close();
    assertThat(calls).containsExactly(1);
  }

  @Test
  void aCallThatFailsIsMadeAgainWithoutANewLine() throws IOException {
    UsageLog log = new UsageLog(folder);
    List<String> attempts = new ArrayList<>();
    UsageDelivery delivery =
        new UsageDelivery(
            log,
            s3,
            BUCKET,
            () -> {
              attempts.add("attempt");
              if (attempts.size() == 1) {
                throw new IllegalStateException("the database is down");
              }
            },
            false);
    log.add(line(1));
    delivery.deliver();
    delivery.deliver();
    delivery.deliver();
    assertThat(attempts).hasSize(2);
    assertThat(files()).hasSize(1);
  }

  private UsageDelivery delivery(UsageLog log) {
    return new UsageDelivery(log, s3, BUCKET, () -> calls.add(files().size()), true);
  }

  private String line(int number) {
    return "{\"" + Installation.USAGE_FIELD + "\":1,\"id\":\"" + number + "-" + mine + "\"}\n";
  }

  private List<String> files() {
    return s3
        .listObjectsV2(request -> request.bucket(BUCKET).prefix(Bucket.USAGE))
        .contents()
        .stream()
        .map(S3Object::key)
        .map(this::text)
        .filter(text -> text.contains(mine))
        .toList();
  }

  private String text(String key) {
    byte[] object = s3.getObjectAsBytes(get -> get.bucket(BUCKET).key(key)).asByteArray();
    try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(object))) {
      return new String(zip.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
