package io.waymark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoryTest {
  private static final String LOGIN = "POST /api/v1/auth/login";
  private static final String UPLOAD = "POST /api/v1/data/uploads";
  private static final String PUT = "PUT /put";
  private static final String UPLOADED = "GET /api/v1/data/uploads/u-1";
  private static final String REPORT = UPLOADED + "/report";
  private static final String TRAIN = "POST /api/v1/models/train";
  private static final String JOB = "GET /api/v1/models/train/j-1";
  private static final String RECOMMEND = "POST /api/v1/recommend";
  private static final String INGEST = "POST /api/v1/data/ingest";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @TempDir private Path folder;

  private FakeService service = start();

  private static FakeService start() {
    try {
      return new FakeService();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeEach
  void allIsWell() {
    service
        .on(
            LOGIN,
            200,
            "{'access_token':'token','user':{'email':'a@b.c','role':'admin','tenant_id':'demo'}}")
        .on(
            UPLOAD,
            201,
            "{'upload_id':'u-1','method':'PUT','headers':{'content-type':'application/octet-stream'},'url':'"
                + service.url()
                + "/put'}")
        .on(PUT, 200, "")
        .on(UPLOADED, 200, "{'state':'waiting'}")
        .on(UPLOADED, 200, "{'state':'reading'}")
        .on(UPLOADED, 200, "{'state':'done'}")
        .on(
            REPORT,
            200,
            "{'decision':'approved','read':1200,'accepted':1190,'duplicate':3,'rejected':7,"
                + "'rejected_by_reason':{'timestamp: future':7},'findings':[{'message':'odd'}]}")
        .on(TRAIN, 202, "{'job_id':'j-1'}")
        .on(JOB, 200, "{'state':'running','progress':0.4,'stage':'search'}")
        .on(
            JOB,
            200,
            "{'state':'done','progress':1,'stage':'done','model_version':'v2',"
                + "'metrics':{'ndcg@20':0.3,'recall@20':0.6},'baseline':{'ndcg@20':0.1,'recall@20':0.2}}")
        .on(RECOMMEND, 200, answer("v1", "old"))
        .on(RECOMMEND, 200, answer("v2", "a", "b", "c"))
        .on(RECOMMEND, 200, answer("v2", "b", "a", "d"))
        .on(INGEST, 202, "{'accepted':1,'results':[{'event_id':'e-1','status':'accepted'}]}");
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void goesFromLogInToAListThatMoves() throws Exception {
    tell();
    assertThat(text())
        .contains(
            "a@b.c, admin of tenant demo",
            "approved. 1,200 read, 1,190 accepted, 3 duplicate, 7 rejected",
            "rejected for: 7 timestamp: future",
            "finding: odd",
            "training:  40 %  search",
            "NDCG@20    0.3000      0.1000    3.0",
            "1  Name of a  coffee    0.900  Because you bought x",
            "6  user_7 buys z",
            "1  up 1    Name of b",
            "2  down 1  Name of a",
            "3  in      Name of d",
            "out: Name of c",
            "/api/v1/docs",
            "curl")
        .doesNotContain("Name of old", "\u001b");
    assertThat(service.calls())
        .contains(
            RECOMMEND + " {\"user_id\":\"user_7\",\"count\":10,\"fields\":[\"name\",\"category\"]}",
            UPLOAD + " {\"kind\":\"items\",\"format\":\"csv\",\"size_bytes\":9}",
            PUT)
        .anyMatch(call -> call.startsWith(INGEST) && call.contains("\"item_id\":\"z\""));
  }

  @Test
  void saysWhatIsWrongWithTheLogIn() {
    service
        .without(LOGIN)
        .on(LOGIN, 401, "{'status':401,'detail':'e-mail or password is wrong','request_id':'r-9'}");
    assertThatThrownBy(this::tell)
        .isInstanceOf(StepException.class)
        .hasMessage(
            "POST /api/v1/auth/login answered 401: e-mail or password is wrong [request r-9]");
  }

  @Test
  void namesTheFieldThatWasRefused() {
    service
        .without(UPLOAD)
        .on(UPLOAD, 400, "{'detail':'no','errors':[{'field':'size_bytes','message':'too long'}]}");
    assertThatThrownBy(this::tell)
        .hasMessage("POST /api/v1/data/uploads answered 400: no (size_bytes too long)");
  }

  @Test
  void saysWhyAFileWasRefused() {
    service.without(UPLOADED).on(UPLOADED, 200, "{'state':'refused','message':'has no rows'}");
    assertThatThrownBy(this::tell).hasMessage("the upload was refused: has no rows");
  }

  @Test
  void doesNotTrainOnNothing() {
    service.without(REPORT).on(REPORT, 200, "{'decision':'approved','read':5,'rejected':5}");
    assertThatThrownBy(this::tell).hasMessage("no row of the file was accepted");
  }

  @Test
  void showsTheFiguresOfARefusedModel() {
    service
        .without(JOB)
        .on(
            JOB,
            200,
            "{'state':'refused','error':'ials did not beat popularity',"
                + "'metrics':{'ndcg@20':0.1},'baseline':{'ndcg@20':0.2}}");
    assertThatThrownBy(this::tell).hasMessage("training was refused: ials did not beat popularity");
    assertThat(text()).contains("NDCG@20    0.1000      0.2000  0.5");
  }

  @Test
  void givesUpOnTrainingThatDoesNotGoOn() {
    service.without(JOB).on(JOB, 200, "{'state':'running','progress':0.4}");
    assertThatThrownBy(this::tell)
        .hasMessageStartingWith("training did not go on for 0 s; it last said {");
  }

  @Test
  void saysWhoDidNotAnswer() {
    service.close();
    assertThatThrownBy(this::tell)
        .isInstanceOf(StepException.class)
        .hasMessageStartingWith(
            "POST /api/v1/auth/login got no answer from " + service.url().getAuthority());
  }

  @Test
  void findsTheFormatInTheName() {
    assertThat(Uploads.format(Path.of("a.CSV.gz"))).isEqualTo("csv.gz");
    assertThat(Uploads.format(Path.of("b.parquet"))).isEqualTo("parquet");
    assertThat(Uploads.format(Path.of("c.dat"))).isEmpty();
    assertThat(Uploads.format(Path.of("none"))).isEmpty();
  }

  private void tell() throws IOException {
    Path items = Files.writeString(folder.resolve("items.csv"), "item_id\nz");
    Path interactions = Files.writeString(folder.resolve("interactions.jsonl"), "{}");
    Material material =
        new Material(
            interactions,
            Optional.of(items),
            "user_7",
            List.of("likes coffee"),
            List.of("b", "z"),
            Map.of());
    Screen screen = new Screen(new PrintStream(out, true, StandardCharsets.UTF_8), false, false);
    try (Api api = new Api(service.url())) {
      new Story(
              api,
              screen,
              material,
              LogIn.DEMO,
              Addresses.EMBEDDED,
              new Waits(Duration.ofMillis(1), Duration.ofMillis(300)))
          .tell();
    }
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String answer(String version, String... items) {
    StringBuilder slots = new StringBuilder();
    double score = 0.9;
    for (String item : items) {
      slots
          .append(slots.isEmpty() ? "" : ",")
          .append(
              "{'item_id':'%s','score':%s,'reason':'Because you bought x','source':'model','fields':{'name':'Name of %s','category':'coffee'}}"
                  .formatted(item, score, item));
      score -= 0.1;
    }
    return "{'model':{'version':'" + version + "'},'recommendations':[" + slots + "]}";
  }
}
