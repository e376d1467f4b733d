package io.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.waymark.training.Algorithms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every mistake gives one line that names file and reason, and the right exit code.
class MistakesTest {
  @TempDir static Path folder;
  private static Path good;
  private static Path model;

  @BeforeAll
  static void makeGoodOnes() throws IOException {
    good = Clubs.csv(folder.resolve("good.csv"), Clubs.rows(3));
    model = folder.resolve("good-model");
    Waymark done =
        Waymark.run("train", "--interactions", good, "--out", model, "--algorithm", "popularity");
    assertThat(done.exit()).as(done.err()).isZero();
  }

  @Test
  void aRunOfMadeUpRequestsThatCannotBe() {
    Waymark none = Waymark.run("fuzz-api", "--cases", "0");
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err()).contains("--cases must be from 1 on");
    Waymark elsewhere = Waymark.run("fuzz-api");
    assertThat(elsewhere.exit()).isEqualTo(1);
    assertThat(elsewhere.err()).contains("start this by ./waymark");
  }

  @Test
  void anEngineThatIsNotThere() {
    Path out = folder.resolve("engine-out");
    failed(with(out, "--engine", "abacus"), 2, "--engine");
    failed(with(out, "--engine", "spark"), 1, "start this by ./waymark");
    failed(with(out, "--engine", "spark", "--algorithm", "ease"), 2, "--algorithm is for");
    failed(with(out, "--engine", "spark", "--threads", "0"), 2, "--threads must be from 1 to 1024");
    assertThat(out).doesNotExist();
  }

  @Test
  void aBudgetThatIsNone() {
    Path out = folder.resolve("budget-out");
    for (String wrong : List.of("-1", "1.5", "soon", "2592001", "18446744073709551615")) {
      failed(
          with(out, "--set", "budget_seconds=" + wrong),
          2,
          "budget_seconds must be a whole number from 0 to 2592000, not '" + wrong + "'");
    }
    assertThat(out).doesNotExist();
  }

  @Test
  void vectorsThatNobodyLearned() {
    Path out = folder.resolve("vectors-out");
    failed(with(out, "--vectors", folder), 1, "has no about.jsonl");
    failed(with(out, "--vectors", folder, "--set", "factors=8"), 2, "no --engine, no --set");
    failed(with(out, "--vectors", folder, "--seed", "42"), 2, "no --seed");
    assertThat(out).doesNotExist();
    failed(run("spark", "--interactions", good, "--out", folder), 1, "is there already");
  }

  @Test
  void aMissingFile() {
    Path missing = folder.resolve("missing.csv");
    Path out = folder.resolve("missing-out");
    failed(train(missing, out), 1, missing.toString());
    assertThat(out).doesNotExist();
    failed(recommend(model, missing, 5), 1, missing.toString());
    failed(evaluate(missing, good), 1, missing.toString());
    failed(evaluate(good, missing), 1, missing.toString());
  }

  @Test
  void aFileThatIsNoTable() throws IOException {
    Path binary = folder.resolve("picture.csv");
    byte[] bytes = new byte[4096];
    new java.util.Random(5).nextBytes(bytes);
    Files.write(binary, bytes);
    Path parquet = Files.writeString(folder.resolve("no.parquet"), "user_id,item_id\n1,2\n");
    Path gzip = Files.write(folder.resolve("no.csv.gz"), bytes);
    Path page =
        Files.writeString(folder.resolve("page.csv"), "<html><body>Not found</body></html>\n");
    Path empty = Files.createFile(folder.resolve("empty.csv"));
    Path unknown = Files.writeString(folder.resolve("table.xlsx"), "PK");
    for (Path wrong : List.of(binary, parquet, gzip, page, empty, unknown, folder)) {
      failed(train(wrong, folder.resolve("none")), 1, wrong.toString());
      failed(recommend(model, wrong, 5), 1, wrong.toString());
      failed(evaluate(wrong, good), 1, wrong.toString());
    }
  }

  @Test
  void aFileThatEndsInTheMiddle() throws IOException {
    Path whole = Clubs.gzip(folder.resolve("whole.csv.gz"), Clubs.rows(3));
    byte[] bytes = Files.readAllBytes(whole);
    Path half = Files.write(folder.resolve("half.csv.gz"), Arrays.copyOf(bytes, bytes.length / 2));
    failed(train(half, folder.resolve("none")), 1, half.toString(), "cut short or damaged");
    bytes[bytes.length / 2] ^= 1;
    Path flipped = Files.write(folder.resolve("flipped.csv.gz"), bytes);
    failed(train(flipped, folder.resolve("none")), 1, flipped.toString(), "cut short or damaged");
    failed(evaluate(good, flipped), 1, flipped.toString());
  }

  @Test
  void aParquetFileThatIsCutOrDamaged() throws IOException {
    byte[] bytes =
        Files.readAllBytes(Clubs.parquet(folder.resolve("whole.parquet"), Clubs.rows(3)));
    Path half = Files.write(folder.resolve("half.parquet"), Arrays.copyOf(bytes, bytes.length / 2));
    Arrays.fill(bytes, 100, bytes.length / 2, (byte) 7);
    Path damaged = Files.write(folder.resolve("damaged.parquet"), bytes);
    for (Path wrong : List.of(half, damaged)) {
      failed(train(wrong, folder.resolve("none")), 1, wrong.toString());
      failed(recommend(model, wrong, 5), 1, wrong.toString());
      failed(evaluate(wrong, good), 1, wrong.toString());
    }
    assertThat(folder.resolve("none")).doesNotExist();
    assertThat(folder.resolve("lists.csv")).doesNotExist();
  }

  @Test
  void aFileThatMayNotBeRead() throws IOException {
    Path secret = Clubs.csv(folder.resolve("secret.csv"), Clubs.rows(3));
    Files.setPosixFilePermissions(secret, Set.of());
    assumeFalse(Files.isReadable(secret), "root reads everything");
    failed(train(secret, folder.resolve("none")), 1, secret.toString(), "may not be read");
    failed(evaluate(good, secret), 1, secret.toString(), "may not be read");
  }

  @Test
  void rowsThatAnUploadWouldRefuseAreNamed() throws IOException {
    Path none =
        Clubs.csv(
            folder.resolve("no-row.csv"), "user_id,item_id,rating", List.of("u,a,99", ",b,1"));
    failed(
        train(none, folder.resolve("none")),
        1,
        none + " has no row that counts: 2 rows",
        "1 rating_out_of_range, 1 user_id_missing",
        "line 2: rating must be from 0 to 5");
    Waymark done = recommend(model, none, 5);
    assertThat(done.exit()).isZero();
    assertThat(done.err()).contains(none + ": 2 rows were passed over");
    Path lists =
        Clubs.csv(folder.resolve("nameless.csv"), "user_id,item_id", List.of("u0,a", "u0,"));
    assertThat(evaluate(lists, good).err())
        .contains(lists + ": 1 row was passed over", "item_id_missing");
  }

  @Test
  void aCatalogueThatIsNone() throws IOException {
    Path out = folder.resolve("none");
    Path wrong = Clubs.csv(folder.resolve("wrong-items.csv"), "id,name", List.of("a,b"));
    failed(with(out, "--items", wrong), 1, wrong.toString(), "item_id", "id, name");
    failed(with(out, "--items", folder), 1, folder.toString(), "is a folder");
    failed(with(out, "--items", folder.resolve("no-items.csv")), 1, "no-items.csv is not there");
    assertThat(out).doesNotExist();
  }

  @Test
  void aMissingColumn() throws IOException {
    Path file = Clubs.csv(folder.resolve("no-item.csv"), "user_id,product", List.of("a,b"));
    failed(train(file, folder.resolve("none")), 1, file.toString(), "item_id");
    failed(recommend(model, file, 5), 1, file.toString(), "item_id");
    failed(evaluate(good, file), 1, file.toString(), "item_id");
  }

  @Test
  void aFileWithoutRowsOrWithTooFew() throws IOException {
    Path header = Clubs.csv(folder.resolve("header.csv"), List.of());
    Path few = Clubs.csv(folder.resolve("few.csv"), List.of("anna,a", "ben,b"));
    failed(train(header, folder.resolve("none")), 1, header.toString());
    failed(train(few, folder.resolve("none")), 1, few.toString(), "at least");
    failed(recommend(model, header, 5), 1, header.toString());
    failed(evaluate(good, header), 1, header.toString());
  }

  @Test
  void wrongUsage() {
    failed(Waymark.run(), 2, "command");
    failed(Waymark.run("trian"), 2, "trian");
    failed(Waymark.run("train", "--out", folder), 2, "--interactions");
    failed(with(folder.resolve("none"), "--wrong", "x"), 2, "--wrong");
    failed(recommend(model, good, 0), 2, "--count", "0");
    failed(recommend(model, good, -3), 2, "--count", "-3");
    failed(
        run("recommend", "--model", model, "--histories", good, "--count", "ten", "--out", "x"),
        2,
        "ten");
    failed(run("evaluate", "--recommendations", good, "--holdout", good, "--k", "0"), 2, "--k");
    failed(run("evaluate", "--recommendations", good, "--holdout", good, "--k", "x"), 2, "--k");
  }

  @Test
  void wrongSettingsOfATraining() {
    Path out = folder.resolve("none");
    failed(with(out, "--algorithm", "magic"), 2, "magic", "ease", "ials", "popularity");
    failed(with(out, "--algorithm", "bm25", "--set", "measure=cosine"), 2, "bm25", "measure");
    failed(with(out, "--set", "colour=red"), 2, "colour");
    failed(with(out, "--set", "factors=many"), 2, "factors");
    failed(with(out, "--set", "a0=0"), 2, "a0", "0.000001 to 1000");
    failed(with(out, "--set", "lambda=0"), 2, "lambda", "0.000001 to 1000");
    failed(with(out, "--set", "factors"), 2, "--set");
    failed(with(out, "--threads", 0), 2, "threads");
    failed(with(out, "--threads", 1025), 2, "--threads must be from 1 to 1024");
    failed(with(out, "--seed", "x"), 2, "--seed");
    assertThat(out).doesNotExist();
  }

  @Test
  void theHelpNamesEveryAlgorithm() {
    Waymark help = run("train", "--help");
    assertThat(help.exit()).isZero();
    assertThat(help.out()).contains(Algorithms.AUTO).contains(Algorithms.names());
  }

  @Test
  void aFolderToWriteToThatIsNone() throws IOException {
    Path full = Files.createDirectory(folder.resolve("full"));
    Path kept = Files.writeString(full.resolve("kept.txt"), "mine");
    failed(train(good, full), 2, full.toString(), "not empty");
    assertThat(kept).hasContent("mine");
    failed(train(good, good), 2, good.toString());
    failed(train(good, good.resolve("below")), 1, good.toString());
    failed(
        run("recommend", "--model", model, "--histories", good, "--count", 5, "--out", full),
        2,
        full.toString());
    failed(
        run(
            "recommend",
            "--model",
            model,
            "--histories",
            good,
            "--count",
            5,
            "--out",
            good.resolve("x.csv")),
        1,
        good.toString());
  }

  @Test
  void whatCannotBeWrittenIsNamed() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "a device that is always full is Linux's");
    failed(
        run("recommend", "--model", model, "--histories", good, "--count", 5, "--out", full),
        1,
        "--out /dev/full cannot be written",
        "No space left");
    failed(train(good, Path.of("/proc/none/model")), 1, "--out /proc/none/model cannot be written");
  }

  @Test
  void foldersMadeForNothingGoAgain() {
    Path deep = folder.resolve("deep");
    failed(train(folder.resolve("missing.csv"), deep.resolve("a/b")), 1, "missing.csv");
    assertThat(deep).doesNotExist();
    failed(
        run(
            "recommend",
            "--model",
            folder.resolve("no-model"),
            "--histories",
            good,
            "--count",
            5,
            "--out",
            deep.resolve("a/lists.csv")),
        1,
        "no-model");
    assertThat(deep).doesNotExist();
  }

  @Test
  void aFailedTrainingLeavesAnEmptyFolderEmpty() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("stays-empty"));
    failed(train(folder.resolve("missing.csv"), empty), 1, "missing.csv");
    assertThat(empty).isEmptyDirectory();
  }

  @Test
  void aDamagedPackage() throws IOException {
    Path missing = folder.resolve("no-model");
    failed(recommend(missing, good, 5), 1, missing.toString());
    failed(recommend(good, good, 5), 1, good.toString());
    for (String name : List.of("model.onnx", "items.jsonl.gz", "manifest.json")) {
      Path damaged = copy(name + "-damaged");
      byte[] bytes = Files.readAllBytes(damaged.resolve(name));
      Files.write(damaged.resolve(name), Arrays.copyOf(bytes, bytes.length / 2));
      failed(recommend(damaged, good, 5), 1, damaged.toString(), name);
      // Sums guard the other files; of the manifest itself a changed digit would go unnoticed.
      bytes[name.equals("manifest.json") ? 0 : bytes.length / 2] ^= 1;
      Files.write(damaged.resolve(name), bytes);
      failed(
          recommend(damaged, good, 5),
          1,
          damaged.toString(),
          name.equals("manifest.json") ? "" : name);
      Files.delete(damaged.resolve(name));
      failed(recommend(damaged, good, 5), 1, damaged.toString(), name);
    }
  }

  @Test
  void aRankThatIsNoNumber() throws IOException {
    Path lists =
        Clubs.csv(folder.resolve("ranks.csv"), "user_id,item_id,rank", List.of("u0,a,first"));
    failed(evaluate(lists, good), 1, lists.toString(), "rank");
  }

  @Test
  void aModelThatIsNoBetterThanPopularityIsRefusedByTheGate() throws IOException {
    Path same = Clubs.csv(folder.resolve("same.csv"), Clubs.sameForAll());
    Path out = folder.resolve("refused");
    Waymark refused =
        run("train", "--interactions", same, "--out", out, "--set", "factors=4", "--json");
    failed(refused, 3, "popularity");
    assertThat(out).doesNotExist();
    assertThat(refused.json().has("version")).isFalse();
    assertThat(refused.json().path("metrics").path("ndcg@20").doubleValue())
        .isLessThanOrEqualTo(refused.json().path("baseline").path("ndcg@20").doubleValue());
  }

  private static Path copy(String name) throws IOException {
    Path copy = Files.createDirectory(folder.resolve(name));
    for (String file :
        new ArrayList<>(
            List.of("model.onnx", "items.jsonl.gz", "popularity.bin", "manifest.json"))) {
      Files.copy(model.resolve(file), copy.resolve(file));
    }
    return copy;
  }

  private static Waymark train(Path file, Path out) {
    return run("train", "--interactions", file, "--out", out, "--set", "factors=4");
  }

  private static Waymark with(Path out, Object... options) {
    List<Object> all = new ArrayList<>(List.of("train", "--interactions", good, "--out", out));
    all.addAll(List.of(options));
    return run(all.toArray());
  }

  private static Waymark recommend(Path model, Path histories, int count) {
    return run(
        "recommend",
        "--model",
        model,
        "--histories",
        histories,
        "--count",
        count,
        "--out",
        folder.resolve("lists.csv"));
  }

  private static Waymark evaluate(Path lists, Path held) {
    return run("evaluate", "--recommendations", lists, "--holdout", held);
  }

  private static Waymark run(Object... arguments) {
    return Waymark.run(arguments);
  }

  private static void failed(Waymark run, int exit, String... named) {
    assertThat(run.exit()).as(run.err()).isEqualTo(exit);
    List<String> lines = run.err().lines().filter(line -> line.startsWith("waymark")).toList();
    assertThat(lines).as(run.err()).hasSize(1);
    assertThat(lines.getFirst()).contains(named);
    assertThat(run.err()).doesNotContain("Exception").doesNotContain("\tat ");
    assertThat(lines.getFirst().getBytes(StandardCharsets.UTF_8).length).isLessThan(1000);
  }
}
