package io.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From files to a model, to lists, to figures, with one small model for all tests.
class RoundTripTest {
  @TempDir static Path folder;
  private static Path train;
  private static Path holdout;
  private static Path model;
  private static Waymark trained;

  @BeforeAll
  static void trainOnce() throws IOException {
    List<String> learned = new ArrayList<>();
    List<String> held = new ArrayList<>();
    List<String> rows = Clubs.rows(7);
    for (int at = 0; at < rows.size(); at++) {
      (at % 5 == 4 ? held : learned).add(rows.get(at));
    }
    train = Clubs.csv(folder.resolve("train.csv"), learned);
    holdout = Clubs.csv(folder.resolve("holdout.csv"), held);
    model = folder.resolve("model");
    trained =
        Waymark.run(
            "train", "--interactions", train, "--out", model, "--set", "factors=8", "--json");
  }

  @Test
  void trainTellsWhatItMadeInOneObject() throws IOException {
    assertThat(trained.exit()).isZero();
    assertThat(trained.out().strip().lines()).hasSize(1);
    JsonNode report = trained.json();
    assertThat(report.fieldNames())
        .toIterable()
        .containsExactly("version", "algorithm", "metrics", "baseline", "seconds");
    assertThat(report.path("algorithm").textValue()).isNotEqualTo("popularity");
    assertThat(report.path("seconds").isNumber()).isTrue();
    assertThat(report.path("metrics").path("ndcg@20").doubleValue())
        .isGreaterThan(report.path("baseline").path("ndcg@20").doubleValue());
    assertThat(Files.readString(model.resolve("manifest.json")))
        .contains(report.path("version").textValue());
  }

  @Test
  void progressIsNotOnStandardOutput() {
    assertThat(trained.err()).contains("reading").contains("search");
  }

  @Test
  void listsAreRankedWholeAndWithoutOwnItems() throws IOException {
    Path lists = recommend(train, 12);
    Map<String, Set<String>> own = new HashMap<>();
    for (String row : data(train)) {
      String[] cells = row.split(",");
      own.computeIfAbsent(cells[0], _ -> new HashSet<>()).add(cells[1]);
    }
    Set<String> users = new HashSet<>();
    String user = "";
    int rank = 0;
    double score = 0;
    assertThat(Files.readAllLines(lists).getFirst()).isEqualTo("user_id,item_id,rank,score");
    for (String row : data(lists)) {
      String[] cells = row.split(",");
      if (cells[0].equals(user)) {
        assertThat(Double.parseDouble(cells[3])).isLessThanOrEqualTo(score);
        rank++;
      } else {
        assertThat(users.add(cells[0])).as("one block a user").isTrue();
        rank = 1;
      }
      user = cells[0];
      score = Double.parseDouble(cells[3]);
      assertThat(cells[2]).isEqualTo(Integer.toString(rank));
      assertThat(own.getOrDefault(user, Set.of())).doesNotContain(cells[1]);
    }
    assertThat(users).hasSize(Clubs.USERS);
    assertThat(data(lists)).hasSize(12 * Clubs.USERS);
  }

  @Test
  void listsFindWhatUsersOfAClubPickNext() throws IOException {
    Waymark evaluated =
        Waymark.run(
            "evaluate",
            "--recommendations",
            recommend(train, 20),
            "--holdout",
            holdout,
            "--k",
            "10,20",
            "--json");
    assertThat(evaluated.exit()).isZero();
    assertThat(evaluated.out().strip().lines()).hasSize(1);
    JsonNode figures = evaluated.json();
    // By chance a list of 20 of 80 items finds a quarter.
    assertThat(figures.path("recall").path("20").doubleValue()).isGreaterThan(0.5);
    for (String metric : List.of("recall", "ndcg", "hr", "mrr", "coverage")) {
      assertThat(figures.path(metric).fieldNames()).toIterable().containsExactly("10", "20");
    }
    assertThat(figures.path("users").intValue()).isEqualTo(Clubs.USERS);
  }

  @Test
  void everyUserOfTheFileGetsAListAlsoOneNobodyKnowsAnythingOf() throws IOException {
    Path histories =
        Clubs.csv(
            folder.resolve("few.csv"),
            "user_id,item_id,interaction_type",
            List.of(
                "known,c1-i3,click",
                "stranger,never-seen,click",
                "shown,c1-i4,impression",
                "\"comma, name\",c2-i1,view"));
    Path lists = folder.resolve("few-lists.csv");
    Waymark done =
        Waymark.run(
            "recommend",
            "--model",
            model,
            "--histories",
            histories,
            "--count",
            3,
            "--out",
            lists,
            "--json");
    assertThat(done.exit()).isZero();
    assertThat(done.json().path("users").intValue()).isEqualTo(4);
    assertThat(done.json().path("users_by_popularity").intValue()).isEqualTo(2);
    assertThat(data(lists)).hasSize(12);
    assertThat(items(lists, "stranger")).hasSize(3).isEqualTo(items(lists, "shown"));
    assertThat(items(lists, "known")).hasSize(3).doesNotContain("c1-i3");
    assertThat(data(lists)).anyMatch(row -> row.startsWith("\"comma, name\","));
  }

