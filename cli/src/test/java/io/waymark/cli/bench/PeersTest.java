package io.waymark.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.cli.bench.Outcome.Measured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rows beside peers that are shell scripts and say what they are told to.
class PeersTest {
  @TempDir Path folder;

  private Setting setting() throws IOException {
    Path logs = Files.createDirectories(folder.resolve("logs"));
    return new Setting(
        Setting.Scale.SMALL,
        2,
        1,
        Optional.of(new Peers(Path.of("/bin/sh"), folder, logs)),
        Optional.empty(),
        logs,
        _ -> {});
  }

  private void script(String name, String... lines) throws IOException {
    Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
  }

  private static Held beside(Outcome outcome, int figure, int held) {
    return ((Measured) outcome).figures().get(figure).held().get(held);
  }

  @Test
  void aRowHoldsEachFigureAgainstThePeersOwn() throws IOException {
    // What training data a script finds is what the engine trained on.
    script(
        "peers_quality.py",
        "rows=$(gzip -dc \"$DATA/$1/train.csv.gz\" | wc -l)",
        "echo made-up set of $rows",
        "printf"
            + " '{\"section\":\"quality\",\"key\":\"%s@T%s\",\"train_s\":%s,\"train_cpu_s\":2e9,\"ndcg@20\":1e-9}\\n"
            + "' $2 $T $rows");
    Outcome outcome = new EaseRow().measure(setting());
    Held wall = beside(outcome, 0, 0);
    assertThat(wall).isInstanceOf(Held.Beside.class);
    assertThat(((Held.Beside) wall).theirs().middle()).isBetween(1_500.0, 4_000.0);
    Measured measured = (Measured) outcome;
    assertThat(measured.figures()).hasSize(6);
    Figure cpu = measured.figures().get(1);
    assertThat(cpu.held().getFirst().verdict(cpu.ours())).isEqualTo(Verdict.MET_STRETCH);
    Figure quality = measured.figures().get(2);
    assertThat(quality.held().getFirst().verdict(quality.ours())).isEqualTo(Verdict.MET);
  }

  @Test
  void alsIsHeldAgainstTwoScripts() throws IOException {
    script(
        "peers_quality.py",
        "printf"
            + " '{\"section\":\"q\",\"key\":\"%s@T1\",\"train_s\":1e9,\"train_cpu_s\":1e9,\"ndcg@20\":2}\\n"
            + "' $2");
    script(
        "peers_scale.py",
        "echo '{\"section\":\"s\",\"key\":\"implicit-als f=64"
            + " T=2\",\"s_per_iteration\":1e-12,\"cpu_s_per_iteration\":1e9}'");
    Measured measured = (Measured) new AlsRow(64).measure(setting());
    List<Verdict> verdicts =
        measured.figures().stream()
            .map(figure -> figure.held().getFirst().verdict(figure.ours()))
            .toList();
    assertThat(verdicts)
        .containsExactly(
            Verdict.MET_STRETCH,
            Verdict.MET_STRETCH,
            Verdict.MISSED,
            Verdict.MISSED,
            Verdict.MET_STRETCH);
  }

  @Test
  void oneUserIsAskedOfThreePeersOfTheSameSize() throws IOException {
    script(
        "peers_serving.py",
        "[ $1 = ort ] && echo '{\"key\":\"ort/single_fp32/N='$2'/T='$3'\",\"p50\":1e9}'",
        "[ $1 = ort ] && echo '{\"key\":\"ort/single_int8/N='$2'/T='$3'\",\"p50\":1e-9}'",
        "[ $1 = implicit ] && echo '{\"key\":\"implicit/single/N='$2'/T='$3'\",\"p50\":1e-9}'",
        "exit 0");
    Outcome outcome = OneUserRow.million().measure(setting());
    Figure figure = ((Measured) outcome).figures().getFirst();
    assertThat(figure.what()).startsWith("10,000 items");
    assertThat(figure.held().stream().map(Held::against))
        .containsExactly(
            "reading the matrix once", "implicit", "ONNX Runtime MatMul+TopK", "ONNX Runtime int8");
    assertThat(beside(outcome, 0, 3).verdict(figure.ours())).isEqualTo(Verdict.MISSED);
    assertThat(beside(outcome, 0, 1).verdict(figure.ours())).isEqualTo(Verdict.MISSED);
    assertThat(beside(outcome, 0, 2).verdict(figure.ours())).isEqualTo(Verdict.MET);
  }

  @Test
  void batchesAreBetterWhereMoreUsersAreAnswered() throws IOException {
    script(
        "peers_serving.py",
        "[ $1 = ort ] && echo"
            + " '{\"key\":\"ort/batch32_fp32_users_per_s/N='$2'/T=2\",\"value\":1e-9}'",
        "[ $1 = ort ] && echo"
            + " '{\"key\":\"ort/batch32_int8_users_per_s/N='$2'/T=2\",\"value\":1e-9}'",
        "[ $1 = implicit ] && echo"
            + " '{\"key\":\"implicit/batch256_users_per_s/N='$2'/T=2\",\"value\":1e9}'",
        "exit 0");
    Outcome outcome = new BatchesRow().measure(setting());
    Figure figure = ((Measured) outcome).figures().getFirst();
    assertThat(beside(outcome, 0, 0).verdict(figure.ours())).isEqualTo(Verdict.MET);
    assertThat(beside(outcome, 0, 1).verdict(figure.ours())).isEqualTo(Verdict.MISSED);
  }

  @Test
  void whatAScriptDoesNotPrintIsNamed() throws IOException {
    script("peers_serving.py", "echo '{\"key\":\"other\",\"p50\":1}'");
    assertThatThrownBy(() -> OneUserRow.tenThousand().measure(setting()))
        .hasMessageContaining("no number p50 of ort/single_fp32/N=100/T=1, only [other]");
    script("peers_serving.py", "echo no such engine >&2; exit 3");
    assertThatThrownBy(() -> OneUserRow.tenThousand().measure(setting()))
        .hasMessageContaining("no such engine");
  }

  @Test
  void onlyWhatRowsAreHeldAgainstIsInstalled() {
    assertThat(
            Peers.needed(
                "implicit==0.7.3\nonnx\nonnxruntime==1.31.1\nfaiss-cpu==1\nscipy\npolars==2.1.0\n"))
        .containsExactly(
            "implicit==0.7.3", "onnx", "onnxruntime==1.31.1", "scipy", "polars==2.1.0");
  }
}
