package io.waymark.embedded.usage;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
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
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
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
    UsageLog log = log();
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
    log().add(line(1));
    UsageLog log = log();
    log.add(line(2));
    delivery(log).deliver();
    assertThat(files()).hasSize(1);
    assertThat(files().getFirst()).contains("1-" + mine, "2-" + mine);
  }

  @Test
  void goesOnWhereSomebodyRemovedTheFolder() throws IOException {
    UsageLog log = log();
    UsageDelivery delivery = delivery(log);
    Files.delete(folder.resolve("usage"));
    delivery.deliver();
    assertThat(delivery.trouble()).isEmpty();
    Files.delete(folder.resolve("usage"));
    log.add(line(1));
    delivery.deliver();
    assertThat(files()).hasSize(1);
  }

  @Test
  void aStopDeliversWhatThereIs() throws IOException {
    UsageLog log = log();
    UsageDelivery delivery = delivery(log);
    delivery.start();
    log.add(line(1));
    delivery.close();
    assertThat(calls).containsExactly(1);
  }

  @Test
  void aCallThatFailsIsMadeAgainWithoutANewLine() throws IOException {
    UsageLog log = log();
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

  @Test
  void triesEverMoreSeldomWhileTheFunctionFailsAndSaysSo() throws IOException {
    UsageLog log = log();
    List<Integer> attempts = new ArrayList<>();
    AtomicInteger turn = new AtomicInteger();
    AtomicBoolean up = new AtomicBoolean();
    UsageDelivery delivery =
        new UsageDelivery(
            log,
            s3,
            BUCKET,
            () -> {
              attempts.add(turn.get());
              if (!up.get()) {
                throw new IllegalStateException("the database is down");
              }
            },
            false);
    log.add(line(1));
    while (turn.incrementAndGet() <= 100) {
      delivery.turn();
    }
    assertThat(attempts).containsExactly(1, 3, 7, 15, 31, 61, 91);
    assertThat(delivery.trouble().orElseThrow()).contains("the database is down");

    up.set(true);
    while (attempts.getLast() <= 100) {
      delivery.turn();
      turn.incrementAndGet();
    }
    assertThat(delivery.trouble()).isEmpty();
    log.add(line(2));
    delivery.turn();
    assertThat(attempts.getLast()).as("at once again").isEqualTo(turn.get());
  }

  @Test
  void saysWhyInFullOnce() throws IOException {
    UsageLog log = log();
    UsageDelivery delivery =
        new UsageDelivery(
            log,
            s3,
            BUCKET,
            () -> {
              throw new IllegalStateException("the database is down");
            },
            true);
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(UsageDelivery.class);
    logged.start();
    logger.addAppender(logged);
    try {
      delivery.deliver();
      delivery.deliver();
      delivery.deliver();
    } finally {
      logger.detachAppender(logged);
    }
    assertThat(logged.list)
        .hasSize(3)
        .filteredOn(each -> each.getThrowableProxy() != null)
        .hasSize(1);
  }

  @Test
  void setsAFileAsideThatCannotBeRead() throws IOException {
    UsageLog log = log();
    Path unreadable = Files.createDirectories(folder.resolve("usage/1-a.jsonl"));
    log.add(line(1));
    UsageDelivery delivery = delivery(log);
    delivery.deliver();
    assertThat(calls).containsExactly(1);
    assertThat(delivery.trouble()).isEmpty();
    assertThat(unreadable).doesNotExist();
    assertThat(folder.resolve("failed/1-a.jsonl")).exists();
    assertThat(folder.resolve("failed/1-a.jsonl.reason")).content().contains("directory");
  }

  @Test
  void deliversTheWholeLinesOfAFileWhoseEndIsTorn() throws IOException {
    byte[] torn = (line(1) + "{\"ü").getBytes(StandardCharsets.UTF_8);
    Files.createDirectories(folder.resolve("usage"));
    Files.write(folder.resolve("usage/open"), Arrays.copyOf(torn, torn.length - 1));
    delivery(log()).deliver();
    assertThat(files().getFirst()).contains("1-" + mine);
  }

  private UsageLog log() throws IOException {
    return new UsageLog(folder.resolve("usage"), folder.resolve("failed"));
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