  @Test
  void aWeightDecidesWhetherAnItemSpeaksForTheUser() throws IOException {
    Path histories =
        Clubs.csv(
            folder.resolve("weights.csv"),
            "user_id,item_id,weight",
            List.of("one,c1-i3,2.5", "none,c1-i3,0", "against,c1-i3,-1"));
    Path lists = folder.resolve("weight-lists.csv");
    Waymark done =
        Waymark.run(
            "recommend",
            "--model",
            model,
            "--histories",
            histories,
            "--count",
            5,
            "--out",
            lists,
            "--json");
    assertThat(done.exit()).isZero();
    assertThat(done.json().path("users").intValue()).isEqualTo(3);
    assertThat(done.json().path("users_by_popularity").intValue()).isEqualTo(2);
    assertThat(items(lists, "one")).hasSize(5).doesNotContain("c1-i3");
    assertThat(items(lists, "none")).hasSize(5).doesNotContain("c1-i3");
    assertThat(items(lists, "against")).hasSize(5).doesNotContain("c1-i3");
  }

  @Test
  void aUserWhoseRowsDoNotCountGetsAListAllTheSame() throws IOException {
    Path histories =
        Clubs.csv(
            folder.resolve("no-numbers.csv"),
            "user_id,item_id,rating,weight",
            List.of("rated,c1-i3,n/a,", "weighed,c1-i3,,much", "both,c1-i3,4,1"));
    Path lists = folder.resolve("no-number-lists.csv");
    Waymark done =
        Waymark.run(
            "recommend", "--model", model, "--histories", histories, "--count", 2, "--out", lists);
    assertThat(done.exit()).as(done.err()).isZero();
    assertThat(data(lists)).hasSize(6);
    assertThat(done.err())
        .contains("2 rows were passed over (1 rating_not_a_number, 1 weight_not_a_number)")
        .contains("line 2: rating must be a number");
  }

  @Test
  void askedForMoreThanThereIsItGivesWhatThereIs() throws IOException {
    Path lists = recommend(train, 500);
    assertThat(items(lists, "u0").size())
        .isEqualTo(Clubs.CLUBS * Clubs.SHELF - countOf(train, "u0,"));
  }

  @Test
  void compressedAndParquetFilesGiveTheSameLists() throws IOException {
    Path gzip = Clubs.gzip(folder.resolve("histories.csv.gz"), data(train));
    Path parquet = Clubs.parquet(folder.resolve("histories.parquet"), data(train));
    List<String> plain = data(recommend(train, 5));
    assertThat(data(recommend(gzip, 5))).isEqualTo(plain);
    assertThat(data(recommend(parquet, 5))).isEqualTo(plain);
  }

  @Test
  void theSameSeedGivesTheSameModel() throws IOException {
    Path again = folder.resolve("again");
    Waymark second =
        Waymark.run(
            "train", "--interactions", train, "--out", again, "--set", "factors=8", "--threads", 1);
    assertThat(second.exit()).isZero();
    assertThat(second.out())
        .contains(trained.json().path("algorithm").textValue())
        .contains("ndcg@20");
    assertThat(again.resolve("model.onnx")).hasSameBinaryContentAs(model.resolve("model.onnx"));
  }

  private static Path recommend(Path histories, int count) throws IOException {
    Path lists = Files.createTempFile(folder, "lists", ".csv");
    Waymark done =
        Waymark.run(
            "recommend",
            "--model",
            model,
            "--histories",
            histories,
            "--count",
            count,
            "--out",
            lists);
    assertThat(done.exit()).as(done.err()).isZero();
    return lists;
  }

  private static List<String> data(Path csv) throws IOException {
    return Files.readAllLines(csv).stream().skip(1).toList();
  }

  private static long countOf(Path csv, String start) throws IOException {
    return data(csv).stream().filter(row -> row.startsWith(start)).count();
  }

  private static List<String> items(Path lists, String user) throws IOException {
    return data(lists).stream()
        .filter(row -> row.startsWith(user + ","))
        .map(row -> row.split(",")[1])
        .toList();
  }
}
