package io.waymark.cli.demo;

import io.waymark.cli.demo.SampleData.Visit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// Makes up users with tastes. Each favours one style, likes a second one of another category that
/// most lovers of the first share, looks around in the favourite category, and now and then at what
/// everybody looks at. What is liked is looked at, clicked, put into the cart and bought, in
/// falling shares.
final class Tastes {
  private static final long SEED = 42;
  private static final int USERS = 400;
  private static final Duration SPAN = Duration.ofDays(60);
  private static final Duration LAST_FUNNEL = Duration.ofHours(2);

  /// How far apart in the shop two styles stand that the same people like: those who love espresso
  /// ride road bikes.
  private static final int PARTNER = 21;

  private static final List<String> FUNNEL = List.of("view", "click", "cart", "purchase");

  /// Shares of the looks: favourite style, second style, favourite category; the rest is popular.
  private static final double[] SHARES = {0.50, 0.24, 0.12};

  /// Of the user whose list the demo shows.
  private static final double[] CLEAR_SHARES = {0.60, 0.30, 0.10};

  private static final int MOST_TRIES = 30;

  private final Shop shop;
  private final Instant end;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final int[] byPopularity;

  Tastes(Shop shop, Instant end) {
    this.shop = shop;
    this.end = end;
    this.byPopularity = random.ints(0, shop.items().size()).distinct().limit(60).toArray();
  }

  /// Exactly `count`, oldest first.
  List<Visit> visits(int count) {
    int[] budgets = budgets(count);
    List<Visit> visits = new ArrayList<>(count);
    for (int user = 0; user < USERS; user++) {
      visits.addAll(ofUser(user, budgets[user]));
    }
    visits.sort(Comparator.comparing(Visit::time).thenComparing(Visit::user));
    return visits;
  }

  /// How many each user gets: between a third and twice the mean, in sum `count`.
  private int[] budgets(int count) {
    int mean = count / USERS;
    int[] budgets = new int[USERS];
    int left = count;
    for (int user = 0; user < USERS; user++) {
      budgets[user] = user == 0 ? mean : random.nextInt(mean * 2 / 5, mean * 8 / 5 + 1);
      left -= budgets[user];
    }
    for (int user = 1; left != 0; user = user % (USERS - 1) + 1) {
      budgets[user] += Integer.signum(left);
      left -= Integer.signum(left);
    }
    return budgets;
  }

  private List<Visit> ofUser(int user, int budget) {
    String id = "user_%03d".formatted(user + 1);
    int favourite = user % shop.styles();
    int second =
        user == 0 || random.nextDouble() < 0.75
            ? (favourite + PARTNER) % shop.styles()
            : random.nextInt(shop.styles());
    double[] shares = user == 0 ? CLEAR_SHARES : SHARES;
    List<Visit> visits = new ArrayList<>(budget);
    Set<String> seen = new HashSet<>();
    while (visits.size() < budget) {
      ShopItem item = unseen(favourite, second, shares, seen);
      Instant time = moment();
      int depth = depth();
      for (int step = 0; step < depth && visits.size() < budget; step++) {
        visits.add(new Visit(id, item.id(), FUNNEL.get(step), time));
        time = time.plusSeconds(random.nextInt(20, 25 * 60));
      }
    }
    return visits;
  }

  private ShopItem unseen(int favourite, int second, double[] shares, Set<String> seen) {
    for (int tries = 0; ; tries++) {
      ShopItem item = look(favourite, second, shares);
      if (seen.add(item.id()) || tries == MOST_TRIES) {
        return item;
      }
    }
  }

  private ShopItem look(int favourite, int second, double[] shares) {
    double drawn = random.nextDouble();
    if (drawn < shares[0]) {
      return within(favourite);
    }
    if (drawn < shares[0] + shares[1]) {
      return within(second);
    }
    if (drawn < shares[0] + shares[1] + shares[2]) {
      int first = favourite - favourite % Shop.CATEGORY_STYLES;
      return within(first + random.nextInt(Shop.CATEGORY_STYLES));
    }
    double rank = Math.pow(random.nextDouble(), 2) * byPopularity.length;
    return shop.items().get(byPopularity[(int) rank]);
  }

  private ShopItem within(int style) {
    return shop.item(style, random.nextInt(Shop.STYLE_ITEMS));
  }

  private int depth() {
    double drawn = random.nextDouble();
    return drawn < 0.50 ? 1 : drawn < 0.78 ? 2 : drawn < 0.90 ? 3 : 4;
  }

  private Instant moment() {
    long seconds = SPAN.minus(LAST_FUNNEL).toSeconds();
    return end.minus(SPAN).plusSeconds(random.nextLong(seconds));
  }
}
