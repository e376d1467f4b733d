package io.waymark.loadtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// The shop under load: 6,000 items in 60 styles, and 100,000 interactions of 2,000 users who each
/// favour two styles. Users and the items of a style are drawn by Zipf. The same seed and end give
/// the same rows.
record ShopData(List<Visit> visits) {
  static final int ITEMS = 6_000;
  static final int USERS = 2_000;
  static final int INTERACTIONS = 100_000;
  static final int STYLES = 60;
  static final long SEED = 20_261_121;

  /// Of users and of a style's items. A little below 1: the busiest user stays below 1 % of all.
  static final double EXPONENT = 0.8;

  private static final int STYLE_ITEMS = ITEMS / STYLES;
  private static final int SECOND_STYLE = 17;
  private static final double FAVOURITE_SHARE = 0.55;
  private static final double SECOND_SHARE = 0.25;
  private static final Duration SPAN = Duration.ofDays(60);

  ShopData {
    visits = List.copyOf(visits);
  }

  /// One interaction, as a row of the file.
  record Visit(String user, String item, String type, Instant time) {}

  static ShopData until(Instant end, long seed) {
    return until(end, seed, INTERACTIONS);
  }

  static ShopData until(Instant end, long seed, int interactions) {
    SplittableRandom random = new SplittableRandom(seed);
    Zipf users = new Zipf(USERS, EXPONENT);
    Zipf within = new Zipf(STYLE_ITEMS, EXPONENT);
    List<Visit> visits = new ArrayList<>(interactions);
    for (int row = 0; row < interactions; row++) {
      int user = users.draw(random);
      int item = styleFor(user, random) + STYLES * within.draw(random);
      Instant time = end.minusSeconds(random.nextLong(1, SPAN.toSeconds()));
      visits.add(new Visit(user(user), item(item), type(random), time));
    }
    visits.sort(Comparator.comparing(Visit::time).thenComparing(Visit::user));
    return new ShopData(visits);
  }

  static String user(int number) {
    return String.format(Locale.ROOT, "user_%04d", number + 1);
  }

  static String item(int number) {
    return String.format(Locale.ROOT, "item_%04d", number + 1);
  }

  /// What users favour, planted so that a model can find it.
  static int favourite(int user) {
    return user % STYLES;
  }

  /// By its place: the items of a style stand [#STYLES] apart.
  static int styleOf(int item) {
    return item % STYLES;
  }

  static void writeItems(Path file) {
    try (Writer csv = Files.newBufferedWriter(file)) {
      csv.write("item_id,name,category,price,brand\n");
      for (int item = 0; item < ITEMS; item++) {
        int style = styleOf(item);
        csv.write(
            String.format(
                Locale.ROOT,
                "%s,Style %d number %d,category_%d,%d.90,brand_%d%n",
                item(item),
                style,
                item / STYLES,
                style / 6,
                5 + item * 7 % 195,
                style % 12));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void writeInteractions(Path file) {
    try (Writer csv = Files.newBufferedWriter(file)) {
      csv.write("user_id,item_id,interaction_type,timestamp\n");
      for (Visit visit : visits) {
        csv.write(
            String.join(",", visit.user(), visit.item(), visit.type(), visit.time().toString()));
        csv.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int styleFor(int user, SplittableRandom random) {
    double drawn = random.nextDouble();
    if (drawn < FAVOURITE_SHARE) {
      return favourite(user);
    }
    return drawn < FAVOURITE_SHARE + SECOND_SHARE
        ? (favourite(user) + SECOND_STYLE) % STYLES
        : random.nextInt(STYLES);
  }

  private static String type(SplittableRandom random) {
    double drawn = random.nextDouble();
    return drawn < 0.6 ? "view" : drawn < 0.85 ? "click" : drawn < 0.95 ? "cart" : "purchase";
  }
}
