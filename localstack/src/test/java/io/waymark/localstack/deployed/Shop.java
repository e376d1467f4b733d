package io.waymark.localstack.deployed;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;

/// A tenant with a catalogue, interactions and a trained model, made once for all tests: five
/// departments, and users who look at one of them only. Tests that read share it.
///
/// @param firstModel the version that the first training published
record Shop(
    Tenant tenant, JsonNode items, JsonNode interactions, JsonNode job, String firstModel) {
  static final int ITEMS = 60;
  static final int DEPARTMENTS = 5;
  static final int USERS = 240;
  static final int EVENTS = 16;

  static Shop open(Stacks stacks) {
    Tenant tenant = Tenant.create(stacks, "shop");
    JsonNode items = tenant.upload("items", "csv", items());
    JsonNode interactions = tenant.upload("interactions", "csv", interactions(7));
    JsonNode job = tenant.train();
    return new Shop(tenant, items, interactions, job, job.path("model_version").asText());
  }

  static String items() {
    StringBuilder csv = new StringBuilder("item_id,name,category,price,brand,tags\n");
    for (int item = 0; item < ITEMS; item++) {
      csv.append(
          String.format(
              Locale.ROOT,
              "item_%d,Thing %d,department_%d,%d.50,brand_%d,new|good%n",
              item,
              item,
              item % DEPARTMENTS,
              5 + item,
              item % 3));
    }
    return csv.toString();
  }

  /// Of each user's own department, all but one in eight; the newest ends now.
  static String interactions(long seed) {
    Random random = new Random(seed);
    Instant end = Instant.now();
    StringBuilder csv =
        new StringBuilder("user_id,item_id,interaction_type,timestamp,event_id\n");
    for (int user = 0; user < USERS; user++) {
      for (int event = 0; event < EVENTS; event++) {
        int item =
            event % 8 == 7
                ? random.nextInt(ITEMS)
                : random.nextInt(ITEMS / DEPARTMENTS) * DEPARTMENTS + department(user);
        Duration ago =
            Duration.ofHours((EVENTS - event) * 40L).plusSeconds(random.nextInt(100_000));
        csv.append(
            String.format(
                Locale.ROOT,
                "user_%d,item_%d,%s,%s,e%d-%d-%d%n",
                user,
                item,
                event % 3 == 0 ? "purchase" : "view",
                end.minus(ago),
                seed,
                user,
                event));
      }
    }
    return csv.toString();
  }

  static int department(int user) {
    return user % DEPARTMENTS;
  }
}
