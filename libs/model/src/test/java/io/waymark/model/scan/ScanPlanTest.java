package io.waymark.model.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.model.ModelPackageException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScanPlanTest {
  @TempDir Path folder;

  @Test
  void isReadAsItWasWritten() throws Exception {
    ScanPlan plan =
        new ScanPlan.Blend(
            new ScanPlan.FoldIn("table", 64, "penalties", 2.5f, 0.5f),
            0.75f,
            new ScanPlan.Neighbours("near", "strengths", 12, 0));
    plan.write(folder);
    assertThat(ScanPlan.read(folder.resolve("scan.json"))).isEqualTo(plan);
    ScanPlan fading = new ScanPlan.Fading(plan, 0.25f, 20);
    fading.write(folder);
    assertThat(ScanPlan.read(folder.resolve("scan.json"))).isEqualTo(fading);
    ScanPlan matrix = new ScanPlan.ItemWeights("matrix", 1, true);
    matrix.write(folder);
    assertThat(ScanPlan.read(folder.resolve("scan.json"))).isEqualTo(matrix);
    ScanPlan counts = new ScanPlan.Popularity("counts");
    counts.write(folder);
    assertThat(ScanPlan.read(folder.resolve("scan.json"))).isEqualTo(counts);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{                                                                  | is no JSON",
        "{\"plan\": {\"kind\": \"popularity\", \"counts\": \"v\"}}          | another format",
        "{\"format\": 2, \"plan\": {}}                                      | another format",
        "{\"format\": 1}                                                    | unknown kind ''",
        "{\"format\": 1, \"plan\": {\"kind\": \"forest\"}}                  | unknown kind 'forest'",
        "{\"format\": 1, \"plan\": {\"kind\": \"popularity\"}}              | no text 'counts'",
        "{\"format\": 1, \"plan\": {\"kind\": \"fold-in\", \"table\": \"v\"}} | no positive 'width'",
        "{\"format\": 1, \"plan\": {\"kind\": \"item-weights\", \"matrix\": \"v\", \"scale\": -1}} | negative 'scale'",
        "{\"format\": 1, \"plan\": {\"kind\": \"blend\", \"share\": 2}}     | share of 0 to 1",
        "{\"format\": 1, \"plan\": {\"kind\": \"blend\", \"share\": 1, \"first\": {\"kind\": \"blend\", \"share\": 1}}} | none of two",
      })
  void refusesWhatItDoesNotKnow(String json, String reason) throws Exception {
    Path file = Files.writeString(folder.resolve("scan.json"), json);
    assertThatThrownBy(() -> ScanPlan.read(file))
        .isInstanceOf(ModelPackageException.class)
        .hasMessageContaining("scan.json")
        .hasMessageContaining(reason);
  }
}
